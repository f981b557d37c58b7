"""The lock as it should be after today's changes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from question_bank.model import Bank, Question
from question_bank.problems import Problem
from question_bank.writing.lock.file import Lock, LockEntry
from question_bank.writing.lock.fingerprints import Fingerprints, fingerprints, key_hash


def updated_lock(bank: Bank, old: Lock, now: datetime, same_answer: Collection[str] = ()) -> Lock:
    """Return the lock for `bank` as it is now; `now` is aware, `changed` only ever grows.

    A question with a finding of E301 to E305 keeps its old line, so that the finding does not vanish
    unmended. `same_answer` names questions whose answer was reworded and need not be learnt anew.
    """
    moment = now.astimezone(UTC).replace(microsecond=0)
    entries: dict[str, LockEntry] = {}
    carried = set()
    for question in bank.questions:
        entry = old.entry(question)
        if entry is not None:
            carried.add(entry.id)
        fresh = updated_entry(bank, question, entry, moment, same=question.id in same_answer)
        if fresh is not None:
            entries[fresh.id] = fresh
    for entry in old.entries.values():
        if entry.id not in carried and entry.id not in entries:
            entries[entry.id] = replace(entry, gone=True)
    return Lock(old.bank_id or bank.id, MappingProxyType(entries))


def updated_entry(
    bank: Bank,
    question: Question,
    entry: LockEntry | None,
    now: datetime,
    *,
    same: bool,
    prints: Fingerprints | None = None,
) -> LockEntry | None:
    """Return the question's new entry; a draft is locked only once it has been published."""
    if question.draft:
        return entry
    key, content = prints or fingerprints(question, bank)
    found = conflict(question, entry, key)
    if found is not None and not (same and found.code == "E301"):
        return entry
    changed = entry.changed if entry else now
    if entry and (entry.content_hash != content or entry.edition != question.edition):
        changed = max(now, entry.changed + timedelta(seconds=1))
    return LockEntry(
        id=question.id,
        first_id=question.first_id,
        edition=question.edition,
        key_hash=key,
        content_hash=content,
        changed=changed,
    )


def _folder(question: Question) -> str:
    """Return the bank's folder as findings about the question show it."""
    return question.at.start.file.rpartition("questions/")[0].rstrip("/") or "."


def conflict(question: Question, entry: LockEntry | None, key: str = "") -> Problem | None:
    """Return why the question may not simply be locked anew, or None; `key` is its `key_hash` if known."""
    if entry is None or question.draft:
        return None
    if entry.first_id != question.first_id:
        message = f"the first id of '{question.id}' changed from '{entry.first_id}' to '{question.first_id}'"
        hint = "`was` lists all earlier ids, the oldest first; mend it, or Anki would make a second note"
        return Problem("E304", message, question.at.of("was"), hint)
    if question.edition < entry.edition:
        message = f"the edition of '{question.id}' went back from {entry.edition} to {question.edition}"
        return Problem(
            "E305", message, question.at.of("edition"), f"write `edition: {entry.edition}` or more"
        )
    if question.edition > entry.edition or (key or key_hash(question)) == entry.key_hash:
        return None
    if entry.gone:
        message = f"the id '{question.id}' belonged to another question that was removed"
        return Problem("E303", message, question.at.of("id"), "give this question an id of its own")
    message = f"the answer of '{question.id}' changed but its edition did not"
    hint = (
        f"write `edition: {entry.edition + 1}` if it must be learnt anew,"
        f" or run `python -m question_bank fmt --same-answer {question.id} {_folder(question)}`"
        " if it was only reworded"
    )
    return Problem("E301", message, question.at.of(_KEY_FIELD.get(question.kind.value, "answer")), hint)


_KEY_FIELD = {
    "multiple_choice": "answers",
    "list": "answers",
    "cloze": "text",
    "ordering": "items",
    "matching": "pairs",
}
