"""The formulas of FSRS-6, by way of the `fsrs` package: its arithmetic, never its clock or its steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import fsrs
from fsrs.scheduler import DEFAULT_PARAMETERS

from quiz.memory.card import Rating

Weights = tuple[float, ...]
DEFAULT_WEIGHTS: Weights = tuple(float(weight) for weight in DEFAULT_PARAMETERS)

LONGEST_STABILITY_DAYS = 36500.0
_DAY_ZERO = datetime(1, 1, 1, tzinfo=UTC)
_LONGEST_ELAPSED_DAYS = 3_600_000  # dates end with the year 9999


@dataclass(frozen=True, slots=True)
class MemoryState:
    """Stability in days and difficulty from 1 to 10."""

    stability: float
    difficulty: float

    def rounded(self) -> MemoryState:
        """Return the state as Anki stores it: what the next answer continues from."""
        return MemoryState(round(self.stability, 4), round(self.difficulty, 3))


@lru_cache(maxsize=64)
def _library(weights: Weights) -> fsrs.Scheduler:
    """Return the library's scheduler; ValueError names every weight that is out of bounds."""
    return fsrs.Scheduler(parameters=weights, enable_fuzzing=False)


def check_weights(weights: Weights) -> None:
    """Raise ValueError unless `weights` are 21 numbers within FSRS-6's bounds."""
    _library(weights)


def next_state(
    before: MemoryState | None, rating: Rating, elapsed_days: int, weights: Weights
) -> MemoryState:
    """Return the memory after an answer, unrounded; `before` is None for a card never answered.

    `elapsed_days` counts the learner's days since the last answer; 0 (the same day) takes the short-term
    formula. Fewer than 0, after a move between time zones, counts as the same day.
    """
    elapsed = timedelta(days=min(max(elapsed_days, 0), _LONGEST_ELAPSED_DAYS))
    # An id is given since the library would otherwise sleep until it has a new one.
    known = (
        fsrs.Card(card_id=0, due=_DAY_ZERO)
        if before is None
        else fsrs.Card(
            card_id=0,
            state=fsrs.State.Review,
            stability=before.stability,
            difficulty=before.difficulty,
            due=_DAY_ZERO,
            last_review=_DAY_ZERO,
        )
    )
    after, _ = _library(weights).review_card(known, fsrs.Rating(int(rating)), _DAY_ZERO + elapsed)
    if after.stability is None or after.difficulty is None:
        raise AssertionError("fsrs gives every answered card a stability and a difficulty")
    return MemoryState(min(after.stability, LONGEST_STABILITY_DAYS), after.difficulty)


def recall_chance(elapsed_days: float, stability: float, weights: Weights) -> float:
    """Return the predicted chance of recall: 0.9 once `stability` days have passed."""
    decay = -weights[20]
    factor = 0.9 ** (1 / decay) - 1
    return float((1 + factor * max(elapsed_days, 0) / stability) ** decay)


def interval_for(stability: float, desired_retention: float, weights: Weights) -> float:
    """Return after how many days (a fraction, not bounded) recall falls to `desired_retention`."""
    decay = -weights[20]
    factor = 0.9 ** (1 / decay) - 1
    return float(stability / factor * (desired_retention ** (1 / decay) - 1))


def learns_within_a_day(weights: Weights) -> bool:
    """Return whether the weights say anything about reviews on the same day, as Anki asks it."""
    return weights[17] > 0 and weights[18] > 0
