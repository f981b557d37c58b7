"""What goes into the repair of a key and what comes out of it, without sentences for people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from question_bank.model import Grade, Question, Response
from question_bank.writing import Addition
from quiz.memory.card import Card, Rating
from quiz.services.editing.history_values import DiffRow
from quiz.services.editing.values import Edit, Judged, Outcome


class Place(StrEnum):
    """Where an answer was given."""

    REVIEW = "review"
    PRACTICE = "practice"
    TEST = "test"


class Status(StrEnum):
    """PENDING: what was added is not served yet. GRADING, UNDOING: some learners are still to get it.

    LEAVING: what was added is to leave the text, or has left it and is still served.
    """

    PENDING = "pending"
    GRADING = "grading"
    DONE = "done"
    DROPPED = "dropped"  # it never reached the file
    LEAVING = "leaving"
    UNDOING = "undoing"
    UNDONE = "undone"


class Obstacle(StrEnum):
    """Why a response cannot be accepted here, so that only the editor is left."""

    CHOSEN = "chosen"  # a choice, an order or a match: there is nothing to add
    NOT_TYPED = "not typed"  # the learner looked, or gave up
    NO_PLACE = "no place"  # the kind has no list of accepted answers
    UNREADABLE = "unreadable"  # a number that is none, a text without letters
    UNWRITABLE = "unwritable"  # the file's way of writing it cannot be added to safely; `detail` says why
    GONE = "gone"  # the question is in the files no longer


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """A part of a response that the key does not accept, and where it could go, the likeliest first."""

    text: str
    options: tuple[Addition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """What could be added so that a response counts, part by part; or what is in the way."""

    wrongs: tuple[Wrong, ...] = ()
    obstacle: Obstacle | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What accepting a response means for the file: nothing is written yet.

    `before` and `after` are what the response is worth; `rows` are the difference in the block. With an
    `obstacle`, or without additions, there is no edit. `already`: the key accepts all of this, and only
    grades are left to change.
    """

    bank_key: str
    bank_title: str
    language: str
    question_id: int
    question: Question
    part: int
    response: Response
    suggested: Suggested
    additions: tuple[Addition, ...]
    before: Grade
    after: Grade
    rows: tuple[DiffRow, ...] = ()
    edit: Edit | None = None
    judged: Judged | None = None
    obstacle: Obstacle | None = None
    detail: str = ""
    already: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerChange:
    """A study or practice answer that gets another grade. Ratings and cards are None for practice.

    `cards` are the card before the repair and after all of it.
    """

    learner_id: int
    learner: str
    place: Place
    given_at: datetime
    part: int
    response: Response
    before: Grade
    after: Grade
    ratings: tuple[Rating, Rating] | None = None
    cards: tuple[Card, Card] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptChange:
    """A finished test whose score rises, out of `maximum`."""

    learner_id: int
    learner: str
    attempt_id: str
    finished_at: datetime
    responses: tuple[Response, ...]
    before: float
    after: float
    maximum: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRun:
    """All that a repair changes. `counted` answers count as right already, since their learners said so."""

    answers: tuple[AnswerChange, ...]
    attempts: tuple[AttemptChange, ...]
    counted: int
    disputes: int

    @property
    def learners(self) -> int:
        answers = {each.learner_id for each in self.answers}
        return len(answers | {each.learner_id for each in self.attempts})


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """The repair was made. It is PENDING while the bank has errors elsewhere and is not served anew."""

    repair_id: int
    status: Status
    answers: int = 0
    attempts: int = 0
    learners: int = 0
    disputes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """The repair was taken back, and so many grades with it. It is LEAVING while its text is still served."""

    status: Status
    answers: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NotSaved:
    """The file could not be edited so; `outcome` is editing's own."""

    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairSummary:
    """A repair as the list of them shows it; `who` is "" for the local learner and those who are gone.

    `accepts`: the question in the bank still has what was added.
    """

    id: int
    question_key: str
    question: Question
    part: int
    response: Response
    additions: tuple[Addition, ...]
    status: Status
    made_at: datetime
    who: str
    edit_id: int | None
    accepts: bool
    answers: int = 0
    attempts: int = 0
    learners: int = 0

    @property
    def unfinished(self) -> bool:
        return self.status in (Status.PENDING, Status.GRADING, Status.LEAVING, Status.UNDOING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """An answer of the learner's own that counts now; a test's has the score before and after."""

    bank_key: str
    question: Question
    place: Place
    response: Response
    right: bool
    attempt_id: str = ""
    position: int = 0
    scores: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Declined:
    """The teacher holds that an answer is wrong; `reply` may be empty. Without a session it is ""."""

    question: Question
    response: Response | None
    reply: str
    session_id: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """An answer that was accepted for a time and counts no longer.

    A test's has the score with it and without it; one while studying the study session and its number there.
    """

    question: Question
    response: Response
    session_id: str = ""
    number: int = 0
    attempt_id: str = ""
    position: int = 0
    scores: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What became of the learner's answers since they were last told."""

    granted: tuple[Granted, ...]
    declined: tuple[Declined, ...]
    withdrawn: tuple[Withdrawn, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.granted or self.declined or self.withdrawn)
