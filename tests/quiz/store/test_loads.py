"""What is due on the days to come, and which cards share a fact."""

import pytest
from sqlalchemy import event, text

from quiz.memory.balancing import Loads
from quiz.store import facts, loads
from quiz.store.cards import Scope
from quiz.store.database import reading, writing

DAY, NOW_MS = 20_000, 1_772_000_000_000
# Question, part, state, due on which day from now, reviewed how many ms before now, facts.
CARDS = [
    (1, 0, 2, 3, 100, ["sea", "air"]),
    (2, 0, 2, 3, 100, ["sea"]),
    (3, 0, 2, 5, 100, ["air"]),
    (4, 0, 2, 5, 0, ["ice"]),
    (5, 0, 2, 90, 100, ["sea"]),
    (6, 0, 2, 4, -50, ["sea"]),
    (7, 0, 1, 2, 100, ["sea"]),
    (8, 1, 2, 7, 100, []),
    (8, 2, 2, 8, 100, []),
    (9, 0, 2, 0, 100, ["sea"]),
]


@pytest.fixture
def filled(engine):
    """Learner 1 with these cards in bank 1; learner 2 with the same, all due on day 3."""
    with writing(engine) as connection:
        for learner in (1, 2):
            connection.execute(
                text(
                    "INSERT INTO learner (id, name, local, time_zone, new_per_day, reviews_per_day, "
                    "single_key_shortcuts, parameter_set_id, created_ms) "
                    "VALUES (:id, '', 0, 'UTC', 20, 200, 1, 1, 0)"
                ),
                {"id": learner},
            )
        connection.execute(text("INSERT INTO bank VALUES (1, 'bank', '', 'en', '', '', '', '', '[]', 0)"))
        for question_id, part, state, due, ago, names in CARDS:
            given = {"id": question_id, "key": f"q{question_id}.{part}", "part": part, "state": state}
            if part < 2:
                connection.execute(
                    text("INSERT INTO question VALUES (:id, 1, :key, :key, 1, 1, 1, 0, NULL)"), given
                )
            connection.execute(text("INSERT INTO question_part VALUES (:id, :part, 1, 1, 1)"), given)
            for name in names:
                connection.execute(
                    text("INSERT INTO question_fact VALUES (1, :fact, :id)"), given | {"fact": name}
                )
            for learner, day in ((1, DAY + due), (2, DAY + 3)):
                connection.execute(
                    text(
                        "INSERT INTO card (learner_id, question_id, part, version, position, suspended, "
                        "state, step, stability, due_ms, due_day, last_review_ms, interval_days, reviews, "
                        "lapses) "
                        "VALUES (:learner, :id, :part, 1, 1, 0, :state, 0, 5.0, 0, :day, :at, 5, 1, 0)"
                    ),
                    given | {"learner": learner, "day": day, "at": NOW_MS - ago},
                )
    return engine


def found(engine, card, days=(DAY + 1, DAY + 20)):
    with reading(engine) as connection:
        return loads.loads_between(connection, 1, card, days, NOW_MS)


def test_cards_are_counted_by_day_but_for_the_card_itself_and_those_answered_since(filled):
    assert found(filled, (1, 0)).due == {DAY + 3: 1, DAY + 5: 2, DAY + 7: 1, DAY + 8: 1}


def test_a_day_is_taken_by_a_card_that_shares_a_fact_or_the_question(filled):
    assert found(filled, (1, 0)).taken == {DAY + 3, DAY + 5}
    assert found(filled, (2, 0)).taken == {DAY + 3}
    assert found(filled, (4, 0)).taken == frozenset()
    assert found(filled, (8, 1)).taken == {DAY + 8}


def test_a_suspended_card_takes_no_day(filled):
    with writing(filled) as connection:
        connection.execute(text("UPDATE card SET suspended = 1 WHERE question_id = 3"))
    assert found(filled, (1, 0)).taken == {DAY + 3}


def test_only_the_days_asked_for_are_looked_at(filled):
    assert found(filled, (1, 0), (DAY + 4, DAY + 7)) == Loads({DAY + 5: 2, DAY + 7: 1}, frozenset({DAY + 5}))


def test_counting_needs_the_index_alone(filled):
    said = []

    def note(_connection, _cursor, statement, parameters, _context, _many):
        said.append((statement, parameters))

    event.listen(filled, "before_cursor_execute", note)
    with reading(filled) as connection:
        loads.loads_between(connection, 1, (1, 0), (DAY, DAY + 20), NOW_MS)
        counting, looking_up = (one for one in said if one[0].startswith("SELECT"))
        plans = [
            " ".join(row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given))
            for statement, given in (counting, looking_up)
        ]
    assert "COVERING INDEX ix_card_review" in plans[0]
    assert "card USING PRIMARY KEY (learner_id=? AND question_id=?)" in plans[1]


def test_a_questions_facts_are_those_of_its_bank(filled):
    with reading(filled) as connection:
        assert facts.facts_of(connection, [1, 2, 8, 99]) == {
            1: {(1, "sea"), (1, "air")},
            2: {(1, "sea")},
        }
        assert facts.facts_of(connection, []) == {}


def test_cards_are_counted_by_fact_within_the_scope(filled):
    wanted = [(1, "sea"), (1, "ice"), (2, "air")]
    with reading(filled) as connection:
        everything = facts.cards_by_fact(connection, Scope(learner_id=1), wanted)
        some = facts.cards_by_fact(connection, Scope(learner_id=1, question_ids=(1, 2, 3)), wanted)
        none = facts.cards_by_fact(connection, Scope(learner_id=1, bank_ids=(7,), tags=("x",)), wanted)
    assert everything == (10, {(1, "sea"): 6, (1, "ice"): 1})
    assert some == (3, {(1, "sea"): 2})
    assert none == (0, {})
