"""Where studying leads until the day of an exam: what is known on it, and what each day takes."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from quiz.memory.exam_plan import LastDays, last_days, reviews_on
from quiz.memory.following import Aim, Follower
from quiz.memory.fsrs6_plain import Plain
from quiz.memory.learnt import Learnt
from quiz.memory.outcomes import Pace
from quiz.memory.queue import CardKey
from quiz.memory.scheduling import Settings

_FOLLOWED = 1500  # cards in all futures together: small banks take the mean of several
_MOST_FUTURES = 12
LONGEST_DAYS = 730  # what lies further ahead nobody can say


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamDesk:
    """What a forecast begins with: one bank's cards, and what the learner does a day.

    `learnt` are without the suspended ones; `new` counts the cards never answered. `new_left` and
    `reviews_left` are what the daily limits leave of today. `settings` have the bank's desired retention.
    """

    today: int
    exam_day: int
    learnt: tuple[Learnt, ...]
    new: int
    new_per_day: int
    reviews_per_day: int
    new_left: int
    reviews_left: int
    settings: Settings
    pace: Pace

    @property
    def cards(self) -> int:
        return len(self.learnt) + self.new

    @property
    def new_needed(self) -> int:
        """How many new cards a day it takes to see all of them before the exam."""
        return math.ceil(self.new / max(self.exam_day - self.today, 1))


@dataclass(frozen=True, slots=True)
class ExamDay:
    """What one day on the way takes; means over several futures, so that numbers may have fractions."""

    day: int
    reviews: float
    new: float
    ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamForecast:
    """`recall` is the mean predicted recall on the day over all cards; those never seen count as unknown.

    `unstudied` is the same if nothing more were studied. `seen` cards will have been answered at least once.
    `last_days_begin` is the learner's day on which the last days begin.
    """

    days: tuple[ExamDay, ...]
    recall: float
    unstudied: float
    seen: float
    last_days_begin: int

    @property
    def ms_a_day(self) -> float:
        return sum(one.ms for one in self.days) / max(len(self.days), 1)


def forecast(desk: ExamDesk) -> ExamForecast:
    """Return what comes of studying every day until the exam, the day before it included."""
    futures = min(max(_FOLLOWED // max(desk.cards, 1), 1), _MOST_FUTURES)
    runs = [_Run(desk, f"exam{number}") for number in range(futures)]
    for run in runs:
        run.live()
    plain = Plain(desk.settings.weights)
    cards = max(desk.cards, 1)
    return ExamForecast(
        days=tuple(_mean_day(days) for days in zip(*(run.days for run in runs), strict=True)),
        recall=sum(_known(plain, run.cards.values(), desk.exam_day) for run in runs) / futures / cards,
        unstudied=_known(plain, desk.learnt, desk.exam_day) / cards,
        seen=sum(len(run.cards) for run in runs) / futures,
        last_days_begin=runs[0].plan_for(len(runs[0].cards)).begins,
    )


class _Run:
    """One future, day by day."""

    def __init__(self, desk: ExamDesk, seed: str) -> None:
        self.desk = desk
        self.follower = Follower(desk.settings, desk.pace, seed)
        self.growth = self.follower.plain.growth(desk.settings.desired_retention)
        self.aim = Aim(self.growth, desk.exam_day, desk.settings.maximum_interval_days)
        self.cards: dict[CardKey, Learnt] = {}
        self.coming: defaultdict[int, list[CardKey]] = defaultdict(list)
        self.due: set[CardKey] = set()
        self.new = desk.new
        self.days: list[ExamDay] = []
        for card in desk.learnt:
            # A step in between is over by tomorrow.
            self._keep(card if card.due_day is not None else card._replace(due_day=desk.today + 1))

    def plan_for(self, learnt: int) -> LastDays:
        return last_days(self.desk.exam_day, learnt, self.desk.reviews_per_day, self.growth)

    def live(self) -> None:
        desk = self.desk
        for day in range(desk.today, min(desk.exam_day, desk.today + LONGEST_DAYS)):
            first = day == desk.today
            due = self._due(day)
            reviewed = self._review(due, day, desk.reviews_left if first else desk.reviews_per_day)
            paused = len(due) > desk.reviews_per_day
            new = 0 if paused else min(desk.new_left if first else desk.new_per_day, self.new)
            spent = reviewed[1] + self._learn(new, day)
            self.days.append(ExamDay(day, reviewed[0], new, spent))

    def _due(self, day: int) -> Sequence[CardKey]:
        self.due.update(self.coming.pop(day, ()))
        plan = self.plan_for(len(self.cards))
        if plan.hold(day):
            return reviews_on(self.cards.values(), day, plan).order
        due = (self.cards[key] for key in self.due)
        return [one.key for one in sorted(due, key=lambda one: (-one.forgotten_on(day), one.key))]

    def _review(self, due: Sequence[CardKey], day: int, most: int) -> tuple[int, float]:
        spent = 0.0
        taken = due[: max(most, 0)]
        for key in taken:
            card, ms = self.follower.review(self.cards[key], day, self.aim)
            self.due.discard(key)
            self._keep(card)
            spent += ms
        return len(taken), spent

    def _learn(self, new: int, day: int) -> float:
        spent = 0.0
        for _ in range(new):
            card, ms = self.follower.first((-self.new, 0), day, self.aim)  # no question has such an id
            self._keep(card)
            self.new -= 1
            spent += ms
        return spent

    def _keep(self, card: Learnt) -> None:
        self.cards[card.key] = card
        if card.due_day is not None:
            self.coming[max(card.due_day, self.desk.today)].append(card.key)


def _known(plain: Plain, cards: Iterable[Learnt], day: int) -> float:
    return sum(plain.recall(max(day - one.last_review_day, 0), one.stability) for one in cards)


def _mean_day(days: Sequence[ExamDay]) -> ExamDay:
    count = len(days)
    return ExamDay(
        day=days[0].day,
        reviews=sum(one.reviews for one in days) / count,
        new=sum(one.new for one in days) / count,
        ms=sum(one.ms for one in days) / count,
    )
