"""The log is the truth: whatever learners do, replaying it gives every card again."""

import random
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from question_bank.model import DontKnow, SelfRatedResponse
from quiz.memory.card import Rating
from quiz.services import learners, replays, study
from quiz.services.study import Finished, Mode

ACTIONS = st.lists(
    st.one_of(
        st.tuples(st.just("answer"), st.booleans()),
        st.tuples(st.just("rate"), st.sampled_from([*Rating, "guessed"])),
        st.tuples(st.just("undo"), st.none()),
        st.tuples(st.just("wait"), st.sampled_from([60, 900, 86_400, 40 * 86_400])),
        st.tuples(st.just("session"), st.sampled_from([Mode.SCHEDULED, Mode.AHEAD, Mode.PRACTICE])),
        st.tuples(st.just("correct guesses"), st.booleans()),
        st.tuples(st.just("zone"), st.sampled_from(["UTC", "Asia/Seoul", "America/New_York"])),
        st.tuples(st.just("edition"), st.none()),
        st.tuples(st.just("typing"), st.booleans()),
    ),
    min_size=5,
    max_size=25,
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions=ACTIONS)
def test_replaying_the_log_gives_every_card_again_whatever_was_done(world, pieces, actions):
    world.clock.now = max(world.clock.now, datetime(2026, 3, 1, tzinfo=UTC))
    sitting, last = world.start(), 0
    for action, value in actions:
        world.clock.forward(seconds=11)
        if action == "answer" and not isinstance(sitting.look(), Finished):
            answered = sitting.answer() if value else sitting.send(sitting.card(), DontKnow())
            last = answered.number
        elif action == "rate" and last:
            study.rate(world.ctx, sitting.learner, sitting.id, last, value)
        elif action == "undo":
            study.undo(world.ctx, sitting.learner, sitting.id)
        elif action == "wait":
            world.clock.forward(seconds=value)
        elif action == "session":
            sitting, last = world.start(value), 0
        elif action == "correct guesses":
            learners.update_settings(world.ctx, sitting.learner, guess_correction=value)
        elif action == "zone":
            learners.update_settings(world.ctx, sitting.learner, time_zone=value)
        elif action == "typing":
            learners.update_settings(world.ctx, sitting.learner, type_clozes=value)
        elif action == "edition":
            edition = world.rows("SELECT edition FROM question WHERE id = 1")[0]["edition"] + 1
            raised = pieces["origin"].replace("answer:", f"edition: {edition}\n    answer:")
            assert world.sync(raised, pieces["capitals"], pieces["salt"], pieces["river"]).changed
    report = replays.replay_reviews(world.ctx)
    assert report.differences == ()
    assert report.lines == len(world.log())


@pytest.mark.slow
def test_six_weeks_of_several_hundred_answers_replay_without_a_difference(world, pieces):
    cards = [
        pieces["salt"].replace("id: salt", f"id: card-{number}").replace("sea", f"sea {number}")
        for number in range(60)
    ]
    world.sync(*cards)
    chance = random.Random(20110825)
    world.clock.now = datetime(2026, 3, 1, 9, tzinfo=UTC)
    for _ in range(42):
        world.clock.forward(hours=chance.choice([20, 24, 31]))
        sitting = world.start(chance.choice([Mode.SCHEDULED, Mode.SCHEDULED, Mode.AHEAD]))
        for _ in range(25):
            shown = sitting.look()
            if isinstance(shown, Finished):
                break
            rating = chance.choices(list(Rating), weights=[2, 1, 7, 1])[0]
            response = SelfRatedResponse(knew=rating is not Rating.AGAIN)
            answered = sitting.send(shown, response, rating=rating)
            world.clock.forward(seconds=chance.choice([5, 40, 700]))
            match chance.choice(["rate", "undo", *["go on"] * 8]):
                case "rate":
                    study.rate(
                        world.ctx, sitting.learner, sitting.id, answered.number, chance.choice([*Rating])
                    )
                case "undo":
                    assert study.undo(world.ctx, sitting.learner, sitting.id)
    kinds = [line["kind"] for line in world.log()]
    assert kinds.count("answer") > 400
    assert min(kinds.count("undo"), kinds.count("rerate")) > 10
    report = replays.replay_reviews(world.ctx)
    assert report.differences == ()
    assert report.lines == len(kinds)


def test_a_card_that_differs_from_the_log_is_reported_and_mended_on_request(world):
    world.start().finish()
    before = world.cards()
    with world.ctx.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE card SET stability = 99, due_day = 7 WHERE question_id = 1")
        connection.exec_driver_sql("UPDATE card SET version = 9 WHERE question_id = 3")
    report = replays.replay_reviews(world.ctx)
    assert [(each.question_id, each.part) for each in report.differences] == [(1, 0), (3, 0)]
    assert report.differences[0].saved.stability == 99
    assert world.cards() != before
    replays.replay_reviews(world.ctx, write=True)
    assert world.cards() == before
    assert replays.replay_reviews(world.ctx).differences == ()
