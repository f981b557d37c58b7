"""One question by itself: what it asks, its answer, and where that stands. Cards in Anki lead here."""

from __future__ import annotations

from dataclasses import dataclass, replace

from question_bank.model import Question
from quiz.memory.presenting import Presentation, present
from quiz.services.banks import get_bank_of
from quiz.services.citations import Citation, citations_of_fact
from quiz.services.context import Context
from quiz.services.errors import NotFound
from quiz.store import banks
from quiz.store.banks import QuestionRow
from quiz.store.database import reading


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPage:
    """`language` is the bank's; the citations quote the passages as far as their texts are here."""

    bank_key: str
    bank_title: str
    language: str
    question: Question
    presentation: Presentation
    citations: tuple[Citation, ...]


def question_page(ctx: Context, learner_id: int, key: str, question_id: str) -> QuestionPage:
    """Return the question of bank `key` that has this id, or was born with it; raises NotFound.

    The first id goes before another question's present one, since it is what cards in Anki know.
    """
    with reading(ctx.engine) as connection:
        row = get_bank_of(connection, learner_id, key)
        bank = ctx.library.bank(connection, row)
        found = _named(banks.served_questions(connection, row.id), question_id)
        if found is None:
            raise NotFound(f"bank {key!r} has no question {question_id!r}")
        question = ctx.library.question(connection, found.revision_id)
    facts = [fact for fact_id in question.facts if (fact := bank.fact(fact_id)) is not None]
    quotations = ctx.passages.of(row, replace(bank, questions=()))
    return QuestionPage(
        bank_key=row.key,
        bank_title=row.title,
        language=row.language,
        question=question,
        presentation=present(question, 0, question.first_id),
        citations=tuple(each for fact in facts for each in citations_of_fact(fact, bank, quotations)),
    )


def _named(rows: list[QuestionRow], question_id: str) -> QuestionRow | None:
    by_first = (row for row in rows if row.first_key == question_id)
    return next(by_first, None) or next((row for row in rows if row.key == question_id), None)
