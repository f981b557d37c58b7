"""Attempts of tests and their answers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from quiz.store import tables


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptRow:
    """`items` are the paper's revision ids, in order; `finished_ms` is None while the attempt is open."""

    learner_id: int
    id: str
    bank_id: int
    tags: tuple[str, ...]
    seed: str
    items: tuple[int, ...]
    score: float | None = None
    started_ms: int
    finished_ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptAnswer:
    """`response` and `grade` are JSON; there is no grade before the attempt is finished."""

    learner_id: int
    attempt_id: str
    position: int
    response: str
    grade: str | None
    at_ms: int


_ATTEMPT = tables.test_attempt
_ANSWER = tables.test_answer
_ATTEMPT_COLUMNS = [_ATTEMPT.c[name] for name in AttemptRow.__dataclass_fields__]
_ANSWER_COLUMNS = [_ANSWER.c[name] for name in AttemptAnswer.__dataclass_fields__]


def add_attempt(connection: Connection, row: AttemptRow) -> None:
    lists = {"tags": json.dumps(row.tags), "items": json.dumps(row.items)}
    connection.execute(insert(_ATTEMPT), asdict(row) | lists)


def find_attempt(connection: Connection, learner_id: int, attempt_id: str) -> AttemptRow | None:
    query = select(*_ATTEMPT_COLUMNS).where(_ATTEMPT.c.learner_id == learner_id, _ATTEMPT.c.id == attempt_id)
    row = connection.execute(query).first()
    return _attempt(row) if row else None


def attempts_of(connection: Connection, learner_id: int) -> list[AttemptRow]:
    """Return the learner's attempts, the newest first."""
    query = select(*_ATTEMPT_COLUMNS).where(_ATTEMPT.c.learner_id == learner_id)
    rows = connection.execute(query.order_by(_ATTEMPT.c.started_ms.desc(), _ATTEMPT.c.id))
    return [_attempt(row) for row in rows]


def finished_attempts(connection: Connection, learner_ids: Iterable[int], bank_id: int) -> list[AttemptRow]:
    """Return the learners' finished attempts of tests of a bank, the oldest first."""
    query = select(*_ATTEMPT_COLUMNS).where(
        _ATTEMPT.c.learner_id.in_(list(learner_ids)),
        _ATTEMPT.c.bank_id == bank_id,
        _ATTEMPT.c.finished_ms.is_not(None),
    )
    rows = connection.execute(query.order_by(_ATTEMPT.c.started_ms, _ATTEMPT.c.id))
    return [_attempt(row) for row in rows]


def are_unchanged(connection: Connection, rows: Sequence[AttemptRow]) -> bool:
    """Say whether these attempts are still what they were when they were read."""
    query = select(*_ATTEMPT_COLUMNS).where(
        _ATTEMPT.c.learner_id.in_({row.learner_id for row in rows}),
        _ATTEMPT.c.id.in_({row.id for row in rows}),
    )
    now = {(row.learner_id, row.id): _attempt(row) for row in connection.execute(query)} if rows else {}
    return all(now.get((row.learner_id, row.id)) == row for row in rows)


def save_scores(connection: Connection, scores: Mapping[tuple[int, str], float]) -> None:
    """Give finished attempts, by learner and id, other scores; a repair keeps what they were."""
    query = update(_ATTEMPT).where(
        _ATTEMPT.c.learner_id == bindparam("of_learner"), _ATTEMPT.c.id == bindparam("of_attempt")
    )
    if scores:
        given = [
            {"of_learner": learner_id, "of_attempt": attempt_id, "score": score}
            for (learner_id, attempt_id), score in scores.items()
        ]
        connection.execute(query.values(score=bindparam("score")), given)


