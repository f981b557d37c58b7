"""Every learner's answers to one bank's questions, as statistics of questions read them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import Connection, text

from quiz.memory.item_log import CardLine
from quiz.memory.item_values import ItemKey
from quiz.memory.leeches import LEECH_AFTER


@dataclass(frozen=True, slots=True, kw_only=True)
class TestedRow:
    """An answer in a finished test; `response` and `grade` are JSON, None where the place was left empty."""

    learner_id: int
    revision_id: int
    at_ms: int
    response: str | None
    grade: str | None


class LogSize(NamedTuple):
    """How long a learner's log is, in all banks; another log, and a learner who came anew, differ in it."""

    lines: int
    latest_day: int
    came_ms: int


_ENROLLED = text("SELECT COUNT(*) FROM enrolment WHERE bank_id = :bank_id")
_ARRIVALS = text(
    "SELECT l.id, l.created_ms FROM enrolment e JOIN learner l ON l.id = e.learner_id "
    "WHERE e.bank_id = :bank_id"
)
# The index on the learner's days alone answers this; joined with anything, the whole log would be read.
_SIZES = text("SELECT learner_id, COUNT(*) AS lines, MAX(day) AS latest FROM review GROUP BY learner_id")
_EDITIONS = text(
    "SELECT v.id, v.question_id, v.edition = q.edition AS current_one FROM revision v "
    "JOIN question q ON q.id = v.question_id WHERE q.bank_id = :bank_id"
)
_NUMBERS = text("SELECT id, edition FROM question WHERE bank_id = :bank_id")
_COLUMNS = ", ".join(f"r.{column}" for column in CardLine._fields)
_LINES = text(
    f"SELECT r.question_id, r.part, {_COLUMNS} FROM review r "  # noqa: S608  columns only
    "JOIN question q ON q.id = r.question_id "
    "WHERE r.learner_id = :learner_id AND q.bank_id = :bank_id "
    "ORDER BY r.learner_id, r.question_id, r.part, r.repetition"
)
_OF_CARD = text(
    f"SELECT {_COLUMNS} FROM review r WHERE r.learner_id = :learner_id "  # noqa: S608  columns only
    "AND r.question_id = :question_id AND r.part = :part ORDER BY r.repetition"
)
_COUNTS = text(
    "SELECT r.question_id, r.part, COUNT(*) AS lines FROM review r JOIN question q ON q.id = r.question_id "
    "WHERE r.learner_id = :learner_id AND q.bank_id = :bank_id "
    "GROUP BY r.learner_id, r.question_id, r.part"
)
_OF_MANY = text("SELECT bank_id FROM enrolment GROUP BY bank_id HAVING COUNT(*) >= :fewest ORDER BY bank_id")
_TESTS = text(
    "SELECT COUNT(*) AS finished, COALESCE(SUM(score), 0) AS points, COALESCE(MAX(finished_ms), 0) AS latest "
    "FROM test_attempt WHERE bank_id = :bank_id AND finished_ms IS NOT NULL"
)
_TESTED = text(
    "SELECT a.learner_id, a.id, a.items, a.finished_ms, x.position, x.response, x.grade, x.at_ms "
    "FROM test_attempt a LEFT JOIN test_answer x ON x.learner_id = a.learner_id AND x.attempt_id = a.id "
    "WHERE a.bank_id = :bank_id AND a.finished_ms IS NOT NULL ORDER BY a.learner_id, a.id, x.position"
)
_PRACTISED = text(
    "SELECT p.learner_id, p.question_id, p.part, MIN(p.at_ms) AS first_ms FROM practice_answer p "
    "JOIN question q ON q.id = p.question_id WHERE q.bank_id = :bank_id AND NOT p.voided "
    "GROUP BY p.learner_id, p.question_id, p.part"
)
# The number stands in the statement itself: only so do databases see that the partial index will do.
_LEECHES = text(
    "SELECT c.question_id, c.part, COUNT(*) AS learners FROM card c "  # noqa: S608  a number
    "JOIN question q ON q.id = c.question_id "
    f"WHERE c.lapses >= {LEECH_AFTER} AND q.bank_id = :bank_id GROUP BY c.question_id, c.part"
)


