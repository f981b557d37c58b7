"""Honest packages taken apart and put together again, with something in them that should not be."""

from __future__ import annotations

import sqlite3
import struct
import zipfile
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import zstandard

from question_bank.anki.packages.values import LIMITS, Limits, Reason

Members = Mapping[str, bytes]
KIBIBYTE = 2**10
# Small enough that a trap need not be large; the honest packages of these tests stay within them too.
SMALL = replace(
    LIMITS,
    package_bytes=512 * KIBIBYTE,
    members=60,
    database_bytes=1024 * KIBIBYTE,
    media_bytes=64 * KIBIBYTE,
    all_media_bytes=256 * KIBIBYTE,
    ratio=100,
    ratio_from_bytes=32 * KIBIBYTE,
    notes=40,
    cards=60,
    reviews=50,
    decks=20,
    note_types=12,
    note_type_fields=20,
    field_characters=2_000,
    note_characters=8_000,
    name_characters=200,
    template_characters=20_000,
    seconds=20.0,
)


@dataclass(frozen=True, repr=False)
class Honest:
    """The members of an honest package of each format, with nothing in them packed."""

    old: Members
    new: Members


@dataclass(frozen=True)
class Trap:
    """`make` builds the file; it is refused for `reason`, and the sentence names `met`."""

    reason: Reason
    met: str
    make: Callable[[Honest], bytes]
    limits: Limits = field(default=SMALL)


def zipped(members: Members) -> bytes:
    """Return the members as a zip."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return out.getvalue()


def packed_new(members: Members, level: int = 3) -> bytes:
    """Return a package of the new format, whose members are Zstandard streams within the zip."""
    plain = ("meta", "collection.anki2")
    pack = zstandard.ZstdCompressor(level=level).compress
    return zipped({name: data if name in plain else pack(data) for name, data in members.items()})


def edited(database: bytes, *statements: str | tuple[str, tuple[object, ...]]) -> bytes:
    """Return the database after these statements, each with its values if it has any."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "collection"
        file.write_bytes(database)
        with closing(sqlite3.connect(file, isolation_level=None)) as connection:
            connection.create_collation("unicase", lambda one, other: (one > other) - (one < other))
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("PRAGMA writable_schema = ON")
            for statement in statements:
                sql, values = (statement, ()) if isinstance(statement, str) else statement
                connection.execute(sql, values)
        return file.read_bytes()


def old_with(*statements: str | tuple[str, tuple[object, ...]]) -> Callable[[Honest], bytes]:
    """Return a maker of an old package whose collection went through these statements."""

    def make(honest: Honest) -> bytes:
        name = "collection.anki21"
        return zipped({**honest.old, name: edited(honest.old[name], *statements)})

    return make


def new_with(*statements: str | tuple[str, tuple[object, ...]]) -> Callable[[Honest], bytes]:
    """Return a maker of a new package whose collection went through these statements."""

    def make(honest: Honest) -> bytes:
        name = "collection.anki21b"
        return packed_new({**honest.new, name: edited(honest.new[name], *statements)})

    return make


def patched(package: bytes, name: str, offset: int, data: bytes, *, listed: bool = True) -> bytes:
    """Return the zip with bytes changed in the member's entry, in the list or in front of the member."""
    mark = b"PK\x01\x02" if listed else b"PK\x03\x04"
    named_at = 46 if listed else 30
    changed = bytearray(package)
    at = -1
    while (at := package.find(mark, at + 1)) >= 0:
        if package[at + named_at :].startswith(name.encode()):
            changed[at + offset : at + offset + len(data)] = data
    assert bytes(changed) != package
    return bytes(changed)


def number(value: int, size: str = "<L") -> bytes:
    return struct.pack(size, value)
