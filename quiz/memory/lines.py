"""A line of the review log, and what kinds of lines there are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self

from quiz.memory.card import Card, Rating
from quiz.memory.days import Moment
from quiz.memory.fsrs6 import DEFAULT_WEIGHTS
from quiz.memory.scheduling import Settings


class LineKind(StrEnum):
    """What a line of the log says.

    RERATE (the learner's own word) and REGRADE (a dispute was granted) replace the rating and interval of
    the answer in line `amends`. UNDO voids line `amends`, whatever its kind, another UNDO included.
    RESET (the learner starts afresh) and EDITION (the author changed what is to be learnt) make the card new.
    IMPORT is an answer given elsewhere.
    REFIT (the learner's parameters changed, or answers from elsewhere came in between) makes the card's
    memory what its answers so far give under the line's weights, and leaves its due date. RESCHEDULE gives
    the interval of line `amends` another length for as long as it is that line's interval which counts.
    """

    ANSWER = "answer"
    IMPORT = "import"
    RERATE = "rerate"
    REGRADE = "regrade"
    UNDO = "undo"
    RESET = "reset"
    EDITION = "edition"
    REFIT = "refit"
    RESCHEDULE = "reschedule"


ANSWERS = frozenset({LineKind.ANSWER, LineKind.IMPORT})
AMENDMENTS = frozenset({LineKind.RERATE, LineKind.REGRADE})
FRESH_STARTS = frozenset({LineKind.RESET, LineKind.EDITION})
COUNTING = ANSWERS | FRESH_STARTS | {LineKind.REFIT}
NAMING = AMENDMENTS | {LineKind.UNDO, LineKind.RESCHEDULE}


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """One line of one card's log. `repetition` numbers the card's lines upwards and is never used twice.

    `day` is the learner's day when the line was written: a later move of time zone changes no history.
    `interval_days` and `due_at` are what was given to the learner (0 days: the card stayed in its steps).
    Of a RERATE, REGRADE or RESCHEDULE they are what replaces the answer's; its moment stays the answer's own.
    `guess_chance` is that of being right by a blind guess; it counts where `guess_correction` was on.
    `factor` is Anki's of an answer given there to a card that was no longer new (`beginnings.py`), and 0 of a
    RESET that happened there; None of all other lines. `given_days` is the interval that such an answer gave
    at first, where it was replaced: it says what the answer was, whatever is due now.
    """

    repetition: int
    kind: LineKind
    moment: Moment
    day: int
    rating: Rating | None = None
    amends: int | None = None
    interval_days: int = 0
    due_at: datetime | None = None
    desired_retention: float = 0.90
    weights: tuple[float, ...] = DEFAULT_WEIGHTS
    guess_chance: float = 0.0
    guess_correction: bool = True
    factor: int | None = None
    given_days: int | None = None

    def __post_init__(self) -> None:
        if self.kind in ANSWERS | AMENDMENTS and self.rating is None:
            raise ValueError(f"a line of kind {self.kind} needs a rating")
        if (self.amends is not None) != (self.kind in NAMING):
            raise ValueError(
                f"a line of kind {self.kind} has `amends` {self.amends}; only changes name a line"
            )
        if self.amends is not None and self.amends >= self.repetition:
            raise ValueError(f"line {self.repetition} amends line {self.amends}, which is not before it")

    @property
    def luck(self) -> float:
        """The chance of a lucky guess as far as it is to be corrected."""
        return self.guess_chance if self.guess_correction else 0.0

    @property
    def elsewhere(self) -> bool:
        """Whether it happened in another program, so that it may be older than lines before it."""
        return self.kind is LineKind.IMPORT or self.factor is not None

    @classmethod
    def of(
        cls,
        kind: LineKind,
        repetition: int,
        rating: Rating,
        after: Card,
        moment: Moment,
        settings: Settings,
        amends: int | None = None,
        *,
        guess_chance: float = 0.0,
    ) -> Self:
        """Return the line that records that an answer made the card `after`."""
        return cls(
            repetition=repetition,
            kind=kind,
            moment=moment,
            day=moment.day,
            rating=rating,
            amends=amends,
            interval_days=after.interval_days,
            due_at=after.due_at,
            desired_retention=settings.desired_retention,
            weights=settings.weights,
            guess_chance=guess_chance,
            guess_correction=settings.guess_correction,
        )
