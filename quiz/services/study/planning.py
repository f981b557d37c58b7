"""Today's reviews where a plan orders them: the last days before an exam, and a backlog."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from quiz.memory.backlog import is_backlog, most_worth_first
from quiz.memory.days import Moment
from quiz.memory.exam_plan import LastDays, last_days, reviews_on
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

    `due` counts the reviews due, no further than one more than today may still bring; `exams` holds the
    banks in the last days before their exam, the nearest exam first.
    """

    now: Moment
    plain: Plain
    aims: Aims
    exams: Mapping[int, LastDays]
    due: int
    backlog: bool


def plan_of(connection: Connection, learner: LearnerRow, now: Moment, reviews_left: int) -> TodaysPlan:
    """Return what is special about today."""
    aims = aims_of(connection, learner)
    plain = Plain(aims.parameters.weights)
    exams = _last_days(connection, learner, now.day, aims, plain)
    due = plans.count_due(connection, learner.id, now.day, reviews_left + 1, exams)
    for bank_id, plan in exams.items():
        due += plans.count_due_before_exam(connection, learner.id, bank_id, now.day, plan)
    return TodaysPlan(
        now=now,
        plain=plain,
        aims=aims,
        exams=exams,
        due=due,
        backlog=is_backlog(due, reviews_left),
    )


def reviews_today(
    connection: Connection, scope: Scope, plan: TodaysPlan, reviewed: Collection[CardKey], most: int
) -> list[Candidate]:
    """Return at most so many of each bank's reviews, in places of their own where a plan orders them.

    Banks in their last days come first. `reviewed` are the cards reviewed today.
    """
    day, exams = plan.now.day, _in_scope(scope, plan.exams)
    order: list[CardKey] = []
    called: set[CardKey] = set()
    for bank_id in exams:
        learnt = [each.card for each in plans.learnt_cards(connection, replace(scope, bank_ids=(bank_id,)))]
        mine = {card.key for card in learnt}.intersection(reviewed)
        reviews = reviews_on(learnt, day, plan.exams[bank_id], mine)
        order += reviews.order[:most]
        called |= reviews.called
    usual = scope if not exams else _without(scope, plan.aims.banks, exams)
    if usual is None:
        return _placed(connection, scope, order, called)
    if not plan.backlog:
        due = cards.due_reviews(connection, usual, day, to_ms(plan.now.at), most)
        return [*_placed(connection, scope, order, called), *due]
    waiting = (each.card for each in plans.learnt_cards(connection, usual, due_on=day))
    order += most_worth_first(waiting, day, plan.plain)[:most]
    return _placed(connection, scope, order, called)


def _last_days(
    connection: Connection, learner: LearnerRow, day: int, aims: Aims, plain: Plain
) -> dict[int, LastDays]:
    """Return the plans of the banks that are in the last days before their exam, the nearest first."""
    found: dict[int, LastDays] = {}
    for bank_id in sorted(aims.banks, key=lambda each: (aims.exam_day(each) or 0, each)):
        exam_day = aims.exam_day(bank_id)
        if exam_day is None or exam_day < day:
            continue
        learnt = plans.count_learnt(connection, learner.id, bank_id)
        growth = plain.growth(aims.retention(bank_id))
        plan = last_days(exam_day, learnt, learner.reviews_per_day, growth)
        if plan.hold(day):
            found[bank_id] = plan
    return found


def _in_scope(scope: Scope, exams: Mapping[int, LastDays]) -> tuple[int, ...]:
    return tuple(bank_id for bank_id in exams if not scope.bank_ids or bank_id in scope.bank_ids)


def _without(scope: Scope, banks: Iterable[int], exams: Collection[int]) -> Scope | None:
    """Return the scope without these banks; None if nothing remains."""
    remaining = tuple(bank_id for bank_id in scope.bank_ids or sorted(banks) if bank_id not in exams)
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
