"""What a learner's collections in Anki hold of a bank, reckoned from the packages that went there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import Connection

from question_bank.anki import NoteRecord, forecast
from question_bank.anki.identity import note_guid
from quiz.services.anki.wishes import Wish, as_json, from_json, settled
from quiz.services.banks import get_bank_of
from quiz.services.context import Context
from quiz.services.errors import NotFound
from quiz.store import anki
from quiz.store.anki import ExportRow, NoteLine
from quiz.store.banks import BankRow
from quiz.store.database import writing
from quiz.store.times import from_ms, to_ms

MOST_KEPT = 50  # exports of a bank to one collection; the oldest two become one beyond that


class Deed(StrEnum):
    """What was done: a package went to Anki, or its learner moved or deleted there what no package can."""

    EXPORT = "export"
    MOVED = "moved"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Former:
    """What is remembered of a package; `notes` counts what it held."""

    number: int
    made_at: datetime
    wish: Wish
    notes: int

    @property
    def place(self) -> str:
        return self.wish.place or ""


def formers_of(rows: Iterable[ExportRow]) -> tuple[Former, ...]:
    """Return the packages among what is recorded, the latest first."""
    found = []
    for row in rows:
        if row.deed == Deed.EXPORT:
            wish, notes = from_json(row.options, row.place)
            found.append(Former(number=row.number, made_at=from_ms(row.made_ms), wish=wish, notes=notes))
    return tuple(reversed(found))


def in_collection(
    connection: Connection, learner_id: int, rows: Iterable[ExportRow], place: str
) -> list[NoteRecord]:
    """Return the bank's notes as the collection of that name has them after all that went there."""
    there: dict[str, NoteRecord] = {}
    for row in rows:
        if row.place == place:
            notes = [_record(line) for line in anki.notes_of(connection, learner_id, row.number)]
            there = after(there, Deed(row.deed), notes)
    return list(there.values())


def after(there: dict[str, NoteRecord], deed: Deed, notes: Sequence[NoteRecord]) -> dict[str, NoteRecord]:
    """Return what is in a collection, by GUID, once this was done where `there` is."""
    if deed is Deed.DELETED:
        gone = {note.guid for note in notes}
        return {guid: note for guid, note in there.items() if guid not in gone}
    if deed is Deed.MOVED:
        decks = {note.guid: note.deck for note in notes}
        return {guid: replace(note, deck=decks.get(guid, note.deck)) for guid, note in there.items()}
    told = forecast(list(there.values()), notes)
    # Cards never move to another deck by an import.
    arrived = {note.guid: replace(note, deck=there[note.guid].deck) for note in told.changed}
    return there | arrived | {note.guid: note for note in told.new}


def record_export(
    connection: Connection,
    learner_id: int,
    row: BankRow,
    wish: Wish,
    notes: Sequence[NoteRecord],
    now_ms: int,
) -> None:
    """Remember a package; the same one once more takes the place of the last."""
    options = as_json(wish, len(notes))
    lines = _lines(notes)
    place = wish.place or ""
    own = [each for each in anki.exports_of(connection, learner_id, row.id) if each.place == place]
    if own and _is_same(connection, learner_id, own[-1], options, lines):
        anki.delete_exports(connection, learner_id, row.id, [own.pop().number])
    _add(connection, learner_id, row, Deed.EXPORT, place, now_ms, options, lines)
    if len(own) >= MOST_KEPT:
        _join_oldest(connection, learner_id, row, own)


def record_deed(
    ctx: Context, learner_id: int, key: str, deed: Deed, place: str, notes: Sequence[NoteRecord]
) -> None:
    """Remember that the learner moved or deleted these notes in Anki; raises NotFound."""
    now_ms = to_ms(ctx.clock().astimezone(UTC))
    wish = settled(Wish(place=place), place="", progress=False)
    with writing(ctx.engine) as connection:
        row = get_bank_of(connection, learner_id, key)
        options, lines = as_json(wish, len(notes)), _lines(notes)
        _add(connection, learner_id, row, deed, wish.place or "", now_ms, options, lines)


def forget(ctx: Context, learner_id: int, key: str, number: int) -> None:
    """Forget a package that was never imported; raises NotFound."""
    with writing(ctx.engine) as connection:
        row = get_bank_of(connection, learner_id, key)
        if not anki.delete_exports(connection, learner_id, row.id, [number]):
            raise NotFound(f"learner {learner_id} has no export {number} of {key!r}")


def rename(ctx: Context, learner_id: int, key: str, number: int, place: str) -> str:
    """Say into which collection a package went; return its name. Raises NotFound, WishError."""
    named = settled(Wish(place=place), place="", progress=False).place or ""
    with writing(ctx.engine) as connection:
        row = get_bank_of(connection, learner_id, key)
        if not anki.save_place(connection, learner_id, row.id, number, named):
            raise NotFound(f"learner {learner_id} has no export {number} of {key!r}")
    return named


def _is_same(
    connection: Connection, learner_id: int, last: ExportRow, options: str, lines: list[NoteLine]
) -> bool:
    if (last.deed, last.options) != (Deed.EXPORT, options):
        return False
    return anki.notes_of(connection, learner_id, last.number) == lines


def _add(
    connection: Connection,
    learner_id: int,
    row: BankRow,
    deed: Deed,
    place: str,
    now_ms: int,
    options: str,
    lines: list[NoteLine],
) -> None:
    export = ExportRow(number=0, bank_id=row.id, place=place, deed=deed, made_ms=now_ms, options=options)
    anki.add_export(connection, learner_id, export, lines)


def _join_oldest(connection: Connection, learner_id: int, row: BankRow, own: Sequence[ExportRow]) -> None:
    """Let what the two oldest came to stand for both, so that a daily package fills no disk."""
    first, second = own[:2]
    joined = _lines(in_collection(connection, learner_id, (first, second), first.place))
    options = second.options if second.deed == Deed.EXPORT else first.options
    both = replace(second, deed=Deed.EXPORT, options=options)
    anki.save_notes(connection, learner_id, both, joined)
    anki.delete_exports(connection, learner_id, row.id, [first.number])


def _lines(notes: Iterable[NoteRecord]) -> list[NoteLine]:
    return [[note.name, note.changed_s, note.deck, note.note_type, note.content] for note in notes]


def _record(line: NoteLine) -> NoteRecord:
    """Return the note again; its GUID is made from its name, for ever in the same way."""
    name, changed_s, deck, note_type, content = line
    bank_id, _, first_id = name.partition("/")
    return NoteRecord(
        guid=note_guid(bank_id, first_id),
        name=name,
        changed_s=changed_s,
        deck=deck,
        note_type=note_type,
        content=content,
    )
