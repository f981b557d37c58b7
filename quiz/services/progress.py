"""What the progress page shows: a learner's answers, memory and time, as numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from quiz.memory.card import Card, State
from quiz.memory.days import Moment
from quiz.memory.scheduling import Settings
from quiz.memory.statistics import (
    Answer,
    Calibration,
    DayTotal,
    Known,
    Retention,
    calibrate,
    day_totals,
    forecast,
    known,
    retention,
)
from quiz.services.context import Context
from quiz.services.learners import get_learner
from quiz.services.moments import moment_at, now_of
from quiz.store import banks, learners, statistics
from quiz.store.database import reading
from quiz.store.learners import LearnerRow
from quiz.store.statistics import ServedCard

FORECAST_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class BankKnown:
    key: str
    title: str
    language: str
    known: Known


@dataclass(frozen=True, slots=True, kw_only=True)
class TagKnown:
    """`tag` over all of the learner's banks."""

    tag: str
    known: Known


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """`today` is the learner's day; `days` holds every day with answers. `untimed` answers have no time.

    `forecast` counts the cards due today (what is overdue included) and on each day after; `target` is the
    desired retention now.
    """

    today: int
    answers: int
    days: Mapping[int, DayTotal]
    untimed: int
    forecast: tuple[int, ...]
    calibration: Calibration
    retention: Retention
    target: float
    banks: tuple[BankKnown, ...]
    tags: tuple[TagKnown, ...]


def progress(ctx: Context, learner_id: int) -> Progress:
    """Return the learner's progress as of now."""
    with reading(ctx.engine) as connection:
        learner = get_learner(connection, learner_id)
        now = now_of(ctx, learner)
        settings = learners.get_parameter_sets(connection, learner_id)[learner.parameter_set_id]
        answers = ctx.histories.answers(connection, learner_id)
        cards = statistics.served_cards(connection, learner_id)
        return Progress(
            today=now.day,
            answers=len(answers),
            days=day_totals(answers),
            untimed=_untimed(answers),
            forecast=forecast(due_days(cards, learner), now.day, FORECAST_DAYS),
            calibration=calibrate(answers),
            retention=retention(answers, now.day),
            target=learner.desired_retention,
            banks=_known_banks(connection, learner_id, cards, now, settings),
            tags=_known_tags(connection, learner_id, cards, now, settings),
        )


def _untimed(answers: Iterable[Answer]) -> int:
    return sum(answer.response_ms is None for answer in answers)


def due_days(cards: Iterable[ServedCard], learner: LearnerRow) -> list[int]:
    """Return the day each card comes due, as the schedule has it now; suspended ones never do."""
    days: list[int] = []
    for each in cards:
        if each.suspended or each.card.state is State.NEW:
            continue
        if each.card.due_day is not None:
            days.append(each.card.due_day)
        elif each.due_ms is not None:
            days.append(moment_at(each.due_ms, learner).day)
    return days


def _known_banks(
    connection: Connection, learner_id: int, cards: Iterable[ServedCard], now: Moment, settings: Settings
) -> tuple[BankKnown, ...]:
    by_bank: dict[int, list[Card]] = {}
    for each in cards:
        by_bank.setdefault(each.bank_id, []).append(each.card)
    return tuple(
        BankKnown(
            key=row.key,
            title=row.title,
            language=row.language,
            known=known(by_bank[row.id], now, settings.weights),
        )
        for row in banks.banks_of(connection, learner_id)
        if row.id in by_bank
    )


def _known_tags(
    connection: Connection, learner_id: int, cards: Iterable[ServedCard], now: Moment, settings: Settings
) -> tuple[TagKnown, ...]:
    """Return each tag, those with the most cards first."""
    tags = statistics.tags_of_learner(connection, learner_id)
    by_tag: dict[str, list[Card]] = {}
    for each in cards:
        for tag in tags.get(each.question_id, ()):
            by_tag.setdefault(tag, []).append(each.card)
    found = (TagKnown(tag=tag, known=known(own, now, settings.weights)) for tag, own in by_tag.items())
    return tuple(sorted(found, key=lambda each: (-each.known.cards, each.tag)))
