from datetime import timedelta

from sqlalchemy import text

from question_bank.model import SelfRatedResponse
from quiz.memory.card import Rating
from quiz.services import calendars, learners, study
from quiz.services.overview import overview
from quiz.services.study import Mode


def day_end_of(sitting):
    return study.summary(sitting.ctx, sitting.learner, sitting.id).day_end


def finish_the_day(world):
    """Answer all that the day holds, waiting for steps that end later; return the last study session."""
    for _ in range(20):
        sitting = world.start()
        sitting.finish()
        if day_end_of(sitting):
            return sitting
        world.clock.forward(minutes=15)
    raise AssertionError("the day never ends")


def test_the_day_is_over_once_nothing_is_left_not_even_a_step_that_ends_later(world):
    sitting = world.start()
    sitting.answer()
    assert day_end_of(sitting) is None
    sitting = finish_the_day(world)
    found = day_end_of(sitting)
    counts = [line for line in world.log() if line["kind"] == "answer"]
    assert found.answered == found.right == len(counts)
    assert overview(world.ctx, world.learner).day_end == found


def test_a_day_with_a_new_card_left_is_not_over(empty_world, pieces):
    assert empty_world.learner == 1
    empty_world.sync(pieces["salt"], pieces["river"])
    sitting = empty_world.start()
    sitting.send(sitting.card(), SelfRatedResponse(knew=True), rating=Rating.EASY)
    assert (overview(empty_world.ctx, 1).due, overview(empty_world.ctx, 1).new) == (0, 1)
    assert day_end_of(sitting) is None


def test_wrong_answers_are_told_and_tomorrow_is_what_comes_due_then(world):
    world.start().answer(right=False)
    found = day_end_of(finish_the_day(world))
    assert found.right == found.answered - 1
    due = world.rows("SELECT COUNT(*) AS due FROM card WHERE due_day = (SELECT MIN(day) + 1 FROM review)")
    assert found.tomorrow == due[0]["due"]


def test_a_day_counts_its_own_answers_alone(world):
    finish_the_day(world)
    world.clock.forward(days=40)
    found = day_end_of(finish_the_day(world))
    (own,) = world.rows("SELECT COUNT(*) AS answers FROM review WHERE day = (SELECT MAX(day) FROM review)")
    assert found.answered == own["answers"] < len(world.log())


def test_tomorrow_and_the_calendar_promise_no_more_than_a_day_may_bring(world):
    sitting = finish_the_day(world)
    tomorrow = world.clock.now.date() + timedelta(days=1)
    with world.ctx.engine.begin() as connection:
        connection.execute(text("UPDATE card SET due_day = (SELECT MAX(day) + 1 FROM review)"))
    learners.update_settings(world.ctx, world.learner, reviews_per_day=3)
    assert day_end_of(sitting).tomorrow == 3
    found = calendars.calendar(world.ctx, calendars.make_address(world.ctx, world.learner))
    assert [(day.on, day.cards) for day in found.days] == [
        (tomorrow + timedelta(days=ahead), cards) for ahead, cards in enumerate((3, 1))
    ]


def test_an_answer_taken_back_opens_the_day_again(world):
    sitting = finish_the_day(world)
    answered = day_end_of(sitting).answered
    assert study.undo(world.ctx, world.learner, sitting.id)
    assert day_end_of(sitting) is None
    sitting.finish()
    world.clock.forward(minutes=15)
    assert day_end_of(finish_the_day(world)).answered >= answered


def test_a_day_without_an_answer_has_no_end(world):
    learners.update_settings(world.ctx, world.learner, new_per_day=0)
    assert overview(world.ctx, world.learner).day_end is None


def test_the_home_page_knows_whether_learning_ahead_would_bring_anything(world):
    learners.update_settings(world.ctx, world.learner, new_per_day=0)
    before = overview(world.ctx, world.learner)
    assert before.ahead_left == (world.start(Mode.AHEAD).look().__class__.__name__ == "CardShown")
    learners.update_settings(world.ctx, world.learner, new_per_day=20)
    finish_the_day(world)
    ahead = world.start(Mode.AHEAD)
    ahead.finish()
    assert not overview(world.ctx, world.learner).ahead_left
