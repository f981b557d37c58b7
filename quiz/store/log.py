"""The review log: lines are added and read, never changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, Row, bindparam, insert, text

from quiz.memory.card import Rating
from quiz.memory.days import Moment
from quiz.memory.lines import LineKind, LogLine
from quiz.memory.scheduling import Settings
from quiz.store import tables
from quiz.store.times import from_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRow:
    """One line as it is stored; `response` and `grade` are JSON, None in lines that are no answers."""

    learner_id: int
    question_id: int
    part: int
    repetition: int
    kind: str
    revision_id: int
    state_before: int
    at_ms: int
    day: int
    offset_minutes: int
    parameter_set_id: int
    desired_retention: float
    seed: str
    amends: int | None = None
    response: str | None = None
    grade: str | None = None
    rating: int | None = None
    guess_chance: float | None = None
    interval_days: int = 0
    due_ms: int | None = None
    study_session_id: str | None = None
    number: int | None = None
    response_ms: int | None = None
    factor: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerToday:
    """An answer of the day that was not taken back."""

    question_id: int
    part: int
    state_before: int
    study_session_id: str | None
    number: int | None


_COLUMNS = ", ".join(f"r.{name}" for name in ReviewRow.__dataclass_fields__)


def _standing(line: str) -> str:
    """Return the condition that the line of that name was not taken back."""
    return (
        f"NOT EXISTS (SELECT 1 FROM review u WHERE u.learner_id = {line}.learner_id "  # noqa: S608  names
        f"AND u.question_id = {line}.question_id AND u.part = {line}.part AND u.kind = 'undo' "
        f"AND u.amends = {line}.repetition)"
    )


_STANDING = _standing("r")
_OF_CARD = text(
    f"SELECT {_COLUMNS} FROM review r WHERE r.learner_id = :learner_id "  # noqa: S608  columns only
    "AND r.question_id = :question_id AND r.part = :part ORDER BY r.repetition"
)
_OF_QUESTION = text(
    f"SELECT {_COLUMNS} FROM review r WHERE r.learner_id IN :learner_ids "  # noqa: S608  columns only
    "AND r.question_id = :question_id ORDER BY r.learner_id, r.part, r.repetition"
).bindparams(bindparam("learner_ids", expanding=True))
_OF_LEARNER = text(
    f"SELECT {_COLUMNS} FROM review r WHERE r.learner_id = :learner_id "  # noqa: S608  columns only
    "ORDER BY r.question_id, r.part, r.repetition"
)
_NUMBERED = text(
    f"SELECT {_COLUMNS} FROM review r WHERE r.learner_id = :learner_id "  # noqa: S608  columns only
    "AND r.study_session_id = :study_session_id AND r.number = :number"
)
_STANDING_IN_SESSION = text(
    f"SELECT {_COLUMNS} FROM review r WHERE r.learner_id = :learner_id "  # noqa: S608  fixed clauses only
    f"AND r.study_session_id = :study_session_id AND r.number IS NOT NULL AND {_STANDING} ORDER BY r.number"
)
_LAST_IN_SESSION = text(f"{_STANDING_IN_SESSION.text} DESC LIMIT 1")
_NUMBER_IN_SESSION = text(
    "SELECT COUNT(*) FROM review r WHERE r.learner_id = :learner_id "  # noqa: S608  fixed clauses only
    f"AND r.study_session_id = :study_session_id AND r.number IS NOT NULL AND {_STANDING}"
)
_REGRADED = text(
    "SELECT r.number FROM review r JOIN review g ON g.learner_id = r.learner_id "  # noqa: S608  as above
    "AND g.question_id = r.question_id AND g.part = r.part AND g.amends = r.repetition "
    "WHERE r.learner_id = :learner_id AND r.study_session_id = :study_session_id AND r.number IS NOT NULL "
    f"AND g.kind = 'regrade' AND g.rating > {int(Rating.AGAIN)} AND {_standing('g')}"
)
_STANDING_TODAY = text(
    "SELECT r.question_id, r.part, r.state_before, r.study_session_id, r.number FROM review r "  # noqa: S608  as above
    f"WHERE r.learner_id = :learner_id AND r.day = :day AND r.kind IN ('answer', 'import') AND {_STANDING}"
)


def add_line(connection: Connection, row: ReviewRow) -> None:
    """Append a line; IntegrityError if the card's repetition is taken."""
    connection.execute(insert(tables.review), asdict(row))


