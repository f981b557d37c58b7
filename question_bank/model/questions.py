"""The eleven kinds of question: one class each, so that a type checker names what lacks one."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from question_bank.problems import Places


class Kind(StrEnum):
    """The kinds' names as a teacher writes them after `kind:`."""

    FLASHCARD = "flashcard"
    TRUE_FALSE = "true_false"
    SINGLE_CHOICE = "single_choice"
    MULTIPLE_CHOICE = "multiple_choice"
    SHORT_ANSWER = "short_answer"
    LIST = "list"
    NUMBER = "number"
    DATE = "date"
    CLOZE = "cloze"
    ORDERING = "ordering"
    MATCHING = "matching"


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A file in the bank's folder, by its path there, and the text that says the same in words.

    `digest` is of the file's bytes, "" where they were not at hand: another picture is a changed question.
    """

    file: str
    alt: str
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Common:
    """What every kind has. `was` lists earlier ids, the oldest first."""

    id: str
    was: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    explanation: str = ""
    difficulty: int | None = None
    edition: int = 1
    draft: bool = False
    lang: str = ""
    media: tuple[Media, ...] = ()
    derived: str = ""
    unsourced: str = ""
    at: Places = field(default=Places(), compare=False, repr=False)

    @property
    def first_id(self) -> str:
        """The id the question was born with; its Anki GUID is made from it."""
        return self.was[0] if self.was else self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Distractor:
    """A wrong option and, if the teacher wrote one, what to say to a learner who chose it."""

    text: str
    feedback: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flashcard(_Common):
    """Self-rated: the learner looks at the answer and says how well they knew it."""

    kind: ClassVar[Kind] = Kind.FLASHCARD
    prompt: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueFalse(_Common):
    kind: ClassVar[Kind] = Kind.TRUE_FALSE
    prompt: str
    answer: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SingleChoice(_Common):
    kind: ClassVar[Kind] = Kind.SINGLE_CHOICE
    prompt: str
    answer: str
    distractors: tuple[Distractor, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MultipleChoice(_Common):
    kind: ClassVar[Kind] = Kind.MULTIPLE_CHOICE
    prompt: str
    answers: tuple[str, ...]
    distractors: tuple[Distractor, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortAnswer(_Common):
    """A typed answer. `strict` switches tolerance for typos, accents and hyphens off."""

    kind: ClassVar[Kind] = Kind.SHORT_ANSWER
    prompt: str
    answer: str
    accept: tuple[str, ...] = ()
    reject: tuple[str, ...] = ()
    strict: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ListItem:
    answer: str
    accept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListQuestion(_Common):
    """Several typed answers in any order; `need` of them make the full mark."""

    kind: ClassVar[Kind] = Kind.LIST
    prompt: str
    answers: tuple[ListItem, ...]
    need: int


class Scale(StrEnum):
    """A scale word; the answer 11 with scale billion is the number 11,000,000,000."""

    NONE = ""
    THOUSAND = "thousand"
    MILLION = "million"
    BILLION = "billion"
    TRILLION = "trillion"

    @property
    def factor(self) -> int:
        return {"": 1, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance:
    """How far off still counts as right: an amount in the answer's own unit and scale, or percent of it."""

    amount: Decimal = Decimal(0)
    percent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    name: str
    accept: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberQuestion(_Common):
    """`written` is the figure as the teacher typed it (10,000); `answer` its value before the scale."""

    kind: ClassVar[Kind] = Kind.NUMBER
    prompt: str
    answer: Decimal
    written: str
    tolerance: Tolerance = Tolerance()
    unit: Unit | None = None
    scale: Scale = Scale.NONE


class Precision(StrEnum):
    YEAR = "year"
    MONTH = "month"
    DAY = "day"


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A calendar date of which the day, or the month too, may be unknown (0)."""

    year: int
    month: int = 0
    day: int = 0

    @property
    def precision(self) -> Precision:
        return Precision.DAY if self.day else Precision.MONTH if self.month else Precision.YEAR

    def __str__(self) -> str:
        parts = [f"{self.year:04d}"] + [f"{part:02d}" for part in (self.month, self.day) if part]
        return "-".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateQuestion(_Common):
    """`precision` says how exactly the learner must know the date; never finer than the answer."""

    kind: ClassVar[Kind] = Kind.DATE
    prompt: str
    answer: PartialDate
    precision: Precision


@dataclass(frozen=True, slots=True, kw_only=True)
class Cloze(_Common):
    """Text with `{{c1::answer::hint}}`. `accept` has a tuple per deletion, in order of appearance."""

    kind: ClassVar[Kind] = Kind.CLOZE
    text: str
    accept: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderingItem:
    """`text` is what the learner orders; `label` (a date, a rank) is shown afterwards. Equal labels tie."""

    text: str
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordering(_Common):
    kind: ClassVar[Kind] = Kind.ORDERING
    prompt: str
    items: tuple[OrderingItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    left: str
    right: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching(_Common):
    """Each left has one right; a right may serve several lefts, and `spare` rights serve none."""

    kind: ClassVar[Kind] = Kind.MATCHING
    prompt: str
    pairs: tuple[Pair, ...]
    spare: tuple[str, ...] = ()


Question = (
    Flashcard
    | TrueFalse
    | SingleChoice
    | MultipleChoice
    | ShortAnswer
    | ListQuestion
    | NumberQuestion
    | DateQuestion
    | Cloze
    | Ordering
    | Matching
)
