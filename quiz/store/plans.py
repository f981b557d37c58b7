"""What plans over many cards read: how many are due, and the memory of those that were answered before."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import NamedTuple

from sqlalchemy import Connection, TextClause, bindparam, text

from quiz.memory.learnt import Learnt
from quiz.store.cards import Scope

_FROM = (
    "FROM card c JOIN question_part p ON p.question_id = c.question_id AND p.part = c.part "
    "WHERE c.learner_id = :learner_id AND p.served AND NOT c.suspended"
)
_DUE = f"{_FROM} AND c.state = 2 AND c.due_day <= :day"
_COUNT_DUE = text(
    f"SELECT COUNT(*) FROM (SELECT 1 AS one {_DUE} "  # noqa: S608  fixed clauses only
    "AND p.bank_id NOT IN :except_banks LIMIT :most) AS due"
).bindparams(bindparam("except_banks", expanding=True))
_COUNT_LEARNT = text(f"SELECT COUNT(*) {_FROM} AND c.state <> 0 AND p.bank_id = :bank_id")
_COUNT_NEW = text(f"SELECT COUNT(*) {_FROM} AND c.state = 0 AND p.bank_id = :bank_id")
_MEMORY = "c.question_id, c.part, c.stability, c.difficulty, c.last_review_day, c.due_day, p.bank_id"
_LEARNT = f"{_FROM} AND c.state <> 0 AND c.stability IS NOT NULL AND c.last_review_day IS NOT NULL"
_DUE_ON = " AND c.state = 2 AND c.due_day <= :day"
_NO_BANK = (-1,)  # an empty list is no SQL
EVERY = 10**9


class LearntCard(NamedTuple):
    bank_id: int
    card: Learnt


def count_due(
    connection: Connection, learner_id: int, day: int, most: int, except_banks: Collection[int] = ()
) -> int:
    """Return how many reviews are due on `day`, counting no further than `most`."""
    given = {
        "learner_id": learner_id,
        "day": day,
        "most": most,
        "except_banks": tuple(except_banks) or _NO_BANK,
    }
    return int(connection.execute(_COUNT_DUE, given).scalar_one())


def count_learnt(connection: Connection, learner_id: int, bank_id: int) -> int:
    """Return how many cards of the bank were answered before; suspended ones do not count."""
    given = {"learner_id": learner_id, "bank_id": bank_id}
    return int(connection.execute(_COUNT_LEARNT, given).scalar_one())


def count_new(connection: Connection, learner_id: int, bank_id: int) -> int:
    """Return how many cards of the bank were never answered; suspended ones do not count."""
    given = {"learner_id": learner_id, "bank_id": bank_id}
    return int(connection.execute(_COUNT_NEW, given).scalar_one())


def learnt_cards(connection: Connection, scope: Scope, due_on: int | None = None) -> list[LearntCard]:
    """Return the cards in the scope that were answered before; with `due_on`, the reviews due on that day."""
    due = "" if due_on is None else _DUE_ON
    given = scope.parameters | ({} if due_on is None else {"day": due_on})
    rows = connection.execute(_in_scope(_MEMORY, due, *scope.shape), given)
    return [
        LearntCard(bank_id, Learnt((question_id, part), stability, difficulty, last_review_day, due_day))
        for question_id, part, stability, difficulty, last_review_day, due_day, bank_id in rows
    ]


def count_reviews(connection: Connection, scope: Scope, day: int) -> int:
    """Return how many reviews in the scope are due on `day`."""
    query = _in_scope("COUNT(*)", _DUE_ON, *scope.shape)
    return int(connection.execute(query, scope.parameters | {"day": day}).scalar_one())


@cache
def _in_scope(wanted: str, due: str, in_banks: bool, with_tags: bool, of_questions: bool) -> TextClause:
    narrowed = {
        "bank_ids": " AND p.bank_id IN :bank_ids" if in_banks else "",
        "tags": " AND EXISTS (SELECT 1 FROM question_tag t WHERE t.question_id = c.question_id "
        "AND t.tag IN :tags)"
        if with_tags
        else "",
        "question_ids": " AND c.question_id IN :question_ids" if of_questions else "",
    }
    query = text(f"SELECT {wanted} {_LEARNT}{due}{''.join(narrowed.values())}")
    return query.bindparams(*(bindparam(name, expanding=True) for name, used in narrowed.items() if used))
