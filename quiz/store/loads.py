"""What is due on the days to come: for choosing a day among those that fuzz allows."""

from __future__ import annotations

from sqlalchemy import Connection, text

from quiz.memory.balancing import Loads
from quiz.memory.queue import CardKey

_KIN = 200  # more questions on one fact than that take every day anyway
_DUE = text(
    "SELECT due_day, COUNT(*) AS cards FROM card WHERE learner_id = :learner_id AND state = 2 "
    "AND due_day >= :first AND due_day <= :last AND last_review_ms <= :as_of_ms "
    "AND NOT (question_id = :question_id AND part = :part) GROUP BY due_day"
)
# `state + 0` keeps SQLite from walking all that is due: the few cards on the same facts are looked up.
_TAKEN = text(
    "SELECT DISTINCT due_day FROM card WHERE learner_id = :learner_id AND state + 0 = 2 "
    "AND due_day >= :first AND due_day <= :last AND last_review_ms <= :as_of_ms AND NOT suspended "
    "AND NOT (question_id = :question_id AND part = :part) AND question_id IN ("
    "SELECT :question_id UNION SELECT question_id FROM (SELECT other.question_id FROM question_fact own "
    "JOIN question_fact other ON other.bank_id = own.bank_id AND other.fact = own.fact "
    "WHERE own.question_id = :question_id LIMIT :kin) AS kin)"
)


def loads_between(
    connection: Connection, learner_id: int, card: CardKey, days: tuple[int, int], as_of_ms: int
) -> Loads:
    """Return what is due from one day to another, apart from `card`, by answers given until that instant.

    A card answered since is left out altogether: where it was due before is no longer known. Suspended and
    withdrawn cards are counted too, since looking at each card would take longer than the answer itself.
    """
    given = {
        "learner_id": learner_id,
        "question_id": card[0],
        "part": card[1],
        "first": days[0],
        "last": days[1],
        "as_of_ms": as_of_ms,
        "kin": _KIN,
    }
    due = {row.due_day: row.cards for row in connection.execute(_DUE, given)}
    return Loads(due, frozenset(connection.execute(_TAKEN, given).scalars()))
