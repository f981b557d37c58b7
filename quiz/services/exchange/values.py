"""What goes to other programs and what comes from them, without sentences for people."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from question_bank.model import Question
from question_bank.problems import Problem
from quiz.services.editing.values import Outcome, Saved


class Format(StrEnum):
    """A file for another program, by the name that the command line has for it."""

    GIFT = "gift"
    CSV = "csv"
    JSON = "json"
    PRINT = "print"


BROUGHT = (Format.GIFT, Format.CSV, Format.JSON)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """`what` has no equal in the other program, or is written as what is nearest to it (`changed`)."""

    what: str
    changed: bool
    problem: Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class LossesOf:
    """The losses of one question, None for those of the bank as a whole."""

    question: Question | None
    losses: tuple[Loss, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Takeaway:
    """What a download will hold. `summed` has each loss once, with how many questions it is of.

    With `broken` there is no download: the files have errors, and the bank cannot be read whole.
    """

    bank_key: str
    bank_title: str
    language: str
    format: Format
    questions: int = 0
    drafts_left: int = 0
    losses: tuple[LossesOf, ...] = ()
    summed: tuple[tuple[Loss, int], ...] = ()
    broken: tuple[Problem, ...] = ()


class WhyNot(StrEnum):
    """Why a file is not taken; nothing of it is kept."""

    EMPTY = "empty"
    TOO_LARGE = "too large"
    UNKNOWN_FORMAT = "unknown format"
    NOT_TEXT = "not text"
    BAD_LANGUAGE = "bad language"
    NOT_KEPT = "not kept"


class RefusedFileError(Exception):
    """A file is not taken; `problem` says more where a reader did."""

    def __init__(self, why: WhyNot, problem: Problem | None = None, detail: str = "") -> None:
        super().__init__(why.value, detail)
        self.why, self.problem, self.detail = why, problem, detail


class NotHeldError(LookupError):
    """The file is not held any more: it was added, or its time is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What somebody brought to a bank: `name` is the file's, `language` that of its questions."""

    bank_key: str
    name: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought(Arrival):
    """A file of text that somebody brought."""

    format: Format
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """A question that comes in, as it will stand in `file`; `given_id` is what the brought file calls it."""

    question: Question
    given_id: str
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Faulty:
    """A question that stays out, since it would bring errors into the bank."""

    question: Question
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What would come of a file that was brought; nothing is written yet.

    `known` the bank has already, `unread` are entries that are no questions, `losses` what became something
    else or was left behind, `advice` what the rules say of the new files, and `blocking` errors in them that
    are no question's own. `pictures` come in with the questions. Without `readable` the bank's own files
    cannot be read, and nothing can be added.
    """

    bank_key: str
    bank_title: str
    language: str
    brought: Arrival
    readable: bool = True
    coming: tuple[Coming, ...] = ()
    left_by_choice: tuple[Question, ...] = ()
    known: tuple[Question, ...] = ()
    faulty: tuple[Faulty, ...] = ()
    unread: tuple[Problem, ...] = ()
    losses: tuple[Problem, ...] = ()
    advice: tuple[Problem, ...] = ()
    blocking: tuple[Problem, ...] = ()
    pictures: tuple[str, ...] = ()

    @property
    def can_be_added(self) -> bool:
        return self.readable and bool(self.coming) and not self.blocking


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What adding did, file by file: each is in the bank whole, or not at all."""

    outcomes: tuple[tuple[str, int, Outcome], ...]  # file, its number of questions, what came of it

    @property
    def questions(self) -> int:
        return sum(count for _file, count, outcome in self.outcomes if isinstance(outcome, Saved))