def add_lines(connection: Connection, rows: Sequence[ReviewRow]) -> None:
    """Append a line to each of many cards; IntegrityError if one's repetition is taken."""
    if rows:
        connection.execute(insert(tables.review), [asdict(row) for row in rows])


def lines_of_card(connection: Connection, learner_id: int, question_id: int, part: int) -> list[ReviewRow]:
    given = {"learner_id": learner_id, "question_id": question_id, "part": part}
    return [ReviewRow(**row._mapping) for row in connection.execute(_OF_CARD, given)]


def lines_of_question(
    connection: Connection, learner_ids: Sequence[int], question_id: int
) -> list[ReviewRow]:
    """Return the learners' log of all cards of a question, card by card."""
    given = {"learner_ids": list(learner_ids), "question_id": question_id}
    return [ReviewRow(**row._mapping) for row in connection.execute(_OF_QUESTION, given)]


def lines_of_learner(connection: Connection, learner_id: int) -> list[ReviewRow]:
    """Return the learner's whole log, card by card."""
    rows = connection.execute(_OF_LEARNER, {"learner_id": learner_id})
    return [ReviewRow(**row._mapping) for row in rows]


def find_answer(
    connection: Connection, learner_id: int, study_session_id: str, number: int
) -> ReviewRow | None:
    given = {"learner_id": learner_id, "study_session_id": study_session_id, "number": number}
    row = connection.execute(_NUMBERED, given).first()
    return ReviewRow(**row._mapping) if row else None


def standing_answers(connection: Connection, learner_id: int, study_session_id: str) -> list[ReviewRow]:
    """Return the study session's answers that were not taken back, in the order given."""
    given = {"learner_id": learner_id, "study_session_id": study_session_id}
    return [ReviewRow(**row._mapping) for row in connection.execute(_STANDING_IN_SESSION, given)]


def last_standing_answer(connection: Connection, learner_id: int, study_session_id: str) -> ReviewRow | None:
    given = {"learner_id": learner_id, "study_session_id": study_session_id}
    row = connection.execute(_LAST_IN_SESSION, given).first()
    return ReviewRow(**row._mapping) if row else None


def count_standing_answers(connection: Connection, learner_id: int, study_session_id: str) -> int:
    given = {"learner_id": learner_id, "study_session_id": study_session_id}
    number: int = connection.execute(_NUMBER_IN_SESSION, given).scalar_one()
    return number


def regraded_right(connection: Connection, learner_id: int, study_session_id: str) -> frozenset[int]:
    """Return the numbers of the study session's answers that count as right although graded otherwise."""
    given = {"learner_id": learner_id, "study_session_id": study_session_id}
    return frozenset(connection.scalars(_REGRADED, given))


def answers_on(connection: Connection, learner_id: int, day: int) -> list[AnswerToday]:
    """Return the answers of a learner's day that were not taken back."""
    rows = connection.execute(_STANDING_TODAY, {"learner_id": learner_id, "day": day})
    return [AnswerToday(**row._mapping) for row in rows]


def log_line(row: ReviewRow, parameter_sets: Mapping[int, Settings]) -> LogLine:
    """Return the line as the memory core replays it."""
    return line_of(row, parameter_sets[row.parameter_set_id])


def line_of(row: ReviewRow | Row[tuple[object, ...]], settings: Settings) -> LogLine:
    """Return the same from any row that holds a line's columns, and the settings that it names."""
    return LogLine(
        repetition=row.repetition,
        kind=LineKind(row.kind),
        moment=Moment(from_ms(row.at_ms), row.offset_minutes),
        day=row.day,
        rating=None if row.rating is None else Rating(row.rating),
        amends=row.amends,
        interval_days=row.interval_days,
        due_at=None if row.due_ms is None else from_ms(row.due_ms),
        desired_retention=row.desired_retention,
        weights=settings.weights,
        guess_chance=row.guess_chance or 0.0,
        guess_correction=settings.guess_correction,
        factor=row.factor,
    )
