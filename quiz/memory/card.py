"""One learner's memory of one question, or of one cloze number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum


class State(IntEnum):
    NEW = 0
    LEARNING = 1
    REVIEW = 2
    RELEARNING = 3


class Rating(IntEnum):
    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Stability in days (4 decimals, as Anki stores it), difficulty 1 to 10 (3 decimals).

    `due_at` is aware UTC; a Review card is due from the rollover that begins day `due_day`, and a card in
    steps has no `due_day`. Days are counted from 1970-01-01 between local rollovers.
    `step` is the index into the (re)learning steps. `reviews` and `lapses` count effective answers.
    """

    state: State = State.NEW
    step: int = 0
    stability: float | None = None
    difficulty: float | None = None
    due_at: datetime | None = None
    due_day: int | None = None
    interval_days: int = 0
    last_review_at: datetime | None = None
    last_review_day: int | None = None
    reviews: int = 0
    lapses: int = 0


NEW_CARD = Card()
