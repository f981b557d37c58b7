"""The scored Test: a paper drawn by seed, answered without feedback, graded at the end, kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from question_bank.model import AskAgain, Grade, Question, Response
from quiz.memory.presenting import Presentation
from quiz.services.citations import Citation
from quiz.services.context import Context


@dataclass(frozen=True, slots=True, kw_only=True)
class TestPage:
    """One question of an attempt; positions count from 1. `response` is what is saved so far."""

    attempt_id: str
    question: Question
    presentation: Presentation
    response: Response | None
    position: int
    count: int
    answered: tuple[int, ...]
    finished: bool
    bank_key: str
    bank_title: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TestItem:
    """`response` is None where nothing was answered; such an item's grade is 0."""

    position: int
    question: Question
    presentation: Presentation
    response: Response | None
    grade: Grade
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TestResult:
    """`score` is the sum of the items' grades, out of `maximum` (their number)."""

    attempt_id: str
    bank_key: str
    bank_title: str
    language: str
    score: float
    maximum: int
    items: tuple[TestItem, ...]
    seed: str
    tags: tuple[str, ...]
    started_at: datetime
    finished_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TestSummary:
    """A line of the history; `score` and `finished_at` are None while the attempt is open."""

    attempt_id: str
    bank_key: str
    bank_title: str
    score: float | None
    maximum: int
    answered: int
    seed: str
    tags: tuple[str, ...]
    started_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperItem:
    """`key` is the right answer in words, for the sheet of its own."""

    position: int
    question: Question
    presentation: Presentation
    key: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """The same seed, bank, tags and count give the same paper."""

    bank_key: str
    bank_title: str
    language: str
    seed: str
    tags: tuple[str, ...]
    items: tuple[PaperItem, ...]


def start(
    ctx: Context, learner_id: int, bank_key: str, tags: tuple[str, ...], count: int, seed: str
) -> str | None:
    """Begin an attempt and return its id; None if no question fits. An empty `seed` draws one."""
    raise NotImplementedError


def page(ctx: Context, learner_id: int, attempt_id: str, position: int) -> TestPage:
    """Return the question at `position`, from 1; raises NotFound."""
    raise NotImplementedError


def save(
    ctx: Context, learner_id: int, attempt_id: str, position: int, response: Response | None
) -> AskAgain | None:
    """Save the response (None clears it); AskAgain if it cannot be read. A finished one stays as it is."""
    raise NotImplementedError


def finish(ctx: Context, learner_id: int, attempt_id: str) -> None:
    """Grade the attempt and close it; a second time changes nothing."""
    raise NotImplementedError


def result(ctx: Context, learner_id: int, attempt_id: str) -> TestResult:
    """Return the score and every question of a finished attempt; raises NotFound while it is open."""
    raise NotImplementedError


def history(ctx: Context, learner_id: int) -> tuple[TestSummary, ...]:
    """Return the learner's attempts, the newest first."""
    raise NotImplementedError


def paper(ctx: Context, bank_key: str, tags: tuple[str, ...], count: int, seed: str) -> Paper:
    """Return the paper that `start` would give for these, for printing; raises NotFound."""
    raise NotImplementedError
