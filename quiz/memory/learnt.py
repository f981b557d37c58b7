"""A card that was answered before, as plans over many cards look at it."""

from __future__ import annotations

from typing import NamedTuple

from quiz.memory.fsrs6_plain import Memory
from quiz.memory.queue import CardKey


class Learnt(NamedTuple):
    """Its memory, the day of its last answer, and the day it is due: None while it is in its steps.

    A tuple, since plans make thousands of them for one page.
    """

    key: CardKey
    stability: float
    difficulty: float
    last_review_day: int
    due_day: int | None

    @property
    def memory(self) -> Memory:
        return self.stability, self.difficulty

    def forgotten_on(self, day: int) -> float:
        """Return how far it is forgotten on `day` unless it is answered before.

        Predicted recall falls as this rises, so it orders cards as recall does, without a power each.
        """
        return max(day - self.last_review_day, 0) / self.stability
