"""What a learner submitted, and the grade it got. A grade is correctness, never a rating."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class ChoiceResponse:
    """The texts of the ticked options, in any order (one for single_choice)."""

    chosen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TrueFalseResponse:
    value: bool


@dataclass(frozen=True, slots=True)
class TextResponse:
    """One typed answer: short_answer, number, date."""

    text: str


@dataclass(frozen=True, slots=True)
class TextsResponse:
    """Several typed answers: a list's lines, or a cloze card's gaps in order of appearance."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrderResponse:
    """The items' texts in the order the learner gave them."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MatchResponse:
    """The chosen right side for each left side, in the order of the pairs; "" where none was chosen."""

    rights: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SelfRatedResponse:
    """The learner looked at the answer and said whether they knew it (flashcard)."""

    knew: bool


@dataclass(frozen=True, slots=True)
class DontKnow:
    """The learner asked for the answer."""


Response = (
    ChoiceResponse
    | TrueFalseResponse
    | TextResponse
    | TextsResponse
    | OrderResponse
    | MatchResponse
    | SelfRatedResponse
    | DontKnow
)


class NoteKind(StrEnum):
    """Why an answer that is not letter for letter the key was still taken, or came to be refused."""

    TYPO = "typo"  # read as `text`; check the spelling
    SPELLING = "spelling"  # accents or hyphens differ; `text` is the right spelling
    REJECTED = "rejected"  # the teacher named this answer as wrong
    WRONG_UNIT = "wrong_unit"
    MISSING_UNIT = "missing_unit"
    DUPLICATE = "duplicate"  # the same list answer was given twice


@dataclass(frozen=True, slots=True)
class Note:
    kind: NoteKind
    text: str = ""


@dataclass(frozen=True, slots=True)
class Detail:
    """One part of an answer: what was given, what belongs there, and whether it counted as right."""

    given: str
    expected: str
    right: bool


@dataclass(frozen=True, slots=True)
class Grade:
    """Correctness as a fraction from 0 to 1, with what a page needs to explain it."""

    fraction: float
    notes: tuple[Note, ...] = ()
    details: tuple[Detail, ...] = ()

    @property
    def right(self) -> bool:
        return self.fraction >= 1.0


class AskReason(StrEnum):
    """Why an answer is asked for again instead of being graded."""

    EMPTY = "empty"
    NOT_A_NUMBER = "not_a_number"
    AMBIGUOUS_NUMBER = "ambiguous_number"
    NOT_A_DATE = "not_a_date"
    AMBIGUOUS_DATE = "ambiguous_date"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True)
class AskAgain:
    """The answer could not be read; `readings` are what it may have meant (e.g. 1234 and 1.234)."""

    reason: AskReason
    readings: tuple[str, ...] = ()
