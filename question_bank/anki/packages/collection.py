"""The collection inside a package: which of the members it is, unpacked, and what it holds, row by row."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from question_bank.anki.packages import new_schema, old_schema, tables, wire
from question_bank.anki.packages.archive import Archive
from question_bank.anki.packages.database import NEW_TABLES, OLD_TABLES, Database
from question_bank.anki.packages.layout import Layout
from question_bank.anki.packages.messages import Message
from question_bank.anki.packages.refusals import BadPackageError, Reason
from question_bank.anki.packages.streams import CHUNK
from question_bank.anki.packages.tables import Row
from question_bank.anki.packages.values import AnkiDeck, AnkiNoteType, Limits

META = "meta"
_META_BYTES = 1024
_META_VERSION = 1
# The formats by the version that `meta` names; without it the newest that is there counts.
_FORMATS = {1: "anki2", 2: "anki21", 3: "anki21b"}
_NEWEST = _FORMATS[max(_FORMATS)]
_NOTES_A_MESSAGE = 500
_CHARACTERS_A_MESSAGE = 2**18
_COL = tables.Table("col", (), ("crt", "ver"), ("conf", "models", "decks"))


def format_of(archive: Archive) -> str:
    """Return the ending of the member that holds the collection.

    Newer packages also carry a decoy under the oldest name, for old programs: it is never read in its place.
    """
    present = [ending for ending in reversed(_FORMATS.values()) if f"collection.{ending}" in archive]
    if META not in archive:
        if not present:
            raise BadPackageError(Reason.NOT_A_PACKAGE, "there is no collection inside")
        return present[0]
    try:
        version = wire.number_of(archive.read(META, _META_BYTES), _META_VERSION)
    except wire.MessageError as error:
        raise BadPackageError(Reason.DAMAGED, f"meta: {error}") from error
    if version not in _FORMATS:
        raise BadPackageError(Reason.NEWER, f"version {version}")
    if _FORMATS[version] not in present:
        raise BadPackageError(Reason.DAMAGED, f"collection.{_FORMATS[version]} is missing")
    return _FORMATS[version]


def is_zstd(ending: str) -> bool:
    """Return whether the members of a package of this format are Zstandard streams."""
    return ending == _NEWEST


def unpack(archive: Archive, ending: str, file: Path, limits: Limits) -> None:
    """Write the collection to `file`."""
    source = archive.open(f"collection.{ending}", limits.database_bytes, zstd=is_zstd(ending))
    with file.open("xb") as out:
        shutil.copyfileobj(source, out, CHUNK)


def contents(file: Path, ending: str, limits: Limits, deadline: float) -> Iterator[Message]:
    """Yield what the collection holds, as names of messages and their rows; see `assembly.py`."""
    with closing(Database(file, deadline)) as database:
        database.check()
        database.admit(OLD_TABLES)
        created_s, layout = _layout(database, limits)
        tables.in_time(created_s, tables.YEAR_10000_S, "col.crt")
        yield "head", [[ending, created_s, [layout.rollover_hour, layout.minutes_west]]]
        for note_type in sorted(layout.note_types, key=_by_id):
            yield "type", [_row(note_type, limits)]
        for deck in sorted(layout.decks, key=_by_id):
            yield "deck", [[deck.id, deck.name, deck.filtered]]
        yield from _notes(tables.notes(database, limits))
        yield from (("card", rows) for rows in tables.cards(database, limits))
        yield from (("review", rows) for rows in tables.reviews(database, limits))


def _notes(notes: Iterator[Row]) -> Iterator[Message]:
    """Yield the notes, some hundreds a message, or as few as their length allows."""
    waiting: list[Row] = []
    characters = 0
    for note in notes:
        waiting.append(note)
        characters += sum(map(len, note[-1]))
        if len(waiting) == _NOTES_A_MESSAGE or characters > _CHARACTERS_A_MESSAGE:
            yield "note", waiting
            waiting, characters = [], 0
    if waiting:
        yield "note", waiting


def _by_id(each: AnkiNoteType | AnkiDeck) -> int:
    # Anki writes the old schema's in whatever order.
    return each.id


def _row(own: AnkiNoteType, limits: Limits) -> Row:
    if sum(len(each.front) + len(each.back) for each in own.templates) > limits.template_characters:
        raise BadPackageError(Reason.TOO_LARGE, f"the templates of the note type {own.name}")
    templates = [(each.name, each.front, each.back, each.id) for each in own.templates]
    return own.id, own.name, own.cloze, own.fields, templates, own.stock


def _layout(database: Database, limits: Limits) -> tuple[int, Layout]:
    """Return the epoch second that days are counted from, and the rest."""
    rows = list(tables.rows(database, _COL, 1))
    if not rows:
        raise BadPackageError(Reason.WRONG_SCHEMA, "col is empty")
    ((created_s, version, conf, models, decks),) = rows
    if version == old_schema.VERSION:
        return created_s, old_schema.layout(conf, models, decks, limits)
    if version == new_schema.VERSION:
        database.admit(NEW_TABLES)
        return created_s, new_schema.layout(database, limits)
    if version > new_schema.VERSION:
        raise BadPackageError(Reason.NEWER, f"schema {version}")
    raise BadPackageError(Reason.WRONG_SCHEMA, f"schema {version}, and 11 and 18 are known")
