"""How many learners study a question, how well, and which of its answers they learnt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, func, select, text

from quiz.store import tables
from quiz.store.tables.content import question as questions
from quiz.store.tables.content import revision as revisions


@dataclass(frozen=True, slots=True, kw_only=True)
class Studying:
    """How many learners have begun with a question; `well` of them have all their cards of it in Review."""

    learners: int = 0
    well: int = 0


_WELL = "MIN(CASE WHEN c.state = 2 THEN 1 ELSE 0 END) AS well"
_STUDYING = text(
    f"SELECT begun.question_id, COUNT(*) AS learners, SUM(begun.well) AS well FROM ("  # noqa: S608  a constant
    f"SELECT c.question_id, c.learner_id, {_WELL} FROM card c "
    "JOIN enrolment e ON e.learner_id = c.learner_id AND e.bank_id = :bank_id "
    "JOIN question q ON q.id = c.question_id AND q.bank_id = e.bank_id "
    "WHERE c.state <> 0 GROUP BY c.question_id, c.learner_id) AS begun GROUP BY begun.question_id"
)
_BEGUN = text(
    "SELECT COUNT(*) FROM enrolment e WHERE e.bank_id = :bank_id AND EXISTS (SELECT 1 FROM card c "
    "JOIN question q ON q.id = c.question_id WHERE c.learner_id = e.learner_id AND c.state <> 0 "
    "AND q.bank_id = e.bank_id)"
)
_LEARNT_OTHERWISE = text(
    "SELECT COUNT(*) AS learners, COALESCE(SUM(other.well), 0) AS well FROM ("  # noqa: S608  a constant
    f"SELECT c.learner_id, {_WELL} FROM enrolment e "
    "JOIN question q ON q.bank_id = e.bank_id "
    "JOIN card c ON c.learner_id = e.learner_id AND c.question_id = q.id "
    "JOIN review l ON l.learner_id = c.learner_id AND l.question_id = c.question_id AND l.part = c.part "
    "JOIN revision r ON r.id = l.revision_id "
    "WHERE q.id = :question_id AND c.state <> 0 AND r.key_hash <> :key_hash "
    "AND l.kind IN ('answer', 'import') AND l.at_ms = (SELECT MAX(x.at_ms) FROM review x "
    "WHERE x.learner_id = c.learner_id "
    "AND x.question_id = c.question_id AND x.part = c.part AND x.kind IN ('answer', 'import')) "
    "GROUP BY c.learner_id) AS other"
)


def studying(connection: Connection, bank_id: int) -> dict[int, Studying]:
    """Return, by question, how many learners study it; archived ones too, those that nobody studies not."""
    rows = connection.execute(_STUDYING, {"bank_id": bank_id})
    return {row.question_id: Studying(learners=row.learners, well=row.well) for row in rows}


def count_learners(connection: Connection, bank_id: int) -> int:
    """Return how many learners have begun with a bank."""
    return int(connection.execute(_BEGUN, {"bank_id": bank_id}).scalar_one())


def learnt_otherwise(connection: Connection, question_id: int, key_hash: str) -> Studying:
    """Return how many learners of the question last answered it when its answer was another."""
    row = connection.execute(_LEARNT_OTHERWISE, {"question_id": question_id, "key_hash": key_hash}).one()
    return Studying(learners=row.learners, well=row.well)


def answers_had(connection: Connection, bank_id: int) -> dict[int, set[tuple[int, str]]]:
    """Return the (edition, hash of the answer) that each of the bank's questions ever had."""
    query = (
        select(revisions.c.question_id, revisions.c.edition, revisions.c.key_hash)
        .join(questions, questions.c.id == revisions.c.question_id)
        .where(questions.c.bank_id == bank_id)
        .distinct()
    )
    found: dict[int, set[tuple[int, str]]] = {}
    for row in connection.execute(query):
        found.setdefault(row.question_id, set()).add((row.edition, row.key_hash))
    return found


def served_answers(connection: Connection, bank_id: int, keys: Iterable[str]) -> dict[str, tuple[int, str]]:
    """Return, by key, the id and the hash of the answer of those of the bank's questions as they are now."""
    query = (
        select(questions.c.key, questions.c.id, revisions.c.key_hash)
        .join(revisions, revisions.c.id == questions.c.revision_id)
        .where(questions.c.bank_id == bank_id, questions.c.key.in_(bindparam("keys", expanding=True)))
    )
    rows = connection.execute(query, {"keys": list(keys)})
    return {row.key: (row.id, row.key_hash) for row in rows}


def first_seen(connection: Connection, bank_id: int) -> dict[int, int]:
    """Return when each of the bank's questions was first taken over, in milliseconds."""
    query = (
        select(revisions.c.question_id, func.min(revisions.c.created_ms).label("first_ms"))
        .join(questions, questions.c.id == revisions.c.question_id)
        .where(questions.c.bank_id == bank_id)
        .group_by(revisions.c.question_id)
    )
    return {row.question_id: row.first_ms for row in connection.execute(query)}


def complaints(connection: Connection, bank_id: int) -> dict[int, tuple[int, int]]:
    """Return, by question, how many disputes and reports are open and how many learners they come from."""
    table = tables.dispute
    query = (
        select(
            table.c.question_id,
            func.count().label("open"),
            func.count(table.c.learner_id.distinct()).label("learners"),
        )
        .join(questions, questions.c.id == table.c.question_id)
        .where(questions.c.bank_id == bank_id, table.c.status == "open")
        .group_by(table.c.question_id)
    )
    return {row.question_id: (row.open, row.learners) for row in connection.execute(query)}
