"""FSRS-6 in ordinary floats: for expectations over thousands of cards, where 32-bit rounding tells nothing.

What is scheduled and logged comes from `fsrs6.py`; a test holds the two together. Formulas: "The Algorithm"
in the wiki of open-spaced-repetition/fsrs4anki, FSRS-6.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

from quiz.memory.card import Rating
from quiz.memory.fsrs6 import LONGEST_STABILITY_DAYS, Weights

SHORTEST_STABILITY_DAYS = 0.001
Memory = tuple[float, float]  # stability in days, difficulty from 1 to 10


@dataclass(frozen=True)
class Plain:
    """What 21 weights make of a memory."""

    weights: Weights

    def recall(self, elapsed_days: float, stability: float) -> float:
        """Return the predicted chance of recall: 0.9 once `stability` days have passed."""
        return float((1 + self._factor * elapsed_days / stability) ** self._decay)

    def growth(self, desired_retention: float) -> float:
        """Return how many times its stability a card may wait until recall falls to `desired_retention`."""
        return float((desired_retention ** (1 / self._decay) - 1) / self._factor)

    def first(self, rating: Rating) -> Memory:
        """Return the memory after the first answer of all."""
        return max(self.weights[rating - 1], SHORTEST_STABILITY_DAYS), _within(self._first_difficulty(rating))

    def passed(self, memory: Memory, recall: float, rating: Rating) -> Memory:
        """Return the memory after a review on another day that was not Again."""
        w, (stability, difficulty) = self.weights, memory
        gain = self._gain * (11 - difficulty) * stability ** -w[9] * math.expm1((1 - recall) * w[10])
        if rating is Rating.HARD:
            gain *= w[15]
        elif rating is Rating.EASY:
            gain *= w[16]
        return self._bounded(stability * (1 + gain)), self._difficulty(difficulty, rating)

    def forgotten(self, memory: Memory, recall: float) -> Memory:
        """Return the memory after Again on another day."""
        w, (stability, difficulty) = self.weights, memory
        left = w[11] * difficulty ** -w[12] * ((stability + 1) ** w[13] - 1) * math.exp((1 - recall) * w[14])
        short = stability / math.exp(w[17] * w[18])
        return self._bounded(min(left, short)), self._difficulty(difficulty, Rating.AGAIN)

    def same_day(self, memory: Memory, rating: Rating) -> Memory:
        """Return the memory after one more answer on the same day."""
        w, (stability, difficulty) = self.weights, memory
        change = math.exp(w[17] * (rating - 3 + w[18])) * stability ** -w[19]
        if rating is not Rating.AGAIN:
            change = max(change, 1.0)
        return self._bounded(stability * change), self._difficulty(difficulty, rating)

    @cached_property
    def _decay(self) -> float:
        return -self.weights[20]

    @cached_property
    def _factor(self) -> float:
        return float(0.9 ** (1 / self._decay) - 1)

    @cached_property
    def _gain(self) -> float:
        return math.exp(self.weights[8])

    @cached_property
    def _easiest(self) -> float:
        return self._first_difficulty(Rating.EASY)

    def _first_difficulty(self, rating: Rating) -> float:
        return self.weights[4] - math.exp(self.weights[5] * (rating - 1)) + 1

    def _difficulty(self, before: float, rating: Rating) -> float:
        """Difficulty changes less the higher it is, and leans back towards that of an easy card."""
        changed = before - self.weights[6] * (rating - 3) * (10 - before) / 9
        return _within(self.weights[7] * self._easiest + (1 - self.weights[7]) * changed)

    def _bounded(self, stability: float) -> float:
        return min(max(stability, SHORTEST_STABILITY_DAYS), LONGEST_STABILITY_DAYS)


def _within(difficulty: float) -> float:
    return min(max(difficulty, 1.0), 10.0)
