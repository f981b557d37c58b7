"""Practice answers: beside the log, so that practising can never touch the schedule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, insert, select, update

from quiz.store import tables


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeRow:
    """`fraction` is the grade's correctness, or 1 where the learner was right after all; `response` and
    `grade` are JSON.
    """

    learner_id: int
    study_session_id: str
    question_id: int
    part: int
    repetition: int
    number: int
    revision_id: int
    response: str
    grade: str
    fraction: float
    seed: str
    at_ms: int
    response_ms: int | None
    voided: bool = False


_TABLE = tables.practice_answer
_COLUMNS = [_TABLE.c[name] for name in PracticeRow.__dataclass_fields__]


def add_practice_answer(connection: Connection, row: PracticeRow) -> None:
    """IntegrityError if this repetition of the card was answered already."""
    connection.execute(insert(_TABLE), asdict(row))


def practice_answers(connection: Connection, learner_id: int, study_session_id: str) -> list[PracticeRow]:
    """Return the study session's answers in the order given, those taken back included."""
    query = (
        select(*_COLUMNS)
        .where(_TABLE.c.learner_id == learner_id, _TABLE.c.study_session_id == study_session_id)
        .order_by(_TABLE.c.number)
    )
    return [PracticeRow(**row._mapping) for row in connection.execute(query)]


def practice_of_question(
    connection: Connection, learner_ids: Iterable[int], question_id: int
) -> list[PracticeRow]:
    """Return all that the learners answered to a question in practice, in the order of time."""
    query = select(*_COLUMNS).where(
        _TABLE.c.learner_id.in_(list(learner_ids)), _TABLE.c.question_id == question_id
    )
    rows = connection.execute(query.order_by(_TABLE.c.at_ms, _TABLE.c.study_session_id, _TABLE.c.number))
    return [PracticeRow(**row._mapping) for row in rows]


def void_practice_answer(connection: Connection, row: PracticeRow) -> None:
    _save(connection, row, voided=True)


def save_fraction(connection: Connection, row: PracticeRow, fraction: float) -> None:
    """Count the answer as that right, whatever its grade says."""
    _save(connection, row, fraction=fraction)


def _save(connection: Connection, row: PracticeRow, **values: object) -> None:
    connection.execute(
        update(_TABLE)
        .where(
            _TABLE.c.learner_id == row.learner_id,
            _TABLE.c.study_session_id == row.study_session_id,
            _TABLE.c.number == row.number,
        )
        .values(**values)
    )
