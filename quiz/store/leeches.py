"""Questions whose cards learners forgot again and again."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, text

from quiz.memory.leeches import LEECH_AFTER


@dataclass(frozen=True, slots=True, kw_only=True)
class FailingRow:
    """`learners` have a card of the question with that many lapses or more; `lapses` are theirs together."""

    question_id: int
    revision_id: int
    learners: int
    lapses: int


# The number stands in the statement itself: only so do databases see that the partial index will do.
_FAILING = text(
    "SELECT q.id AS question_id, q.revision_id, COUNT(DISTINCT c.learner_id) AS learners, "  # noqa: S608  a number
    "SUM(c.lapses) AS lapses FROM card c JOIN question q ON q.id = c.question_id "
    f"WHERE c.lapses >= {LEECH_AFTER} AND q.bank_id = :bank_id AND q.archived_ms IS NULL AND NOT q.draft "
    "GROUP BY q.id, q.revision_id ORDER BY learners DESC, lapses DESC, q.id"
)


def failing_questions(connection: Connection, bank_id: int) -> list[FailingRow]:
    """Return the bank's questions that somebody keeps forgetting, those with most learners first."""
    return [FailingRow(**row._mapping) for row in connection.execute(_FAILING, {"bank_id": bank_id})]
