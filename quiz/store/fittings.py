"""Fittings of parameters: asked for, seen to, ended."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, desc, func, insert, select, update

from quiz.store import tables


@dataclass(frozen=True, slots=True, kw_only=True)
class FittingRow:
    """`report` is JSON; `returns_to` is None where weights are fitted anew."""

    learner_id: int
    id: int
    returns_to: int | None
    state: str
    started_ms: int
    seen_ms: int
    finished_ms: int | None
    report: str | None


def find_latest(connection: Connection, learner_id: int) -> FittingRow | None:
    table = tables.fitting
    query = select(table).where(table.c.learner_id == learner_id).order_by(desc(table.c.id)).limit(1)
    row = connection.execute(query).first()
    return FittingRow(**row._mapping) if row else None


def add_fitting(
    connection: Connection, learner_id: int, state: str, now_ms: int, returns_to: int | None
) -> int:
    """Note that a fitting was asked for and return its number."""
    table = tables.fitting
    latest = connection.scalar(select(func.max(table.c.id)).where(table.c.learner_id == learner_id))
    number: int = (latest or 0) + 1
    connection.execute(
        insert(table).values(
            learner_id=learner_id,
            id=number,
            returns_to=returns_to,
            state=state,
            started_ms=now_ms,
            seen_ms=now_ms,
        )
    )
    return number


def save_fitting(
    connection: Connection, learner_id: int, number: int, among: tuple[str, ...], **changes: object
) -> bool:
    """Save the changes if the fitting's state is still `among` these; return whether it was."""
    table = tables.fitting
    own = (table.c.learner_id == learner_id) & (table.c.id == number) & table.c.state.in_(among)
    return connection.execute(update(table).where(own).values(**changes)).rowcount == 1
