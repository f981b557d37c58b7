"""When something is due again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from quiz.memory.days import Moment, day_start, next_rollover
from quiz.store import cards
from quiz.store.cards import Scope
from quiz.store.times import from_ms, to_ms


def next_due(connection: Connection, scope: Scope, now: Moment) -> datetime | None:
    """Return the next instant after `now` at which a card comes due; None if there are no cards.

    What today's limits hold back comes when the next day begins.
    """
    step_ms, day, held_back = cards.next_dues(connection, scope, to_ms(now.at), now.day)
    moments = [next_rollover(now)] if held_back else []
    if step_ms is not None:
        moments.append(from_ms(step_ms))
    if day is not None:
        moments.append(day_start(day, now.offset_minutes))
    return min(moments, default=None)
