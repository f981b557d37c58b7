"""Who may do what: on one's own computer everybody teaches, elsewhere those who were made teachers."""

from __future__ import annotations

from quiz.services.context import Context
from quiz.store import learners
from quiz.store.database import reading


def may_teach(ctx: Context, learner_id: int) -> bool:
    """Say whether the learner may see and change how banks are made; nobody who is not there may."""
    with reading(ctx.engine) as connection:
        return learners.is_teacher(connection, learner_id)
