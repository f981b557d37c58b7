"""Repairs of keys, and the grades that they changed; a change that was undone is kept as such."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, func, insert, or_, select, update

from quiz.store import tables
from quiz.store.database import insert_one

PENDING, GRADING, DONE, DROPPED = "pending", "grading", "done", "dropped"
LEAVING, UNDOING, UNDONE = "leaving", "undoing", "undone"
STANDING = (GRADING, DONE, LEAVING)
UNFINISHED = (PENDING, GRADING, LEAVING, UNDOING)
WRITTEN = (*STANDING, UNDOING, UNDONE)
REVIEW, PRACTICE, TEST = "review", "practice", "test"


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairRow:
    """`additions` and `response` are JSON; `edition` and `key_hash` are those before the repair."""

    id: int
    bank_id: int
    question_id: int
    part: int
    edition: int
    key_hash: str
    additions: str
    response: str
    editor_id: int | None
    edit_id: int | None
    status: str
    made_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """A grade that became another. `owner` and `position` name the answer within its `place`.

    REVIEW: the card, `question.part`, and the answer's line, with the `line` that was added. PRACTICE: the
    study session and the answer's number. TEST: the attempt and the place on its paper.
    """

    learner_id: int
    repair_id: int
    number: int
    place: str
    part: int
    owner: str
    position: int
    response: str
    grade_before: str
    grade_after: str
    made_ms: int
    line: int | None = None
    score_before: float | None = None
    score_after: float | None = None
    seen_ms: int | None = None
    undone_ms: int | None = None


_REPAIR, _CHANGE = tables.repair, tables.repair_change
_COLUMNS = [_REPAIR.c[name] for name in RepairRow.__dataclass_fields__]
_CHANGE_COLUMNS = [_CHANGE.c[name] for name in ChangeRow.__dataclass_fields__]


def add_repair(connection: Connection, **values: object) -> int:
    return insert_one(connection, _REPAIR, values)


def save_repair(connection: Connection, repair_id: int, **changes: object) -> None:
    connection.execute(update(_REPAIR).where(_REPAIR.c.id == repair_id).values(**changes))


def find_repair(connection: Connection, repair_id: int) -> RepairRow | None:
    row = connection.execute(select(*_COLUMNS).where(_REPAIR.c.id == repair_id)).first()
    return RepairRow(**row._mapping) if row else None


def repairs_with_status(
    connection: Connection, statuses: Iterable[str], bank_id: int | None = None
) -> list[RepairRow]:
    """Return the repairs of a bank, or of all banks, the oldest first."""
    query = select(*_COLUMNS).where(_REPAIR.c.status.in_(list(statuses)))
    if bank_id is not None:
        query = query.where(_REPAIR.c.bank_id == bank_id)
    return [RepairRow(**row._mapping) for row in connection.execute(query.order_by(_REPAIR.c.id))]


def written_repairs(connection: Connection, question_id: int) -> list[RepairRow]:
    """Return the repairs of a question that stand or stood, the oldest first."""
    query = select(*_COLUMNS).where(_REPAIR.c.question_id == question_id, _REPAIR.c.status.in_(WRITTEN))
    return [RepairRow(**row._mapping) for row in connection.execute(query.order_by(_REPAIR.c.id))]


def repair_of_edit(connection: Connection, bank_id: int, edit_id: int) -> RepairRow | None:
    """Return the repair that an edit of the bank's files was made for."""
    query = select(*_COLUMNS).where(_REPAIR.c.bank_id == bank_id, _REPAIR.c.edit_id == edit_id)
    row = connection.execute(query.order_by(_REPAIR.c.id.desc())).first()
    return RepairRow(**row._mapping) if row else None


def add_changes(connection: Connection, rows: Sequence[ChangeRow]) -> None:
    if rows:
        connection.execute(insert(_CHANGE), [asdict(row) for row in rows])


def history_of_question(
    connection: Connection, learner_ids: Iterable[int], question_id: int
) -> list[ChangeRow]:
    """Return every change of learners' answers to a question, undone ones too, in the order of time."""
    query = (
        select(*_CHANGE_COLUMNS)
        .join(_REPAIR, _REPAIR.c.id == _CHANGE.c.repair_id)
        .where(_CHANGE.c.learner_id.in_(list(learner_ids)), _REPAIR.c.question_id == question_id)
        .order_by(_CHANGE.c.made_ms, _CHANGE.c.repair_id, _CHANGE.c.number)
    )
    return [ChangeRow(**row._mapping) for row in connection.execute(query)]


