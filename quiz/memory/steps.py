"""Learning and relearning steps: the short delays before a card's first interval in days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from quiz.memory.card import Rating

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


def delay(steps: Sequence[timedelta], step: int, rating: Rating) -> timedelta | None:
    """Return how long the card waits, or None if it leaves its steps for an interval in days.

    A `step` beyond the last one, left over from longer steps, counts as the last.
    """
    if not steps or rating is Rating.EASY:
        return None
    step = min(step, len(steps) - 1)
    match rating:
        case Rating.AGAIN:
            return steps[0]
        case Rating.HARD:
            return _hard_on_first(steps) if step == 0 else steps[step]
        case _:
            return steps[step + 1] if step + 1 < len(steps) else None


def step_after(step: int, rating: Rating, *, entering: bool) -> int:
    """Return the index of the step a card waits in after an answer that kept it in its steps.

    It never depends on how many steps there are, so that a log replays alike under any settings.
    """
    before = 0 if entering else step
    match rating:
        case Rating.AGAIN:
            return 0
        case Rating.GOOD:
            return before + 1
        case _:
            return before


def _hard_on_first(steps: Sequence[timedelta]) -> timedelta:
    """Hard lies between Again and Good: the average of two steps, or half as much again of a single one."""
    wait = (steps[0] + steps[1]) / 2 if len(steps) > 1 else min(steps[0] * 3 / 2, steps[0] + _DAY)
    if wait > _DAY:
        return _DAY * int(wait / _DAY + 0.5)
    return wait // _SECOND * _SECOND
