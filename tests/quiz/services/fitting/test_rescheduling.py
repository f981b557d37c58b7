from datetime import timedelta

import pytest
from sqlalchemy import text

from quiz.memory.card import Rating
from quiz.memory.fsrs6 import DEFAULT_WEIGHTS
from quiz.memory.rescheduling import SPREAD_DAYS
from quiz.services import fitting, replays, study, workload
from quiz.services.fitting.adopting import adopt
from quiz.services.fitting.values import Origin
from quiz.store.database import writing

# A memory that fades sooner, or later, than the default weights say.
SOONER = tuple(weight / 3 for weight in DEFAULT_WEIGHTS[:4]) + DEFAULT_WEIGHTS[4:]
LATER = tuple(weight * 3 for weight in DEFAULT_WEIGHTS[:4]) + DEFAULT_WEIGHTS[4:]


@pytest.fixture
def switched(practised):
    """Return a world whose learner goes over to other weights."""

    def switch(weights=SOONER):
        world = practised()
        with writing(world.ctx.engine) as connection:
            adopt(world.ctx, connection, 1, weights, (), origin=Origin.FITTED, report="{}")
        return world

    return switch


def dues(world):
    return {card["question_id"]: card["due_day"] for card in world.cards() if card["state"] == 2}


def today(world):
    return (world.clock.now - timedelta(hours=4)).date().toordinal() - 719163


def test_the_preview_tells_exactly_what_happens_and_by_itself_changes_nothing(switched):
    world = switched()
    before = dues(world)
    told = fitting.preview(world.ctx, 1)
    assert dues(world) == before
    assert fitting.take(world.ctx, 1) == told.moved > 0
    after = dues(world)
    assert told.earlier == sum(after[key] < before[key] for key in before)
    assert told.later == sum(after[key] > before[key] for key in before)
    assert told.same == sum(after[key] == before[key] for key in before)
    now = fitting.preview(world.ctx, 1)
    assert [day.before for day in now.days] == [day.after for day in told.days]
    assert told.within(7)[1] >= told.within(7)[0]
    assert [line["kind"] for line in world.log()].count("reschedule") == told.moved


def test_taken_again_on_the_same_or_a_later_day_it_moves_nothing(switched):
    world = switched()
    fitting.take(world.ctx, 1)
    for _ in range(SPREAD_DAYS + 1):
        lines = len(world.log())
        assert fitting.preview(world.ctx, 1).moved == 0
        assert fitting.take(world.ctx, 1) == 0
        assert len(world.log()) == lines
        world.clock.forward(days=1)


def test_what_should_have_come_already_is_spread_over_the_week_rather_than_piled_up(switched):
    world = switched()
    before = dues(world)
    world.clock.forward(days=-1)
    fitting.take(world.ctx, 1)
    moved = {key: day for key, day in dues(world).items() if day != before[key]}
    assert min(moved.values()) >= today(world)
    called = [day - today(world) for day in moved.values() if day - today(world) < SPREAD_DAYS]
    assert max(called.count(ahead) for ahead in set(called)) <= len(called) / 2


def test_a_slower_forgetter_gets_later_dates_and_no_overdue_ones(switched):
    world = switched(LATER)
    told = fitting.preview(world.ctx, 1)
    assert told.later > told.earlier
    fitting.take(world.ctx, 1)
    assert fitting.preview(world.ctx, 1).days[0].before == told.days[0].after <= told.days[0].before


def test_the_preview_counts_what_is_overdue_on_today(switched):
    world = switched(LATER)
    world.clock.forward(days=3)
    workload.choose(world.ctx, 1, 0.8)
    told = fitting.preview(world.ctx, 1)
    fitting.take(world.ctx, 1)
    assert [day.before for day in fitting.preview(world.ctx, 1).days] == [day.after for day in told.days]


