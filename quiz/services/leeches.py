"""Questions that keep failing: what a teacher may want to write anew."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from question_bank.model import Question
from quiz.services.citations import Citation, citations_of
from quiz.services.context import Context
from quiz.store import leeches
from quiz.store.banks import BankRow


@dataclass(frozen=True, slots=True, kw_only=True)
class FailingQuestion:
    """`learners` forgot it eight times or more each, `lapses` times together."""

    question_id: int
    question: Question
    citations: tuple[Citation, ...]
    learners: int
    lapses: int


def failing_questions(ctx: Context, connection: Connection, row: BankRow) -> tuple[FailingQuestion, ...]:
    """Return the bank's questions that somebody keeps forgetting, those with most learners first."""
    bank = ctx.library.bank(connection, row)
    found = []
    for each in leeches.failing_questions(connection, row.id):
        question = ctx.library.question(connection, each.revision_id)
        found.append(
            FailingQuestion(
                question_id=each.question_id,
                question=question,
                citations=citations_of(question, bank),
                learners=each.learners,
                lapses=each.lapses,
            )
        )
    return tuple(found)
