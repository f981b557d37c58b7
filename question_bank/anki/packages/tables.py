"""Notes, cards and reviews: every value is of the type that its column promises, or the file is refused."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from math import isfinite
from typing import Any, NamedTuple

from question_bank.anki.packages.database import Database
from question_bank.anki.packages.refusals import BadPackageError, Reason
from question_bank.anki.packages.values import Limits

YEAR_10000_S = 253_402_300_800  # what a datetime can hold ends here
_FIELD_SEPARATOR = "\x1f"
_LARGEST = 2**53  # none of Anki's is near, and every program can hold it
_NAMES = {int: "a number", float: "a fraction", str: "text", bytes: "bytes", type(None): "nothing"}

Row = tuple[Any, ...]


class Table(NamedTuple):
    """The columns that are read of a table: ids, which may be any number, other numbers, texts, bytes."""

    name: str
    ids: tuple[str, ...]
    numbers: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    blobs: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        return (*self.ids, *self.numbers, *self.texts, *self.blobs)

    @property
    def types(self) -> tuple[type, ...]:
        whole = len(self.ids) + len(self.numbers)
        return (*(int,) * whole, *(str,) * len(self.texts), *(bytes,) * len(self.blobs))

    @property
    def measured(self) -> slice:
        return slice(len(self.ids), len(self.ids) + len(self.numbers))


NOTES = Table("notes", ("id", "mid"), ("mod",), ("guid", "tags", "flds"))
CARDS = Table(
    "cards",
    ("id", "nid", "did", "odid"),
    ("ord", "type", "queue", "due", "ivl", "factor", "reps", "lapses", "left", "odue", "flags"),
    ("data",),
)
REVIEWS = Table("revlog", ("id", "cid"), ("ease", "ivl", "lastIvl", "factor", "time", "type"))


def notes(database: Database, limits: Limits) -> Iterator[Row]:
    """Yield id, guid, note type, second of change, tags, fields."""
    for note_id, type_id, changed_s, guid, tags, text in rows(database, NOTES, limits.notes):
        in_time(changed_s, YEAR_10000_S, "notes.mod")
        no_longer(guid, limits.name_characters, "the GUID of a note")
        no_longer(tags, limits.field_characters, "the tags of a note")
        no_longer(text, limits.note_characters, "a note")
        fields = text.split(_FIELD_SEPARATOR)
        no_longer(max(fields, key=len), limits.field_characters, "a field")
        yield note_id, guid, type_id, changed_s, tags.split(), fields


def cards(database: Database, limits: Limits) -> Iterator[list[Row]]:
    """Yield the columns of `AnkiCard`, in its order, many rows at once."""
    for several in _several(database, CARDS, limits.cards):
        no_longer(max((row[-1] for row in several), key=len), limits.name_characters, "the data of a card")
        yield several


def reviews(database: Database, limits: Limits) -> Iterator[list[Row]]:
    """Yield the columns of `AnkiReview`, in its order, many rows at once."""
    for several in _several(database, REVIEWS, limits.reviews):
        moments = [row[0] for row in several]
        for moment in (min(moments), max(moments)):
            in_time(moment, YEAR_10000_S * 1000, "revlog.id")
        yield several


def rows(database: Database, table: Table, most: int) -> Iterator[Row]:
    """Yield at most that many rows, each value checked; raises BadPackageError for one more."""
    return chain.from_iterable(_several(database, table, most))


def _several(database: Database, table: Table, most: int) -> Iterator[list[Row]]:
    # Columns are checked, not rows: there are few of them, and a set's and a maximum's loops are C.
    count = 0
    for several in database.rows(table.name, table.columns):
        count += len(several)
        if count > most:
            raise BadPackageError(Reason.TOO_MANY, f"{table.name} has more than {most:,} rows")
        found = [set(map(type, column)) for column in zip(*several, strict=True)]
        if found != [{own} for own in table.types]:
            several = [_mended(row, table) for row in several]
        for numbers in list(zip(*several, strict=True))[table.measured]:
            if max(numbers) > _LARGEST or min(numbers) < -_LARGEST:
                raise BadPackageError(Reason.WRONG_VALUE, f"a number in {table.name} is beyond all measure")
        yield several


def no_longer(text: str, most: int, what: str) -> None:
    """Refuse a longer text."""
    if len(text) > most:
        raise BadPackageError(Reason.TOO_LARGE, f"{what} has more than {most:,} characters")


def _mended(row: Row, table: Table) -> Row:
    """Cut off fractions, which old versions of Anki left in due dates and intervals; refuse all else."""
    mended: list[Any] = []
    for value, wanted, column in zip(row, table.types, table.columns, strict=True):
        if wanted is int and type(value) is float and isfinite(value):
            mended.append(int(value))
        elif type(value) is wanted:
            mended.append(value)
        else:
            held = f"{table.name}.{column} holds {_NAMES[type(value)]}, not {_NAMES[wanted]}"
            raise BadPackageError(Reason.WRONG_VALUE, held)
    return tuple(mended)


def in_time(moment: int, end: int, what: str) -> None:
    """Refuse what no date can be made of."""
    if not 0 <= moment < end:
        raise BadPackageError(Reason.WRONG_VALUE, f"{what} is no moment between the years 1970 and 9999")
