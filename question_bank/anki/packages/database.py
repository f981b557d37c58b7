"""A stranger's SQLite file, opened so that it can only be read, and only where it holds plain tables."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from question_bank.anki.packages.refusals import BadPackageError, Reason

# What Anki has had in every schema, and what the newest has besides.
OLD_TABLES: Mapping[str, Sequence[str]] = {
    "col": ("crt", "ver", "conf", "models", "decks"),
    "notes": ("id", "guid", "mid", "mod", "tags", "flds"),
    "cards": (
        *("id", "nid", "did", "ord", "type", "queue", "due", "ivl", "factor", "reps", "lapses", "left"),
        *("odue", "odid", "flags", "data"),
    ),
    "revlog": ("id", "cid", "ease", "ivl", "lastIvl", "factor", "time", "type"),
}
NEW_TABLES: Mapping[str, Sequence[str]] = {
    "config": ("key", "val"),
    "decks": ("id", "name", "kind"),
    "notetypes": ("id", "name", "config"),
    "fields": ("ntid", "ord", "name"),
    "templates": ("ntid", "ord", "name", "config"),
}
# SQLite writes down every statement that makes something with just this beginning.
_PLAIN = re.compile(r"CREATE (?:TABLE|INDEX|UNIQUE INDEX) ")
_LOOKS = ("table_xinfo", "quick_check")
_MOST_IN_SCHEMA = 1_000
_LONGEST_VALUE = 2**26
_STEPS_BETWEEN_LOOKS = 10_000
_ROWS_AT_ONCE = 500


class Database:
    """An open collection; queries end at the deadline, and read none but the tables that were admitted."""

    def __init__(self, file: Path, deadline: float) -> None:
        # Immutable: no journal of the stranger's is looked for, and none of ours is written.
        self._connection = sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True)
        self._connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
        self._connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        self._connection.setlimit(sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 50)
        self._connection.set_progress_handler(lambda: int(time.monotonic() > deadline), _STEPS_BETWEEN_LOOKS)
        # Anki orders names this way; without it a query over its indexes would fail.
        self._connection.create_collation("unicase", _unicase)
        for setting in ("trusted_schema = OFF", "cell_size_check = ON", "query_only = ON", "mmap_size = 0"):
            self._connection.execute(f"PRAGMA {setting}")
        # Or the check of the pages would work through the stranger's conditions.
        self._connection.execute("PRAGMA ignore_check_constraints = ON")
        self._admitted = {"sqlite_master"}
        self._connection.set_authorizer(self._may)

    def close(self) -> None:
        self._connection.close()

    def check(self) -> None:
        """Refuse a collection with anything else than plain tables and their indexes."""
        with refusing("its list of tables"):
            found = self._connection.execute("SELECT type, name, rootpage, sql FROM sqlite_master").fetchall()
        if len(found) > _MOST_IN_SCHEMA:
            raise BadPackageError(Reason.TOO_MANY, f"{len(found):,} tables and indexes")
        for kind, name, rootpage, sql in found:
            words = "CREATE INDEX " if sql is None else str(sql)  # an index that a table needs has none
            if kind not in ("table", "index") or not rootpage or not _PLAIN.match(words):
                made = "virtual table" if kind == "table" else kind
                raise BadPackageError(Reason.NOT_A_TABLE, f"the {made} {name}")
        self._present = {name for kind, name, _, _ in found if kind == "table"}

    def admit(self, tables: Mapping[str, Sequence[str]]) -> None:
        """Let `rows` read these tables, which have these columns and pages that hang together."""
        for table, columns in tables.items():
            if table not in self._present:
                raise BadPackageError(Reason.WRONG_SCHEMA, f"it has no table {table}")
            self._check_columns(table, columns)
            self._check_pages(table)
        self._admitted |= set(tables)

    def _check_columns(self, table: str, columns: Sequence[str]) -> None:
        with refusing(table):
            rows = self._connection.execute(f"PRAGMA table_xinfo({table})").fetchall()
        found = {name.lower(): hidden for _, name, _, _, _, _, hidden in rows}
        for column in columns:
            if column.lower() not in found:
                raise BadPackageError(Reason.WRONG_SCHEMA, f"{table} has no column {column}")
        if any(found.values()):
            raise BadPackageError(Reason.NOT_A_TABLE, f"{table} has columns that are computed")

    def _check_pages(self, table: str) -> None:
        with refusing(table):
            (said,) = self._connection.execute(f"PRAGMA quick_check({table})").fetchone()
        if said != "ok":
            raise BadPackageError(Reason.DAMAGED, f"{table}: {said.splitlines()[-1]}")

    def rows(self, table: str, columns: Sequence[str]) -> Iterator[list[tuple[Any, ...]]]:
        """Yield the rows' columns, some hundreds at once, in the table's own order and of whatever type."""
        with refusing(table):
            cursor = self._connection.execute(f"SELECT {', '.join(columns)} FROM {table}")  # noqa: S608  our names
            while several := cursor.fetchmany(_ROWS_AT_ONCE):
                yield several

    def _may(self, action: int, name: str | None, *_: str | None) -> int:
        """Answer SQLite, which asks about everything that a query would do: call a function, for one."""
        reads = action == sqlite3.SQLITE_READ and name in self._admitted
        looks = action == sqlite3.SQLITE_PRAGMA and name in _LOOKS
        return sqlite3.SQLITE_OK if reads or looks or action == sqlite3.SQLITE_SELECT else sqlite3.SQLITE_DENY


@contextmanager
def refusing(what: str) -> Iterator[None]:
    """Turn what SQLite says of the file into a refusal that names the part which was read."""
    try:
        yield
    except sqlite3.Error as error:
        if "interrupted" in str(error):
            raise BadPackageError(Reason.TOO_SLOW, what) from error
        if "decode to UTF-8" in str(error):
            raise BadPackageError(Reason.WRONG_VALUE, f"{what} has text that is not UTF-8") from error
        raise BadPackageError(Reason.DAMAGED, f"{what}: {error}") from error
    except UnicodeDecodeError as error:  # of what SQLite says itself, which quotes the file
        raise BadPackageError(Reason.DAMAGED, f"{what}: SQLite's answer is no text") from error


def _unicase(one: str, other: str) -> int:
    one, other = one.casefold(), other.casefold()
    return (one > other) - (one < other)
