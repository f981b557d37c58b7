"""Writing what a bank's files became: questions, revisions, parts and tags."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, Table, bindparam, delete, insert, select, text, update

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
class WantedParts:
    """The places of a question's cards by part; drafts are not served."""

    positions: Mapping[int, int]
    served: bool


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
_SAVE_PART = (
    update(parts)
    .where(parts.c.question_id == bindparam("new_question_id"), parts.c.part == bindparam("new_part"))
    .values(position=bindparam("new_position"), served=bindparam("new_served"))
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


def question_ids(connection: Connection, bank_id: int) -> dict[str, int]:
    """Return the ids of all questions the bank ever had by the keys they have now."""
    query = select(questions.c.key, questions.c.id).where(questions.c.bank_id == bank_id)
    return {row.key: row.id for row in connection.execute(query)}


def add_questions(connection: Connection, rows: Sequence[Mapping[str, object]]) -> list[int]:
    """Insert questions and return the ids they were given, in the order of the rows."""
    return _insert_all_numbered(connection, questions, rows)


def add_revisions(connection: Connection, new: Sequence[NewRevision]) -> list[int]:
    """Insert revisions and return the ids they were given, in order."""
    return _insert_all_numbered(connection, revisions, [asdict(each) for each in new])


def make_current(connection: Connection, revision_ids: Mapping[int, int]) -> None:
    """Let each of these questions have that revision from now on."""
    if revision_ids:
        rows = [{"of": question_id, "now": now} for question_id, now in revision_ids.items()]
        query = (
            update(questions).where(questions.c.id == bindparam("of")).values(revision_id=bindparam("now"))
        )
        connection.execute(query, rows)


def add_tags(connection: Connection, names: Mapping[int, Iterable[str]]) -> None:
    """Insert the tags of questions that have none yet."""
    rows = [{"question_id": each, "tag": name} for each, own in names.items() for name in dict.fromkeys(own)]
    _insert_all(connection, tags, rows)


def add_facts(connection: Connection, bank_id: int, names: Mapping[int, Iterable[str]]) -> None:
    """Insert the facts of questions that have none yet."""
    rows = [
        {"bank_id": bank_id, "fact": name, "question_id": each}
        for each, own in names.items()
        for name in dict.fromkeys(own)
    ]
    _insert_all(connection, facts, rows)


def save_question(connection: Connection, question_id: int, **changes: object) -> None:
    connection.execute(update(questions).where(questions.c.id == question_id).values(**changes))


def add_revision(connection: Connection, new: NewRevision) -> int:
    return insert_one(connection, revisions, asdict(new))


def _insert_all(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _insert_all_numbered(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]
) -> list[int]:
    if not rows:
        return []
    query = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return list(connection.scalars(query, rows))


def free_keys(connection: Connection, question_ids: Iterable[int]) -> None:
    """Take their keys from these questions for now, since two may change places."""
    for question_id in question_ids:
        save_question(connection, question_id, key=f"~{question_id}")


def save_parts(connection: Connection, bank_id: int, wanted: Mapping[int, WantedParts]) -> bool:
    """Save which cards the bank's questions make, and their places; return whether any place changed.

    A few statements do for thousands of questions, most of which are as they were.
    """
    held = _held_parts(connection, bank_id)
    new: list[dict[str, object]] = []
    changed: list[dict[str, object]] = []
    moved = False
    for question_id, want in wanted.items():
        had = held.get(question_id, {})
        for part, position in want.positions.items():
            row: dict[str, object] = {"question_id": question_id, "part": part}
            row |= {"position": position, "served": want.served}
            if part not in had:
                new.append(row | {"bank_id": bank_id})
            elif had[part] != (position, want.served):
                changed.append(_named(row))
                moved = moved or had[part][0] != position
        for part in had.keys() - want.positions.keys():
            row = {"question_id": question_id, "part": part, "position": had[part][0], "served": False}
            changed.append(_named(row))
    _insert_all(connection, parts, new)
    if changed:
        connection.execute(_SAVE_PART, changed)
    return moved


def _held_parts(connection: Connection, bank_id: int) -> dict[int, dict[int, tuple[int, bool]]]:
    query = select(parts.c.question_id, parts.c.part, parts.c.position, parts.c.served)
    held: dict[int, dict[int, tuple[int, bool]]] = {}
    for row in connection.execute(query.where(parts.c.bank_id == bank_id)):
        held.setdefault(row.question_id, {})[row.part] = (row.position, bool(row.served))
    return held


def _named(row: Mapping[str, object]) -> dict[str, object]:
    """Return the row under names that an UPDATE's own columns do not have."""
    return {f"new_{name}": value for name, value in row.items()}


def withdraw(connection: Connection, question_ids: Sequence[int], now_ms: int) -> None:
    """Archive these questions: their cards stay, and are no longer asked."""
    for question_id in question_ids:
        save_question(connection, question_id, archived_ms=now_ms)
        connection.execute(update(parts).where(parts.c.question_id == question_id).values(served=False))


def save_tags(connection: Connection, question_id: int, names: Iterable[str]) -> None:
    connection.execute(delete(tags).where(tags.c.question_id == question_id))
    add_tags(connection, {question_id: names})


def save_facts(connection: Connection, bank_id: int, question_id: int, names: Iterable[str]) -> None:
    connection.execute(delete(facts).where(facts.c.question_id == question_id))
    add_facts(connection, bank_id, {question_id: names})


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
