"""Learners, their settings and their scheduling parameters."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from sqlalchemy import Connection, insert, select, update

from quiz.memory.scheduling import DEFAULT_SETTINGS, Settings
from quiz.store import tables
from quiz.store.database import insert_one

FIRST_PARAMETER_SET = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class BankAim:
    """What the learner aims at in one bank: None is their own desired retention, and no exam."""

    bank_id: int
    desired_retention: float | None
    exam_day: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnerRow:
    id: int
    name: str
    time_zone: str
    new_per_day: int
    reviews_per_day: int
    single_key_shortcuts: bool
    parameter_set_id: int
    desired_retention: float
    type_clozes: bool


_COLUMNS = [tables.learner.c[name] for name in LearnerRow.__dataclass_fields__]


def find_learner(connection: Connection, learner_id: int) -> LearnerRow | None:
    row = connection.execute(select(*_COLUMNS).where(tables.learner.c.id == learner_id)).first()
    return LearnerRow(**row._mapping) if row else None


def find_learners(connection: Connection, learner_ids: Iterable[int]) -> list[LearnerRow]:
    """Return those of the learners who are there, by their ids."""
    query = select(*_COLUMNS).where(tables.learner.c.id.in_(list(learner_ids)))
    return [LearnerRow(**row._mapping) for row in connection.execute(query.order_by(tables.learner.c.id))]


def find_local_learner(connection: Connection) -> int | None:
    found: int | None = connection.scalar(select(tables.learner.c.id).where(tables.learner.c.local))
    return found


def is_teacher(connection: Connection, learner_id: int) -> bool:
    """Say whether a learner may teach; the local one always may, and nobody who is not there."""
    table = tables.learner
    query = select(table.c.local | table.c.teacher).where(table.c.id == learner_id)
    return bool(connection.scalar(query))


def learner_ids(connection: Connection) -> list[int]:
    return list(connection.scalars(select(tables.learner.c.id).order_by(tables.learner.c.id)))


def add_learner(
    connection: Connection, name: str, *, local: bool, new_per_day: int, reviews_per_day: int, now_ms: int
) -> int:
    """Make a learner with the default scheduling parameters and return their id."""
    values = {
        "name": name,
        "local": local,
        "time_zone": "",
        "new_per_day": new_per_day,
        "reviews_per_day": reviews_per_day,
        "single_key_shortcuts": True,
        "parameter_set_id": FIRST_PARAMETER_SET,
        "desired_retention": DEFAULT_SETTINGS.desired_retention,
        "type_clozes": True,
        "created_ms": now_ms,
    }
    learner_id = insert_one(connection, tables.learner, values)
    add_parameter_set(connection, learner_id, FIRST_PARAMETER_SET, DEFAULT_SETTINGS, now_ms)
    return learner_id


def save_learner(connection: Connection, learner_id: int, **changes: object) -> None:
    if changes:
        connection.execute(update(tables.learner).where(tables.learner.c.id == learner_id).values(**changes))


def save_calendar(connection: Connection, learner_id: int, digest: str | None) -> None:
    """Let this digest's secret open the learner's calendar, or none."""
    save_learner(connection, learner_id, calendar_digest=digest)


def has_calendar(connection: Connection, learner_id: int) -> bool:
    query = select(tables.learner.c.calendar_digest).where(tables.learner.c.id == learner_id)
    return connection.scalar(query) is not None


def find_by_calendar(connection: Connection, digest: str) -> LearnerRow | None:
    row = connection.execute(select(*_COLUMNS).where(tables.learner.c.calendar_digest == digest)).first()
    return LearnerRow(**row._mapping) if row else None


def add_parameter_set(
    connection: Connection,
    learner_id: int,
    number: int,
    settings: Settings,
    now_ms: int,
    *,
    origin: str = "default",
    report: str | None = None,
) -> None:
    """Keep a version of the learner's parameters; it rules once the learner's row names it."""
    connection.execute(
        insert(tables.parameter_set).values(
            learner_id=learner_id,
            id=number,
            settings=_to_json(settings),
            created_ms=now_ms,
            origin=origin,
            report=report,
        )
    )


def get_parameter_sets(connection: Connection, learner_id: int) -> dict[int, Settings]:
    """Return every version of the learner's scheduling parameters, by its number."""
    table = tables.parameter_set
    rows = connection.execute(select(table.c.id, table.c.settings).where(table.c.learner_id == learner_id))
    return {row.id: _from_json(row.settings) for row in rows}


def parameter_sets_of(connection: Connection, learner_ids: Iterable[int]) -> dict[int, dict[int, Settings]]:
    """Return the same of many learners, by learner."""
    table = tables.parameter_set
    found: dict[int, dict[int, Settings]] = {}
    query = select(table.c.learner_id, table.c.id, table.c.settings)
    for row in connection.execute(query.where(table.c.learner_id.in_(list(learner_ids)))):
        found.setdefault(row.learner_id, {})[row.id] = _from_json(row.settings)
    return found


def aims_of_bank(connection: Connection, learner_ids: Iterable[int], bank_id: int) -> dict[int, BankAim]:
    """Return what the learners aim at in one bank, by learner."""
    table = tables.enrolment
    query = select(table.c.learner_id, table.c.bank_id, table.c.desired_retention, table.c.exam_day).where(
        table.c.learner_id.in_(list(learner_ids)), table.c.bank_id == bank_id
    )
    return {
        row.learner_id: BankAim(
            bank_id=row.bank_id, desired_retention=row.desired_retention, exam_day=row.exam_day
        )
        for row in connection.execute(query)
    }


def bank_aims(connection: Connection, learner_id: int) -> dict[int, BankAim]:
    """Return the aims in every bank the learner is enrolled in, by the bank's id."""
    table = tables.enrolment
    query = select(table.c.bank_id, table.c.desired_retention, table.c.exam_day)
    rows = connection.execute(query.where(table.c.learner_id == learner_id))
    return {row.bank_id: BankAim(**row._mapping) for row in rows}


def save_bank_aim(connection: Connection, learner_id: int, bank_id: int, **changes: object) -> bool:
    """Save what is given of `desired_retention` and `exam_day`; False if the learner lacks the bank."""
    table = tables.enrolment
    mine = (table.c.learner_id == learner_id) & (table.c.bank_id == bank_id)
    return connection.execute(update(table).where(mine).values(**changes)).rowcount == 1


def _to_json(settings: Settings) -> str:
    plain = {
        "weights": settings.weights,
        "desired_retention": settings.desired_retention,
        "learning_steps": [step.total_seconds() for step in settings.learning_steps],
        "relearning_steps": [step.total_seconds() for step in settings.relearning_steps],
        "maximum_interval_days": settings.maximum_interval_days,
        "fuzz": settings.fuzz,
        "guess_correction": settings.guess_correction,
    }
    return json.dumps(plain)


@cache
def _from_json(text: str) -> Settings:
    plain = json.loads(text)
    return Settings(
        weights=tuple(plain["weights"]),
        desired_retention=plain["desired_retention"],
        learning_steps=tuple(timedelta(seconds=each) for each in plain["learning_steps"]),
        relearning_steps=tuple(timedelta(seconds=each) for each in plain["relearning_steps"]),
        maximum_interval_days=plain["maximum_interval_days"],
        fuzz=plain["fuzz"],
        guess_correction=plain.get("guess_correction", False),  # sets made before it scheduled without
    )
