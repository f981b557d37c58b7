"""Today's reviews where a plan orders them: the last days before an exam, and a backlog."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from quiz.memory.backlog import is_backlog, most_worth_first
from quiz.memory.days import Moment
from quiz.memory.exam_plan import DayOfReviews, last_days, reviews_on
from quiz.memory.fsrs6_plain import Plain
from quiz.memory.queue import Candidate, CardKey
from quiz.services.aims import Aims, aims_of
from quiz.store import cards, plans
from quiz.store.cards import Scope
from quiz.store.learners import LearnerRow
from quiz.store.times import to_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class TodaysPlan:
    """What is special about a learner's day over all of their banks.

    `exams` holds today's reviews of each bank in the last days before its exam, the nearest exam first.
    """

    now: Moment
    plain: Plain
    aims: Aims
    exams: Mapping[int, DayOfReviews]
    backlog: bool

    @property
    def of_exams(self) -> int:
        """How many reviews today holds in banks before their exam."""
        return sum(len(reviews.order) for reviews in self.exams.values())


def plan_of(
    connection: Connection, learner: LearnerRow, now: Moment, reviewed: Collection[CardKey]
) -> TodaysPlan:
    """Return what is special about today; `reviewed` are the cards reviewed on it so far."""
    aims = aims_of(connection, learner)
    plain = Plain(aims.parameters.weights)
    exams = _exams(connection, learner, now.day, aims, plain, reviewed)
    plan = TodaysPlan(now=now, plain=plain, aims=aims, exams=exams, backlog=False)
    left = max(learner.reviews_per_day - len(reviewed), 0)
    # Nothing more is asked of the count than whether it is more than may come.
    others = plans.count_due(connection, learner.id, now.day, left + 1, exams)
    return replace(plan, backlog=is_backlog(others + plan.of_exams, left))


def reviews_today(
    connection: Connection, scope: Scope, plan: TodaysPlan, most: int
) -> tuple[list[Candidate], int]:
    """Return at most so many of each bank's reviews, and how many more there are today.

    Where a plan orders them they have places of their own. Banks in their last days come first.
    """
    day = plan.now.day
    order: list[CardKey] = []
    called: set[CardKey] = set()
    beyond = 0
    for bank_id, reviews in plan.exams.items():
        if not scope.bank_ids or bank_id in scope.bank_ids:
            # With tags it is known only afterwards which of them are in the scope.
            taken = reviews.order if scope.tags else reviews.order[:most]
            beyond += len(reviews.order) - len(taken)
            order += taken
            called |= reviews.called
    usual = _without(scope, plan)
    if usual is None:
        return _placed(connection, scope, order, called), beyond
    if not plan.backlog:
        due = cards.due_reviews(connection, usual, day, to_ms(plan.now.at), most)
        every = plans.count_reviews(connection, usual, day) if len(due) == most else len(due)
        return [*_placed(connection, scope, order, called), *due], beyond + every - len(due)
    waiting = most_worth_first(
        (each.card for each in plans.learnt_cards(connection, usual, due_on=day)), day, plan.plain
    )
    placed = _placed(connection, scope, [*order, *waiting[:most]], called)
    return placed, beyond + len(waiting[most:])


def _exams(
    connection: Connection,
    learner: LearnerRow,
    day: int,
    aims: Aims,
    plain: Plain,
    reviewed: Collection[CardKey],
) -> dict[int, DayOfReviews]:
    """Return today's reviews of the banks that are in the last days before their exam."""
    found: dict[int, DayOfReviews] = {}
    for bank_id in sorted(aims.banks, key=lambda each: (aims.exam_day(each) or 0, each)):
        exam_day = aims.exam_day(bank_id)
        if exam_day is None or exam_day < day:
            continue
        learnt = plans.count_learnt(connection, learner.id, bank_id)
        growth = plain.growth(aims.retention(bank_id))
        plan = last_days(exam_day, learnt, learner.reviews_per_day, growth)
        if plan.hold(day):
            scope = Scope(learner_id=learner.id, bank_ids=(bank_id,))
            own = [each.card for each in plans.learnt_cards(connection, scope)]
            found[bank_id] = reviews_on(own, day, plan, {card.key for card in own}.intersection(reviewed))
    return found


def _without(scope: Scope, plan: TodaysPlan) -> Scope | None:
    """Return the scope without the banks before their exam; None if nothing remains."""
    if not plan.exams:
        return scope
    banks = scope.bank_ids or sorted(plan.aims.banks)
    remaining = tuple(bank_id for bank_id in banks if bank_id not in plan.exams)
    return replace(scope, bank_ids=remaining) if remaining else None


def _placed(
    connection: Connection, scope: Scope, order: Sequence[CardKey], called: Collection[CardKey]
) -> list[Candidate]:
    found = {one.key: one for one in cards.reviews_of(connection, scope, order)}
    return [
        replace(found[key], place=place, called=key in called)
        for place, key in enumerate(order)
        if key in found
    ]
