"""A right answer that may have been a lucky guess, and what it makes of a memory.

Whoever chooses among options is sometimes right without knowing. After a right answer the chance that she
knew is P = R / (R + (1 - R) g), with R the predicted recall and g the chance of a lucky guess (Bayes' rule).
If she knew, her memory is what her rating makes of it; if not, what Again makes of it, since she was told
the right answer only afterwards. Two memories cannot be scheduled, so they become one. Stability is by
definition the number of days after which recall is 0.9: that of the one memory is where the recall expected
of both, P R1(t) + (1 - P) R2(t), is 0.9. A mean of both stabilities would ignore how fast the weaker memory
fades and miss the desired retention; `benchmarks/guess_correction.py` measures it. Difficulty is the mean.

A wrong answer is certain and corrected by nothing. On the day of an earlier answer R is 1, so that learning
steps are not corrected either: minutes after she was told, she knows.
"""

from __future__ import annotations

import math
from functools import lru_cache

from quiz.memory.card import Rating
from quiz.memory.fsrs6 import MemoryState, Weights, forgetting_curve, next_state, recall_chance

# Of a card never asked nothing is predicted: she may have read of it, or not.
KNOWN_BEFORE_FIRST = 0.5

_RECALL_AT_STABILITY = 0.9
_HALVINGS = 64  # leaves nothing between two neighbouring floats


def knew_chance(recall: float, guess_chance: float) -> float:
    """Return the chance that a right answer was known, given predicted recall before it."""
    return recall / (recall + (1 - recall) * guess_chance)


@lru_cache(maxsize=16_384)
def state_after(
    before: MemoryState | None, rating: Rating, elapsed_days: int, weights: Weights, guess_chance: float = 0.0
) -> MemoryState:
    """Return the memory after an answer, as `next_state` does, for one that may have been a lucky guess."""
    rated = next_state(before, rating, elapsed_days, weights)
    if rating is Rating.AGAIN or guess_chance <= 0:
        return rated
    recall = KNOWN_BEFORE_FIRST if before is None else recall_chance(elapsed_days, before.stability, weights)
    chance = knew_chance(recall, guess_chance)
    if chance >= 1:
        return rated
    return mixed(rated, next_state(before, Rating.AGAIN, elapsed_days, weights), chance, weights)


def mixed(one: MemoryState, other: MemoryState, chance: float, weights: Weights) -> MemoryState:
    """Return the memory to schedule by if hers is `one` with that chance, and `other` without."""
    return MemoryState(
        _mixed_stability(one.stability, other.stability, chance, weights),
        chance * one.difficulty + (1 - chance) * other.difficulty,
    )


def _mixed_stability(one: float, other: float, chance: float, weights: Weights) -> float:
    """Return after how many days the mean of both recalls is 0.9; it lies between both stabilities."""
    factor, decay = forgetting_curve(weights)
    low, high = sorted((one, other))
    for _ in range(_HALVINGS):
        days = math.sqrt(low * high)
        recall = (
            chance * (1 + factor * days / one) ** decay + (1 - chance) * (1 + factor * days / other) ** decay
        )
        if recall > _RECALL_AT_STABILITY:
            low = days
        else:
            high = days
    return high
