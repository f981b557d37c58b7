"""Who may do what: teachers write questions and read reports; on one's own computer everybody is one."""

from __future__ import annotations

from sqlalchemy import select

from quiz.services.context import Context
from quiz.store import tables
from quiz.store.database import reading


def may_teach(ctx: Context, learner_id: int) -> bool:
    """Say whether a learner may teach: the local learner always, others if they were made a teacher."""
    columns = tables.learner.c
    with reading(ctx.engine) as connection:
        row = connection.execute(
            select(columns.local, columns.teacher).where(columns.id == learner_id)
        ).first()
    return row is not None and bool(row.local or row.teacher)