def save_new_grades(connection: Connection, grades: Mapping[tuple[int, str, int], str]) -> None:
    """Save the grade, as JSON, of answers by learner, attempt and position."""
    query = update(_ANSWER).where(
        _ANSWER.c.learner_id == bindparam("of_learner"),
        _ANSWER.c.attempt_id == bindparam("of_attempt"),
        _ANSWER.c.position == bindparam("at_position"),
    )
    if grades:
        given = [
            {"of_learner": learner_id, "of_attempt": attempt_id, "at_position": position, "grade": grade}
            for (learner_id, attempt_id, position), grade in grades.items()
        ]
        connection.execute(query.values(grade=bindparam("grade")), given)


def finish_attempt(connection: Connection, row: AttemptRow, score: float, now_ms: int) -> bool:
    """Close the attempt unless it is closed; return whether this closed it."""
    closed = connection.execute(
        update(_ATTEMPT)
        .where(
            _ATTEMPT.c.learner_id == row.learner_id,
            _ATTEMPT.c.id == row.id,
            _ATTEMPT.c.finished_ms.is_(None),
        )
        .values(score=score, finished_ms=now_ms)
    )
    return closed.rowcount == 1


def answers_of(connection: Connection, learner_id: int, attempt_id: str) -> dict[int, AttemptAnswer]:
    """Return the saved answers by position."""
    query = select(*_ANSWER_COLUMNS).where(
        _ANSWER.c.learner_id == learner_id, _ANSWER.c.attempt_id == attempt_id
    )
    rows = connection.execute(query.order_by(_ANSWER.c.position))
    return {row.position: AttemptAnswer(**row._mapping) for row in rows}


def answers_of_attempts(
    connection: Connection, rows: Iterable[AttemptRow]
) -> dict[tuple[int, str], dict[int, AttemptAnswer]]:
    """Return the saved answers of many attempts, each by learner and attempt, by position."""
    wanted = {(row.learner_id, row.id): dict[int, AttemptAnswer]() for row in rows}
    query = select(*_ANSWER_COLUMNS).where(
        _ANSWER.c.learner_id.in_({learner_id for learner_id, _ in wanted}),
        _ANSWER.c.attempt_id.in_({attempt_id for _, attempt_id in wanted}),
    )
    for row in connection.execute(query.order_by(_ANSWER.c.position)):
        if (row.learner_id, row.attempt_id) in wanted:
            wanted[row.learner_id, row.attempt_id][row.position] = AttemptAnswer(**row._mapping)
    return wanted


def answered_positions(connection: Connection, learner_id: int) -> dict[str, int]:
    """Return, per attempt, how many questions were answered."""
    query = select(_ANSWER.c.attempt_id).where(_ANSWER.c.learner_id == learner_id)
    counts: dict[str, int] = {}
    for attempt_id in connection.scalars(query):
        counts[attempt_id] = counts.get(attempt_id, 0) + 1
    return counts


def save_answer(connection: Connection, answer: AttemptAnswer) -> None:
    """Put the answer in the place of an earlier one to the same question."""
    clear_answer(connection, answer.learner_id, answer.attempt_id, answer.position)
    connection.execute(insert(_ANSWER), asdict(answer))


def clear_answer(connection: Connection, learner_id: int, attempt_id: str, position: int) -> None:
    connection.execute(
        delete(_ANSWER).where(
            _ANSWER.c.learner_id == learner_id,
            _ANSWER.c.attempt_id == attempt_id,
            _ANSWER.c.position == position,
        )
    )


def save_grades(connection: Connection, row: AttemptRow, grades: Mapping[int, str]) -> None:
    """Save the grade, as JSON, of each answered position."""
    for position, grade in grades.items():
        connection.execute(
            update(_ANSWER)
            .where(
                _ANSWER.c.learner_id == row.learner_id,
                _ANSWER.c.attempt_id == row.id,
                _ANSWER.c.position == position,
            )
            .values(grade=grade)
        )


def _attempt(row: Row[tuple[object, ...]]) -> AttemptRow:
    values = dict(row._mapping)
    lists: dict[str, Sequence[object]] = {name: tuple(json.loads(values[name])) for name in ("tags", "items")}
    return AttemptRow(**values | lists)
