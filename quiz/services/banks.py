"""One bank's page: its sources, its briefing, its questions and what the learner suspended."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from question_bank.model import Fact, Question, Source
from quiz.memory.card import State
from quiz.services.context import Context
from quiz.services.errors import NotFound
from quiz.services.learners import get_learner
from quiz.services.moments import now_of
from quiz.services.overview import BankSummary, summarise
from quiz.services.study.values import CardRef
from quiz.store import banks
from quiz.store.banks import BankRow
from quiz.store.database import reading

# Images only: a bank's folder also holds its answers, and sources that are not ours to hand out.
IMAGES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif"})


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
    with reading(ctx.engine) as connection:
        learner = get_learner(connection, learner_id)
        row = get_bank_of(connection, learner_id, key)
        bank = ctx.library.bank(connection, row)
        return BankPage(
            summary=summarise(ctx, connection, learner, now_of(ctx, learner), row),
            sources=bank.sources,
            facts=bank.facts,
            briefing=bank.briefing,
            suspended=_suspended(ctx, connection, learner_id, row),
            questions=_questions(ctx, connection, learner_id, row),
        )


def media_file(ctx: Context, key: str, file: str) -> Path | None:
    """Return the image `file` of bank `key`, or None if no question declares it or it is not there."""
    with reading(ctx.engine) as connection:
        row = banks.find_bank(connection, key)
        if row is None or not row.digest or Path(file).suffix.lower() not in IMAGES:
            return None
        questions = ctx.library.whole_bank(connection, row).questions
    if not any(media.file == file for question in questions for media in question.media):
        return None
    folder = Path(row.folder).resolve()
    path = (folder / file).resolve()
    return path if path.is_relative_to(folder) and path.is_file() else None


def get_bank_of(connection: Connection, learner_id: int, key: str) -> BankRow:
    """Return the bank if the learner is enrolled in it; raises NotFound."""
    for row in banks.banks_of(connection, learner_id):
        if row.key == key:
            return row
    raise NotFound(f"learner {learner_id} has no bank {key!r}")


def _suspended(
    ctx: Context, connection: Connection, learner_id: int, row: BankRow
) -> tuple[SuspendedCard, ...]:
    revisions = {each.id: each.revision_id for each in banks.served_questions(connection, row.id)}
    return tuple(
        SuspendedCard(
            card=CardRef(question_id, part),
            question=ctx.library.question(connection, revisions[question_id]),
            part=part,
        )
        for question_id, part in banks.suspended_cards(connection, learner_id, row.id)
    )


def _questions(
    ctx: Context, connection: Connection, learner_id: int, row: BankRow
) -> tuple[BankQuestion, ...]:
    ctx.library.load(connection, row)
    states = banks.states_of(connection, learner_id, row.id)
    return tuple(
        BankQuestion(
            id=each.id,
            question=ctx.library.question(connection, each.revision_id),
            states=tuple(State(state) for state in states.get(each.id, ())),
        )
        for each in banks.served_questions(connection, row.id)
    )
