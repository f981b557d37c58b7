"""What the home page shows: each bank, and how much of it is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from question_bank.problems import Problem
from quiz.services.context import Context


@dataclass(frozen=True, slots=True, kw_only=True)
class BankSummary:
    """`due` and `new` are what today's queue would still bring, daily limits applied.

    `problems` are those of a newer version that could not be taken over; the last good one is served.
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
    servable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """`due` and `new` are today's queue over all banks; `next_due_at` is when something is due again."""

    banks: tuple[BankSummary, ...]
    due: int
    new: int
    answered_today: int
    next_due_at: datetime | None


def overview(ctx: Context, learner_id: int) -> Overview:
    """Return the learner's banks with today's counts."""
    raise NotImplementedError
