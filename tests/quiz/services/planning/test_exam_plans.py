"""Studying towards an exam, under a clock that moves months."""

from __future__ import annotations

from datetime import timedelta

import pytest

from question_bank.model import SelfRatedResponse
from quiz.memory.card import Rating
from quiz.services import learners, plans, replays, study, workload
from quiz.services.errors import NotFound
from quiz.services.study import CardShown, Mode

from .days import counts, live, mixed, on_day, remember, reviewed_on, set_exam, today


def test_in_months_of_study_no_interval_passes_the_exam_and_every_card_is_seen_in_the_last_week(deck):
    world = deck(4)
    live(world, 25, forget=5)
    set_exam(world, 35)
    exam_day = today(world) + 35
    live(world, 35, forget=5)
    lines = [line for line in world.log() if exam_day - 35 <= line["day"] < exam_day]
    assert len(lines) > 8
    assert all(line["day"] + line["interval_days"] <= exam_day for line in lines)
    on_the_day = [line for line in lines if line["day"] + line["interval_days"] == exam_day]
    assert all(line["day"] == exam_day - 1 for line in on_the_day)
    assert len({line["question_id"] for line in lines if line["day"] >= exam_day - 7}) == 4
    assert replays.replay_reviews(world.ctx).differences == ()


def test_cards_scheduled_beyond_the_exam_before_there_was_one_come_before_it(deck):
    world = deck(5)
    remember(world, *[(100.0, 10, 90)] * 5)
    given = world.cards()
    set_exam(world, 10)
    assert world.cards() == given
    assert counts(world) == (0, 0)
    world.clock.forward(days=3)
    reviewed = set()
    for _ in range(7):
        assert counts(world)[0] <= 1
        world.start().finish()
        reviewed |= {line["question_id"] for line in reviewed_on(world, today(world))}
        world.clock.forward(days=1)
    assert len(reviewed) == 5


def test_the_last_days_come_by_predicted_recall_on_the_day_the_least_likely_first(deck):
    world = deck(12)
    remember(world, *mixed(12))
    set_exam(world, 7)
    cards = {card["question_id"]: card for card in world.cards()}
    sitting, forgotten = world.start(), []
    while isinstance(shown := sitting.look(), CardShown):
        card = cards[shown.card.question_id]
        forgotten.append((today(world) + 7 - card["last_review_day"]) / card["stability"])
        sitting.answer()
    assert len(forgotten) == 6
    assert forgotten == sorted(forgotten, reverse=True)


def test_a_days_share_calls_cards_that_are_not_due_and_the_exam_comes_before_other_reviews(deck):
    world = deck(20)
    remember(world, *[(300.0, 3, 200)] * 14, (5.0, 7, -1))
    set_exam(world, 7)
    learners.update_settings(world.ctx, world.learner, new_per_day=0)
    assert counts(world) == (3, 0)
    world.start().finish()
    assert counts(world) == (0, 0)
    world.clock.forward(days=1)
    assert counts(world) == (2, 0)


def test_a_tag_in_the_last_days_brings_its_own_part_of_the_plan(deck):
    world = deck(14)
    remember(world, *[(300.0, 30, 200)] * 10, *[(5.0, 9, -1)] * 4)
    set_exam(world, 2)
    assert counts(world)[0] == 7
    sitting = world.start(tags=("even",))
    assert sitting.finish() > 0
    seen = {line["question_id"] for line in reviewed_on(world, today(world))}
    assert {number % 2 for number in seen} == {1}
    assert len(seen) + counts(world)[0] == 7


def test_the_nearest_of_two_exams_comes_first(deck):
    world = deck(2)
    world.folder = world.folder.with_name("ice")
    ice = "  - {id: cold, kind: flashcard, prompt: Is ice cold?, answer: It is, unsourced: an example}\n"
    world.sync(ice, bank="bank: ice\ntitle: Ice\nlanguage: en\n", facts="facts: []\n")
    remember(world, *[(10.0, 9, -1)] * 2, (30.0, 9, -1))
    for farther, nearer, first in (("ice", "water", {1, 2}), ("water", "ice", {3})):
        plans.save_exam(world.ctx, world.learner, farther, on_day(world, 6))
        plans.save_exam(world.ctx, world.learner, nearer, on_day(world, 3))
        assert world.start().card().card.question_id in first


