"""Traps in the collection itself: what is no table, pages that lead astray, values that are none."""

from __future__ import annotations

import json
import sqlite3
import struct
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from question_bank.anki.packages.values import Reason
from tests.question_bank.anki.packages.making import (
    SMALL,
    Honest,
    Trap,
    new_with,
    old_with,
    packed_new,
    zipped,
)

OLD, NEW = "collection.anki21", "collection.anki21b"
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT"
NOTE_COLUMNS = "i id, 'g' guid, 1 mid, 1 mod, 0 usn, '' tags, 'a' flds, '' sfld, 0 csum, 0 flags, '' data"
PAGE = 512


def _old(reason: Reason, met: str, *statements: str | tuple[str, tuple[object, ...]]) -> Trap:
    return Trap(reason, met, old_with(*statements))


def _new(reason: Reason, met: str, *statements: str | tuple[str, tuple[object, ...]]) -> Trap:
    return Trap(reason, met, new_with(*statements))


def _loose(table: str) -> tuple[str, ...]:
    """Return what makes a table take values of any type, and none."""
    rename = f"ALTER TABLE {table} RENAME TO strict_{table}"
    return rename, f"CREATE TABLE {table} AS SELECT * FROM strict_{table}", f"DROP TABLE strict_{table}"


def _json(column: str, change: Callable[[dict[str, object]], object]) -> Callable[[Honest], bytes]:
    """Return a maker of an old package with another JSON in this column of `col`."""

    def make(honest: Honest) -> bytes:
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.deserialize(honest.old[OLD])
            ((text,),) = connection.execute(f"SELECT {column} FROM col")
        changed = json.dumps(change(json.loads(text)))
        return old_with((f"UPDATE col SET {column} = ?", (changed,)))(honest)

    return make


def _in_first(key: str, value: object) -> Callable[[dict[str, object]], object]:
    """Return a change of the first note type or deck."""

    def change(content: dict[str, object]) -> object:
        first = next(iter(content))
        own = content[first]
        assert isinstance(own, dict)
        return {**content, first: {**own, key: value}}

    return change


def _torn(honest: Honest) -> bytes:
    """A collection whose pages after the first were overwritten."""
    data = bytearray(honest.old[OLD])
    for at in range(4096, len(data), 4096):
        data[at : at + 64] = b"\xff" * 64
    return zipped({**honest.old, OLD: bytes(data)})


def _cut(honest: Honest) -> bytes:
    return zipped({**honest.old, OLD: honest.old[OLD][:50_000]})


