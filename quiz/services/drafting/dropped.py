"""The drafts that were dropped from a bank, so that none is offered again."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache

from sqlalchemy import Connection

from question_bank.drafting.landing import offered_file, read_offered, write_offered
from question_bank.model import Bank, Question
from question_bank.reading import read_bank_texts
from question_bank.writing.lock import text_hash
from quiz.services.drafting.values import Outcome
from quiz.services.source_texts import Shelves, find_note, put_note
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


def dropped_elsewhere(shelves: Shelves, bank: Bank) -> frozenset[str]:
    """Return the hashes of drafts that the command line noted, and that the bank has no more."""
    noted = (find_note(shelves, _note_of(each.id)) for each in bank.sources)
    offered = frozenset[str]().union(*(read_offered(each) for each in noted if each is not None))
    return offered - {text_hash(each) for each in bank.questions}


def note_dropped(shelves: Shelves, bank: Bank, question: Question) -> None:
    """Tell the command line, which does not see what was decided here, not to offer a question again.

    Whoever takes the decision back has the question in the bank again, and the note says nothing then. A
    folder that takes no note does not stand in the way of dropping.
    """
    facts = [fact for each in question.facts if (fact := bank.fact(each)) is not None]
    sources = {passage.source for fact in facts for passage in fact.evidence.passages}
    for name in sorted(map(_note_of, sources)):
        offered = read_offered(find_note(shelves, name) or b"")
        with suppress(OSError):
            put_note(shelves, name, write_offered({*offered, text_hash(question)}))


def _note_of(source_id: str) -> str:
    return offered_file(source_id).removeprefix("sources/")
