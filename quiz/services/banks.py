"""One bank's page: its sources, its briefing, its questions and what the learner suspended."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from question_bank.model import Fact, Question, Source
from quiz.memory.card import State
from quiz.services.context import Context
from quiz.services.overview import BankSummary
from quiz.services.study.values import CardRef


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspendedCard:
    card: CardRef
    question: Question
    part: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BankQuestion:
    """A question that learners get, with the states of this learner's cards of it."""

    id: int
    question: Question
    states: tuple[State, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BankPage:
    """`briefing` is Markdown, "" if there is none."""

    summary: BankSummary
    sources: tuple[Source, ...]
    facts: tuple[Fact, ...]
    briefing: str
    suspended: tuple[SuspendedCard, ...]
    questions: tuple[BankQuestion, ...]


def bank_page(ctx: Context, learner_id: int, key: str) -> BankPage:
    """Return what the page of bank `key` shows; raises NotFound."""
    raise NotImplementedError


def media_file(ctx: Context, key: str, file: str) -> Path | None:
    """Return the image `file` of bank `key`, or None if it is no image inside the bank's folder."""
    raise NotImplementedError
