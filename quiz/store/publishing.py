"""Writing what a bank's files became: questions, revisions, parts and tags."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, delete, insert, select, text, update

from quiz.store.database import insert_one
from quiz.store.tables.content import bank as banks
from quiz.store.tables.content import question as questions
from quiz.store.tables.content import question_fact as facts
from quiz.store.tables.content import question_part as parts
from quiz.store.tables.content import question_tag as tags
from quiz.store.tables.content import revision as revisions


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A question as it was last taken over; `body` is its current revision's JSON."""

    id: int
    key: str
    first_key: str
    position: int
    edition: int
    revision_id: int
    draft: bool
    archived_ms: int | None
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRevision:
    question_id: int
    edition: int
    key_hash: str
    content_hash: str
    body: str
    created_ms: int


# New cards wait in the order of the bank; cards that were studied no longer have a place in it.
_MOVE_NEW_CARDS = text(
    "UPDATE card SET position = (SELECT p.position FROM question_part p "
    "WHERE p.question_id = card.question_id AND p.part = card.part) "
    "WHERE state = 0 AND learner_id IN (SELECT e.learner_id FROM enrolment e WHERE e.bank_id = :bank_id) "
    "AND question_id IN (SELECT p.question_id FROM question_part p WHERE p.bank_id = :bank_id)"
)
_CARDS_TO_RELEARN = text(
    "SELECT c.learner_id, c.question_id, c.part FROM card c "
    "JOIN enrolment e ON e.learner_id = c.learner_id AND e.bank_id = :bank_id "
    "JOIN question_part p ON p.question_id = c.question_id AND p.part = c.part "
    "WHERE c.question_id = :question_id AND c.state <> 0 ORDER BY c.learner_id, c.part"
)


def add_bank(connection: Connection, **values: object) -> int:
    return insert_one(connection, banks, values)


def save_bank(connection: Connection, bank_id: int, **changes: object) -> None:
    connection.execute(update(banks).where(banks.c.id == bank_id).values(**changes))


def stored_questions(connection: Connection, bank_id: int) -> list[Stored]:
    """Return every question the bank ever had, archived ones too."""
    names = [questions.c[name] for name in Stored.__dataclass_fields__ if name != "body"]
    query = (
        select(*names, revisions.c.body)
        .join(revisions, revisions.c.id == questions.c.revision_id)
        .where(questions.c.bank_id == bank_id)
        .order_by(questions.c.id)
    )
    return [Stored(**row._mapping) for row in connection.execute(query)]


def add_question(connection: Connection, **values: object) -> int:
    return insert_one(connection, questions, values)


def save_question(connection: Connection, question_id: int, **changes: object) -> None:
    connection.execute(update(questions).where(questions.c.id == question_id).values(**changes))


def add_revision(connection: Connection, new: NewRevision) -> int:
    return insert_one(connection, revisions, asdict(new))


def free_keys(connection: Connection, question_ids: Iterable[int]) -> None:
    """Take their keys from these questions for now, since two may change places."""
    for question_id in question_ids:
        save_question(connection, question_id, key=f"~{question_id}")


def save_parts(
    connection: Connection, question_id: int, bank_id: int, positions: dict[int, int], *, served: bool
) -> bool:
    """Save which cards the question makes, and their places; return whether any place changed."""
    held = {
        row.part: (row.position, bool(row.served))
        for row in connection.execute(
            select(parts.c.part, parts.c.position, parts.c.served).where(parts.c.question_id == question_id)
        )
    }
    for part, position in positions.items():
        if part not in held:
            values = {"question_id": question_id, "part": part, "bank_id": bank_id}
            connection.execute(insert(parts).values(**values, position=position, served=served))
        elif held[part] != (position, served):
            _save_part(connection, question_id, part, position=position, served=served)
    for part in held.keys() - positions.keys():
        _save_part(connection, question_id, part, served=False)
    return any(part in held and held[part][0] != position for part, position in positions.items())


def withdraw(connection: Connection, question_ids: Sequence[int], now_ms: int) -> None:
    """Archive these questions: their cards stay, and are no longer asked."""
    for question_id in question_ids:
        save_question(connection, question_id, archived_ms=now_ms)
        connection.execute(update(parts).where(parts.c.question_id == question_id).values(served=False))


def save_tags(connection: Connection, question_id: int, names: Iterable[str]) -> None:
    connection.execute(delete(tags).where(tags.c.question_id == question_id))
    rows = [{"question_id": question_id, "tag": name} for name in dict.fromkeys(names)]
    if rows:
        connection.execute(insert(tags), rows)


def save_facts(connection: Connection, bank_id: int, question_id: int, names: Iterable[str]) -> None:
    connection.execute(delete(facts).where(facts.c.question_id == question_id))
    rows = [{"bank_id": bank_id, "fact": name, "question_id": question_id} for name in dict.fromkeys(names)]
    if rows:
        connection.execute(insert(facts), rows)


def move_new_cards(connection: Connection, bank_id: int) -> None:
    connection.execute(_MOVE_NEW_CARDS, {"bank_id": bank_id})


def cards_to_relearn(connection: Connection, bank_id: int, question_id: int) -> list[tuple[int, int, int]]:
    """Return (learner, question, part) of the cards of that question that were studied."""
    rows = connection.execute(_CARDS_TO_RELEARN, {"bank_id": bank_id, "question_id": question_id})
    return [(row.learner_id, row.question_id, row.part) for row in rows]


def current_revision(connection: Connection, question_id: int) -> int:
    found: int = connection.execute(
        select(questions.c.revision_id).where(questions.c.id == question_id)
    ).scalar_one()
    return found


def _save_part(connection: Connection, question_id: int, part: int, **changes: object) -> None:
    connection.execute(
        update(parts).where(parts.c.question_id == question_id, parts.c.part == part).values(**changes)
    )