def last_numbers(connection: Connection, learner_ids: Iterable[int]) -> dict[tuple[int, int], int]:
    """Return the highest number of the learners' changes, by learner and repair."""
    query = (
        select(_CHANGE.c.learner_id, _CHANGE.c.repair_id, func.max(_CHANGE.c.number))
        .where(_CHANGE.c.learner_id.in_(list(learner_ids)))
        .group_by(_CHANGE.c.learner_id, _CHANGE.c.repair_id)
    )
    return {(learner_id, repair_id): number for learner_id, repair_id, number in connection.execute(query)}


def changes_of(connection: Connection, repair_id: int) -> list[ChangeRow]:
    """Return what a repair changed and what stands of it, learner by learner."""
    query = select(*_CHANGE_COLUMNS).where(_CHANGE.c.repair_id == repair_id, _CHANGE.c.undone_ms.is_(None))
    rows = connection.execute(query.order_by(_CHANGE.c.learner_id, _CHANGE.c.number))
    return [ChangeRow(**row._mapping) for row in rows]


def changes_of_learner(
    connection: Connection, learner_id: int, place: str | None = None, owner: str | None = None
) -> list[ChangeRow]:
    """Return what stands of the learner's changes, in the order in which they were made."""
    query = select(*_CHANGE_COLUMNS).where(_CHANGE.c.learner_id == learner_id, _CHANGE.c.undone_ms.is_(None))
    if place is not None:
        query = query.where(_CHANGE.c.place == place, _CHANGE.c.owner == owner)
    rows = connection.execute(query.order_by(_CHANGE.c.repair_id, _CHANGE.c.number))
    return [ChangeRow(**row._mapping) for row in rows]


def ended_of_learner(
    connection: Connection, learner_id: int, place: str | None = None, owner: str | None = None
) -> list[ChangeRow]:
    """Return the learner's changes that count no longer, the one that ended last first."""
    ended = _CHANGE.c.undone_ms.is_not(None)
    query = select(*_CHANGE_COLUMNS).where(_CHANGE.c.learner_id == learner_id, ended)
    if place is not None:
        query = query.where(_CHANGE.c.place == place, _CHANGE.c.owner == owner)
    rows = connection.execute(
        query.order_by(_CHANGE.c.undone_ms.desc(), _CHANGE.c.repair_id, _CHANGE.c.number)
    )
    return [ChangeRow(**row._mapping) for row in rows]


def is_changed(connection: Connection, learner_id: int, place: str, owner: str, position: int) -> bool:
    """Say whether a repair made that answer a right one, or a better one."""
    return any(row.position == position for row in changes_of_learner(connection, learner_id, place, owner))


def mark_seen(connection: Connection, learner_id: int, now_ms: int) -> None:
    """Note that the learner knows what became of their answers, and what of that was taken back."""
    news = or_(_CHANGE.c.seen_ms.is_(None), _CHANGE.c.seen_ms < _CHANGE.c.undone_ms)
    connection.execute(update(_CHANGE).where(_CHANGE.c.learner_id == learner_id, news).values(seen_ms=now_ms))


def end_change(connection: Connection, row: ChangeRow, now_ms: int) -> bool:
    """Let a change count no longer; False if it did not, or is gone."""
    ended = connection.execute(
        update(_CHANGE)
        .where(
            _CHANGE.c.learner_id == row.learner_id,
            _CHANGE.c.repair_id == row.repair_id,
            _CHANGE.c.number == row.number,
            _CHANGE.c.undone_ms.is_(None),
        )
        .values(undone_ms=now_ms)
    )
    return ended.rowcount == 1


def count_standing(connection: Connection, question_id: int) -> int:
    """Return how many repairs of a question stand."""
    query = select(func.count()).where(_REPAIR.c.question_id == question_id, _REPAIR.c.status.in_(STANDING))
    return int(connection.scalar(query) or 0)
