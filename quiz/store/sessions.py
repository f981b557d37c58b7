"""Study sessions: what each goes through and how far it got."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Connection, insert, text

from quiz.memory.queue import CardKey
from quiz.store import tables

_LISTS = ("bank_ids", "tags", "question_ids", "skipped", "skipped_after", "pinned", "queue")


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow:
    """`bank_ids` () means all banks, `question_ids` () all questions.

    `pinned` is the card that was taken back and waits to be answered anew. `skipped_after` says of each card
    skipped how many answers had been given.
    """

    learner_id: int
    id: str
    mode: str
    bank_ids: tuple[int, ...] = ()
    tags: tuple[str, ...] = ()
    question_ids: tuple[int, ...] = ()
    answered: int = 0
    skipped: tuple[CardKey, ...] = ()
    skipped_after: tuple[int, ...] = ()
    pinned: tuple[CardKey, ...] = ()
    queue: tuple[CardKey, ...] = ()
    started_ms: int
    moved_ms: int
    version: int = 0


_FIND = text(
    "SELECT learner_id, id, mode, bank_ids, tags, question_ids, answered, skipped, skipped_after, pinned, "
    "queue, started_ms, moved_ms, version FROM study_session WHERE learner_id = :learner_id AND id = :id"
)
_MOVE = text(
    "UPDATE study_session SET answered = :answered, skipped = :skipped, skipped_after = :skipped_after, "
    "pinned = :pinned, moved_ms = :moved_ms, version = version + 1 "
    "WHERE learner_id = :learner_id AND id = :id AND version = :version"
)


def add_session(connection: Connection, row: SessionRow) -> None:
    connection.execute(insert(tables.study_session), _to_columns(row))


def find_session(connection: Connection, learner_id: int, session_id: str) -> SessionRow | None:
    row = connection.execute(_FIND, {"learner_id": learner_id, "id": session_id}).first()
    return _from_columns(row._mapping) if row else None


def save_move(connection: Connection, row: SessionRow) -> bool:
    """Save where the study session is now, unless it moved since it was read; return whether it was saved."""
    return connection.execute(_MOVE, _to_columns(row)).rowcount == 1


def _to_columns(row: SessionRow) -> dict[str, Any]:
    values = {field.name: getattr(row, field.name) for field in fields(row)}
    return values | {name: json.dumps(values[name]) for name in _LISTS}


def _from_columns(columns: Mapping[Any, Any]) -> SessionRow:
    lists = {name: tuple(_frozen(json.loads(columns[name]))) for name in _LISTS}
    return SessionRow(**dict(columns) | lists)


def _frozen(items: Iterable[Any]) -> Iterable[Any]:
    return (tuple(item) if isinstance(item, list) else item for item in items)
