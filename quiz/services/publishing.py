"""Taking a good version of a bank over: new, changed, vanished and returning questions."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from question_bank.codec import to_plain
from question_bank.model import Bank, Question
from question_bank.model.texts import parts
from question_bank.writing.lock import key_hash, text_hash
from quiz.services.context import Context
from quiz.services.editions import relearn
from quiz.services.identity import match_questions
from quiz.store import banks, publishing
from quiz.store.publishing import NewRevision, Stored, WantedParts

# New cards come bank by bank and question by question; a bank has room for this many cards.
_ROOM = 10**9
_CARDS_A_QUESTION = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What happened to how many questions; `relearn` those whose raised edition is learnt anew."""

    added: int
    revised: int
    archived: int
    restored: int
    relearn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """One question of the new version and the stored one it continues, if any."""

    position: int
    question: Question
    before: Stored | None
    body: str

    @property
    def revised(self) -> bool:
        return self.before is not None and self.before.body != self.body

    @property
    def restored(self) -> bool:
        return self.before is not None and self.before.archived_ms is not None

    @property
    def relearnt(self) -> bool:
        return self.before is not None and self.question.edition > self.before.edition


def publish(ctx: Context, connection: Connection, bank_id: int, bank: Bank, now_ms: int) -> Counts:
    """Make `bank` what is served from now on; every learner keeps their cards."""
    stored = publishing.stored_questions(connection, bank_id)
    steps = _steps(bank, stored)
    kept = {step.before.id for step in steps if step.before}
    gone = [row.id for row in stored if row.id not in kept and row.archived_ms is None]
    _free_wanted_keys(connection, steps, stored)
    ids = _save_all(connection, bank_id, steps, now_ms)
    publishing.withdraw(connection, gone, now_ms)
    wanted = {saved: _wanted_parts(bank_id, step) for step, saved in zip(steps, ids, strict=True)}
    if publishing.save_parts(connection, bank_id, wanted):
        publishing.move_new_cards(connection, bank_id)
    banks.enrol_local(connection, bank_id, now_ms)
    banks.add_missing_cards(connection, bank_id)
    _save_bank(connection, bank_id, bank, now_ms)
    relearnt = [saved for step, saved in zip(steps, ids, strict=True) if step.relearnt]
    relearn(ctx, connection, bank_id, relearnt)
    return Counts(
        added=sum(step.before is None for step in steps),
        revised=sum(step.revised for step in steps),
        archived=len(gone),
        restored=sum(step.restored for step in steps),
        relearn=len(relearnt),
    )


def _steps(bank: Bank, stored: Sequence[Stored]) -> list[_Step]:
    before = match_questions(bank.questions, stored)
    return [
        _Step(
            position=position,
            question=question,
            before=before.get(question.id),
            body=json.dumps(to_plain(question), ensure_ascii=False),
        )
        for position, question in enumerate(bank.questions)
    ]


def _free_wanted_keys(connection: Connection, steps: Sequence[_Step], stored: Sequence[Stored]) -> None:
    """Take the ids that this version uses from the rows that had them and have them no longer."""
    owners: Mapping[str, int | None] = {
        step.question.id: step.before.id if step.before else None for step in steps
    }
    losing = [row.id for row in stored if row.key in owners and owners[row.key] != row.id]
    publishing.free_keys(connection, losing)


def _save_all(connection: Connection, bank_id: int, steps: Sequence[_Step], now_ms: int) -> list[int]:
    """Save the questions and return their ids, in the order of the steps."""
    new = [step for step in steps if step.before is None]
    added = dict(
        zip((step.position for step in new), _add_all(connection, bank_id, new, now_ms), strict=True)
    )
    return [
        _save(connection, bank_id, step, step.before, now_ms) if step.before else added[step.position]
        for step in steps
    ]


def _save(connection: Connection, bank_id: int, step: _Step, before: Stored, now_ms: int) -> int:
    question = step.question
    if step.revised:
        revision_id = publishing.add_revision(connection, _revision(before.id, step, now_ms))
        publishing.save_tags(connection, before.id, question.tags)
        publishing.save_facts(connection, bank_id, before.id, question.facts)
    else:
        revision_id = before.revision_id
    after = replace(
        before,
        key=question.id,
        first_key=question.first_id,
        position=step.position,
        edition=max(question.edition, before.edition),
        revision_id=revision_id,
        draft=question.draft,
        archived_ms=None,
    )
    if after != before:
        publishing.save_question(
            connection,
            before.id,
            key=after.key,
            first_key=after.first_key,
            position=after.position,
            edition=after.edition,
            revision_id=after.revision_id,
            draft=after.draft,
            archived_ms=None,
        )
    return before.id


def _add_all(connection: Connection, bank_id: int, steps: Sequence[_Step], now_ms: int) -> list[int]:
    """Add new questions, a few statements for all of them, and return their ids in order."""
    rows = [
        {
            "bank_id": bank_id,
            "key": step.question.id,
            "first_key": step.question.first_id,
            "position": step.position,
            "edition": step.question.edition,
            "revision_id": 0,
            "draft": step.question.draft,
            "archived_ms": None,
        }
        for step in steps
    ]
    ids = publishing.add_questions(connection, rows)
    added = dict(zip(ids, steps, strict=True))
    revisions = [_revision(question_id, step, now_ms) for question_id, step in added.items()]
    publishing.make_current(
        connection, dict(zip(ids, publishing.add_revisions(connection, revisions), strict=True))
    )
    publishing.add_tags(connection, {each: step.question.tags for each, step in added.items()})
    publishing.add_facts(connection, bank_id, {each: step.question.facts for each, step in added.items()})
    return ids


def _revision(question_id: int, step: _Step, now_ms: int) -> NewRevision:
    return NewRevision(
        question_id=question_id,
        edition=step.question.edition,
        key_hash=key_hash(step.question),
        content_hash=text_hash(step.question),
        body=step.body,
        created_ms=now_ms,
    )


def _wanted_parts(bank_id: int, step: _Step) -> WantedParts:
    first = bank_id * _ROOM + step.position * _CARDS_A_QUESTION
    positions = {part: first + part for part in parts(step.question)}
    return WantedParts(positions=positions, served=not step.question.draft)


def _save_bank(connection: Connection, bank_id: int, bank: Bank, now_ms: int) -> None:
    without_questions = replace(bank, questions=())
    publishing.save_bank(
        connection,
        bank_id,
        key=bank.id,
        title=bank.title,
        language=bank.language,
        document=json.dumps(to_plain(without_questions), ensure_ascii=False),
        synced_ms=now_ms,
    )
