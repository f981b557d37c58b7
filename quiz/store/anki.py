"""What a learner took to Anki: each export with its notes; and how their cards of a bank stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, text, update

from quiz.store import tables
from quiz.store.packing import packed, unpacked


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRow:
    """`options` is JSON; the notes are read apart, since they are many."""

    number: int
    bank_id: int
    place: str
    deed: str
    made_ms: int
    options: str


@dataclass(frozen=True, slots=True)
class CardStanding:
    """How a card that is served stands; `first_key` is its question's first id."""

    first_key: str
    state: int
    suspended: bool
    due_ms: int | None
    due_day: int | None
    lapses: int
    version: int


NoteLine = Sequence[Any]  # what JSON gives back of a note; its meaning is the services'

_TABLE = tables.anki_export
_COLUMNS = [_TABLE.c[name] for name in ExportRow.__dataclass_fields__]
_STANDINGS = text(
    "SELECT q.first_key, c.state, c.suspended, c.due_ms, c.due_day, c.lapses, c.version FROM card c "
    "JOIN question_part p ON p.question_id = c.question_id AND p.part = c.part "
    "JOIN question q ON q.id = c.question_id "
    "WHERE c.learner_id = :learner_id AND p.bank_id = :bank_id AND p.served ORDER BY p.position"
)


def exports_of(connection: Connection, learner_id: int, bank_id: int) -> list[ExportRow]:
    """Return all that is recorded of the learner's exports of the bank, the oldest first."""
    query = select(*_COLUMNS).where(_TABLE.c.learner_id == learner_id, _TABLE.c.bank_id == bank_id)
    rows = connection.execute(query.order_by(_TABLE.c.number))
    return [ExportRow(**row._mapping) for row in rows]


def notes_of(connection: Connection, learner_id: int, number: int) -> list[NoteLine]:
    query = select(_TABLE.c.notes).where(_TABLE.c.learner_id == learner_id, _TABLE.c.number == number)
    lines: list[NoteLine] = unpacked(connection.execute(query).scalar_one())
    return lines


def add_export(connection: Connection, learner_id: int, row: ExportRow, notes: Sequence[NoteLine]) -> int:
    """Save an export under the learner's next number, whatever `row` says, and return that."""
    learner = tables.learner
    # Two requests of one learner at a time would take the same number; SQLite lets only one write anyway.
    connection.execute(select(learner.c.id).where(learner.c.id == learner_id).with_for_update())
    last = select(func.coalesce(func.max(_TABLE.c.number), 0)).where(_TABLE.c.learner_id == learner_id)
    number: int = connection.execute(last).scalar_one() + 1
    values = {name: getattr(row, name) for name in ExportRow.__dataclass_fields__}
    values |= {"learner_id": learner_id, "number": number, "notes": packed(notes)}
    connection.execute(insert(_TABLE).values(values))
    return number


def delete_exports(connection: Connection, learner_id: int, bank_id: int, numbers: Sequence[int]) -> int:
    """Forget these of the learner's exports of the bank; return how many there were."""
    return connection.execute(delete(_TABLE).where(*_chosen(learner_id, bank_id, numbers))).rowcount


def save_place(connection: Connection, learner_id: int, bank_id: int, number: int, place: str) -> bool:
    statement = update(_TABLE).where(*_chosen(learner_id, bank_id, [number])).values(place=place)
    return connection.execute(statement).rowcount == 1


def save_notes(connection: Connection, learner_id: int, row: ExportRow, notes: Sequence[NoteLine]) -> None:
    """Replace what the learner's export of this number was and holds."""
    values = {"deed": row.deed, "options": row.options, "notes": packed(notes)}
    chosen = _TABLE.c.learner_id == learner_id, _TABLE.c.number == row.number
    connection.execute(update(_TABLE).where(*chosen).values(values))


def latest_revisions(connection: Connection, bank_id: int, first_keys: Sequence[str]) -> dict[str, int]:
    """Return the revision that was served last of the questions with these first ids, archived ones too."""
    question = tables.question
    query = select(question.c.first_key, question.c.revision_id).where(
        question.c.bank_id == bank_id, question.c.first_key.in_(first_keys)
    )
    return {row.first_key: row.revision_id for row in connection.execute(query.order_by(question.c.id))}


def standings_of(connection: Connection, learner_id: int, bank_id: int) -> list[CardStanding]:
    """Return the learner's cards of the bank, in its order."""
    rows = connection.execute(_STANDINGS, {"learner_id": learner_id, "bank_id": bank_id})
    return [CardStanding(**row._mapping) for row in rows]


def _chosen(learner_id: int, bank_id: int, numbers: Sequence[int]) -> tuple[Any, ...]:
    return _TABLE.c.learner_id == learner_id, _TABLE.c.bank_id == bank_id, _TABLE.c.number.in_(numbers)
