"""The lock's file: its lines, read and written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from question_bank.folders import LOCK_FILE
from question_bank.model import Bank, Question
from question_bank.problems import Place, Problem
from question_bank.writing.lock.fingerprints import content_hash

_HEAD = (
    "# Written by `python -m question_bank fmt`; commit it and do not edit it by hand.\n"
    "# id, first id, edition, hash of the answer, hash of the content, last change, gone if removed\n"
)
_TIME = "%Y-%m-%dT%H:%M:%SZ"
_ID = r"[a-z][a-z0-9-]*"
_BANK_LINE = re.compile(rf"bank ({_ID})")
_LINE = re.compile(
    rf"(?P<id>{_ID}) (?P<first_id>{_ID}) (?P<edition>[1-9][0-9]{{0,8}})"
    r" (?P<key>[0-9a-f]{16}) (?P<content>[0-9a-f]{16})"
    r" (?P<changed>[0-9]{4}-[01][0-9]-[0-3][0-9]T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z)(?P<gone> gone)?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LockEntry:
    """One question as the lock knows it; `changed` is aware UTC to the second, `gone`: no longer there."""

    id: str
    first_id: str
    edition: int
    key_hash: str
    content_hash: str
    changed: datetime
    gone: bool = False
    line: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Lock:
    """The entries by question id; `bank_id` is "" as long as nothing was locked."""

    bank_id: str = ""
    entries: Mapping[str, LockEntry] = field(default_factory=lambda: MappingProxyType({}))

    def entry(self, question: Question) -> LockEntry | None:
        """Return the question's entry, also when it was locked under an earlier id."""
        for known in (question.id, *reversed(question.was)):
            if known in self.entries:
                return self.entries[known]
        return None

    def changed(self, question: Question, bank: Bank) -> datetime | None:
        """Return when the question's content last changed, or None if the lock does not know this content."""
        entry = self.entry(question)
        known = entry is not None and entry.content_hash == content_hash(question, bank)
        return entry.changed if known and entry else None


def read_lock(text: str, file: str = LOCK_FILE) -> tuple[Lock, tuple[Problem, ...]]:
    """Return the lock and a Problem for every line that is not one; those lines are passed over.

    After a merge a question may stand there twice: the higher edition wins, then the later change.
    """
    bank_id = ""
    entries: dict[str, LockEntry] = {}
    problems = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        if matched := _BANK_LINE.fullmatch(line):
            bank_id = bank_id or matched[1]
        elif entry := _entry(line, number):
            known = entries.get(entry.id, entry)
            entries[entry.id] = max(known, entry, key=lambda each: (each.edition, each.changed))
        else:
            problems.append(_unreadable(line, Place(file, number, 1, max(len(line), 1))))
    return Lock(bank_id, MappingProxyType(entries)), tuple(problems)


def render_lock(lock: Lock) -> str:
    """Return the lock's text, one line a question, sorted so that branches merge well."""
    rows = [
        f"{entry.id} {entry.first_id} {entry.edition} {entry.key_hash} {entry.content_hash}"
        f" {entry.changed.strftime(_TIME)}{' gone' if entry.gone else ''}\n"
        for _, entry in sorted(lock.entries.items())
    ]
    return _HEAD + f"bank {lock.bank_id}\n" + "".join(rows)


def _entry(line: str, number: int) -> LockEntry | None:
    matched = _LINE.fullmatch(line)
    if not matched:
        return None
    try:
        changed = datetime.fromisoformat(matched["changed"])
    except ValueError:
        return None
    return LockEntry(
        id=matched["id"],
        first_id=matched["first_id"],
        edition=int(matched["edition"]),
        key_hash=matched["key"],
        content_hash=matched["content"],
        changed=changed,
        gone=matched["gone"] is not None,
        line=number,
    )


def _unreadable(line: str, place: Place) -> Problem:
    conflict_mark = line[:7] in {"<<<<<<<", "=======", ">>>>>>>", "|||||||"}
    message = (
        "bank.lock holds the marks of a merge conflict" if conflict_mark else "not a line of a bank.lock"
    )
    hint = f"run `python -m question_bank fmt {folder_of(place.file)}`, which keeps the newer of two lines"
    return Problem("E302", message, place, hint, line)


def folder_of(file: str) -> str:
    """Return the bank folder that the lock's name, as shown in findings, lies in."""
    return file.removesuffix(LOCK_FILE).rstrip("/") or "."