def _circling(honest: Honest) -> bytes:
    """A table whose pages all lead to one page: a few levels of this would take years to read."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "collection"
        file.write_bytes(honest.old[OLD])
        with closing(sqlite3.connect(file, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute(f"PRAGMA page_size = {PAGE}")
            connection.execute(
                "INSERT INTO revlog WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 200)"
                " SELECT i, 1, 0, 3, 1, 1, 2500, 900, 1 FROM n"
            )
            connection.execute("VACUUM")
            ((root,),) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'revlog'")
        data = bytearray(file.read_bytes())
    page = (root - 1) * PAGE
    assert data[page] == 5, "an inner page of a table"
    (cells,) = struct.unpack_from(">H", data, page + 3)
    assert cells > 2
    for cell in range(cells):
        (at,) = struct.unpack_from(">H", data, page + 12 + 2 * cell)
        data[page + at : page + at + 4] = data[page + 8 : page + 12]
    return zipped({**honest.old, OLD: bytes(data)})


def _limited(reason: Reason, met: str, **limits: int) -> Trap:
    return Trap(reason, met, lambda honest: zipped(honest.old), replace(SMALL, **limits))


NO_TABLES = {
    "a view in place of notes": _old(
        Reason.NOT_A_TABLE,
        "the view notes",
        "ALTER TABLE notes RENAME TO real_notes",
        "CREATE VIEW notes AS SELECT * FROM real_notes",
    ),
    "an endless view in place of notes": _old(
        Reason.NOT_A_TABLE,
        "the view notes",
        "DROP TABLE notes",
        f"CREATE VIEW notes AS {ENDLESS} {NOTE_COLUMNS} FROM n",
    ),
    "an endless view in place of a new table": _new(
        Reason.NOT_A_TABLE,
        "the view config",
        "DROP TABLE config",
        f"CREATE VIEW config AS {ENDLESS} i key, 1 usn, 1 mtime_secs, '' val FROM n",
    ),
    "a trigger": _old(
        Reason.NOT_A_TABLE,
        "the trigger grow",
        "CREATE TRIGGER grow AFTER INSERT ON notes BEGIN DELETE FROM cards; END",
    ),
    "a virtual table": _old(
        Reason.NOT_A_TABLE,
        "the virtual table cards",
        "DROP TABLE cards",
        "CREATE VIRTUAL TABLE cards USING fts4(id, nid, did)",
    ),
    "a virtual table that poses as a plain one": _old(
        Reason.NOT_A_TABLE,
        "cards",
        "DELETE FROM sqlite_master WHERE tbl_name = 'cards' AND type = 'index'",
        "UPDATE sqlite_master SET sql = 'CREATE VIRTUAL TABLE cards USING fts4(id)' WHERE name = 'cards'",
    ),
    "a column that is computed": _old(
        Reason.NOT_A_TABLE,
        "revlog has columns that are computed",
        "DROP TABLE revlog",
        "CREATE TABLE revlog (id, cid, usn, ease, ivl, lastIvl, factor, time,"
        " type GENERATED ALWAYS AS (length(zeroblob(99999999))))",
    ),
    "tables without end": _old(
        Reason.TOO_MANY,
        "tables and indexes",
        "INSERT INTO sqlite_master WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1001)"
        " SELECT 'table', 't' || i, 't' || i, 2, 'CREATE TABLE t' || i || '(x)' FROM n",
    ),
}

PAGES = {
    "no SQLite file": Trap(
        Reason.DAMAGED, "not a database", lambda honest: zipped({**honest.old, OLD: b"collection" * 999})
    ),
    "an empty collection": Trap(Reason.WRONG_SCHEMA, "col", lambda honest: zipped({**honest.old, OLD: b""})),
    "torn pages": Trap(Reason.DAMAGED, "", _torn),
    "pages cut off": Trap(Reason.DAMAGED, "", _cut),
    "pages that lead back": Trap(Reason.DAMAGED, "revlog", _circling),
    "two tables on one page": _old(
        Reason.DAMAGED,
        "",
        "UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master WHERE name = 'notes')"
        " WHERE name = 'ix_notes_usn'",
    ),
    "a table on a page that is not there": _old(
        Reason.DAMAGED, "", "UPDATE sqlite_master SET rootpage = 99999 WHERE name = 'cards'"
    ),
    "tables in bytes": _old(
        Reason.NOT_A_TABLE, "the virtual table", "UPDATE sqlite_master SET sql = CAST(sql AS BLOB)"
    ),
    "tables in words that are no text": _old(
        Reason.DAMAGED,
        "its list of tables",
        "UPDATE sqlite_master SET sql = CAST(CAST(sql AS BLOB) || x'f1' AS TEXT) WHERE name = 'cards'",
    ),
    "tables in words that are none": _old(
        Reason.DAMAGED, "", "UPDATE sqlite_master SET sql = 'CREATE TABLE cards (((' WHERE name = 'cards'"
    ),
}

SCHEMAS = {
    "no table of notes": _old(Reason.WRONG_SCHEMA, "no table notes", "DROP TABLE notes"),
    "no table of note types": _new(Reason.WRONG_SCHEMA, "no table notetypes", "DROP TABLE notetypes"),
    "no column of fields": _old(
        Reason.WRONG_SCHEMA, "notes has no column flds", "ALTER TABLE notes RENAME COLUMN flds TO texts"
    ),
    "a schema of tomorrow": _new(Reason.NEWER, "schema 19", "UPDATE col SET ver = 19"),
    "a schema of long ago": _old(Reason.WRONG_SCHEMA, "schema 9", "UPDATE col SET ver = 9"),
    "an old schema that calls itself new": _old(Reason.WRONG_SCHEMA, "no table", "UPDATE col SET ver = 18"),
    "a new schema that calls itself old": _new(Reason.WRONG_VALUE, "col.", "UPDATE col SET ver = 11"),
    "no collection in the collection": _old(Reason.WRONG_SCHEMA, "col is empty", "DELETE FROM col"),
    "two collections in one": _old(
        Reason.TOO_MANY,
        "col has more than 1",
        "CREATE TEMP TABLE copy AS SELECT * FROM col",
        "UPDATE copy SET id = 2",
        "INSERT INTO col SELECT * FROM copy",
    ),
}

COUNTS = {
    "notes without end": _limited(Reason.TOO_MANY, "notes has more than 3 rows", notes=3),
    "cards without end": _limited(Reason.TOO_MANY, "cards has more than 3 rows", cards=3),
    "a log without end": _limited(Reason.TOO_MANY, "revlog has more than 3 rows", reviews=3),
    "decks without end": _limited(Reason.TOO_MANY, "decks, and 2 is the most", decks=2),
    "note types without end": _limited(Reason.TOO_MANY, "note types, and 2 is the most", note_types=2),
    "decks without end in the new schema": Trap(
        Reason.TOO_MANY,
        "decks has more than 2",
        lambda honest: packed_new(honest.new),
        replace(SMALL, decks=2),
    ),
    "fields without end": _limited(Reason.TOO_MANY, "fields in a note type", note_type_fields=1),
    "fields without end in the new schema": _new(
        Reason.TOO_MANY,
        "fields or templates",
        "INSERT INTO fields WITH RECURSIVE n(i) AS (SELECT 90 UNION ALL SELECT i + 1 FROM n LIMIT 30)"
        " SELECT (SELECT min(id) FROM notetypes), i, 'f' || i, x'' FROM n",
    ),
    "a field without end": _old(
        Reason.TOO_LARGE, "a field has more than 2,000", ("UPDATE notes SET flds = ?", ("<b>" * 700,))
    ),
    "a note without end": _old(
        Reason.TOO_LARGE, "a note has more than 8,000", ("UPDATE notes SET flds = ?", ("x\x1f" * 5_000,))
    ),
    "a GUID without end": _old(Reason.TOO_LARGE, "the GUID", ("UPDATE notes SET guid = ?", ("g" * 300,))),
    "the name of a deck without end": Trap(
        Reason.TOO_LARGE, "the name of a deck", _json("decks", _in_first("name", "A::" * 100))
    ),
    "a template without end": Trap(
        Reason.TOO_LARGE,
        "a template",
        _json("models", _in_first("tmpls", [{"name": "x", "qfmt": "x" * 30_000, "afmt": ""}])),
    ),
}

_MOST = 2**63 - 1
VALUES = {
    "bytes for a text": _old(Reason.WRONG_VALUE, "notes.flds holds bytes", "UPDATE notes SET flds = x'00ff'"),
    "nothing for a text": _old(
        Reason.WRONG_VALUE, "notes.guid holds nothing", *_loose("notes"), "UPDATE notes SET guid = NULL"
    ),
    "nothing where the table forbids it": _old(
        Reason.DAMAGED,
        "NULL",
        *_loose("notes"),
        "UPDATE notes SET guid = NULL",
        "UPDATE sqlite_master SET sql = replace(sql, 'guid TEXT', 'guid TEXT NOT NULL') WHERE name = 'notes'",
    ),
    "a text for a number": _old(Reason.WRONG_VALUE, "notes.mod holds text", "UPDATE notes SET mod = 'today'"),
    "a text for a due date": _old(Reason.WRONG_VALUE, "cards.due holds text", "UPDATE cards SET due = 'now'"),
    "an endless number": _old(Reason.WRONG_VALUE, "cards.ivl holds", "UPDATE cards SET ivl = 9e999"),
    "a huge number": _old(Reason.WRONG_VALUE, "beyond all measure", f"UPDATE cards SET ivl = {_MOST}"),
    "a huge number below zero": _old(
        Reason.WRONG_VALUE, "beyond all measure", f"UPDATE revlog SET factor = {-_MOST - 1}"
    ),
    "a review in the year 99999": _old(
        Reason.WRONG_VALUE, "revlog.id", "UPDATE revlog SET id = id + 3000000000000000"
    ),
    "a review before all time": _old(Reason.WRONG_VALUE, "revlog.id", "UPDATE revlog SET id = -id"),
    "a change before all time": _old(Reason.WRONG_VALUE, "notes.mod", "UPDATE notes SET mod = -1"),
    "a collection of the year 99999": _old(
        Reason.WRONG_VALUE, "col.crt", f"UPDATE col SET crt = {99_999 * 31_556_952}"
    ),
    "text that is not UTF-8": _old(
        Reason.WRONG_VALUE, "not UTF-8", "UPDATE notes SET flds = CAST(x'41ff41' AS TEXT)"
    ),
    "bytes for the name of a deck": _new(
        Reason.WRONG_VALUE, "decks.name holds bytes", "UPDATE decks SET name = x'0102' WHERE name = 'Cram'"
    ),
    "text for a message": _new(Reason.WRONG_VALUE, "holds text, not bytes", "UPDATE decks SET kind = 'x'"),
    "a message that ends in the middle": _new(
        Reason.WRONG_VALUE, "notetypes.config", "UPDATE notetypes SET config = x'0a7f'"
    ),
    "a message with a number that never ends": _new(
        Reason.WRONG_VALUE, "templates.config", "UPDATE templates SET config = x'ffffffffffffffffffffffffff'"
    ),
    "a message of groups": _new(Reason.WRONG_VALUE, "decks.kind", "UPDATE decks SET kind = x'0b0c'"),
    "a template that is a number": _new(
        Reason.WRONG_VALUE, "templates.config", "UPDATE templates SET config = x'0801'"
    ),
    "a setting that is no JSON": _new(
        Reason.WRONG_VALUE,
        "config.rollover",
        "UPDATE config SET val = x'ff' WHERE KEY = 'rollover'",
        "INSERT OR REPLACE INTO config VALUES ('rollover', 0, 0, x'ff')",
    ),
    "note types that are no JSON": _old(Reason.WRONG_VALUE, "col.models", "UPDATE col SET models = '{'"),
    "note types in depth": _old(
        Reason.WRONG_VALUE, "col.models is no JSON", ("UPDATE col SET models = ?", ("[" * 100_000,))
    ),
    "note types that are a list": _old(Reason.WRONG_VALUE, "col.models", "UPDATE col SET models = '[]'"),
    "a number of too many digits": _old(
        Reason.WRONG_VALUE,
        "col.conf is no JSON",
        ("UPDATE col SET conf = ?", ('{"rollover":' + "9" * 5000 + "}",)),
    ),
    "a note type without fields": Trap(
        Reason.WRONG_VALUE, "the fields of a note type", _json("models", _in_first("flds", None))
    ),
    "a note type with a number for a name": Trap(
        Reason.WRONG_VALUE, "the name of a note type", _json("models", _in_first("name", 7))
    ),
    "a template that is a text": Trap(
        Reason.WRONG_VALUE, "a template", _json("models", _in_first("tmpls", ["x"]))
    ),
    "half a letter in a deck's name": Trap(
        Reason.WRONG_VALUE, "the name of a deck", _json("decks", _in_first("name", "\ud83d"))
    ),
    "a deck with a word for an id": Trap(
        Reason.WRONG_VALUE, "the id of a deck", _json("decks", lambda content: {"x": content["1"]})
    ),
    "a note type with a huge id": Trap(
        Reason.WRONG_VALUE,
        "the id of a note type",
        _json("models", lambda content: {"9" * 400: next(iter(content.values()))}),
    ),
}

REFERENCES = {
    "notes without a note type": _old(Reason.DOES_NOT_FIT, "has no note type", "UPDATE notes SET mid = 1"),
    "cards without a note": _old(Reason.DOES_NOT_FIT, "has no note", "UPDATE cards SET nid = 1"),
    "cards without a deck": _old(Reason.DOES_NOT_FIT, "has no deck", "UPDATE cards SET did = 77"),
    "cards without a template": _old(Reason.DOES_NOT_FIT, "has no template", "UPDATE cards SET ord = 9"),
    "cards below all templates": _old(Reason.DOES_NOT_FIT, "has no template", "UPDATE cards SET ord = -1"),
    "notes with a field too many": _old(
        Reason.DOES_NOT_FIT, "has other fields (", "UPDATE notes SET flds = flds || char(31)"
    ),
    "two notes of one id": _old(
        Reason.DOES_NOT_FIT, "two of one id: note", *_loose("notes"), "UPDATE notes SET id = 7"
    ),
    "two reviews of one moment": _old(
        Reason.DOES_NOT_FIT, "two of one id: review", *_loose("revlog"), "UPDATE revlog SET id = 7"
    ),
}
