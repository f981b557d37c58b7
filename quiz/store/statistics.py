"""What statistics read: the learner's log without what was answered, and their cards in every bank."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select, text

from quiz.memory.card import Card, State
from quiz.memory.lines import LogLine
from quiz.memory.scheduling import Settings
from quiz.store import tables
from quiz.store.log import line_of

CardKey = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedCard:
    """A card that may be asked, with what memory statistics need of it."""

    question_id: int
    bank_id: int
    suspended: bool
    due_ms: int | None
    card: Card


@dataclass(frozen=True, slots=True)
class TimedLines:
    """One card's log, and how long each of its answers took, by repetition."""

    lines: tuple[LogLine, ...]
    response_ms: Mapping[int, int | None]


_VERSIONS = text(
    "SELECT question_id, part, version, last_review_ms FROM card "
    "WHERE learner_id = :learner_id AND version > 0"
)
_LINES = (
    "SELECT question_id, part, repetition, kind, at_ms, offset_minutes, day, rating, amends, interval_days, "
    "due_ms, desired_retention, parameter_set_id, guess_chance, factor, response_ms FROM review "
    "WHERE learner_id = :learner_id"
)
_ALL_LINES = text(f"{_LINES} ORDER BY question_id, part, repetition")
_LINES_OF_QUESTIONS = text(
    f"{_LINES} AND question_id IN :question_ids ORDER BY question_id, part, repetition"
).bindparams(bindparam("question_ids", expanding=True))
_SERVED = text(
    "SELECT c.question_id, p.bank_id, c.suspended, c.state, c.stability, c.due_ms, c.due_day, "
    "c.last_review_day FROM card c "
    "JOIN question_part p ON p.question_id = c.question_id AND p.part = c.part "
    "WHERE c.learner_id = :learner_id AND p.served"
)
_FEW_QUESTIONS = 200


def card_versions(connection: Connection, learner_id: int) -> dict[CardKey, tuple[int, int | None]]:
    """Return what changes whenever a card's log does, for every card that has one."""
    rows = connection.execute(_VERSIONS, {"learner_id": learner_id})
    return {(row.question_id, row.part): (row.version, row.last_review_ms) for row in rows}


def timed_lines(
    connection: Connection, learner_id: int, keys: Iterable[CardKey], parameter_sets: Mapping[int, Settings]
) -> dict[CardKey, TimedLines]:
    """Return the logs of these cards."""
    wanted = set(keys)
    question_ids = {question_id for question_id, _ in wanted}
    given: dict[str, object] = {"learner_id": learner_id}
    query = _ALL_LINES
    if len(question_ids) <= _FEW_QUESTIONS:
        query = _LINES_OF_QUESTIONS
        given["question_ids"] = sorted(question_ids)
    lines: dict[CardKey, list[LogLine]] = {}
    times: dict[CardKey, dict[int, int | None]] = {}
    for row in connection.execute(query, given):
        key = (row.question_id, row.part)
        if key in wanted:
            settings = parameter_sets[row.parameter_set_id]
            lines.setdefault(key, []).append(line_of(row, settings))
            times.setdefault(key, {})[row.repetition] = row.response_ms
    return {key: TimedLines(tuple(own), times[key]) for key, own in lines.items()}


def served_cards(connection: Connection, learner_id: int) -> list[ServedCard]:
    """Return the learner's cards that may be asked, suspended ones included."""
    return [
        ServedCard(
            question_id=row.question_id,
            bank_id=row.bank_id,
            suspended=bool(row.suspended),
            due_ms=row.due_ms,
            card=Card(
                state=State(row.state),
                stability=row.stability,
                due_day=row.due_day,
                last_review_day=row.last_review_day,
            ),
        )
        for row in connection.execute(_SERVED, {"learner_id": learner_id})
    ]


def tags_of_learner(connection: Connection, learner_id: int) -> dict[int, tuple[str, ...]]:
    """Return the tags of every question in the learner's banks."""
    tag, question, enrolment = tables.question_tag, tables.question, tables.enrolment
    query = (
        select(tag.c.question_id, tag.c.tag)
        .join(question, question.c.id == tag.c.question_id)
        .join(enrolment, enrolment.c.bank_id == question.c.bank_id)
        .where(enrolment.c.learner_id == learner_id)
    )
    found: dict[int, tuple[str, ...]] = {}
    for row in connection.execute(query):
        found[row.question_id] = (*found.get(row.question_id, ()), row.tag)
    return found
