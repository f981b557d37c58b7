"""Cards followed through days to come: answers drawn by a seed as the predictions expect them.

Plans that put single cards in order need single cards, and not shares of them as a workload does. The same
seed gives the same future; where one future would be too bumpy, plans take the mean of several.
"""

from __future__ import annotations

from dataclasses import dataclass

from quiz.memory.card import Rating
from quiz.memory.fsrs6_plain import Memory, Plain
from quiz.memory.fuzz import fraction, round_half_up
from quiz.memory.learnt import Learnt
from quiz.memory.outcomes import Outcomes, Pace
from quiz.memory.queue import CardKey
from quiz.memory.scheduling import Settings


@dataclass(frozen=True, slots=True)
class Aim:
    """What gives intervals in one bank: how many times its stability a card may wait, and up to which day."""

    growth: float
    exam_day: int | None = None
    longest_days: int = 36_500

    def due_day(self, stability: float, day: int) -> int:
        """Return the day on which a card answered on `day` comes back; no interval passes the exam."""
        longest = self.longest_days
        if self.exam_day is not None and self.exam_day > day:
            longest = min(longest, max(self.exam_day - day - 1, 1))
        return day + min(max(round_half_up(stability * self.growth), 1), longest)


class Follower:
    """What answers make of cards and how long they take, with these settings, this pace and this seed."""

    def __init__(self, settings: Settings, pace: Pace, seed: str = "") -> None:
        self.plain = Plain(settings.weights)
        self._pace, self._seed = pace, seed
        steps = (len(settings.learning_steps), len(settings.relearning_steps))
        outcomes = Outcomes(self.plain, pace, *steps)
        self._first_ms, self._lapse_ms = outcomes.first_ms(), outcomes.lapse_ms()
        self._relearning = bool(settings.relearning_steps)

    def first(self, key: CardKey, day: int, aim: Aim) -> tuple[Learnt, float]:
        """Return a new card after its first day, and the milliseconds that took."""
        knew = self._draw(key, day) >= self._pace.first[0]
        memory = self.plain.first(Rating.GOOD if knew else Rating.AGAIN)
        memory = self.plain.same_day(memory, Rating.GOOD)
        return _learnt(key, memory, day, aim), self._first_ms

    def review(self, card: Learnt, day: int, aim: Aim) -> tuple[Learnt, float]:
        """Return the card after a review, and the milliseconds that took with the steps that may follow."""
        recall = self.plain.recall(max(day - card.last_review_day, 0), card.stability)
        if self._draw(card.key, day) < recall:
            passed = self.plain.passed(card.memory, recall, Rating.GOOD)
            return _learnt(card.key, passed, day, aim), self._pace.passed_ms
        memory = self.plain.forgotten(card.memory, recall)
        if self._relearning:
            memory = self.plain.same_day(memory, Rating.GOOD)
        return _learnt(card.key, memory, day, aim), self._lapse_ms

    def _draw(self, key: CardKey, day: int) -> float:
        return fraction(f"{self._seed}:{key[0]}.{key[1]}:{day}")


def _learnt(key: CardKey, memory: Memory, day: int, aim: Aim) -> Learnt:
    return Learnt(key, *memory, day, aim.due_day(memory[0], day))
