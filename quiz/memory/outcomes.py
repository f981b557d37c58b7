"""What answers may lead to, each way with its chance: for forecasts that expect instead of drawing."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from quiz.memory.card import Rating
from quiz.memory.fsrs6 import MemoryState
from quiz.memory.fsrs6_plain import Memory, Plain
from quiz.memory.fuzz import round_half_up
from quiz.memory.guessing import KNOWN_BEFORE_FIRST, knew_chance, mixed

_PASSES = (Rating.HARD, Rating.GOOD, Rating.EASY)
# The grid: neighbouring stabilities differ by a third, difficulties by one and a half. Against a grid four
# times as fine it is off by 2 % at most, in a twelfth of the time.
_ROW = 0.3
_COLUMN = 1.5
_NEGLIGIBLE = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How long this learner's answers take and how they turn out, over a card's life.

    `first` are the shares of Again, Hard, Good and Easy among first answers, `passed` those of Hard, Good
    and Easy among reviews that were not Again; `step_right` is the share known within the same day's steps.
    """

    first_ms: float = 15_000
    step_ms: float = 8_000
    passed_ms: float = 10_000
    lapse_ms: float = 15_000
    first: tuple[float, float, float, float] = (0.3, 0.0, 0.7, 0.0)
    passed: tuple[float, float, float] = (0.0, 1.0, 0.0)
    step_right: float = 0.9


@dataclass(frozen=True, slots=True)
class Way:
    """A memory that an answer, with the steps of its day, may leave behind, and the chance that it does.

    `shorter` are the stabilities that Hard and Good would have left where the rating was Good or Easy: each
    interval is to be longer than the one before.
    """

    chance: float
    memory: Memory
    shorter: tuple[float, ...] = ()


class Outcomes:
    """The ways that cards go with these weights and this pace.

    Steps are taken to fit into one day. Who has none may see a hardly learnt card again on the same day,
    which is left out. With a `guess_chance` right answers may be lucky; `guess_correction` allows for it.
    """

    def __init__(
        self,
        plain: Plain,
        pace: Pace,
        learning_steps: int,
        relearning_steps: int,
        guess_chance: float = 0.0,
        *,
        guess_correction: bool = True,
    ) -> None:
        self._plain, self._pace = plain, pace
        self._guess_chance, self._guess_correction = guess_chance, guess_correction
        self._learning, self._relearning = learning_steps, relearning_steps
        self._ratings_used = max(place for place, share in enumerate(pace.passed, 1) if share)

    def of_first(self) -> tuple[Way, ...]:
        """Return the ways of a new card on its first day."""
        return tuple(
            Way(share, self.after_steps(self._after_first(rating), self._steps_after_first(rating)))
            for rating, share in zip(Rating, self._pace.first, strict=True)
            if share
        )

    def of_review(self, memory: Memory, elapsed_days: int) -> tuple[float, tuple[Way, ...]]:
        """Return the chance of a right answer and the ways of a review; their chances sum to 1."""
        recall = self._plain.recall(elapsed_days, memory[0])
        right = recall + (1 - recall) * self._guess_chance
        forgotten = self._plain.forgotten(memory, recall)
        lapse = Way(1 - right, self.after_steps(forgotten, self._relearning))
        return right, (*self._of_pass(memory, recall, right, forgotten), lapse)

    def after_steps(self, memory: Memory, steps: int) -> Memory:
        """Return the memory once so many steps are passed: the mean of passing at once and after a slip."""
        at_once = self._pace.step_right**steps
        straight = self._through(memory, steps)
        if at_once >= 1:
            return straight
        slipped = self._through(self._plain.same_day(memory, Rating.AGAIN), steps)
        return (
            at_once * straight[0] + (1 - at_once) * slipped[0],
            at_once * straight[1] + (1 - at_once) * slipped[1],
        )

    def first_ms(self) -> float:
        """Return what a new card's first day takes."""
        steps = sum(
            share * self.steps_ms(self._steps_after_first(rating))
            for rating, share in zip(Rating, self._pace.first, strict=True)
        )
        return self._pace.first_ms + steps

    def lapse_ms(self) -> float:
        """Return what a review takes that was forgotten, with the steps that follow."""
        return self._pace.lapse_ms + self.steps_ms(self._relearning)

    def steps_ms(self, steps: int) -> float:
        """Return what it takes to know so many steps in a row, beginning again after each slip."""
        right = self._pace.step_right
        if right >= 1:
            return steps * self._pace.step_ms
        # The mean number of trials until a run of successes (W. Feller, 1968, XIII.7).
        return self._pace.step_ms * (right**-steps - 1) / (1 - right)

    def _of_pass(self, memory: Memory, recall: float, right: float, forgotten: Memory) -> Iterator[Way]:
        left = [
            self._if_lucky(self._plain.passed(memory, recall, rating), forgotten, recall / right)
            for rating in _PASSES[: self._ratings_used]
        ]
        for place, share in enumerate(self._pace.passed[: self._ratings_used]):
            if share:
                yield Way(right * share, left[place], tuple(stability for stability, _ in left[:place]))

    def _after_first(self, rating: Rating) -> Memory:
        memory = self._plain.first(rating)
        if rating is Rating.AGAIN:
            return memory
        knew = knew_chance(KNOWN_BEFORE_FIRST, self._guess_chance)
        return self._if_lucky(memory, self._plain.first(Rating.AGAIN), knew)

    def _if_lucky(self, known: Memory, forgotten: Memory, knew: float) -> Memory:
        """Return what a right answer leaves that was known with this chance only."""
        if knew >= 1 or not self._guess_correction:
            return known
        left = mixed(MemoryState(*known), MemoryState(*forgotten), knew, self._plain.weights)
        return left.stability, left.difficulty

    def _through(self, memory: Memory, steps: int) -> Memory:
        for _ in range(steps):
            memory = self._plain.same_day(memory, Rating.GOOD)
        return memory

    def _steps_after_first(self, rating: Rating) -> int:
        if rating is Rating.EASY:
            return 0
        return max(self._learning - (rating is Rating.GOOD), 0)


def interval_of(way: Way, growth: float, longest_days: int) -> int:
    """Return the whole days until the next review: as `scheduling` makes them, without fuzz."""
    least = 1
    for stability in (*way.shorter, way.memory[0]):
        interval = min(max(round_half_up(stability * growth), least), longest_days)
        least = interval + 1
    return interval


@lru_cache(maxsize=16_384)
def spread(memory: Memory) -> tuple[tuple[Memory, float], ...]:
    """Return the memories of the grid around one; the means over their shares are the memory itself."""
    row = math.floor(math.log(memory[0]) / _ROW)
    low, high = math.exp(row * _ROW), math.exp((row + 1) * _ROW)
    return tuple(
        ((stability, difficulty), share * part)
        for stability, share in _split(memory[0], low, high)
        for difficulty, part in _between_columns(memory[1])
    )


def _between_columns(difficulty: float) -> tuple[tuple[float, float], ...]:
    column = 1 + int((difficulty - 1) / _COLUMN) * _COLUMN
    return _split(difficulty, column, column + _COLUMN)


def _split(value: float, low: float, high: float) -> tuple[tuple[float, float], ...]:
    """Share a value out between its neighbours; one that gets next to nothing gets nothing."""
    upper = (value - low) / (high - low)
    if upper < _NEGLIGIBLE:
        return ((low, 1.0),)
    return ((high, 1.0),) if upper > 1 - _NEGLIGIBLE else ((low, 1 - upper), (high, upper))
