"""Answers that changed while their edition did not, as long as nobody said what that means for learners."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from types import MappingProxyType

from sqlalchemy import Connection

from question_bank.folders import Snapshot
from question_bank.model import Bank, Question
from question_bank.problems import Problem
from question_bank.writing.lock import Lock, LockEntry, conflict, key_hash, read_lock
from quiz.services.problems import problem_from_plain
from quiz.store import studying
from quiz.store.banks import BankRow
from quiz.store.studying import Studying

NOBODY = Studying()
NO_HASHES: Mapping[str, str] = MappingProxyType({})
_CHANGED = "E301"
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Undecided:
    """A finding about a changed answer; `knowing` are the learners who last answered the old one."""

    question_key: str
    problem: Problem
    knowing: Studying = NOBODY


def undecided_answers(
    connection: Connection,
    bank_id: int,
    bank: Bank,
    lock: Lock | None,
    ids: Mapping[str, int],
    hashes: Mapping[str, str] = NO_HASHES,
) -> tuple[Undecided, ...]:
    """Return the changed answers of `bank`, whose questions have these `ids` in the database.

    `hashes` are those of the answers, by the ids in the files, as far as they are known.

    A raised edition decides it, and so does a lock that has taken the answer over. Of a question that the
    lock does not know, only an answer that somebody learnt otherwise is a finding.
    """
    known = _ids_with_another_answer(connection, bank_id, bank, ids, hashes)
    found = []
    for question, problem, locked in _changed(bank, lock, known, hashes):
        knowing = NOBODY
        if question.id in known:
            knowing = studying.learnt_otherwise(connection, known[question.id], key_hash(question))
        if locked or knowing.learners:
            found.append(Undecided(question_key=question.id, problem=problem, knowing=knowing))
    return tuple(found)


def lock_of(taken: Snapshot) -> Lock | None:
    """Return the lock beside a bank, None if there is none; lines that cannot be read are passed over."""
    return None if taken.lock is None else read_lock(taken.lock.decode("utf-8", errors="replace"))[0]


def undecided_to_json(found: Sequence[Undecided]) -> str:
    """Return what is kept with the bank that is served: how many learners know is asked anew each time."""
    rows = [{"question": each.question_key, "problem": asdict(each.problem)} for each in found]
    return json.dumps(rows, ensure_ascii=False)


def undecided_now(connection: Connection, row: BankRow) -> tuple[Undecided, ...]:
    """Return the findings kept with a bank, with the numbers of learners as they are now."""
    kept = {plain["question"]: plain["problem"] for plain in json.loads(row.problems) if "question" in plain}
    if not kept:
        return ()
    served = studying.served_answers(connection, row.id, kept)
    return tuple(
        Undecided(
            question_key=key,
            problem=problem_from_plain(problem),
            knowing=studying.learnt_otherwise(connection, *served[key]),
        )
        for key, problem in kept.items()
        if key in served
    )


def _changed(
    bank: Bank, lock: Lock | None, known: Mapping[str, int], hashes: Mapping[str, str]
) -> Iterator[tuple[Question, Problem, bool]]:
    """Yield questions whose answer may have changed undecided, and whether it is the lock that says so."""
    for question in bank.questions:
        entry = lock.entry(question) if lock else None
        if entry is None and question.id not in known:
            continue
        problem = conflict(question, entry or _before_all_locks(question), hashes.get(question.id, ""))
        if problem is not None and problem.code == _CHANGED:
            yield question, problem, entry is not None


def _before_all_locks(question: Question) -> LockEntry:
    """Return an entry as if the question had been locked in its edition with an answer unknown to us."""
    return LockEntry(
        id=question.id,
        first_id=question.first_id,
        edition=question.edition,
        key_hash="",
        content_hash="",
        changed=_LONG_AGO,
    )


def _ids_with_another_answer(
    connection: Connection,
    bank_id: int,
    bank: Bank,
    ids: Mapping[str, int],
    hashes_now: Mapping[str, str],
) -> dict[str, int]:
    """Return the ids of the questions that had another answer in the edition they have now."""
    had = studying.answers_had(connection, bank_id)
    found = {}
    for question in bank.questions:
        own = ids.get(question.id)
        hashes = {hashed for edition, hashed in had.get(own or 0, ()) if edition == question.edition}
        if own is not None and hashes and hashes != {hashes_now.get(question.id) or key_hash(question)}:
            found[question.id] = own
    return found
