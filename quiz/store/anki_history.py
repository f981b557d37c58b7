"""What an import of reviews from Anki reads: every question by name, and some cards' logs at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select, text

from quiz.memory.queue import CardKey
from quiz.store.log import ReviewRow
from quiz.store.tables.content import bank as banks
from quiz.store.tables.content import question as questions
from quiz.store.tables.content import revision as revisions


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedQuestion:
    """A question of any bank, archived ones too; `bank` is the bank's permanent id."""

    id: int
    bank_id: int
    bank: str
    key: str
    first_key: str


@dataclass(frozen=True, slots=True, order=True)
class RevisionTime:
    created_ms: int
    revision_id: int


_LINES = text(
    f"SELECT {', '.join(f'r.{name}' for name in ReviewRow.__dataclass_fields__)} "  # noqa: S608  columns only
    "FROM review r WHERE r.learner_id = :learner_id AND r.question_id IN :question_ids "
    "ORDER BY r.question_id, r.part, r.repetition"
).bindparams(bindparam("question_ids", expanding=True))


def named_questions(connection: Connection) -> list[NamedQuestion]:
    query = select(
        questions.c.id, questions.c.bank_id, banks.c.key.label("bank"), questions.c.key, questions.c.first_key
    ).join_from(questions, banks, banks.c.id == questions.c.bank_id)
    return [NamedQuestion(**row._mapping) for row in connection.execute(query.order_by(questions.c.id))]


def revisions_of(connection: Connection, question_ids: Collection[int]) -> dict[int, list[RevisionTime]]:
    """Return when each revision of these questions came to be, the oldest first."""
    query = (
        select(revisions.c.question_id, revisions.c.created_ms, revisions.c.id)
        .where(revisions.c.question_id.in_(list(question_ids)))
        .order_by(revisions.c.question_id, revisions.c.created_ms, revisions.c.id)
    )
    found: dict[int, list[RevisionTime]] = {}
    for row in connection.execute(query):
        found.setdefault(row.question_id, []).append(RevisionTime(row.created_ms, row.id))
    return found


def lines_of_questions(
    connection: Connection, learner_id: int, question_ids: Collection[int]
) -> dict[CardKey, list[ReviewRow]]:
    """Return the learner's log of every card of these questions, in the order of writing."""
    given = {"learner_id": learner_id, "question_ids": list(question_ids)}
    found: dict[CardKey, list[ReviewRow]] = {}
    for row in connection.execute(_LINES, given):
        found.setdefault((row.question_id, row.part), []).append(ReviewRow(**row._mapping))
    return found
