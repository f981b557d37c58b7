from datetime import UTC, datetime, timedelta

import pytest

from question_bank.model import DontKnow
from quiz.memory.card import State
from quiz.memory.days import Moment
from quiz.services import learners, replays, study
from quiz.services.errors import NotFound
from quiz.services.overview import overview
from quiz.services.study import CardShown, Finished, Mode


def test_the_daily_limit_of_new_cards_holds_over_study_sessions_and_ends_with_the_day(world):
    learners.update_settings(world.ctx, world.learner, new_per_day=2)
    assert _counts(world) == (0, 2)
    first = world.start()
    first.finish()
    assert _counts(world) == (0, 0)
    assert isinstance(world.start().look(), Finished)
    world.clock.now = datetime(2026, 3, 2, 3, 59, tzinfo=UTC)  # the learner's day ends at 04:00
    assert isinstance(world.start().look(), Finished)
    world.clock.forward(minutes=2)
    assert isinstance(world.start().look(), CardShown)


def test_the_days_are_the_learners_own(world):
    learner = world.learner
    learners.update_settings(world.ctx, learner, new_per_day=1, time_zone="Asia/Seoul")
    world.clock.now = datetime(2026, 3, 1, 18, 59, tzinfo=UTC)  # 03:59 in Seoul
    session = study.start(world.ctx, learner, (), Mode.SCHEDULED)
    shown = study.current(world.ctx, learner, session)
    study.answer(
        world.ctx,
        learner,
        session,
        shown.card,
        shown.repetition,
        shown.revision_id,
        DontKnow(),
        response_ms=None,
    )
    assert overview(world.ctx, learner).new == 0
    world.clock.forward(minutes=1)
    assert overview(world.ctx, learner).new == 1
    [line] = world.log()
    assert line["offset_minutes"] == 540


def test_the_daily_limit_of_reviews_holds(world):
    world.start().finish()
    world.clock.forward(days=30)
    assert _counts(world)[0] == 4
    learners.update_settings(world.ctx, world.learner, reviews_per_day=1, new_per_day=0)
    assert _counts(world) == (1, 0)
    assert world.start().finish() == 1
    assert _counts(world) == (0, 0)
    assert overview(world.ctx, world.learner).next_due_at == datetime(2026, 4, 1, 4, tzinfo=UTC)


def test_learning_ahead_brings_new_cards_beyond_the_limit(world):
    learners.update_settings(world.ctx, world.learner, new_per_day=1)
    done = world.start()
    done.finish()
    assert study.summary(world.ctx, done.learner, done.id).ahead_left
    ahead = world.start(Mode.AHEAD)
    assert ahead.card().is_new
    ahead.answer()
    assert _counts(world)[1] == 0


def test_learning_ahead_schedules_by_the_days_that_really_passed(world):
    world.start().finish()
    learners.update_settings(world.ctx, world.learner, new_per_day=0)
    world.clock.forward(days=1)
    today = Moment(world.clock.now).day
    early = {
        (card["question_id"], card["part"])
        for card in world.cards()
        if card["state"] == State.REVIEW and card["due_day"] > today
    }
    assert early
    ahead = world.start(Mode.AHEAD)
    while isinstance(shown := ahead.look(), CardShown):
        if (shown.card.question_id, shown.card.part) in early:
            break
        ahead.answer()
    before = _card(world, shown.card)
    ahead.answer()
    after = _card(world, shown.card)
    assert before["last_review_day"] + 1 == after["last_review_day"] < before["due_day"]
    assert before["stability"] < after["stability"]
    assert replays.replay_reviews(world.ctx).differences == ()


def test_a_card_learned_ahead_does_not_come_again_on_the_same_day(world):
    world.start().finish()
    world.clock.forward(days=1)
    world.start(Mode.AHEAD).finish()
    assert isinstance(world.start(Mode.AHEAD).look(), Finished)


def test_nothing_is_due_before_its_time_and_the_overview_says_when(world):
    sitting = world.start()
    sitting.answer(right=False)
    seen = overview(world.ctx, sitting.learner)
    assert (seen.due, seen.new, seen.answered_today) == (1, 3, 1)
    assert seen.next_due_at - world.clock.now <= timedelta(minutes=1)
    [bank] = seen.banks
    assert (bank.key, bank.questions, bank.facts, bank.sources) == ("water", 4, 1, 1)
    assert bank.tags == (("air", 1), ("places", 2), ("water", 1))
    assert (bank.due, bank.new, bank.problems, bank.servable) == (1, 3, (), True)


def test_settings_are_saved_and_impossible_ones_refused(world):
    learner = world.learner
    learners.update_settings(
        world.ctx,
        learner,
        time_zone="Asia/Seoul",
        new_per_day=5,
        reviews_per_day=7,
        single_key_shortcuts=False,
    )
    saved = learners.learner(world.ctx, learner)
    assert (saved.time_zone, saved.new_per_day, saved.reviews_per_day) == ("Asia/Seoul", 5, 7)
    assert not saved.single_key_shortcuts
    for wrong in ({"time_zone": "Mars/Olympus"}, {"time_zone": "../etc"}, {"new_per_day": -1}):
        with pytest.raises(ValueError, match=r"time zone|limit"):
            learners.update_settings(world.ctx, learner, **wrong)
    assert learners.learner(world.ctx, learner) == saved
    with pytest.raises(NotFound):
        learners.learner(world.ctx, learner + 1)


def _counts(world):
    seen = overview(world.ctx, world.learner)
    return (seen.due, seen.new)


def _card(world, card):
    return world.rows(
        "SELECT * FROM card WHERE question_id = :id AND part = :part", id=card.question_id, part=card.part
    )[0]
