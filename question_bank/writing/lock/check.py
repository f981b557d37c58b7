"""What the lock says about a bank: answers changed without a new edition, ids lost or used again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from question_bank.folders import LOCK_FILE
from question_bank.model import Bank, Question
from question_bank.problems import Place, Problem
from question_bank.writing.lock.file import Lock, folder_of
from question_bank.writing.lock.fingerprints import Fingerprints, content_hash, fingerprints
from question_bank.writing.lock.update import conflict, updated_entry

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def check_lock(
    bank: Bank,
    lock: Lock | None,
    file: str = LOCK_FILE,
    prints: Callable[[Question, Bank], Fingerprints] = fingerprints,
) -> tuple[Problem, ...]:
    """Return what the lock says about the bank; None means that there is none yet.

    `file` is the lock's name as findings show it, and `prints` gives a question's hashes.
    """
    if lock is None:
        where = Place(bank.at.start.file, 1, 1)
        hint = f"run `python -m question_bank fmt {folder_of(file)}` and commit {LOCK_FILE}"
        return (Problem("W301", "the bank has no bank.lock", where, hint),) if bank.questions else ()
    problems = list(_bank_changed(bank, lock, file))
    fresh = []
    for question in bank.questions:
        entry = lock.entry(question)
        known = prints(question, bank)
        problem = conflict(question, entry, known.key)
        if problem is not None:
            problems.append(problem)
        elif updated_entry(bank, question, entry, _LONG_AGO, same=False, prints=known) != entry:
            fresh.append(question)
    problems.extend(_vanished(bank, lock, fresh, file))
    problems.extend(_outdated(lock, fresh, file))
    return tuple(problems)


def _bank_changed(bank: Bank, lock: Lock, file: str) -> Iterable[Problem]:
    if lock.bank_id and lock.bank_id != bank.id:
        message = f"the bank's id changed from '{lock.bank_id}' to '{bank.id}'"
        hint = f"write `bank: {lock.bank_id}` again; to begin a new bank with these questions, delete {file}"
        yield Problem("E306", message, bank.at.of("bank"), hint)


def _vanished(bank: Bank, lock: Lock, fresh: list[Question], file: str) -> Iterable[Problem]:
    carried = {entry.id for question in bank.questions if (entry := lock.entry(question))}
    new = {content_hash(question, bank): question for question in fresh if lock.entry(question) is None}
    for entry in lock.entries.values():
        if entry.gone or entry.id in carried:
            continue
        where = Place(file, entry.line, 1, len(entry.id))
        if entry.content_hash in new:
            question = new[entry.content_hash]
            message = f"'{question.id}' looks like '{entry.id}' under a new id"
            known = ", ".join(dict.fromkeys([entry.first_id, entry.id]))
            yield Problem(
                "W304", message, question.at.of("id"), f"write `was: [{known}]` to keep its learners"
            )
        else:
            message = f"'{entry.id}' is no longer in the bank; its id stays taken"
            hint = f"bring it back, or run `python -m question_bank fmt {folder_of(file)}`"
            yield Problem("W303", message, where, hint)


def _outdated(lock: Lock, fresh: list[Question], file: str) -> Iterable[Problem]:
    if fresh:
        new = sum(lock.entry(question) is None for question in fresh)
        counts = [f"{new} new"] * bool(new) + [f"{len(fresh) - new} changed"] * (new < len(fresh))
        message = f"bank.lock is out of date: {' and '.join(counts)}"
        hint = f"run `python -m question_bank fmt {folder_of(file)}` and commit {LOCK_FILE}"
        yield Problem("W302", message, Place(file), hint)
