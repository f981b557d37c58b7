"""The formulas of FSRS-6, by way of the `fsrs` package: its arithmetic, never its clock or its steps."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import fsrs
from fsrs.scheduler import DEFAULT_PARAMETERS

from quiz.memory.card import Rating
from quiz.memory.single import Single

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
        return MemoryState(Single(self.stability).kept(4), Single(self.difficulty).kept(3))


class _SinglePrecision(fsrs.Scheduler):
    """The library's scheduler, counting in 32 bits and taking the steps of recall in Anki's order."""

    def __init__(self, weights: Weights) -> None:
        super().__init__(parameters=tuple(Single(weight) for weight in weights), enable_fuzzing=False)
        self._FACTOR = _factor(weights)

    def get_card_retrievability(self, card: fsrs.Card, current_datetime: datetime | None = None) -> float:
        if card.last_review is None or card.stability is None or current_datetime is None:
            raise AssertionError("recall is asked for an answered card at a given time")
        elapsed_days = Single((current_datetime - card.last_review).days)
        return float((elapsed_days / card.stability * self._FACTOR + 1) ** self._DECAY)


@lru_cache(maxsize=64)
def _library(weights: Weights) -> fsrs.Scheduler:
    """Return the library's scheduler; ValueError names every weight that is out of bounds."""
    return _SinglePrecision(weights)


def _decay(weights: Weights) -> Single:
    return -Single(weights[20])


def _factor(weights: Weights) -> Single:
    """Return the factor that makes recall 0.9 once as many days have passed as the stability has."""
    return math.e ** (Single(math.log(Single(0.9))) / _decay(weights)) - 1


def check_weights(weights: Weights) -> None:
    """Raise ValueError unless `weights` are 21 numbers within FSRS-6's bounds."""
    _library(weights)


# Replaying a log whose earlier lines were replayed before costs a look-up a line instead of the formulas.
@lru_cache(maxsize=16_384)
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
            stability=Single(before.stability),
            difficulty=Single(before.difficulty),
            due=_DAY_ZERO,
            last_review=_DAY_ZERO,
        )
    )
    after, _ = _library(weights).review_card(known, fsrs.Rating(int(rating)), _DAY_ZERO + elapsed)
    if after.stability is None or after.difficulty is None:
        raise AssertionError("fsrs gives every answered card a stability and a difficulty")
    return MemoryState(float(min(after.stability, LONGEST_STABILITY_DAYS)), float(after.difficulty))


def recall_chance(elapsed_days: float, stability: float, weights: Weights) -> float:
    """Return the predicted chance of recall: 0.9 once `stability` days have passed."""
    days = Single(max(elapsed_days, 0))
    return float((days / Single(stability) * _factor(weights) + 1) ** _decay(weights))


@lru_cache(maxsize=64)
def forgetting_curve(weights: Weights) -> tuple[float, float]:
    """Return factor and exponent of recall, (1 + factor * days / stability) ** exponent, as plain floats."""
    decay = -weights[20]
    return 0.9 ** (1 / decay) - 1, decay


def interval_for(stability: float, desired_retention: float, weights: Weights) -> float:
    """Return after how many days (a fraction, not bounded) recall falls to `desired_retention`."""
    growth = Single(desired_retention) ** (1 / _decay(weights)) - 1
    return float(Single(stability) / _factor(weights) * growth)


def learns_within_a_day(weights: Weights) -> bool:
    """Return whether the weights say anything about reviews on the same day, as Anki asks it."""
    return weights[17] > 0 and weights[18] > 0
