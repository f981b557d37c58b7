"""What the journeys of studying hand out: frozen values, no sentences, no HTML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from question_bank.model import Grade, Question, Response
from quiz.memory.card import Rating
from quiz.memory.presenting import Presentation
from quiz.services.citations import Citation


class Mode(StrEnum):
    """How a study session treats the schedule: keeps to it, runs before it, or leaves it alone."""

    SCHEDULED = "scheduled"
    AHEAD = "ahead"
    PRACTICE = "practice"


@dataclass(frozen=True, slots=True)
class CardRef:
    """A learner's card: the question, and the cloze number (0 for the other kinds)."""

    question_id: int
    part: int


@dataclass(frozen=True, slots=True)
class Progress:
    """Answers given in this study session, and how many it will have been as far as known now.

    In practice it is cards that are counted: those that were right, and all.
    """

    done: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CardShown:
    """A card as the learner sees it. `repetition` and `revision_id` come back with the answer.

    `self_rated` is a card that is looked at and then rated by the learner; only there `intervals` say when
    each rating would bring the card back.
    """

    session_id: str
    mode: Mode
    card: CardRef
    repetition: int
    revision_id: int
    question: Question
    part: int
    presentation: Presentation
    bank_key: str
    bank_title: str
    language: str
    progress: Progress
    undoable: bool
    is_new: bool
    self_rated: bool
    intervals: Mapping[Rating, timedelta] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardBack:
    """A card with what its back adds to it: where the answer stands, and the learner's own note."""

    shown: CardShown
    citations: tuple[Citation, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Finished:
    """Nothing is left in this study session; `summary` tells what it was."""

    session_id: str


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer's number within the study session, from 1; `duplicate` if it had been counted already.

    `session_id` is the session that counted it, which for a stale page may be another one.
    """

    number: int
    duplicate: bool
    session_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """What a recorded answer was and did.

    `ratings` are what the learner may still say of it; `due_at` and `interval` are None in practice,
    and where the answer counts as right after all but its card was answered again since.
    `said_right`: the learner holds that it was right, and it counts so. `accepted`: the key was widened
    since, and it counts so for good. `reply` is what a teacher says who holds that it is wrong, None if none
    does. `note` is the learner's own on the question, "" if there is none. `leech` is how often the card was
    forgotten, where that calls for another look at its source.
    """

    session_id: str
    mode: Mode
    number: int
    card: CardRef
    question: Question
    part: int
    presentation: Presentation
    response: Response
    grade: Grade
    rating: Rating
    ratings: tuple[Rating, ...]
    can_say_guessed: bool
    due_at: datetime | None
    interval: timedelta | None
    citations: tuple[Citation, ...]
    bank_key: str
    bank_title: str
    language: str
    progress: Progress
    undoable: bool
    voided: bool
    can_say_right: bool
    said_right: bool
    accepted: bool
    taken_back: bool = False
    reply: str | None
    note: str
    leech: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongAnswer:
    number: int
    question: Question
    part: int
    response: Response
    grade: Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class DayEnd:
    """A learner's day that holds nothing more: its answers, those that were right, and tomorrow's cards."""

    answered: int
    right: int
    tomorrow: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A study session as a whole; `due_left` and `new_left` are what today's queue still holds.

    `ahead_left` says whether learning ahead would bring anything, `undoable` whether the last answer
    can be taken back, `from_text` whether it began from a text. `day_end` is None while the day still holds
    something, in whichever bank.
    """

    mode: Mode
    answered: int
    right: int
    wrong: tuple[WrongAnswer, ...]
    skipped: int
    seconds: int
    next_due_at: datetime | None
    due_left: int
    new_left: int
    ahead_left: bool
    undoable: bool
    bank_keys: tuple[str, ...]
    tags: tuple[str, ...]
    from_text: bool
    day_end: DayEnd | None
