"""What new parameters do to many cards at once, and what there is to fit them to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, TextClause, select, text

from quiz.store import tables
from quiz.store.times import to_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterSetRow:
    """A version of a learner's parameters; `settings` and `report` are JSON."""

    id: int
    settings: str
    origin: str
    report: str | None
    created_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryChange:
    """`version` is the card's before the change."""

    learner_id: int
    question_id: int
    part: int
    version: int
    stability: float
    difficulty: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DueChange:
    """`version` is the card's before the change."""

    learner_id: int
    question_id: int
    part: int
    version: int
    interval_days: int
    due_day: int
    due_at: datetime


_OF_CARD = (
    "WHERE learner_id = :learner_id AND question_id = :question_id AND part = :part AND version = :version"
)
_MEMORY = text(
    "UPDATE card SET version = version + 1, stability = :stability, difficulty = :difficulty "  # noqa: S608
    + _OF_CARD
)
_DUE = text(
    "UPDATE card SET version = version + 1, interval_days = :interval_days, due_day = :due_day, "  # noqa: S608
    f"due_ms = :due_ms {_OF_CARD}"
)
# A Review card's answers only: what comes within the steps is no test of memory over days.
_REVIEWS = text(
    "SELECT COUNT(*) FROM (SELECT 1 FROM review r WHERE r.learner_id = :learner_id "
    "AND r.kind IN ('answer', 'import') AND r.state_before = 2 "
    "AND COALESCE(r.guess_chance, 0) <= :likeliest_guess AND NOT EXISTS ("
    "SELECT 1 FROM review u WHERE u.learner_id = r.learner_id AND u.question_id = r.question_id "
    "AND u.part = r.part AND u.kind = 'undo' AND u.amends = r.repetition) LIMIT :most) counted"
)
_LAST_REVISIONS = text(
    "SELECT c.question_id, c.part, r.revision_id FROM card c JOIN review r ON r.learner_id = c.learner_id "
    "AND r.question_id = c.question_id AND r.part = c.part AND r.repetition = c.version - 1 "
    "WHERE c.learner_id = :learner_id"
)
# With answers from elsewhere the latest written need not be the latest given.
_LAST_ANSWERS = text(
    "SELECT question_id, part, MAX(CASE WHEN kind = 'answer' THEN repetition ELSE 0 END) AS repetition "
    "FROM review WHERE learner_id = :learner_id GROUP BY question_id, part "
    "HAVING SUM(CASE WHEN kind IN ('answer', 'refit', 'reschedule') THEN 0 ELSE 1 END) = 0"
)


def save_memories(connection: Connection, changes: Sequence[MemoryChange]) -> bool:
    """Give the cards these memories; False if any of them moved on, and then nothing may be committed."""
    return _saved(connection, [asdict(change) for change in changes], _MEMORY)


def save_dues(connection: Connection, changes: Sequence[DueChange]) -> bool:
    """Give the cards these due days; False if any of them moved on, and then nothing may be committed."""
    return _saved(connection, [asdict(each) | {"due_ms": to_ms(each.due_at)} for each in changes], _DUE)


def last_revisions(connection: Connection, learner_id: int) -> dict[tuple[int, int], int]:
    """Return the revision that each card's latest line names, by question and part."""
    rows = connection.execute(_LAST_REVISIONS, {"learner_id": learner_id})
    return {(row.question_id, row.part): row.revision_id for row in rows}


def plain_answers(connection: Connection, learner_id: int) -> dict[tuple[int, int], int]:
    """Return the latest answer's repetition of each card whose answers were all given here and stand."""
    rows = connection.execute(_LAST_ANSWERS, {"learner_id": learner_id})
    return {(row.question_id, row.part): row.repetition for row in rows}


def count_reviews(connection: Connection, learner_id: int, likeliest_guess: float, most: int) -> int:
    """Return how many of the learner's reviews can be fitted to, counting up to `most`.

    Those that may too well be guesses are left out.
    """
    given = {"learner_id": learner_id, "likeliest_guess": likeliest_guess, "most": most}
    count: int = connection.execute(_REVIEWS, given).scalar_one()
    return count


def parameter_set_rows(connection: Connection, learner_id: int) -> list[ParameterSetRow]:
    """Return every version of the learner's parameters, the first one first."""
    table = tables.parameter_set
    columns = [table.c[name] for name in ParameterSetRow.__dataclass_fields__]
    rows = connection.execute(select(*columns).where(table.c.learner_id == learner_id).order_by(table.c.id))
    return [ParameterSetRow(**row._mapping) for row in rows]


def _saved(connection: Connection, values: list[dict[str, object]], query: TextClause) -> bool:
    if not values or connection.dialect.supports_sane_multi_rowcount:
        return not values or connection.execute(query, values).rowcount == len(values)
    return all(connection.execute(query, each).rowcount == 1 for each in values)