def test_moving_or_removing_the_date_leaves_intervals_as_given_and_the_queue_as_it_always_was(deck):
    world = deck(6)
    live(world, 1)
    remember(world, *[(100.0, 10, 90)] * 6)
    given = world.cards()
    set_exam(world, 5)
    assert counts(world)[0] == 2
    plans.save_exam(world.ctx, world.learner, "water", None)
    assert counts(world) == (0, 0)
    assert world.cards() == given
    set_exam(world, 5)
    world.start().finish()
    capped = [card for card in world.cards() if card not in given]
    assert len(capped) == 2
    assert all(card["due_day"] < today(world) + 5 for card in capped)
    plans.save_exam(world.ctx, world.learner, "water", None)
    assert [card for card in world.cards() if card not in given] == capped
    world.clock.forward(days=4)
    world.start().finish()
    assert max(card["interval_days"] for card in world.cards() if card not in given) > 30


def test_the_buttons_of_a_flashcard_promise_nothing_beyond_the_exam(deck):
    world = deck(1)
    remember(world, (100.0, 100, 0))
    without = max(world.start().card().intervals.values())
    set_exam(world, 20)
    assert without > timedelta(days=100)
    assert max(world.start().card().intervals.values()) == timedelta(days=19)


def test_an_answer_rated_otherwise_comes_back_before_the_exam_too(deck):
    world = deck(1)
    for days in (3, 30, 90):
        world.start().finish()
        world.clock.forward(days=1)
        world.start().finish()
        world.clock.forward(days=days)
    set_exam(world, 5)
    sitting = world.start()
    number = sitting.send(sitting.card(), SelfRatedResponse(knew=False)).number
    assert study.rate(world.ctx, sitting.learner, sitting.id, number, Rating.GOOD)
    (card,) = world.cards()
    assert today(world) < card["due_day"] < today(world) + 5


def test_after_the_exam_days_are_normal_again(deck):
    world = deck(2)
    remember(world, (100.0, 100, 2), (100.0, 100, 9))
    set_exam(world, 2)
    world.clock.forward(days=2)
    assert plans.plans_now(world.ctx, world.learner).exams["water"].days == 0
    assert counts(world)[0] == 2
    world.clock.forward(days=1)
    assert plans.plans_now(world.ctx, world.learner).exams == {}
    page = plans.exam_page(world.ctx, world.learner, "water")
    assert (page.over, page.plan) == (True, None)
    assert counts(world)[0] == 1
    assert world.start().card().intervals
    world.start().finish()
    assert max(card["interval_days"] for card in world.cards()) > 100


def test_undoing_an_answer_of_the_last_days_brings_the_card_and_the_count_back(deck):
    world = deck(4)
    world.start().finish()
    world.clock.forward(days=4)
    set_exam(world, 2)
    before, cards = counts(world), world.cards()
    sitting = world.start()
    first = sitting.card().card
    sitting.answer()
    assert counts(world)[0] == before[0] - 1
    assert study.undo(world.ctx, world.learner, sitting.id)
    assert (counts(world), sitting.card().card, world.start().card().card) == (before, first, first)
    assert [card["due_day"] for card in world.cards()] == [card["due_day"] for card in cards]
    assert replays.replay_reviews(world.ctx).differences == ()


def test_learning_ahead_and_practice_know_nothing_of_plans(deck):
    world = deck(9)
    remember(world, *[(10.0, 60, -40)] * 8)
    learners.update_settings(world.ctx, world.learner, reviews_per_day=1)
    assert counts(world) == (1, 0)
    ahead = world.start(Mode.AHEAD)
    states = set()
    while isinstance(shown := ahead.look(), CardShown):
        states.add(shown.is_new)
        ahead.answer()
    assert states == {True, False}
    assert world.start(Mode.PRACTICE).finish() == 9


