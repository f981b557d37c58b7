import pytest
from sqlalchemy import event, text

from quiz.memory.card import NEW_CARD, Card, State
from quiz.memory.days import Moment, day_start
from quiz.store import cards
from quiz.store.cards import Scope
from quiz.store.database import reading, writing
from quiz.store.times import from_ms, to_ms, whole_ms

NOW_MS = 1_772_000_000_123
DAY = Moment(from_ms(NOW_MS)).day


@pytest.fixture
def filled(engine):
    """Learner 1 with 300 cards in two banks: a third each new, in its steps and in review."""
    with writing(engine) as connection:
        connection.execute(
            text(
                "INSERT INTO learner (id, name, local, time_zone, new_per_day, reviews_per_day, "
                "single_key_shortcuts, parameter_set_id, created_ms) "
                "VALUES (1, '', 1, 'UTC', 20, 200, 1, 1, 0)"
            )
        )
        for bank in (1, 2):
            connection.execute(
                text("INSERT INTO bank VALUES (:id, :key, '', 'en', '', '', '', '', '[]', 0)"),
                {"id": bank, "key": f"bank-{bank}"},
            )
        for number in range(1, 301):
            given = {"id": number, "key": f"q{number}", "bank": 1 + number % 2, "position": number}
            connection.execute(
                text("INSERT INTO question VALUES (:id, :bank, :key, :key, :position, 1, 1, 0, NULL)"), given
            )
            connection.execute(text("INSERT INTO question_part VALUES (:id, 0, :bank, :position, 1)"), given)
            connection.execute(
                text(
                    "INSERT INTO card (learner_id, question_id, part, version, position, suspended, state, "
                    "step, interval_days, reviews, lapses) VALUES (1, :id, 0, 0, :position, 0, 0, 0, 0, 0, 0)"
                ),
                given,
            )
        for number in range(101, 301):
            row = cards.find_card(connection, 1, number, 0)
            assert cards.save_card(
                connection, row, _in_steps(number) if number <= 200 else _in_review(number)
            )
    return engine


def _in_steps(number):
    return Card(
        state=State.LEARNING,
        stability=0.5,
        difficulty=5.0,
        due_at=from_ms(NOW_MS + number * 1000),
        last_review_at=from_ms(NOW_MS - 60_000),
        last_review_day=DAY,
        reviews=1,
    )


def _in_review(number):
    return Card(
        state=State.REVIEW,
        stability=1.0 + number % 7,
        difficulty=5.125,
        due_at=day_start(DAY - 250 + number, 0),
        due_day=DAY - 250 + number,
        interval_days=10,
        last_review_at=from_ms(NOW_MS - number * 86_400_000),
        last_review_day=DAY - number,
        reviews=3,
        lapses=1,
    )


def test_a_card_is_read_as_it_was_saved(filled):
    with reading(filled) as connection:
        assert cards.find_card(connection, 1, 1, 0).card == NEW_CARD
        assert cards.find_card(connection, 1, 150, 0).card == _in_steps(150)
        assert cards.find_card(connection, 1, 250, 0).card == _in_review(250)


def test_a_card_that_moved_on_is_not_overwritten(filled):
    with writing(filled) as connection:
        stale = cards.find_card(connection, 1, 250, 0)
        assert cards.save_card(connection, stale, _in_steps(250))
        assert not cards.save_card(connection, stale, NEW_CARD)
        assert cards.find_card(connection, 1, 250, 0).card == _in_steps(250)


def test_due_reviews_come_most_forgotten_first_and_none_before_their_day(filled):
    with reading(filled) as connection:
        found = cards.due_reviews(connection, Scope(learner_id=1), DAY, NOW_MS, 1000)
    assert {one.question_id for one in found} == set(range(201, 251))
    forgotten = [(NOW_MS - to_ms(one.card.last_review_at)) / one.card.stability for one in found]
    assert forgotten == sorted(forgotten, reverse=True)


def test_only_so_many_cards_are_read_as_are_asked_for(filled):
    with reading(filled) as connection:
        assert len(cards.new_cards(connection, Scope(learner_id=1), 7)) == 7
        assert len(cards.due_reviews(connection, Scope(learner_id=1), DAY, NOW_MS, 7)) == 7


def test_a_scope_narrows_to_banks_and_tags_of_one_learner(filled):
    with writing(filled) as connection:
        connection.execute(text("INSERT INTO question_tag VALUES (4, 'sea'), (5, 'sea'), (6, 'air')"))
    with reading(filled) as connection:
        in_bank = cards.new_cards(connection, Scope(learner_id=1, bank_ids=(1,)), 1000)
        tagged = cards.new_cards(connection, Scope(learner_id=1, tags=("sea", "fire")), 1000)
        both = cards.new_cards(connection, Scope(learner_id=1, bank_ids=(1,), tags=("sea",)), 1000)
        assert cards.new_cards(connection, Scope(learner_id=2), 1000) == []
    assert [one.question_id for one in in_bank] == list(range(2, 101, 2))
    assert [one.question_id for one in tagged] == [4, 5]
    assert [one.question_id for one in both] == [4]


def test_suspended_and_withdrawn_cards_are_no_candidates(filled):
    with writing(filled) as connection:
        assert cards.save_suspended(connection, 1, 1, 0, suspended=True)
        connection.execute(text("UPDATE question_part SET served = 0 WHERE question_id = 2"))
        found = cards.new_cards(connection, Scope(learner_id=1), 2)
    assert [one.question_id for one in found] == [3, 4]


@pytest.mark.parametrize(
    ("index", "query"),
    [
        ("ix_card_new", lambda connection, scope: cards.new_cards(connection, scope, 20)),
        ("ix_card_in_steps", lambda connection, scope: cards.cards_in_steps(connection, scope, NOW_MS)),
        ("ix_card_review", lambda connection, scope: cards.due_reviews(connection, scope, DAY, NOW_MS, 200)),
    ],
)
def test_picking_reads_the_partial_index_made_for_it(filled, index, query):
    said = []

    def note(_connection, _cursor, statement, parameters, _context, _many):
        said.append((statement, parameters))

    event.listen(filled, "before_cursor_execute", note)
    with reading(filled) as connection:
        query(connection, Scope(learner_id=1))
        statement, parameters = said[-1]
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
    assert any(index in row[3] for row in plan), plan


def test_instants_survive_the_database_to_the_millisecond():
    at = whole_ms(from_ms(NOW_MS).replace(microsecond=987_654))
    assert from_ms(to_ms(at)) == at
    assert at.microsecond == 987_000
