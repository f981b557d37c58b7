"""A package's database, in Anki's oldest format: genanki makes its tables, its rows come from the notes."""

from __future__ import annotations

import itertools
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import genanki

from question_bank.anki.decks import NO_PRESET
from question_bank.anki.ids import NOTE_TYPES_CHANGED
from question_bank.anki.note_types import note_type
from question_bank.anki.notes import Note, Notes
from question_bank.anki.presets import preset_json
from question_bank.anki.progress_rows import Schedule
from question_bank.anki.schedule import Progress
from question_bank.model import Kind

_AT_ONCE = 500  # notes in memory
_NOTE = "INSERT INTO notes VALUES (?,?,?,?,-1,?,?,?,0,0,'')"
_CARD = "INSERT INTO cards VALUES (?,?,?,?,?,-1,?,?,?,?,?,?,?,?,0,0,0,?)"
_REVIEW = "INSERT INTO revlog VALUES (?,?,?,?,?,?,?,?,?)"
_COLLECTION = "UPDATE col SET models = ?, decks = ?"
_BY_SQLITE = 96  # where a database's head notes the version of SQLite that wrote it, in four bytes
_SOME_SQLITE = (3_040_000).to_bytes(4, "big")


class Written(NamedTuple):
    """How many rows a collection got."""

    notes: int
    cards: int
    reviews: int


class _Rows(NamedTuple):
    notes: list[tuple[Any, ...]]
    cards: list[tuple[Any, ...]]
    reviews: list[tuple[int, ...]]


def write_collection(path: Path, notes: Notes, progress: Progress | None) -> Written:
    """Write the database to `path`, where nothing is yet; the same notes and progress give the same bytes."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in ("page_size = 16384", "journal_mode = OFF", "synchronous = OFF", "temp_store = MEMORY"):
            connection.execute(f"PRAGMA {pragma}")
        cursor = connection.cursor()
        genanki.Package([]).write_to_db(cursor, NOTE_TYPES_CHANGED.timestamp(), itertools.count())
        cursor.execute("BEGIN")
        schedule = Schedule(progress) if progress else None
        written, kinds = _write_rows(cursor, notes, schedule)
        preset = _write_options(cursor, schedule, progress) if schedule and progress else NO_PRESET
        models = {str(model.model_id): model.to_json(0, 0) for model in map(note_type, kinds)}
        cursor.execute(
            _COLLECTION, (json.dumps(models), json.dumps(_decks(cursor) | notes.decks.to_json(preset)))
        )
        cursor.execute("COMMIT")
    with path.open("r+b") as file:
        file.seek(_BY_SQLITE)
        file.write(_SOME_SQLITE)
    return written


def _write_rows(
    cursor: sqlite3.Cursor, notes: Notes, schedule: Schedule | None
) -> tuple[Written, list[Kind]]:
    counts = [0, 0, 0]
    kinds: dict[Kind, None] = {}
    # Anki shows a note's id as the time it was made, in milliseconds.
    ids = itertools.count(max(notes.newest_s, 1) * 1000)
    for batch in _batches(notes):
        rows = _Rows([], [], [])
        for note in batch:
            kinds[note.kind] = None
            _add(rows, note, ids, schedule)
        for number, (statement, some) in enumerate(zip((_NOTE, _CARD, _REVIEW), rows, strict=True)):
            cursor.executemany(statement, some)
            counts[number] += len(some)
    return Written(*counts), list(kinds)


def _add(rows: _Rows, note: Note, ids: Iterator[int], schedule: Schedule | None) -> None:
    note_id = next(ids)
    rows.notes.append(
        (
            note_id, note.guid, note.type_id, note.changed_s, note.tags, "\x1f".join(note.fields),
            note.sort_text,
        )
    )  # fmt: skip
    for part in note.parts:
        card_id = next(ids)
        known = schedule.card(note.bank_id, note.first_id, part) if schedule else None
        state = schedule.state(known, note.position) if schedule and known else _new(note)
        number = part - 1 if part else 0  # clozes are counted from 1, cards from 0
        rows.cards.append((card_id, note_id, note.deck.id, number, note.changed_s, *state))
        if schedule and known:
            rows.reviews.extend(schedule.log(known, card_id))


def _new(note: Note) -> tuple[Any, ...]:
    return 0, 0, note.position, 0, 0, 0, 0, 0, ""


def _write_options(cursor: sqlite3.Cursor, schedule: Schedule, progress: Progress) -> int:
    """Write by which day Anki counts, and the decks' options; return the id of these."""
    options = preset_json(progress.preset)
    conf, known = cursor.execute("SELECT conf, dconf FROM col").fetchone()
    cursor.execute(
        "UPDATE col SET crt = ?, conf = ?, dconf = ?",
        (
            schedule.created_s,
            json.dumps(json.loads(conf) | schedule.conf),
            json.dumps(json.loads(known) | {str(options["id"]): options}),
        ),
    )
    return int(options["id"])


def _decks(cursor: sqlite3.Cursor) -> dict[str, Any]:
    decks: dict[str, Any] = json.loads(cursor.execute("SELECT decks FROM col").fetchone()[0])
    return decks


def _batches(notes: Iterable[Note]) -> Iterator[list[Note]]:
    rest = iter(notes)
    while batch := list(itertools.islice(rest, _AT_ONCE)):
        yield batch
