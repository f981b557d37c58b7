"""The memory of a card whose log has lost its beginning, as Anki makes it up.

The earliest answer that gave days stands for all that came before: stability is the interval it gave, and
difficulty follows from Anki's factor of it. Up to 1100 that is FSRS's difficulty itself; above, it is the
ease of the older scheduler in thousandths (0 is taken for 2500), turned into the difficulty at which FSRS
would have let the interval grow as fast.
"""

from __future__ import annotations

import math

from quiz.memory.fsrs6 import MemoryState, Weights
from quiz.memory.single import Single

USUAL_EASE = 2500
HIGHEST_DIFFICULTY_FACTOR = 1100
_RECALL_THEN = 0.9


def begun_at(interval_days: int, factor: int, weights: Weights) -> MemoryState:
    """Return the memory after an answer that gave so many days, 1 or more."""
    if 0 < factor <= HIGHEST_DIFFICULTY_FACTOR:
        difficulty = (factor - 100) / 1000 * 9 + 1
    else:
        difficulty = _from_ease((factor or USUAL_EASE) / 1000, interval_days, weights)
    return MemoryState(float(interval_days), difficulty)


def _from_ease(ease: float, interval_days: int, weights: Weights) -> float:
    forgotten = Single(1) - Single(_RECALL_THEN)
    grown = math.e ** Single(weights[8]) * Single(interval_days) ** -weights[9]
    difficulty = 11 - (Single(ease) - 1) / (grown * (math.e ** (forgotten * weights[10]) - 1))
    return min(max(float(difficulty), 1.0), 10.0)