def count_enrolled(connection: Connection, bank_id: int) -> int:
    return int(connection.execute(_ENROLLED, {"bank_id": bank_id}).scalar_one())


def log_sizes(connection: Connection, bank_id: int) -> dict[int, LogSize]:
    """Return what changes whenever the log of one of the bank's learners does, by learner."""
    came = {row.id: row.created_ms for row in connection.execute(_ARRIVALS, {"bank_id": bank_id})}
    return {
        row.learner_id: LogSize(row.lines, row.latest, came[row.learner_id])
        for row in connection.execute(_SIZES)
        if row.learner_id in came
    }


def banks_of_many(connection: Connection, fewest: int) -> list[int]:
    """Return the banks that at least so many learners have."""
    return list(connection.scalars(_OF_MANY, {"fewest": fewest}))


def edition_numbers(connection: Connection, bank_id: int) -> dict[int, int]:
    """Return the edition that each of the bank's questions is served in."""
    return {row.id: row.edition for row in connection.execute(_NUMBERS, {"bank_id": bank_id})}


def current_revisions(connection: Connection, bank_id: int) -> dict[int, int]:
    """Return the questions of those of the bank's revisions whose edition is the one served now."""
    rows = connection.execute(_EDITIONS, {"bank_id": bank_id})
    return {row.id: row.question_id for row in rows if row.current_one}


def lines_by_card(
    connection: Connection, learner_id: int, bank_id: int
) -> Iterator[tuple[ItemKey, list[CardLine]]]:
    """Yield the log of each of the learner's cards in the bank, its lines in order."""
    rows = connection.execute(_LINES, {"learner_id": learner_id, "bank_id": bank_id})
    key: ItemKey | None = None
    lines: list[CardLine] = []
    for question_id, part, *line in rows.all():
        if key != (question_id, part):
            if key is not None:
                yield key, lines
            key, lines = (question_id, part), []
        lines.append(CardLine._make(line))
    if key is not None:
        yield key, lines


def line_counts(connection: Connection, learner_id: int, bank_id: int) -> dict[ItemKey, int]:
    """Return how many lines the log of each of the learner's cards in the bank has."""
    rows = connection.execute(_COUNTS, {"learner_id": learner_id, "bank_id": bank_id})
    return {(row.question_id, row.part): row.lines for row in rows}


def lines_of(connection: Connection, learner_id: int, key: ItemKey) -> list[CardLine]:
    """Return the log of one of the learner's cards, in order."""
    given = {"learner_id": learner_id, "question_id": key[0], "part": key[1]}
    return [CardLine._make(row) for row in connection.execute(_OF_CARD, given)]


def tests_size(connection: Connection, bank_id: int) -> tuple[int, float, int]:
    """Return what changes whenever a test of the bank is finished or graded anew."""
    row = connection.execute(_TESTS, {"bank_id": bank_id}).one()
    return row.finished, row.points, row.latest


def tested(connection: Connection, bank_id: int) -> list[TestedRow]:
    """Return every question of the bank's finished tests, those left empty with the time of the end."""
    found: list[TestedRow] = []
    rows = connection.execute(_TESTED, {"bank_id": bank_id})
    for (learner_id, _, items, finished_ms), own in groupby(rows, key=lambda row: tuple(row[:4])):
        answers = {row.position: row for row in own if row.position is not None}
        for position, revision_id in enumerate(json.loads(items), 1):
            row = answers.get(position)
            found.append(
                TestedRow(
                    learner_id=learner_id,
                    revision_id=revision_id,
                    at_ms=row.at_ms if row else finished_ms,
                    response=row.response if row else None,
                    grade=row.grade if row else None,
                )
            )
    return found


def practised(connection: Connection, bank_id: int) -> dict[tuple[int, ItemKey], int]:
    """Return when a learner first practised a card of the bank, in milliseconds."""
    rows = connection.execute(_PRACTISED, {"bank_id": bank_id})
    return {(row.learner_id, (row.question_id, row.part)): row.first_ms for row in rows}


def leech_counts(connection: Connection, bank_id: int) -> dict[ItemKey, int]:
    """Return how many learners keep forgetting a card."""
    rows = connection.execute(_LEECHES, {"bank_id": bank_id})
    return {(row.question_id, row.part): row.learners for row in rows}
