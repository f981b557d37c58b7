"""The end of a learner's day: nothing is left to do in any bank, and what the day was."""

from __future__ import annotations

from sqlalchemy import Connection

from quiz.memory.calendar import spread
from quiz.memory.days import Moment
from quiz.memory.queue import count
from quiz.memory.statistics import forecast
from quiz.services.context import Context
from quiz.services.progress import due_days
from quiz.services.study.queues import queue_for
from quiz.services.study.values import DayEnd
from quiz.store import statistics
from quiz.store.cards import Scope
from quiz.store.learners import LearnerRow


def day_end(ctx: Context, connection: Connection, learner: LearnerRow, now: Moment) -> DayEnd | None:
    """Return what the day was once it holds nothing more, not even a step that ends later; None before.

    A day without an answer has no end to speak of.
    """
    queue = queue_for(connection, learner, Scope(learner_id=learner.id), now)
    left = count(queue.candidates, queue.today)
    if left.due or left.new:
        return None
    today = [answer for answer in ctx.histories.answers(connection, learner.id) if answer.day == now.day]
    if not today:
        return None
    due = forecast(due_days(statistics.served_cards(connection, learner.id), learner), now.day + 1, 1)
    return DayEnd(
        answered=len(today),
        right=sum(answer.recalled for answer in today),
        tomorrow=spread(due, learner.reviews_per_day)[0],
    )
