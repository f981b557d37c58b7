"""A learner's progress as the values that travel to Anki."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from quiz.memory.card import Rating, State
from quiz.services import learners, study
from quiz.services.anki import histories
from quiz.services.anki.progress import progress_of
from quiz.services.errors import NotFound
from quiz.store import cards
from quiz.store import learners as stored_learners

from .in_anki import DAY_MS, EASY, MANUAL, REVIEW, InAnki, due_set, learning, line, ms

FIRST = ms(datetime(2026, 2, 1, 12, tzinfo=UTC))


def card_of(world, name, part=0):
    held = progress_of(world.ctx, world.learner).cards["water", name]
    return next(card for card in held if card.part == part)


def answer(world, *, right=True):
    """Answer the question on vapour and return the study session and the number of the answer."""
    session = world.start(tags=("water",))
    return session, session.answer(right=right).number


def test_new_cards_stay_behind_and_suspended_ones_travel(world):
    assert progress_of(world.ctx, world.learner).cards == {}
    (salt,) = world.rows("SELECT id FROM question WHERE key = 'salt'")
    with world.ctx.engine.begin() as connection:
        cards.save_suspended(connection, world.learner, salt["id"], 0, suspended=True)
    assert set(progress_of(world.ctx, world.learner).cards) == {("water", "salt")}
    assert (card_of(world, "salt").suspended, card_of(world, "salt").state) == (True, State.NEW)


def test_a_card_travels_with_its_memory_its_due_date_and_its_log(world):
    answer(world)
    world.clock.forward(minutes=11)
    answer(world)
    out = card_of(world, "vapour-origin")
    (row,) = [each for each in world.cards() if each["reviews"]]
    assert (out.state, out.stability, out.difficulty) == (State.REVIEW, row["stability"], row["difficulty"])
    assert (out.due_day, out.interval_days, out.reps) == (row["due_day"], row["interval_days"], 2)
    assert out.last_review_s == row["last_review_ms"] // 1000
    first, second = out.reviews
    assert (first.rating, first.interval, first.last_interval, first.kind) == (3, -600, 0, 0)
    assert (second.interval, second.last_interval, second.kind) == (row["interval_days"], -600, 0)
    assert second.difficulty == row["difficulty"]
    assert (first.at_ms, first.taken_ms) == (world.log()[0]["at_ms"], 1500)


def test_a_card_in_its_steps_says_when_they_end_and_what_follows_a_lapse(world):
    answer(world)
    assert card_of(world, "vapour-origin").due_at_s == world.cards()[0]["due_ms"] // 1000
    for forward in ({"minutes": 11}, {"days": 40}):
        world.clock.forward(**forward)
        answer(world, right="days" not in forward)
    out = card_of(world, "vapour-origin")
    assert (out.state, out.due_day, out.lapses) == (State.RELEARNING, None, 1)
    assert out.interval_days >= 1
    assert [each.kind for each in out.reviews] == [0, 0, 1]
    assert out.reviews[-1].interval == -600


def test_a_changed_rating_replaces_the_first_and_what_was_taken_back_stays_behind(world):
    session, number = answer(world)
    study.rate(world.ctx, world.learner, session.id, number, Rating.HARD)
    assert [each.rating for each in card_of(world, "vapour-origin").reviews] == [Rating.HARD]
    study.undo(world.ctx, world.learner, session.id)
    assert progress_of(world.ctx, world.learner).cards == {}


def test_a_fresh_start_travels_as_a_reset_by_hand(world, pieces):
    answer(world)
    raised = pieces["origin"].replace("kind: single_choice", "kind: single_choice\n    edition: 2")
    world.sync(raised, pieces["capitals"], pieces["salt"], pieces["river"])
    out = card_of(world, "vapour-origin")
    assert (out.state, out.stability) == (State.NEW, None)
    last = out.reviews[-1]
    assert (last.rating, last.interval, last.last_interval, last.kind, last.difficulty) == (
        0,
        0,
        -600,
        MANUAL,
        0,
    )


def test_no_two_lines_have_one_time_and_the_same_log_gives_the_same(world):
    anki = InAnki()
    for name in ("salt", "river", "vapour-origin"):
        anki.add(name, learning(FIRST), line(FIRST + DAY_MS))
    histories.bring(world.ctx, world.learner, anki.package)
    progress = progress_of(world.ctx, world.learner)
    times = sorted(each.at_ms for held in progress.cards.values() for card in held for each in card.reviews)
    assert times == [FIRST, FIRST + 1, FIRST + 2, FIRST + DAY_MS, FIRST + DAY_MS + 1, FIRST + DAY_MS + 2]
    assert progress_of(world.ctx, world.learner) == progress


def test_an_answer_that_stands_for_a_lost_beginning_is_a_review_with_what_it_gave(world):
    anki = InAnki().add("salt", line(FIRST, interval=10, factor=345), due_set(FIRST + 1), due=90)
    assert histories.bring(world.ctx, world.learner, anki.package).dues == 1
    (only,) = card_of(world, "salt").reviews
    assert (only.kind, only.interval) == (REVIEW, 10)
    assert int(((only.difficulty - 1) / 9 + 0.1) * 1000) == 345


def test_the_preset_is_the_learners_and_a_single_bank_brings_its_own_retention(world):
    learners.update_settings(world.ctx, world.learner, new_per_day=7, reviews_per_day=70)
    with world.ctx.engine.begin() as connection:
        settings = stored_learners.get_parameter_sets(connection, world.learner)[1]
        tuned = replace(settings, weights=(0.3, *settings.weights[1:]), maximum_interval_days=365)
        stored_learners.add_parameter_set(connection, world.learner, 2, tuned, 0)
        stored_learners.save_learner(connection, world.learner, parameter_set_id=2)
        stored_learners.save_bank_aim(connection, world.learner, 1, desired_retention=0.85)
    preset = progress_of(world.ctx, world.learner, ["water"]).preset
    assert (preset.weights, preset.desired_retention) == (tuned.weights, 0.85)
    assert (preset.learning_steps_s, preset.relearning_steps_s) == ((60, 600), (600,))
    assert (preset.maximum_interval_days, preset.new_per_day, preset.reviews_per_day) == (365, 7, 70)


def test_only_the_chosen_banks_travel(world):
    answer(world)
    assert progress_of(world.ctx, world.learner, ["another"]).cards == {}
    assert progress_of(world.ctx, world.learner, ["water"]).cards
    with pytest.raises(NotFound):
        progress_of(world.ctx, 999)


def test_what_came_from_anki_goes_back_as_it_was(world):
    lines = (learning(FIRST, 3, -600), learning(FIRST + 600_000, EASY, 9), line(FIRST + 9 * DAY_MS, 1, -600))
    histories.bring(world.ctx, world.learner, InAnki().add("capitals", *lines, place=1).package)
    reviews = card_of(world, "capitals", 2).reviews
    assert [(each.at_ms, each.rating, each.interval, each.kind) for each in reviews] == [
        (each.id_ms, each.ease, each.interval, each.kind) for each in lines
    ]
    back = histories.bring(world.ctx, world.learner, InAnki().add("capitals", *lines, place=1).package)
    assert (back.answers, back.known) == (0, 3)
