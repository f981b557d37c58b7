"""When a backlog will be gone, for one daily limit or another."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from quiz.memory.backlog import is_backlog, worth
from quiz.memory.following import Aim, Follower
from quiz.memory.learnt import Learnt
from quiz.memory.outcomes import Pace
from quiz.memory.queue import CardKey
from quiz.memory.scheduling import Settings

LONGEST_DAYS = 365
_WORTH_LASTS_DAYS = (
    7  # the order of what waits changes slowly; looking every day would take seven times as long
)
_LIMITS = (10, 20, 30, 50, 75, 100, 150, 200, 300, 400, 500, 750, 1000, 1500, 2000, 3000, 5000)
_MOST_LIMITS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlogged:
    """What a forecast begins with: cards answered before, each with the aim of its bank.

    `reviewed_today` counts today's reviews so far.
    """

    today: int
    cards: Sequence[tuple[Learnt, Aim]]
    reviewed_today: int
    settings: Settings
    pace: Pace


@dataclass(frozen=True, slots=True, kw_only=True)
class WayOut:
    """How a backlog goes with so many reviews a day and no new cards.

    On `gone_on` no more than a day's limit is due; None if that takes more than a year. `waiting` holds the
    reviews due at the beginning of each day until then. `ms_a_day` is what the days until then take.
    """

    reviews_per_day: int
    gone_on: int | None
    waiting: tuple[int, ...]
    ms_a_day: float


def limits_to_show(reviews_per_day: int, due: int) -> tuple[int, ...]:
    """Return daily limits to compare: the learner's own among round ones, up to all that is due at once."""
    enough = next((limit for limit in _LIMITS if limit >= due), _LIMITS[-1])
    round_ones = [limit for limit in _LIMITS if reviews_per_day // 2 <= limit <= enough]
    more = [limit for limit in round_ones if limit > reviews_per_day][: _MOST_LIMITS - 2]
    fewer = [limit for limit in round_ones if limit < reviews_per_day][-1:]
    return tuple(sorted({*fewer, *more, reviews_per_day}))


def way_out(start: Backlogged, reviews_per_day: int) -> WayOut:
    """Return how the backlog goes if the learner studies so many reviews every day."""
    run = _Run(start)
    counts: list[int] = []
    spent = 0.0
    for day in range(start.today, start.today + LONGEST_DAYS):
        left = max(reviews_per_day - (start.reviewed_today if day == start.today else 0), 0)
        run.arrive(day)
        counts.append(len(run.waiting))
        if not is_backlog(len(run.waiting), left):
            return _found(reviews_per_day, day, counts, spent)
        spent += run.review(day, left)
    return _found(reviews_per_day, None, counts, spent)


def _found(limit: int, gone_on: int | None, counts: Sequence[int], spent: float) -> WayOut:
    days = len(counts) - (gone_on is not None)
    return WayOut(
        reviews_per_day=limit, gone_on=gone_on, waiting=tuple(counts), ms_a_day=spent / max(days, 1)
    )


class _Run:
    def __init__(self, start: Backlogged) -> None:
        self.follower = Follower(start.settings, start.pace, "backlog")
        self.today = start.today
        self.cards = {card.key: card for card, _ in start.cards}
        self.aims = {card.key: aim for card, aim in start.cards}
        self.due: defaultdict[int, list[CardKey]] = defaultdict(list)
        self.waiting: dict[CardKey, float] = {}
        for card, _ in start.cards:
            due_day = card.due_day if card.due_day is not None else start.today + 1
            self.due[max(due_day, start.today)].append(card.key)

    def arrive(self, day: int) -> None:
        """Let the day's cards come due, and value what waits."""
        new = self.due.pop(day, [])
        stale = (day - self.today) % _WORTH_LASTS_DAYS == 0
        for key in (*self.waiting, *new) if stale else new:
            card = self.cards[key]
            self.waiting[key] = worth(card.memory, max(day - card.last_review_day, 0), self.follower.plain)

    def review(self, day: int, most: int) -> float:
        """Review the most worthwhile cards; return the milliseconds that takes."""
        spent = 0.0
        for key in _most_worth(self.waiting.items(), most):
            card, ms = self.follower.review(self.cards[key], day, self.aims[key])
            self.cards[key] = card
            del self.waiting[key]
            self.due[card.due_day or day + 1].append(key)
            spent += ms
        return spent


def _most_worth(waiting: Iterable[tuple[CardKey, float]], most: int) -> list[CardKey]:
    chosen = heapq.nsmallest(most, waiting, key=lambda one: (-one[1], one[0]))
    return [key for key, _ in chosen]
