"""What an edit means for those who learn its questions, once it is saved."""

from __future__ import annotations

from collections.abc import Iterator

from question_bank.model import Question
from quiz.services.editing.changes import Change
from quiz.services.editing.values import Effect, EffectKind
from quiz.services.learner_findings import Version
from quiz.services.undecided import NOBODY


def effects_of(change: Change, version: Version) -> tuple[Effect, ...]:
    """Return what happens to each question that changes, in the bank's order, then those that go."""
    undecided = {each.question_key for each in version.undecided} & change.answered_otherwise
    return (*(_effect(each, version, undecided) for each in change.questions), *_archived(change, version))


def _effect(question: Question, version: Version, undecided: set[str]) -> Effect:
    row = version.before.get(question.id)
    studied = version.studying.get(row.id, NOBODY) if row else NOBODY
    if row is None:
        kind = EffectKind.ADDED
    elif question.id in undecided:
        kind = EffectKind.UNDECIDED
    elif row.archived_ms is not None:
        kind = EffectKind.RESTORED
    elif question.edition > row.edition:
        kind = EffectKind.RELEARNT
    elif question.draft and not row.draft:
        kind = EffectKind.WITHDRAWN
    elif row.draft and not question.draft:
        kind = EffectKind.PUBLISHED
    else:
        kind = EffectKind.KEPT
    return Effect(question_key=question.id, kind=kind, learners=studied.learners, well=studied.well)


def _archived(change: Change, version: Version) -> Iterator[Effect]:
    kept = {row.id for row in version.before.values()}
    going = {row.key: row for row in version.stored if row.id not in kept and row.archived_ms is None}
    for key in change.removed:
        if key in going:
            studied = version.studying.get(going[key].id, NOBODY)
            yield Effect(
                question_key=key, kind=EffectKind.ARCHIVED, learners=studied.learners, well=studied.well
            )
