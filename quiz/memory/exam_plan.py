"""The last days before an exam: which reviews they bring, and in what order.

Once a bank has an exam, no answer gives an interval that passes it: a card comes back on the day before at
the latest, and on the day itself only when nothing is left in between. That alone would bring all
well-known cards together at the very end, and cards scheduled before there was an exam not at all.
Therefore the last days have a plan of their own:

- They are as many days as one review of every learnt card takes at the daily limit, and a week at least.
- Every learnt card comes once more in them, spread evenly: when fewer cards are due than a day's share,
  cards that are not due yet are called until the share is full.
- Reviews come in the order of predicted recall on the day of the exam, the least likely known first.
- A card reviewed in the last days that will probably be known on the day (at least as the desired retention
  has it) is done, even if it is due once more; the others keep coming.

Intervals once given are never changed by this: when the date is moved or removed, the queue is as it always
was.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from quiz.memory.learnt import Learnt
from quiz.memory.queue import CardKey

FEWEST_LAST_DAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class LastDays:
    """From day `begins` to `exam_day`, the day of the exam included.

    `growth` is how many times its stability a card may wait until recall falls to the desired retention.
    """

    begins: int
    exam_day: int
    growth: float

    def hold(self, day: int) -> bool:
        return self.begins <= day <= self.exam_day

    def is_done(self, card: Learnt) -> bool:
        """Return whether the card needs no more reviews for this exam."""
        return card.last_review_day >= self.begins and card.forgotten_on(self.exam_day) <= self.growth

    def is_called(self, card: Learnt, day: int) -> bool:
        """Return whether the card, not due on `day`, should come before the exam and would not of itself."""
        if card.due_day is None or card.due_day <= day or card.last_review_day >= day:
            return False
        too_late = card.due_day >= self.exam_day and not self.is_done(card)
        return card.last_review_day < self.begins or too_late


@dataclass(frozen=True, slots=True)
class DayOfReviews:
    """The day's reviews in their order; `called` are those that come although they are not due."""

    order: tuple[CardKey, ...]
    called: frozenset[CardKey]


def last_days(exam_day: int, learnt: int, reviews_per_day: int, growth: float) -> LastDays:
    """Return the last days before an exam over so many learnt cards."""
    days = max(FEWEST_LAST_DAYS, math.ceil(learnt / max(reviews_per_day, 1)))
    return LastDays(begins=exam_day - days, exam_day=exam_day, growth=growth)


def reviews_on(
    cards: Collection[Learnt], day: int, plan: LastDays, reviewed: Collection[CardKey] = ()
) -> DayOfReviews:
    """Return what is left to review on a day of the last days.

    `cards` are all that were learnt; `reviewed` those reviewed on this day already, which count towards its
    share: answering a card takes it from the day and changes nothing else.
    """
    due = [one for one in cards if one.due_day is not None and one.due_day <= day and not plan.is_done(one)]
    waiting = [one for one in cards if plan.is_called(one, day)]
    share = math.ceil((len(reviewed) + len(due) + len(waiting)) / max(plan.exam_day - day, 1))
    room = max(share - len(reviewed) - len(due), 0)
    called = _least_known_first(waiting, plan.exam_day)[:room]
    order = _least_known_first([*due, *called], plan.exam_day)
    return DayOfReviews(tuple(one.key for one in order), frozenset(one.key for one in called))


def _least_known_first(cards: Sequence[Learnt], exam_day: int) -> list[Learnt]:
    return sorted(cards, key=lambda one: (-one.forgotten_on(exam_day), one.key))
