"""Questions that an edit gives a new id, without saying which they had: are they the same ones?"""

from __future__ import annotations

import json
from dataclasses import dataclass

from question_bank.codec import question_from_plain
from quiz.services.learner_findings import Version
from quiz.services.renames import likely_renames
from quiz.services.undecided import NOBODY
from quiz.store.studying import Studying


@dataclass(frozen=True, slots=True, kw_only=True)
class Renamed:
    """A question that seems to go on under a new id; `names` are those that it had, the oldest first."""

    question_key: str
    names: tuple[str, ...]
    studying: Studying = NOBODY


def renamed_questions(version: Version) -> tuple[Renamed, ...]:
    """Return the questions of a version without errors that are served under other ids until now."""
    new = [question for question in version.bank.questions if question.id not in version.before]
    if not new:
        return ()
    kept = {row.id for row in version.before.values()}
    going = {row.id: row for row in version.stored if row.id not in kept and row.archived_ms is None}
    before = {number: question_from_plain(json.loads(row.body)) for number, row in going.items()}
    return tuple(
        Renamed(
            question_key=question.id,
            names=tuple(_ids(going[number].first_key, going[number].key)),
            studying=version.studying.get(number, NOBODY),
        )
        for number, question in likely_renames(before, new).items()
    )


def _ids(*names: str) -> list[str]:
    """Return the ids once each, without one that was given up to another question."""
    return list(dict.fromkeys(name for name in names if not name.startswith("~")))
