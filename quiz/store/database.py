"""The database handle, what every SQLite connection is told, and the two kinds of transaction."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine, MetaData, Table, event, insert

BUSY_TIMEOUT_MS = 15_000
_WRITES = "factdeck_writes"

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

# Core tables hang on `db.metadata`. The ORM is not used: its Python is what an answer would wait for.
db = SQLAlchemy(metadata=MetaData(naming_convention=_NAMES))


def configure(engine: Engine) -> None:
    """Tell every SQLite connection of `engine` how to keep what it is given; others need nothing."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _on_connect)
        event.listen(engine, "begin", _on_begin)


@contextmanager
def reading(engine: Engine) -> Generator[Connection, None, None]:
    """Give a connection that sees one state of the database throughout."""
    with engine.connect() as connection, connection.begin():
        yield connection


def insert_one(connection: Connection, table: Table, values: Mapping[str, object]) -> int:
    """Insert a row and return the id that the database gave it."""
    key = connection.execute(insert(table).values(**values)).inserted_primary_key
    if key is None:
        raise RuntimeError(f"{table.name} gave no id to its new row")
    new_id: int = key[0]
    return new_id


@contextmanager
def writing(engine: Engine) -> Generator[Connection, None, None]:
    """Give a connection that holds the write lock from its first statement and commits at the end."""
    with engine.connect() as connection:
        connection = connection.execution_options(**{_WRITES: True})
        with connection.begin():
            yield connection


def _on_connect(dbapi_connection: Any, _record: object) -> None:
    # The driver's own transactions begin only at the first write, so that two readers may both act on
    # what they read and one update is lost. Transactions are begun in _on_begin instead.
    dbapi_connection.isolation_level = None
    cursor = dbapi_connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    _switch_to_wal(cursor)
    cursor.execute("PRAGMA synchronous = FULL")  # an acknowledged answer survives a power cut
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA recursive_triggers = ON")  # or REPLACE would pass by the log's triggers
    cursor.close()


def _switch_to_wal(cursor: Any) -> None:
    """Keep the journal beside the file. SQLite itself does not wait for another that switches right now."""
    give_up = time.monotonic() + BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > give_up:
                raise
            time.sleep(0.01)
        else:
            return


def _on_begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
