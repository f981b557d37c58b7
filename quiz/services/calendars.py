"""A learner's calendar of due cards, read by whoever knows its secret address."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime

from quiz.memory.calendar import spread
from quiz.memory.statistics import date_of, forecast
from quiz.services.context import Context
from quiz.services.errors import NotFound
from quiz.services.learners import get_learner
from quiz.services.moments import now_of
from quiz.services.progress import due_days
from quiz.store import learners, statistics
from quiz.store.database import reading, writing

CALENDAR_DAYS = 30


@dataclass(frozen=True, slots=True)
class DueOn:
    """How many cards a day brings, the learner's daily limit applied."""

    on: date
    cards: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """`days` are those that bring something; `name` tells one learner's calendar from another's."""

    name: str
    made_at: datetime
    days: tuple[DueOn, ...]


def make_address(ctx: Context, learner_id: int) -> str:
    """Return a new secret that opens the learner's calendar; the one before opens nothing any more.

    Only its digest is kept: whoever reads the database cannot read the calendar by it.
    """
    secret = secrets.token_urlsafe(24)
    with writing(ctx.engine) as connection:
        get_learner(connection, learner_id)
        learners.save_calendar(connection, learner_id, _digest(secret))
    return secret


def revoke_address(ctx: Context, learner_id: int) -> None:
    """Let nothing open the learner's calendar any more."""
    with writing(ctx.engine) as connection:
        get_learner(connection, learner_id)
        learners.save_calendar(connection, learner_id, None)


def has_address(ctx: Context, learner_id: int) -> bool:
    with reading(ctx.engine) as connection:
        return learners.has_calendar(connection, learner_id)


def calendar(ctx: Context, secret: str) -> Calendar:
    """Return the calendar that the secret opens; raises NotFound."""
    with reading(ctx.engine) as connection:
        learner = learners.find_by_calendar(connection, _digest(secret))
        if learner is None:
            raise NotFound("no calendar has this address")
        now = now_of(ctx, learner)
        due = forecast(
            due_days(statistics.served_cards(connection, learner.id), learner), now.day, CALENDAR_DAYS
        )
    days = enumerate(spread(due, learner.reviews_per_day))
    return Calendar(
        name=f"{learner.id}",
        made_at=now.at,
        days=tuple(DueOn(date_of(now.day + ahead), count) for ahead, count in days if count),
    )


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
