"""Load balancing: of the days that fuzz may choose, rather one with few cards due and none on the same fact.

Within the fuzz range every day is as good as any other for remembering, so the choice is free to make the
learner's days alike and to keep questions on one fact apart. It is made once, when a card is answered: the
log keeps the interval, so that replaying needs no loads. It depends on nothing but the seed, the range and
the loads; whoever reads the loads as of the same instant gets the same day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import accumulate

from quiz.memory.fuzz import fraction, fuzz_range, fuzzed, unbounded_range

LONGEST_BALANCED_DAYS = 90
# Beyond it no day that balancing could choose: fuzz takes 90 days to no more than this.
HORIZON_DAYS = 100
# A day without cards counts as one with half a card, so that it is preferred to a day with one.
_EMPTY = 0.5


@dataclass(frozen=True, slots=True)
class Loads:
    """How many of the learner's cards are `due` on each day, and on which a card of the same fact is.

    Days are the learner's day numbers. A card that is being scheduled is in neither. Loads that are not
    `known` balance nothing, while known ones without a card still prefer the nearer days.
    """

    due: Mapping[int, int] = field(default_factory=dict)
    taken: frozenset[int] = frozenset()
    known: bool = True

    def weight(self, day: int, interval_days: int) -> float:
        """Return the share of chance that a day of the fuzz range gets."""
        return (1 / max(self.due.get(day, 0), _EMPTY)) ** 2 / interval_days


NO_LOADS = Loads(known=False)


def days_at_stake(intervals: Iterable[int]) -> tuple[int, int]:
    """Return the first and last interval that balancing may give where fuzz alone gave these."""
    given = sorted(intervals)
    return max(given[0] - _width(given[0]), 1), given[-1] + _width(given[-1])


def _width(interval_days: int) -> int:
    """Return no less than the width of any fuzz range that holds this interval."""
    longest = interval_days * 1.3 + 2
    first, last = unbounded_range(longest)
    return last - first + 3


@dataclass(frozen=True, slots=True)
class Spread:
    """What chooses an interval near the exact one for an answer on `day`; without a seed it is rounded."""

    seed: str | None
    day: int
    loads: Loads = NO_LOADS

    def choose(self, interval_days: float, minimum: int, maximum: int) -> int:
        """Return whole days near `interval_days`, at least `minimum`, at most `maximum`.

        Always one of the days that `fuzz_range` allows; plain fuzz where nothing is to be balanced.
        """
        too_long = max(interval_days, minimum) > LONGEST_BALANCED_DAYS
        if self.seed is None or not self.loads.known or too_long:
            return fuzzed(interval_days, minimum, maximum, self.seed)
        first, last = fuzz_range(interval_days, minimum, maximum)
        days = self._apart(range(first, last + 1))
        ends = list(accumulate(self.loads.weight(self.day + days_on, days_on) for days_on in days))
        place = fraction(self.seed) * ends[-1]
        return next((days_on for days_on, end in zip(days, ends, strict=True) if place < end), days[-1])

    def _apart(self, days: range) -> list[int]:
        """Return the days on which no card of the same fact is due, or all if there is none."""
        return [days_on for days_on in days if self.day + days_on not in self.loads.taken] or list(days)