def test_no_date_passes_an_exam(switched):
    world = switched(LATER)
    exam = today(world) + 10
    with writing(world.ctx.engine) as connection:
        connection.execute(text("UPDATE enrolment SET exam_day = :exam"), {"exam": exam})
    fitting.take(world.ctx, 1)
    assert max(dues(world).values()) < exam
    assert fitting.take(world.ctx, 1) == 0


def test_an_exam_that_is_over_holds_no_date_back(switched):
    world = switched(LATER)
    with writing(world.ctx.engine) as connection:
        connection.execute(text("UPDATE enrolment SET exam_day = :day"), {"day": today(world) - 3})
    assert fitting.preview(world.ctx, 1).later > 0


def test_a_banks_own_retention_gives_the_new_dates_and_stands_in_their_lines(switched):
    world = switched()
    usual = fitting.preview(world.ctx, 1)
    workload.choose(world.ctx, 1, 0.8, "water")
    assert fitting.preview(world.ctx, 1).later > usual.later
    fitting.take(world.ctx, 1)
    lines = [line for line in world.log() if line["kind"] == "reschedule"]
    assert {(line["desired_retention"], line["parameter_set_id"]) for line in lines} == {(0.8, 2)}


def test_the_log_gives_the_new_dates_again(switched):
    world = switched()
    fitting.take(world.ctx, 1)
    assert replays.replay_reviews(world.ctx).differences == ()


def test_taking_an_answer_back_takes_back_the_new_date_it_was_given(practised):
    world = practised()
    world.clock.forward(days=40)
    before = dues(world)
    sitting = world.start()
    sitting.answer()
    with writing(world.ctx.engine) as connection:
        adopt(world.ctx, connection, 1, LATER, (), origin=Origin.FITTED, report="{}")
    card = world.rows("SELECT question_id FROM review WHERE study_session_id IS NOT NULL")[0]["question_id"]
    given = dues(world)[card]
    fitting.take(world.ctx, 1)
    assert dues(world)[card] != given
    assert study.undo(world.ctx, 1, sitting.id)
    assert dues(world)[card] == before[card]
    assert replays.replay_reviews(world.ctx).differences == ()


def test_a_new_date_names_the_line_whose_interval_it_replaces(practised):
    world = practised()
    world.clock.forward(days=40)
    sitting = world.start()
    number = sitting.answer().number
    assert study.rate(world.ctx, 1, sitting.id, number, Rating.EASY)
    with writing(world.ctx.engine) as connection:
        adopt(world.ctx, connection, 1, LATER, (), origin=Origin.FITTED, report="{}")
    assert fitting.take(world.ctx, 1) > 1
    lines = {(line["question_id"], line["repetition"]): line for line in world.log()}
    named = [
        lines[line["question_id"], line["amends"]] for line in lines.values() if line["kind"] == "reschedule"
    ]
    assert {line["kind"] for line in named} == {"answer", "rerate"}
    for line in named:
        later = [each for each in lines.values() if each["question_id"] == line["question_id"]]
        assert all(
            each["kind"] in ("refit", "reschedule")
            for each in later
            if each["repetition"] > line["repetition"]
        )


def test_a_line_of_a_new_date_says_that_the_card_was_in_review(switched):
    world = switched()
    fitting.take(world.ctx, 1)
    assert {line["state_before"] for line in world.log() if line["kind"] == "reschedule"} == {2}


def test_by_the_parameters_that_gave_the_dates_most_cards_stay(practised):
    """The same seed gives the same day, but for cards whose Good had to wait longer than their Hard."""
    told = fitting.preview(practised().ctx, 1)
    assert told.same > 2 * told.moved


def test_suspended_cards_stay_where_they_are(switched):
    world = switched()
    with writing(world.ctx.engine) as connection:
        connection.execute(text("UPDATE card SET suspended = true"))
    assert fitting.preview(world.ctx, 1).moved == 0
    assert fitting.take(world.ctx, 1) == 0


def test_somebody_who_never_studied_has_nothing_to_move(world):
    told = fitting.preview(world.ctx, 1)
    assert (told.moved, told.same, len(told.days)) == (0, 0, fitting.DAYS_AHEAD)