def test_an_exam_is_saved_shown_and_removed(deck):
    world = deck(3)
    assert plans.exam_page(world.ctx, world.learner, "water").saved is None
    set_exam(world, 12)
    page = plans.exam_page(world.ctx, world.learner, "water")
    assert (page.saved, page.plan.days, page.plan.cards) == (on_day(world, 12), 12, 3)
    ahead = plans.plans_now(world.ctx, world.learner).exams["water"]
    assert (ahead.days, ahead.recall) == (12, page.plan.forecast.recall)
    other = plans.exam_page(world.ctx, world.learner, "water", on_day(world, 30))
    assert (other.saved, other.plan.on) == (on_day(world, 12), on_day(world, 30))
    plans.save_exam(world.ctx, world.learner, "water", None)
    assert plans.plans_now(world.ctx, world.learner).exams == {}


@pytest.mark.parametrize("ahead", [-3, 0, 731])
def test_a_date_that_cannot_be_planned_for_is_refused_and_has_no_plan(world, ahead):
    with pytest.raises(ValueError, match="not within"):
        set_exam(world, ahead)
    assert plans.exam_page(world.ctx, world.learner, "water", on_day(world, ahead)).plan is None
    assert world.rows("SELECT exam_day FROM enrolment") == [{"exam_day": None}]


def test_exams_belong_to_banks_that_the_learner_has(world):
    with pytest.raises(NotFound):
        plans.exam_page(world.ctx, world.learner, "fire")
    with pytest.raises(NotFound):
        plans.save_exam(world.ctx, world.learner, "fire", on_day(world, 5))


def test_a_plan_counts_what_was_reviewed_today_towards_todays_limit(deck):
    world = deck(6)
    remember(world, *[(10.0, 60, -40)] * 6)
    learners.update_settings(world.ctx, world.learner, reviews_per_day=3)
    sitting = world.start()
    for left in (3, 2, 1, 0):
        plan = plans.exam_page(world.ctx, world.learner, "water", on_day(world, 30)).plan
        assert plan.forecast.days[0].reviews == left
        if left:
            sitting.answer()


def test_a_plan_brings_cards_as_often_as_the_banks_own_retention_asks(deck):
    world = deck(8)
    remember(world, *[(10.0, 9, 0)] * 8)
    reviews = []
    for retention in (0.8, 0.95):
        workload.choose(world.ctx, world.learner, retention, "water")
        plan = plans.exam_page(world.ctx, world.learner, "water", on_day(world, 90)).plan
        reviews.append(sum(day.reviews for day in plan.forecast.days))
    assert reviews[1] > 1.5 * reviews[0]


def test_too_many_new_cards_for_the_days_left_are_told_with_the_number_that_would_do(deck):
    world = deck(30)
    learners.update_settings(world.ctx, world.learner, new_per_day=2)
    plan = plans.exam_page(world.ctx, world.learner, "water", on_day(world, 10)).plan
    assert (plan.new, plan.new_per_day, plan.new_needed) == (30, 2, 3)
    assert (plan.forecast.seen, plan.faster.seen) == (20, 30)
    assert plan.faster.recall > plan.forecast.recall
    learners.update_settings(world.ctx, world.learner, new_per_day=3)
    assert plans.exam_page(world.ctx, world.learner, "water", on_day(world, 10)).plan.faster is None


def test_the_new_cards_of_today_are_planned_once(deck):
    world = deck(30)
    learners.update_settings(world.ctx, world.learner, new_per_day=2)
    world.start().finish()
    plan = plans.exam_page(world.ctx, world.learner, "water", on_day(world, 10)).plan
    assert (plan.new, plan.forecast.seen) == (28, 20)
