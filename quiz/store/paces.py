"""How a learner's answers are counted by what they found and how they turned out."""

from __future__ import annotations

from sqlalchemy import Connection, text

from quiz.memory.card import Rating, State
from quiz.memory.paces import Tally
from quiz.memory.statistics import LONGEST_COUNTED_MS

_TALLIES = text(
    "SELECT state_before, rating, COUNT(*) AS answers, COUNT(response_ms) AS timed, "
    "SUM(CASE WHEN response_ms > :most THEN :most ELSE response_ms END) AS ms "
    "FROM review WHERE learner_id = :learner_id AND kind = 'answer' GROUP BY state_before, rating"
)


def tallies(connection: Connection, learner_id: int) -> tuple[Tally, ...]:
    """Return the learner's answers, those taken back too: they took their time all the same."""
    given = {"learner_id": learner_id, "most": LONGEST_COUNTED_MS}
    return tuple(
        Tally(State(row.state_before), Rating(row.rating), row.answers, row.timed, row.ms or 0)
        for row in connection.execute(_TALLIES, given)
    )
