"""Banks and questions as they are served now, and the revisions that were served."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select, text

from quiz.store import tables
from quiz.store.tables.content import bank as banks
from quiz.store.tables.content import question as questions
from quiz.store.tables.content import question_fact as facts
from quiz.store.tables.content import question_part as parts
from quiz.store.tables.content import question_tag as tags
from quiz.store.tables.content import revision as revisions


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionRow:
    """A version of a question, without its body."""

    id: int
    edition: int
    key_hash: str
    created_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BankRow:
    """`digest` is "" while no version of the bank was good; `problems` is JSON."""

    id: int
    key: str
    title: str
    language: str
    folder: str
    digest: str
    problems_digest: str
    problems: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRow:
    """A question that learners get, with the revision they get now."""

    id: int
    bank_id: int
    key: str
    first_key: str
    revision_id: int


_BANK = [banks.c[name] for name in BankRow.__dataclass_fields__]
_QUESTION = [questions.c[name] for name in QuestionRow.__dataclass_fields__]
_NOT_ARCHIVED = questions.c.archived_ms.is_(None)
_BODY = text("SELECT question_id, body FROM revision WHERE id = :id")
_CURRENT = text(
    "SELECT q.revision_id, q.bank_id FROM question q JOIN question_part p ON p.question_id = q.id "
    "WHERE q.id = :question_id AND p.part = :part AND p.served"
)
_ENROL = text(
    "INSERT INTO card (learner_id, question_id, part, version, position, suspended, state, step, "
    "interval_days, reviews, lapses) "
    "SELECT e.learner_id, p.question_id, p.part, 0, p.position, :suspended, 0, 0, 0, 0, 0 "
    "FROM question_part p JOIN enrolment e ON e.bank_id = p.bank_id "
    "WHERE p.bank_id = :bank_id AND NOT EXISTS (SELECT 1 FROM card c WHERE c.learner_id = e.learner_id "
    "AND c.question_id = p.question_id AND c.part = p.part)"
)


def all_banks(connection: Connection) -> list[BankRow]:
    return [BankRow(**row._mapping) for row in connection.execute(select(*_BANK).order_by(banks.c.id))]


def find_bank(connection: Connection, key: str) -> BankRow | None:
    row = connection.execute(select(*_BANK).where(banks.c.key == key)).first()
    return BankRow(**row._mapping) if row else None


def find_bank_in(connection: Connection, folder: str) -> BankRow | None:
    row = connection.execute(select(*_BANK).where(banks.c.folder == folder).order_by(banks.c.id)).first()
    return BankRow(**row._mapping) if row else None


def get_bank(connection: Connection, bank_id: int) -> BankRow:
    row = connection.execute(select(*_BANK).where(banks.c.id == bank_id)).one()
    return BankRow(**row._mapping)


def get_document(connection: Connection, bank_id: int) -> str:
    """Return the bank without its questions, as JSON; "" while no version of it was good."""
    document: str = connection.execute(select(banks.c.document).where(banks.c.id == bank_id)).scalar_one()
    return document


def banks_of(connection: Connection, learner_id: int) -> list[BankRow]:
    """Return the banks the learner is enrolled in."""
    query = (
        select(*_BANK)
        .join(tables.enrolment, tables.enrolment.c.bank_id == banks.c.id)
        .where(tables.enrolment.c.learner_id == learner_id)
        .order_by(banks.c.id)
    )
    return [BankRow(**row._mapping) for row in connection.execute(query)]


def served_questions(connection: Connection, bank_id: int, any_of: Sequence[str] = ()) -> list[QuestionRow]:
    """Return the questions learners get, with any of these tags (none given: all), in the bank's order."""
    query = select(*_QUESTION).where(questions.c.bank_id == bank_id, _NOT_ARCHIVED, ~questions.c.draft)
    if any_of:
        tagged = select(tags.c.question_id).where(tags.c.tag.in_(any_of))
        query = query.where(questions.c.id.in_(tagged))
    rows = connection.execute(query.order_by(questions.c.position, questions.c.id))
    return [QuestionRow(**row._mapping) for row in rows]


def current_revisions(connection: Connection, bank_id: int) -> list[int]:
    """Return the revisions of all of the bank's questions, drafts too, in the bank's order."""
    query = select(questions.c.revision_id).where(questions.c.bank_id == bank_id, _NOT_ARCHIVED)
    return list(connection.scalars(query.order_by(questions.c.position, questions.c.id)))


def questions_on(connection: Connection, bank_id: int, fact_ids: Sequence[str]) -> tuple[int, ...]:
    """Return the served questions on any of these facts of the bank, in its order."""
    on_facts = select(facts.c.question_id).where(facts.c.bank_id == bank_id, facts.c.fact.in_(fact_ids))
    query = select(questions.c.id).where(
        questions.c.bank_id == bank_id, _NOT_ARCHIVED, ~questions.c.draft, questions.c.id.in_(on_facts)
    )
    return tuple(connection.scalars(query.order_by(questions.c.position, questions.c.id)))


def facts_of_questions(connection: Connection, question_ids: Sequence[int]) -> list[str]:
    """Return the facts that these questions ask about, each as often as there are questions on it."""
    query = select(facts.c.fact).where(facts.c.question_id.in_(question_ids))
    return list(connection.scalars(query.order_by(facts.c.fact)))


def tag_counts(connection: Connection, bank_id: int) -> tuple[tuple[str, int], ...]:
    """Return each tag with the number of served questions that carry it, by name."""
    query = (
        select(tags.c.tag, func.count())
        .join(questions, questions.c.id == tags.c.question_id)
        .where(questions.c.bank_id == bank_id, _NOT_ARCHIVED, ~questions.c.draft)
        .group_by(tags.c.tag)
        .order_by(tags.c.tag)
    )
    return tuple((row[0], row[1]) for row in connection.execute(query))


