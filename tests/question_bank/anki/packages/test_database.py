"""A stranger's database is only ever read, and only where it was admitted."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from question_bank.anki.packages.database import NEW_TABLES, OLD_TABLES, Database
from question_bank.anki.packages.values import AnkiPackage, BadPackageError, Reason
from tests.question_bank.anki.packages.making import SMALL, Honest, edited, old_with, zipped

SECONDS = 20


@contextmanager
def opened(content: bytes, folder: Path, seconds: float = SECONDS) -> Iterator[Database]:
    file = folder / "collection"
    file.write_bytes(content)
    with closing(Database(file, time.monotonic() + seconds)) as database:
        database.check()
        database.admit(OLD_TABLES)
        yield database


@pytest.mark.parametrize(
    ("table", "column"),
    [("sqlite_stat1", "tbl"), ("notes", "randomblob(9)"), ("notes", "(SELECT max(tbl) FROM sqlite_stat1)")],
)
def test_what_was_not_admitted_cannot_be_read(
    table: str, column: str, honest: Honest, tmp_path: Path
) -> None:
    with opened(honest.old["collection.anki21"], tmp_path) as database:
        assert list(database.rows("notes", ("id",)))
        with pytest.raises(BadPackageError, match=r"prohibited|not authorized"):
            list(database.rows(table, (column,)))


def test_a_query_ends_at_the_deadline(honest: Honest, tmp_path: Path) -> None:
    content = honest.old["collection.anki21"]
    with opened(content, tmp_path, seconds=0.5) as database, pytest.raises(BadPackageError) as refused:
        _read_on(database)
    assert refused.value.reason is Reason.TOO_SLOW


def _read_on(database: Database) -> None:
    began = time.monotonic()
    while time.monotonic() - began < SECONDS:
        list(database.rows("revlog", ("id",)))


def test_nothing_is_written_beside_the_file(honest: Honest, tmp_path: Path) -> None:
    with opened(honest.new["collection.anki21b"], tmp_path) as database:
        database.admit(NEW_TABLES)
        assert list(database.rows("decks", ("name",)))
        assert [file.name for file in tmp_path.iterdir()] == ["collection"]
    assert (tmp_path / "collection").read_bytes() == honest.new["collection.anki21b"]


def test_conditions_that_a_table_sets_are_not_run(
    honest: Honest, read_here: Callable[..., AnkiPackage]
) -> None:
    """Checking the pages would otherwise work through them, row by row, for as long as a stranger likes."""
    condition = " CHECK (length(guid) > 99999)"
    content = edited(
        honest.old["collection.anki21"],
        f"UPDATE sqlite_master SET sql = rtrim(sql, char(10) || ' )') || ',{condition})'"
        " WHERE name = 'notes'",
    )
    assert condition.encode() in content
    assert read_here(zipped({**honest.old, "collection.anki21": content}), SMALL).notes


@pytest.mark.parametrize("guid", ["", "the same"])
def test_notes_without_a_guid_of_their_own_are_told_apart(
    guid: str, honest: Honest, read_here: Callable[..., AnkiPackage]
) -> None:
    make = old_with(("UPDATE notes SET guid = ? WHERE id > (SELECT min(id) FROM notes)", (guid,)))
    first, *others = read_here(make(honest), SMALL).notes
    assert len({note.guid for note in others}) == len(others) > 1
    assert [note.guid for note in others[1:]] == [f"{guid}#{note.id}" for note in others[1:]]
    assert (others[0].guid == guid) is bool(guid)
    assert first.guid == next(iter(read_here(zipped(honest.old), SMALL).notes)).guid


def test_fractions_of_old_versions_are_cut_off(honest: Honest, read_here: Callable[..., AnkiPackage]) -> None:
    make = old_with("UPDATE cards SET due = 7.9, ivl = -3.9")
    package = read_here(make(honest), SMALL)
    assert {(card.due, card.interval) for card in package.cards} == {(7, -3)}


def test_ids_may_be_as_large_as_the_file_can_hold(
    honest: Honest, read_here: Callable[..., AnkiPackage]
) -> None:
    largest = 2**63 - 1
    make = old_with(
        f"UPDATE cards SET nid = {largest} WHERE nid = (SELECT max(id) FROM notes)",
        f"UPDATE notes SET id = {largest} WHERE id = (SELECT max(id) FROM notes)",
    )
    assert max(note.id for note in read_here(make(honest), SMALL).notes) == largest
