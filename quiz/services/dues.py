"""When something is due again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from quiz.memory.days import Moment
from quiz.services.moments import start_of_day
from quiz.store import cards
from quiz.store.cards import Scope
from quiz.store.learners import LearnerRow
from quiz.store.times import from_ms, to_ms


def next_due(connection: Connection, scope: Scope, now: Moment, learner: LearnerRow) -> datetime | None:
    """Return the next instant after `now` at which a card comes due; None if there are no cards.

    What today's limits hold back comes when the next day begins.
    """
    step_ms, day, held_back = cards.next_dues(connection, scope, to_ms(now.at), now.day)
    moments = [start_of_day(now.day + 1, learner)] if held_back else []
    if step_ms is not None:
        moments.append(from_ms(step_ms))
    if day is not None:
        moments.append(start_of_day(day, learner))
    return min(moments, default=None)
