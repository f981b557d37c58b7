"""What the home page shows: each bank, and how much of it is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from question_bank.problems import Problem
from quiz.memory.days import Moment
from quiz.services.context import Context
from quiz.services.dues import next_due
from quiz.services.learners import get_learner
from quiz.services.moments import now_of
from quiz.services.problems import problems_from_json
from quiz.services.study.day_end import day_end
from quiz.services.study.queues import queue_for
from quiz.services.study.values import DayEnd, Mode
from quiz.services.undecided import Undecided, undecided_now
from quiz.store import banks, log
from quiz.store.banks import BankRow
from quiz.store.cards import Scope
from quiz.store.database import reading
from quiz.store.learners import LearnerRow


@dataclass(frozen=True, slots=True, kw_only=True)
class BankSummary:
    """`due` and `new` are what today's queue would still bring, daily limits applied.

    `problems` are those of a newer version that could not be taken over; the last good one is served.
    `undecided` are the answers of the served one that changed while their edition did not.
    `servable` is False while no version of the bank was ever good.
    """

    key: str
    title: str
    language: str
    description: str
    questions: int
    facts: int
    sources: int
    due: int
    new: int
    suspended: int
    tags: tuple[tuple[str, int], ...]
    next_due_at: datetime | None
    problems: tuple[Problem, ...]
    undecided: tuple[Undecided, ...]
    servable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """`due` and `new` are today's queue over all banks; `next_due_at` is when something is due again.

    `ahead_left` says whether learning ahead would bring anything, `day_end` what the day was once it is over.
    """

    banks: tuple[BankSummary, ...]
    due: int
    new: int
    answered_today: int
    ahead_left: bool
    day_end: DayEnd | None
    next_due_at: datetime | None


def overview(ctx: Context, learner_id: int) -> Overview:
    """Return the learner's banks with today's counts."""
    with reading(ctx.engine) as connection:
        learner = get_learner(connection, learner_id)
        now = now_of(ctx, learner)
        scope = Scope(learner_id=learner_id)
        counts = queue_for(connection, learner, scope, now).counts()
        return Overview(
            banks=tuple(
                summarise(ctx, connection, learner, now, row)
                for row in banks.banks_of(connection, learner_id)
            ),
            due=counts.due,
            new=counts.new,
            answered_today=len(log.answers_on(connection, learner_id, now.day)),
            ahead_left=queue_for(connection, learner, scope, now, mode=Mode.AHEAD).first() is not None,
            day_end=day_end(ctx, connection, learner, now),
            next_due_at=next_due(connection, scope, now, learner),
        )


def summarise(
    ctx: Context, connection: Connection, learner: LearnerRow, now: Moment, row: BankRow
) -> BankSummary:
    """Return what the pages say of one bank."""
    bank = ctx.library.bank(connection, row)
    scope = Scope(learner_id=learner.id, bank_ids=(row.id,))
    counts = queue_for(connection, learner, scope, now).counts()
    return BankSummary(
        key=row.key,
        title=row.title,
        language=row.language,
        description=bank.description,
        questions=len(banks.served_questions(connection, row.id)),
        facts=len(bank.facts),
        sources=len(bank.sources),
        due=counts.due,
        new=counts.new,
        suspended=len(banks.suspended_cards(connection, learner.id, row.id)),
        tags=banks.tag_counts(connection, row.id),
        next_due_at=next_due(connection, scope, now, learner),
        problems=problems_from_json(row.problems),
        undecided=undecided_now(connection, row),
        servable=bool(row.digest),
    )
