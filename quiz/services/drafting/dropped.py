"""The drafts that were dropped from a bank, so that none is offered again."""

from __future__ import annotations

from functools import lru_cache

from sqlalchemy import Connection

from question_bank.reading import read_bank_texts
from question_bank.writing.lock import text_hash
from quiz.services.drafting.values import Outcome
from quiz.store import drafts, edits


def dropped_hashes(connection: Connection, bank_id: int) -> frozenset[str]:
    """Return the hashes of what dropped drafts asked; what was taken back is not among them."""
    found = set()
    for row in drafts.decisions_of(connection, bank_id):
        if row.outcome != Outcome.DROPPED:
            continue
        edit = edits.find_edit(connection, bank_id, row.edit_id)
        content = edits.find_content(connection, edit.before) if edit else None
        if edit is not None and content is not None:
            found.add(_hashes(edit.file, content).get(row.question, ""))
    return frozenset(found - {""})


@lru_cache(maxsize=256)
def _hashes(file: str, content: bytes) -> dict[str, str]:
    """Return the hash of each question of a file, by its id."""
    bank = read_bank_texts({"bank.yaml": b"bank: x\ntitle: x\n", file: content}).bank
    return {each.id: text_hash(each) for each in bank.questions} if bank else {}
