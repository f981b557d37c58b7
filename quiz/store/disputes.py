"""What learners say against a question: "I was right" after an answer, and reports of any kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, func, insert, select, update

from quiz.store import tables

RIGHT, REPORT = "right", "report"
OPEN, CLOSED, WITHDRAWN = "open", "closed", "withdrawn"
ACCEPTED, DECLINED = "accepted", "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeRow:
    """`repetition` names a line of the log, `study_session_id` and `number` an answer; `response` is JSON.

    `outcome` is what a teacher decided, ACCEPTED or DECLINED, with a `reply` to the learner.
    """

    learner_id: int
    id: str
    kind: str
    question_id: int
    part: int
    revision_id: int
    created_ms: int
    repetition: int | None = None
    study_session_id: str | None = None
    number: int | None = None
    response: str | None = None
    reason: str = ""
    message: str = ""
    status: str = OPEN
    outcome: str = ""
    reply: str = ""
    closed_ms: int | None = None
    seen_ms: int | None = None


_TABLE = tables.dispute
_COLUMNS = [_TABLE.c[name] for name in DisputeRow.__dataclass_fields__]
_SAID = (
    *("kind", "question_id", "part", "revision_id", "study_session_id", "number"),
    *("response", "reason", "message"),
)


def right_id(study_session_id: str, number: int) -> str:
    """Return the id of "I was right" about that answer: an answer has one, however often it is said."""
    return f"{study_session_id}.{number}"


def add_dispute(connection: Connection, row: DisputeRow) -> None:
    """IntegrityError if the learner has a dispute of this id."""
    connection.execute(insert(_TABLE), asdict(row))


def find_dispute(connection: Connection, learner_id: int, dispute_id: str) -> DisputeRow | None:
    query = select(*_COLUMNS).where(_TABLE.c.learner_id == learner_id, _TABLE.c.id == dispute_id)
    row = connection.execute(query).first()
    return DisputeRow(**row._mapping) if row else None


def is_open_already(connection: Connection, row: DisputeRow) -> bool:
    """Return whether the learner said exactly this before, and it is still open."""
    query = select(_TABLE.c.id).where(
        _TABLE.c.learner_id == row.learner_id,
        _TABLE.c.status == OPEN,
        *(_TABLE.c[name].is_not_distinct_from(getattr(row, name)) for name in _SAID),
    )
    return connection.execute(query.limit(1)).first() is not None


def save_status(connection: Connection, learner_id: int, dispute_id: str, status: str) -> bool:
    """Return whether there was such a dispute."""
    saved = connection.execute(
        update(_TABLE)
        .where(_TABLE.c.learner_id == learner_id, _TABLE.c.id == dispute_id)
        .values(status=status)
    )
    return saved.rowcount == 1


def disputes_of_bank(connection: Connection, bank_id: int, status: str) -> list[DisputeRow]:
    """Return every learner's disputes of that status about the bank's questions, the oldest first."""
    query = (
        select(*_COLUMNS)
        .join(tables.question, tables.question.c.id == _TABLE.c.question_id)
        .where(tables.question.c.bank_id == bank_id, _TABLE.c.status == status)
        .order_by(_TABLE.c.created_ms, _TABLE.c.learner_id, _TABLE.c.id)
    )
    return [DisputeRow(**row._mapping) for row in connection.execute(query)]


def count_disputes(connection: Connection, bank_id: int) -> dict[str, int]:
    """Return how many disputes about the bank's questions have each status."""
    query = (
        select(_TABLE.c.status, func.count())
        .join(tables.question, tables.question.c.id == _TABLE.c.question_id)
        .where(tables.question.c.bank_id == bank_id)
        .group_by(_TABLE.c.status)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def open_questions(connection: Connection, bank_id: int) -> set[int]:
    """Return the bank's questions about which something is open."""
    query = (
        select(_TABLE.c.question_id)
        .join(tables.question, tables.question.c.id == _TABLE.c.question_id)
        .where(tables.question.c.bank_id == bank_id, _TABLE.c.status == OPEN)
        .distinct()
    )
    return set(connection.scalars(query))


def save_statuses(
    connection: Connection, bank_id: int, disputes: Iterable[tuple[int, str]], before: str, after: str
) -> int:
    """Move those of the named disputes that are about the bank and still have the status `before`."""
    in_bank = select(tables.question.c.id).where(tables.question.c.bank_id == bank_id)
    return sum(
        connection.execute(
            update(_TABLE)
            .where(
                _TABLE.c.learner_id == learner_id,
                _TABLE.c.id == dispute_id,
                _TABLE.c.status == before,
                _TABLE.c.question_id.in_(in_bank),
                _TABLE.c.outcome != ACCEPTED,  # what counts for everybody is undone, not only asked again
            )
            .values(status=after, outcome="")
        ).rowcount
        for learner_id, dispute_id in disputes
    )


def disputes_of_question(connection: Connection, question_id: int, status: str) -> list[DisputeRow]:
    """Return every learner's disputes of that status about the question, the oldest first."""
    query = select(*_COLUMNS).where(_TABLE.c.question_id == question_id, _TABLE.c.status == status)
    rows = connection.execute(query.order_by(_TABLE.c.created_ms, _TABLE.c.learner_id, _TABLE.c.id))
    return [DisputeRow(**row._mapping) for row in rows]


def save_outcome(
    connection: Connection, row: DisputeRow, outcome: str, closed_ms: int | None, reply: str = ""
) -> None:
    """Close a dispute with what was decided; without an outcome it is open again."""
    connection.execute(
        update(_TABLE)
        .where(_TABLE.c.learner_id == row.learner_id, _TABLE.c.id == row.id)
        .values(
            status=CLOSED if outcome else OPEN,
            outcome=outcome,
            reply=reply,
            closed_ms=closed_ms,
            seen_ms=None,
        )
    )


def unseen_outcomes(connection: Connection, learner_id: int, outcome: str) -> list[DisputeRow]:
    """Return the learner's disputes with that outcome, the oldest first, of which they were not told yet."""
    query = select(*_COLUMNS).where(
        _TABLE.c.learner_id == learner_id,
        _TABLE.c.status == CLOSED,
        _TABLE.c.outcome == outcome,
        _TABLE.c.seen_ms.is_(None),
    )
    rows = connection.execute(query.order_by(_TABLE.c.created_ms, _TABLE.c.id))
    return [DisputeRow(**row._mapping) for row in rows]


def mark_outcomes_seen(connection: Connection, learner_id: int, now_ms: int) -> None:
    connection.execute(
        update(_TABLE)
        .where(_TABLE.c.learner_id == learner_id, _TABLE.c.outcome != "", _TABLE.c.seen_ms.is_(None))
        .values(seen_ms=now_ms)
    )
