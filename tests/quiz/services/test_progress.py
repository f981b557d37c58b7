from datetime import UTC, datetime

from quiz.memory.days import Moment
from quiz.services import learners, study
from quiz.services.progress import progress
from quiz.services.study import CardShown
from quiz.store import statistics


def looked(world):
    return progress(world.ctx, world.learner)


def test_a_learner_who_never_answered_sees_their_cards_and_nothing_else(world):
    found = looked(world)
    assert (found.answers, dict(found.days), sum(found.forecast)) == (0, {}, 0)
    (bank,) = found.banks
    assert (bank.key, bank.known.new, bank.known.cards, bank.known.recall) == ("water", 5, 5, None)


def test_every_answer_counts_on_its_day_and_in_its_time(world):
    answered = world.start().finish()
    found = looked(world)
    (total,) = found.days.values()
    assert found.answers == total.answers == answered
    assert total.ms == 1500 * answered
    assert found.untimed == 0
    assert sum(bank.known.new for bank in found.banks) < 5


def test_an_answer_taken_back_counts_no_longer(world):
    sitting = world.start()
    sitting.answer()
    sitting.answer()
    assert looked(world).answers == 2
    assert study.undo(world.ctx, world.learner, sitting.id)
    assert looked(world).answers == 1


def test_answers_before_four_in_the_morning_belong_to_the_day_before(world):
    world.clock.now = datetime(2026, 3, 1, 3, 59, tzinfo=UTC)
    world.start().answer()
    world.clock.now = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)
    world.start().answer()
    day = Moment(world.clock.now).day
    assert {key: total.answers for key, total in looked(world).days.items()} == {day - 1: 1, day: 1}


def test_cards_in_the_schedule_are_forecast_on_the_day_they_come_due(world):
    world.start().finish()
    found = looked(world)
    (first, *_) = world.rows("SELECT COUNT(*) AS n FROM card WHERE state > 0")
    assert sum(found.forecast) == first["n"]
    days = world.rows("SELECT due_day, COUNT(*) AS n FROM card WHERE state = 2 GROUP BY due_day")
    assert all(found.forecast[row["due_day"] - found.today] == row["n"] for row in days)


def test_suspended_cards_are_not_forecast(world):
    sitting = world.start()
    shown = sitting.card()
    sitting.answer()
    before = sum(looked(world).forecast)
    study.suspend(world.ctx, world.learner, sitting.id, shown.card)
    assert sum(looked(world).forecast) == before - 1


def test_tags_count_the_cards_of_their_questions(world):
    assert {each.tag: each.known.cards for each in looked(world).tags} == {"air": 1, "places": 3, "water": 1}


def test_reviews_are_compared_with_what_was_predicted(world):
    world.start().finish()
    for _ in range(6):
        world.clock.forward(days=2)
        sitting = world.start()
        while isinstance(sitting.look(), CardShown):
            sitting.answer()
    found = looked(world)
    reviews = world.rows("SELECT COUNT(*) AS n FROM review WHERE state_before = 2")[0]["n"]
    assert found.calibration.count == reviews > 0
    assert sum(period.count for period in found.retention.periods) == reviews
    assert all(period.retention == 1 for period in found.retention.periods)


def test_only_cards_whose_log_changed_are_read_again(world, monkeypatch):
    world.start().finish()
    before = looked(world)
    asked: list[int] = []
    read = statistics.timed_lines

    def counting(connection, learner_id, keys, sets):
        asked.append(len(list(keys)))
        return read(connection, learner_id, keys, sets)

    monkeypatch.setattr(statistics, "timed_lines", counting)
    assert looked(world).days == before.days
    assert asked == []
    world.clock.forward(days=30)
    world.start().answer()
    assert looked(world).answers == before.answers + 1
    assert asked == [1]


def test_another_learner_sees_nothing_of_it(world):
    world.start().finish()
    with world.ctx.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO learner (id, name, local, time_zone, new_per_day, reviews_per_day, "
            "single_key_shortcuts, parameter_set_id, created_ms) "
            "SELECT 99, name, 0, time_zone, new_per_day, reviews_per_day, "
            "single_key_shortcuts, parameter_set_id, created_ms FROM learner WHERE id = 1"
        )
        connection.exec_driver_sql(
            "INSERT INTO parameter_set (learner_id, id, settings, created_ms) "
            "SELECT 99, id, settings, created_ms FROM parameter_set "
            "WHERE learner_id = 1"
        )
    assert learners.learner(world.ctx, 99).id == 99
    found = progress(world.ctx, 99)
    assert (found.answers, found.banks, found.tags) == (0, (), ())