def find_revision(connection: Connection, revision_id: int) -> tuple[int, str] | None:
    """Return the question's id and the revision's JSON."""
    row = connection.execute(_BODY, {"id": revision_id}).first()
    return (row.question_id, row.body) if row else None


def current_bodies(connection: Connection, bank_id: int) -> list[tuple[int, int, str]]:
    """Return (revision, question, JSON) of all of the bank's questions, drafts too, in the bank's order."""
    query = (
        select(revisions.c.id, revisions.c.question_id, revisions.c.body)
        .join(questions, questions.c.revision_id == revisions.c.id)
        .where(questions.c.bank_id == bank_id, _NOT_ARCHIVED)
        .order_by(questions.c.position, questions.c.id)
    )
    return [(row.id, row.question_id, row.body) for row in connection.execute(query)]


def archived_bodies(connection: Connection, bank_id: int) -> list[tuple[str, str]]:
    """Return (key, JSON) of the bank's questions that are in its files no longer, the latest first."""
    query = (
        select(questions.c.key, revisions.c.body)
        .join(revisions, questions.c.revision_id == revisions.c.id)
        .where(questions.c.bank_id == bank_id, ~_NOT_ARCHIVED)
        .order_by(questions.c.archived_ms.desc(), questions.c.position, questions.c.id)
    )
    return [(row.key, row.body) for row in connection.execute(query)]


def revisions_of(connection: Connection, question_id: int) -> list[RevisionRow]:
    """Return all that was ever served of a question, the oldest first."""
    columns = [revisions.c[name] for name in RevisionRow.__dataclass_fields__]
    rows = connection.execute(
        select(*columns).where(revisions.c.question_id == question_id).order_by(revisions.c.id)
    )
    return [RevisionRow(**row._mapping) for row in rows]


def revision_times(connection: Connection, revision_ids: Sequence[int]) -> dict[int, int]:
    """Return when each revision came to be, in milliseconds."""
    query = select(revisions.c.id, revisions.c.created_ms).where(revisions.c.id.in_(revision_ids))
    return {row.id: row.created_ms for row in connection.execute(query)}


def find_current(connection: Connection, question_id: int, part: int) -> tuple[int, int] | None:
    """Return the revision and the bank of a card that may be asked; None if it may not."""
    row = connection.execute(_CURRENT, {"question_id": question_id, "part": part}).first()
    return (row.revision_id, row.bank_id) if row else None


def latest_revision(connection: Connection, question_id: int) -> int:
    """Return the revision that learners get, or got last before the question was archived."""
    query = select(questions.c.revision_id).where(questions.c.id == question_id)
    revision_id: int = connection.execute(query).scalar_one()
    return revision_id


def bank_of_question(connection: Connection, question_id: int) -> int | None:
    found: int | None = connection.scalar(select(questions.c.bank_id).where(questions.c.id == question_id))
    return found


def enrol(connection: Connection, learner_id: int, bank_id: int, now_ms: int) -> None:
    """Enrol the learner unless they are, and give them the cards they lack."""
    table = tables.enrolment
    known = select(table.c.bank_id).where(table.c.learner_id == learner_id, table.c.bank_id == bank_id)
    if connection.execute(known).first() is None:
        values = {"learner_id": learner_id, "bank_id": bank_id, "created_ms": now_ms}
        connection.execute(insert(table).values(values))
    add_missing_cards(connection, bank_id)


def enrol_local(connection: Connection, bank_id: int, now_ms: int) -> None:
    """Enrol the learner who needs no account, if there is one yet."""
    learner_id = connection.scalar(select(tables.learner.c.id).where(tables.learner.c.local))
    if learner_id is not None:
        enrol(connection, learner_id, bank_id, now_ms)


def learners_of(connection: Connection, bank_id: int) -> list[int]:
    """Return everybody who learns with the bank."""
    table = tables.enrolment
    query = select(table.c.learner_id).where(table.c.bank_id == bank_id)
    return list(connection.scalars(query.order_by(table.c.learner_id)))


def add_missing_cards(connection: Connection, bank_id: int) -> None:
    """Give every learner of the bank a new card for each part they have none of."""
    connection.execute(_ENROL, {"bank_id": bank_id, "suspended": False})


def suspended_cards(connection: Connection, learner_id: int, bank_id: int) -> list[tuple[int, int]]:
    """Return the (question, part) of the learner's suspended cards, in the bank's order."""
    card = tables.card
    query = (
        select(card.c.question_id, card.c.part)
        .join(parts, (parts.c.question_id == card.c.question_id) & (parts.c.part == card.c.part))
        .where(card.c.learner_id == learner_id, card.c.suspended, parts.c.bank_id == bank_id, parts.c.served)
        .order_by(parts.c.position)
    )
    return [(row.question_id, row.part) for row in connection.execute(query)]


def states_of(connection: Connection, learner_id: int, bank_id: int) -> dict[int, list[int]]:
    """Return, per question, the states of the learner's cards of it."""
    card = tables.card
    query = (
        select(card.c.question_id, card.c.state)
        .join(parts, (parts.c.question_id == card.c.question_id) & (parts.c.part == card.c.part))
        .where(card.c.learner_id == learner_id, parts.c.bank_id == bank_id, parts.c.served)
        .order_by(card.c.question_id, card.c.part)
    )
    found: dict[int, list[int]] = {}
    for row in connection.execute(query):
        found.setdefault(row.question_id, []).append(row.state)
    return found
