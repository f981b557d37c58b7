"""Which facts questions ask about: what cards are kept apart by."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache

from sqlalchemy import Connection, TextClause, bindparam, text

from quiz.store.cards import Scope

Fact = tuple[int, str]  # the bank's id, and the fact's own in it
_OF_QUESTIONS = text(
    "SELECT question_id, bank_id, fact FROM question_fact WHERE question_id IN :question_ids"
).bindparams(bindparam("question_ids", expanding=True))


def facts_of(connection: Connection, question_ids: Iterable[int]) -> dict[int, frozenset[Fact]]:
    """Return the facts of each of these questions that has any."""
    wanted = sorted(set(question_ids))
    found: dict[int, set[Fact]] = {}
    for row in connection.execute(_OF_QUESTIONS, {"question_ids": wanted}) if wanted else ():
        found.setdefault(row.question_id, set()).add((row.bank_id, row.fact))
    return {question_id: frozenset(facts) for question_id, facts in found.items()}


def cards_by_fact(
    connection: Connection, scope: Scope, facts: Collection[Fact]
) -> tuple[int, dict[Fact, int]]:
    """Return how many cards the scope holds, and how many of them ask about each of these facts."""
    given = scope.parameters | {"facts": sorted({fact for _, fact in facts})}
    total: int = connection.execute(
        _count("COUNT(*) AS cards", "", *scope.shape), scope.parameters
    ).scalar_one()
    by_fact = _count(
        "f.bank_id, f.fact, COUNT(*) AS cards",
        "JOIN question_fact f ON f.question_id = c.question_id AND f.fact IN :facts ",
        *scope.shape,
    )
    rows = connection.execute(by_fact, given)
    return total, {(row.bank_id, row.fact): row.cards for row in rows if (row.bank_id, row.fact) in facts}


@cache
def _count(columns: str, join: str, in_banks: bool, with_tags: bool, of_questions: bool) -> TextClause:
    tagged = "SELECT 1 FROM question_tag t WHERE t.question_id = c.question_id AND t.tag IN :tags"
    narrowing = {
        "bank_ids": (in_banks, "p.bank_id IN :bank_ids"),
        "tags": (with_tags, f"EXISTS ({tagged})"),
        "question_ids": (of_questions, "c.question_id IN :question_ids"),
    }
    used = {name: condition for name, (is_used, condition) in narrowing.items() if is_used}
    where = "".join(f" AND {condition}" for condition in used.values())
    query = text(
        f"SELECT {columns} FROM card c "  # noqa: S608  fixed clauses only
        f"JOIN question_part p ON p.question_id = c.question_id AND p.part = c.part {join}"
        f"WHERE c.learner_id = :learner_id AND NOT c.suspended AND p.served{where}"
        + (" GROUP BY f.bank_id, f.fact" if join else "")
    )
    expanding = [*used, "facts"] if join else [*used]
    return query.bindparams(*(bindparam(name, expanding=True) for name in expanding))
