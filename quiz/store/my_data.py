"""All that is kept about one learner: read as it is, and erased.

The tables are found by their `learner_id`, so that a table that is added later is never forgotten.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Engine,
    LargeBinary,
    Table,
    delete,
    func,
    insert,
    select,
    text,
)

from quiz.store import tables
from quiz.store.database import db
from quiz.store.packing import unpacked
from quiz.store.times import from_ms

Record = dict[str, Any]

# These texts are JSON; they are handed out as what they hold.
_JSON = frozenset(
    {
        "settings",
        "options",
        "report",
        "question_ids",
        "bank_ids",
        "tags",
        "skipped",
        "skipped_after",
        "pinned",
        "queue",
        "items",
        "response",
        "grade",
        "grade_before",
        "grade_after",
    }
)

# What opens a learner's calendar is not handed out, not even as its digest.
_SECRET = frozenset({"calendar_digest"})


def counts_of(connection: Connection, learner_id: int) -> dict[str, int]:
    """Return how many rows the learner has in each table."""
    return {
        table.name: connection.execute(
            select(func.count()).select_from(table).where(table.c.learner_id == learner_id)
        ).scalar_one()
        for table in _tables()
    }


def records_of(connection: Connection, learner_id: int) -> dict[str, list[Record]]:
    """Return every row of the learner's, by table and column; instants in ISO 8601, UTC."""
    found = {"learner": list(_records(connection, tables.learner, "id", learner_id))}
    for table in _tables():
        found[table.name] = list(_records(connection, table, "learner_id", learner_id))
    # What they edited is the bank's and stays, without their name; what is kept of it is theirs to see.
    found["bank_edit"] = list(_records(connection, tables.bank_edit, "editor_id", learner_id))
    return found


def reviews_of(connection: Connection, learner_id: int) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """Return the log's columns and its lines in order of time; each line begins with bank and question."""
    review, question, bank = tables.review, tables.question, tables.bank
    query = (
        select(bank.c.key.label("bank"), question.c.key.label("question"), *review.c)
        .join_from(review, question, question.c.id == review.c.question_id)
        .join(bank, bank.c.id == question.c.bank_id)
        .where(review.c.learner_id == learner_id)
        .order_by(review.c.at_ms, review.c.question_id, review.c.part, review.c.repetition)
    )
    names = ("bank", "question", *(_name(column) for column in review.c))
    lines = [
        (row[0], row[1], *(_plain(column, value) for column, value in zip(review.c, row[2:], strict=True)))
        for row in connection.execute(query)
    ]
    return names, lines


def questions_of(connection: Connection, learner_id: int) -> list[Record]:
    """Return what the learner's numbers of questions stand for."""
    card, question, bank = tables.card, tables.question, tables.bank
    query = (
        select(question.c.id, bank.c.key.label("bank"), question.c.key.label("question"))
        .join(bank, bank.c.id == question.c.bank_id)
        .where(question.c.id.in_(select(card.c.question_id).where(card.c.learner_id == learner_id)))
        .order_by(question.c.id)
    )
    return [dict(row._mapping) for row in connection.execute(query)]


def erase(connection: Connection, learner_id: int, now_ms: int) -> None:
    """Remove the learner and every row of theirs; the log gives up lines only of learners in `erasure`."""
    if connection.dialect.name == "sqlite":
        # Otherwise the file keeps what was deleted until another row happens to take its place.
        connection.execute(text("PRAGMA secure_delete = ON"))
    erasure = tables.erasure
    connection.execute(insert(erasure).values(learner_id=learner_id, started_ms=now_ms))
    for table in reversed(_tables()):
        connection.execute(delete(table).where(table.c.learner_id == learner_id))
    connection.execute(delete(erasure).where(erasure.c.learner_id == learner_id))
    connection.execute(delete(tables.learner).where(tables.learner.c.id == learner_id))


def empty_journal(engine: Engine) -> None:
    """Make SQLite write its journal into the database and empty it, since it still holds what was deleted."""
    if engine.dialect.name == "sqlite":
        # A checkpoint cannot run inside a transaction, and SQLAlchemy's connections always begin one.
        raw = engine.raw_connection()
        try:
            raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            raw.close()


def _tables() -> list[Table]:
    """Return the learners' tables, each after those it refers to."""
    return [
        table
        for table in db.metadata.sorted_tables
        if "learner_id" in table.c and table.name != tables.erasure.name
    ]


def _records(connection: Connection, table: Table, owner: str, learner_id: int) -> Iterator[Record]:
    shown = [column for column in table.c if column.name not in _SECRET]
    query = select(*shown).where(table.c[owner] == learner_id).order_by(*table.primary_key.columns)
    for row in connection.execute(query):
        yield {_name(column): _plain(column, value) for column, value in zip(shown, row, strict=True)}


def _is_instant(column: Column[Any]) -> bool:
    """Instants are as long as milliseconds since 1970; durations, such as `response_ms`, are short."""
    return isinstance(column.type, BigInteger) and column.name.endswith("_ms")


def _name(column: Column[Any]) -> str:
    if not _is_instant(column):
        return column.name
    stem = column.name.removesuffix("_ms")
    return stem if stem == "at" else f"{stem}_at"


def _plain(column: Column[Any], value: object) -> object:
    if value is None:
        return None
    if _is_instant(column) and isinstance(value, int):
        return _iso(from_ms(value))
    if isinstance(column.type, LargeBinary) and isinstance(value, bytes):
        return unpacked(value)
    if column.name in _JSON and isinstance(value, str):
        return json.loads(value)
    return bool(value) if isinstance(column.type, Boolean) else value


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
