"""What was known, estimated from answers some of which may have been lucky guesses.

Recall means knowing, and a choice can be right without. Of answers with recall R and a chance g of a lucky
guess, R + (1 - R) g are right. So what was known is estimated from the share s of right answers as
(s - g) / (1 - g), with the mean of g where it differs. That is right on average whatever was predicted, which
weighing each answer by its own prediction would not be. Where g differs, answers count by 1 - g in means of
predictions and targets as well, since that is how they count in the estimate. An answer that the learner says
was guessed is still a right one here: luck is taken off once, not twice.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_SURE = 1.96  # standard deviations that hold 95 of 100 outcomes


@dataclass(frozen=True, slots=True)
class Review:
    """A review that could be right or wrong: `guess_chance`, that a blind guess is right, is below 1."""

    day: int
    right: bool
    predicted: float
    target: float
    guess_chance: float


def right_and_luck(reviews: Sequence[Review]) -> tuple[float, float]:
    """Return the share of right answers, and the mean chance of a lucky guess."""
    count = len(reviews)
    return sum(each.right for each in reviews) / count, sum(each.guess_chance for each in reviews) / count


def known_share(right: float, luck: float) -> float:
    """Return which share was known if that share was right and lucky guesses had that chance."""
    return min(max((right - luck) / (1 - luck), 0.0), 1.0)


def mean_of(reviews: Sequence[Review], value: Callable[[Review], float]) -> float:
    """Return the mean of a value of reviews, each counting as it does in what is estimated to be known."""
    weights = [1 - each.guess_chance for each in reviews]
    return sum(value(each) * weight for each, weight in zip(reviews, weights, strict=True)) / sum(weights)


def likely_share(right: int, count: int) -> tuple[float, float]:
    """Return between which shares the true one probably lies (E. B. Wilson, 1927)."""
    share, squared = right / count, _SURE**2
    middle = (share + squared / (2 * count)) / (1 + squared / count)
    spread = _SURE * math.sqrt(share * (1 - share) / count + squared / (4 * count**2)) / (1 + squared / count)
    # At the very edge the sum of floats can miss the share itself by a last bit.
    return max(min(middle - spread, share), 0.0), min(max(middle + spread, share), 1.0)
