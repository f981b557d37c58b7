"""How bank.lock follows an edit: by the same rules as `fmt` has."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from types import MappingProxyType

from question_bank.model import Bank
from question_bank.problems import has_errors
from question_bank.writing.lock import Lock, render_lock, updated_lock
from question_bank.writing.lock.update import updated_entry
from quiz.services.bank_checks import Checked


def next_lock(then: Checked, now: datetime, reworded: Collection[str]) -> bytes | None:
    """Return what bank.lock becomes once the files are as `then`, None if it stays what it is.

    `reworded` names questions whose answer was only said otherwise. Of a bank with errors, which cannot be
    read whole, only these are taken over.
    """
    bank, old = then.bank, then.loaded.lock or Lock()
    if bank is None or (old.bank_id and old.bank_id != bank.id):
        return None
    if has_errors(then.loaded.reading.problems):
        fresh = _with_entries(bank, old, now, reworded)
    else:
        fresh = updated_lock(bank, old, now, reworded)
    content = render_lock(fresh).encode()
    kept = then.taken.lock
    return None if kept is not None and kept.replace(b"\r\n", b"\n") == content else content


def _with_entries(bank: Bank, old: Lock, now: datetime, reworded: Collection[str]) -> Lock:
    entries = dict(old.entries)
    moment = now.replace(microsecond=0)
    for question in bank.questions:
        entry = old.entry(question)
        if question.id in reworded and entry is not None:
            fresh = updated_entry(bank, question, entry, moment, same=True)
            if fresh is not None:
                entries[fresh.id] = fresh
    return Lock(old.bank_id or bank.id, MappingProxyType(entries))
