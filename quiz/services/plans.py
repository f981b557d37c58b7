"""Plans: towards the exam of a bank, and out of a backlog."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from sqlalchemy import Connection

from quiz.memory import exam_forecast
from quiz.memory.backlog_forecast import Backlogged, WayOut, limits_to_show, way_out
from quiz.memory.card import State
from quiz.memory.days import Moment
from quiz.memory.exam_forecast import LONGEST_DAYS, ExamDesk, ExamForecast
from quiz.memory.following import Aim
from quiz.memory.fsrs6_plain import Plain
from quiz.memory.paces import pace_from
from quiz.memory.queue import CardKey
from quiz.memory.statistics import date_of
from quiz.services.aims import Aims, aims_of
from quiz.services.banks import get_bank_of
from quiz.services.context import Context
from quiz.services.learners import get_learner
from quiz.services.moments import now_of
from quiz.services.study.planning import plan_of
from quiz.services.study.queues import reviewed_of
from quiz.store import banks, learners, log, paces, plans
from quiz.store.banks import BankRow
from quiz.store.cards import Scope
from quiz.store.database import reading, writing
from quiz.store.learners import LearnerRow

# A forecast follows thousands of cards; pages ask for the same one until something is answered.
_forecast = lru_cache(maxsize=16)(exam_forecast.forecast)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamAhead:
    """A bank's exam in so many days (0: today), and the recall to expect on it when studying every day."""

    on: date
    days: int
    recall: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BacklogNow:
    """So many reviews wait where a day may bring `reviews_per_day`."""

    due: int
    reviews_per_day: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlansNow:
    """What is planned: exams by the key of their bank, and the backlog if there is one."""

    exams: Mapping[str, ExamAhead]
    backlog: BacklogNow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamPlan:
    """What studying until `on` leads to. `faster` is the same with `new_needed` new cards a day.

    It is None where the learner's own number is enough to see every card.
    """

    on: date
    days: int
    last_days_begin: date
    cards: int
    new: int
    new_per_day: int
    new_needed: int
    forecast: ExamForecast
    faster: ExamForecast | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamPage:
    """`saved` is the bank's exam, also when it is over; a new one may be from `earliest` to `latest`."""

    key: str
    title: str
    language: str
    saved: date | None
    over: bool
    earliest: date
    latest: date
    desired_retention: float
    plan: ExamPlan | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BacklogPage:
    """While there is a backlog, `due` reviews wait, and there are ways out, the learner's own among them."""

    today: int
    due: int
    reviewed_today: int
    reviews_per_day: int
    backlog: bool
    ways: tuple[WayOut, ...]

    @property
    def own(self) -> WayOut | None:
        """The way out with the learner's own limit."""
        return next((way for way in self.ways if way.reviews_per_day == self.reviews_per_day), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Day:
    """The learner's day so far."""

    learner: LearnerRow
    now: Moment
    aims: Aims
    new_left: int
    reviewed: tuple[CardKey, ...]

    @property
    def reviews_left(self) -> int:
        return max(self.learner.reviews_per_day - len(self.reviewed), 0)


def plans_now(ctx: Context, learner_id: int) -> PlansNow:
    """Return the exams ahead and the backlog, for pages that mention them."""
    with reading(ctx.engine) as connection:
        day = _day(ctx, connection, learner_id)
        exams = {
            row.key: found
            for row in banks.banks_of(connection, learner_id)
            if (found := _exam_ahead(connection, day, row)) is not None
        }
        waiting = _waiting(connection, day)
        limit = day.learner.reviews_per_day
        return PlansNow(
            exams=exams,
            backlog=None if waiting is None else BacklogNow(due=waiting, reviews_per_day=limit),
        )


def exam_page(ctx: Context, learner_id: int, key: str, on: date | None = None) -> ExamPage:
    """Return the plan for an exam of bank `key` on that date, or else on the one saved; raises NotFound.

    There is no plan for a date outside of what is possible.
    """
    with reading(ctx.engine) as connection:
        day = _day(ctx, connection, learner_id)
        row = get_bank_of(connection, learner_id, key)
        saved = day.aims.exam_day(row.id)
        asked = saved if on is None else _day_of(on)
        today = day.now.day
        possible = asked is not None and today < asked <= today + LONGEST_DAYS
        return ExamPage(
            key=row.key,
            title=row.title,
            language=row.language,
            saved=None if saved is None else date_of(saved),
            over=saved is not None and saved < today,
            earliest=date_of(today + 1),
            latest=date_of(today + LONGEST_DAYS),
            desired_retention=day.aims.retention(row.id),
            plan=_exam_plan(connection, day, row, asked) if possible and asked is not None else None,
        )


def save_exam(ctx: Context, learner_id: int, key: str, on: date | None) -> None:
    """Save when the bank's exam is (None: there is none); ValueError for a date that is not possible.

    Intervals already given stay as they are.
    """
    with writing(ctx.engine) as connection:
        learner = get_learner(connection, learner_id)
        today = now_of(ctx, learner).day
        if on is not None and not today < _day_of(on) <= today + LONGEST_DAYS:
            raise ValueError(f"an exam on {on} is not within {LONGEST_DAYS} days after today")
        row = get_bank_of(connection, learner_id, key)
        exam_day = None if on is None else _day_of(on)
        learners.save_bank_aim(connection, learner_id, row.id, exam_day=exam_day)


def backlog_page(ctx: Context, learner_id: int) -> BacklogPage:
    """Return the learner's backlog and the ways out of it."""
    with reading(ctx.engine) as connection:
        day = _day(ctx, connection, learner_id)
        waiting = _waiting(connection, day)
        limit = day.learner.reviews_per_day
        ways: tuple[WayOut, ...] = ()
        if waiting is not None:
            start = _backlogged(connection, day)
            ways = tuple(way_out(start, each) for each in limits_to_show(limit, waiting))
        return BacklogPage(
            today=day.now.day,
            due=waiting or 0,
            reviewed_today=len(day.reviewed),
            reviews_per_day=limit,
            backlog=waiting is not None,
            ways=ways,
        )


def _day(ctx: Context, connection: Connection, learner_id: int) -> _Day:
    learner = get_learner(connection, learner_id)
    now = now_of(ctx, learner)
    answers = log.answers_on(connection, learner_id, now.day)
    new_done = sum(one.state_before == State.NEW for one in answers)
    return _Day(
        learner=learner,
        now=now,
        aims=aims_of(connection, learner),
        new_left=max(learner.new_per_day - new_done, 0),
        reviewed=tuple(reviewed_of(answers)),
    )


def _waiting(connection: Connection, day: _Day) -> int | None:
    """Return how many reviews wait if that is a backlog."""
    plan = plan_of(connection, day.learner, day.now, day.reviewed)
    if not plan.backlog:
        return None
    every = plans.count_due(connection, day.learner.id, day.now.day, plans.EVERY, plan.exams)
    return every + plan.of_exams


def _exam_ahead(connection: Connection, day: _Day, row: BankRow) -> ExamAhead | None:
    exam_day = day.aims.exam_day(row.id)
    if exam_day is None or exam_day < day.now.day:
        return None
    found = _forecast(_desk(connection, day, row, exam_day))
    return ExamAhead(on=date_of(exam_day), days=exam_day - day.now.day, recall=found.recall)


def _exam_plan(connection: Connection, day: _Day, row: BankRow, exam_day: int) -> ExamPlan:
    desk = _desk(connection, day, row, exam_day)
    found = _forecast(desk)
    needed = desk.new_needed
    faster = None
    if round(found.seen) < desk.cards and needed > desk.new_per_day:
        faster = _forecast(replace(desk, new_per_day=needed, new_left=needed))
    return ExamPlan(
        on=date_of(exam_day),
        days=exam_day - day.now.day,
        last_days_begin=date_of(max(found.last_days_begin, day.now.day)),
        cards=desk.cards,
        new=desk.new,
        new_per_day=desk.new_per_day,
        new_needed=needed,
        forecast=found,
        faster=faster,
    )


def _desk(connection: Connection, day: _Day, row: BankRow, exam_day: int) -> ExamDesk:
    scope = Scope(learner_id=day.learner.id, bank_ids=(row.id,))
    parameters = replace(day.aims.parameters, desired_retention=day.aims.retention(row.id))
    return ExamDesk(
        today=day.now.day,
        exam_day=exam_day,
        learnt=tuple(each.card for each in plans.learnt_cards(connection, scope)),
        new=plans.count_new(connection, day.learner.id, row.id),
        new_per_day=day.learner.new_per_day,
        reviews_per_day=day.learner.reviews_per_day,
        new_left=day.new_left,
        reviews_left=day.reviews_left,
        settings=parameters,
        pace=pace_from(paces.tallies(connection, day.learner.id)),
    )


def _backlogged(connection: Connection, day: _Day) -> Backlogged:
    plain = Plain(day.aims.parameters.weights)
    aims = {
        bank_id: Aim(
            plain.growth(day.aims.retention(bank_id)),
            day.aims.exam_day(bank_id),
            day.aims.parameters.maximum_interval_days,
        )
        for bank_id in day.aims.banks
    }
    found = plans.learnt_cards(connection, Scope(learner_id=day.learner.id))
    return Backlogged(
        today=day.now.day,
        cards=tuple((each.card, aims[each.bank_id]) for each in found if each.bank_id in aims),
        reviewed_today=len(day.reviewed),
        settings=day.aims.parameters,
        pace=pace_from(paces.tallies(connection, day.learner.id)),
    )


def _day_of(on: date) -> int:
    """Return the learner's day that begins on that date."""
    return on.toordinal() - date_of(0).toordinal()
