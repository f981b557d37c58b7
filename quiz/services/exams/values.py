"""What the scored Test hands out: frozen values, no sentences, no HTML."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from question_bank.model import Grade, Question, Response
from quiz.memory.presenting import Presentation
from quiz.services.citations import Citation


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
    """`response` is None where nothing was answered; such an item's grade is 0.

    `fraction_before` is what it was worth before its response was accepted, None if it never changed.
    `taken_back`: it was worth more for a time.
    """

    position: int
    question: Question
    presentation: Presentation
    response: Response | None
    grade: Grade
    citations: tuple[Citation, ...]
    fraction_before: float | None = None
    taken_back: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TestResult:
    """`score` is the sum of the items' grades, out of `maximum` (their number).

    `score_before` is what it was before responses were accepted, None if it never changed.
    """

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
    score_before: float | None = None


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
