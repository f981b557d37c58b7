"""Studying out of a backlog, and what home counts meanwhile."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from quiz.memory.backlog import most_worth_first
from quiz.memory.card import State
from quiz.memory.fsrs6 import DEFAULT_WEIGHTS
from quiz.memory.fsrs6_plain import Plain
from quiz.memory.learnt import Learnt
from quiz.services import learners, plans
from quiz.services.study import Finished

from .days import FACTS, counts, flashcards, mixed, on_day, remember, set_exam, today


def test_a_backlog_pauses_new_cards_until_it_is_gone_and_counts_agree_all_the_way(deck):
    world = deck(16)
    remember(world, *[(10.0 + number, 60, -40) for number in range(13)])
    learners.update_settings(world.ctx, world.learner, new_per_day=2, reviews_per_day=5)
    assert plans.plans_now(world.ctx, world.learner).backlog == plans.BacklogNow(due=13, reviews_per_day=5)
    promised = plans.backlog_page(world.ctx, world.learner).own.gone_on
    brought = []
    while not brought or not brought[-1][1]:
        expected = counts(world)
        sitting = world.start()
        sitting.finish()
        done = world.rows("SELECT state_before FROM review WHERE study_session_id = :id", id=sitting.id)
        states = [line["state_before"] for line in done]
        brought.append((states.count(State.REVIEW), states.count(State.NEW)))
        assert brought[-1] == expected
        assert counts(world) == (0, 0)
        world.clock.forward(days=1)
    assert brought == [(5, 0), (5, 0), (3, 2)]
    assert today(world) - 1 == promised
    assert plans.plans_now(world.ctx, world.learner).backlog is None


def test_cards_that_are_suspended_or_withdrawn_wait_in_no_backlog_and_for_no_exam(deck):
    world = deck(12)
    remember(world, *[(5.0, 20, -3)] * 12)
    learners.update_settings(world.ctx, world.learner, reviews_per_day=6)
    assert plans.backlog_page(world.ctx, world.learner).due == 12
    with world.ctx.engine.begin() as connection:
        connection.execute(text("UPDATE card SET suspended = 1 WHERE question_id <= 3"))
    world.sync(*flashcards(12)[:-2], facts=FACTS)
    assert plans.backlog_page(world.ctx, world.learner).due == 7
    assert plans.exam_page(world.ctx, world.learner, "water", on_day(world, 30)).plan.cards == 7
    learners.update_settings(world.ctx, world.learner, reviews_per_day=7)
    assert not plans.backlog_page(world.ctx, world.learner).backlog


def test_a_review_before_an_exam_waits_once_in_the_backlog(deck):
    world = deck(10)
    remember(world, *[(5.0, 20, -3)] * 10)
    learners.update_settings(world.ctx, world.learner, reviews_per_day=4)
    set_exam(world, 2)
    assert plans.backlog_page(world.ctx, world.learner).due == 10


def test_a_full_day_is_no_backlog_and_answering_does_not_make_one(deck):
    world = deck(6)
    remember(world, *[(10.0, 60, -40)] * 6)
    learners.update_settings(world.ctx, world.learner, reviews_per_day=6)
    assert plans.plans_now(world.ctx, world.learner).backlog is None
    sitting = world.start()
    for _ in range(6):
        sitting.answer()
        assert plans.plans_now(world.ctx, world.learner).backlog is None
    assert plans.backlog_page(world.ctx, world.learner).ways == ()


def test_a_higher_limit_ends_the_backlog_at_once_and_a_lower_one_makes_it(deck):
    world = deck(12)
    remember(world, *[(10.0, 60, -40)] * 12)
    learners.update_settings(world.ctx, world.learner, reviews_per_day=5)
    page = plans.backlog_page(world.ctx, world.learner)
    assert page.backlog
    assert [way.reviews_per_day for way in page.ways] == [5, 10, 20]
    assert page.ways[-1].gone_on == page.today
    learners.update_settings(world.ctx, world.learner, reviews_per_day=20)
    assert not plans.backlog_page(world.ctx, world.learner).backlog


def test_the_most_worth_saving_comes_first_in_a_backlog_and_an_exam_before_it(deck):
    world = deck(10)
    remember(world, *[(3.0 + 9 * number % 40, 20 + 7 * number % 30, -1 - number) for number in range(10)])
    learners.update_settings(world.ctx, world.learner, reviews_per_day=4)
    cards = [
        Learnt((row["question_id"], 0), row["stability"], 5.0, row["last_review_day"], row["due_day"])
        for row in world.cards()
    ]
    expected = most_worth_first(cards, today(world), Plain(DEFAULT_WEIGHTS))[:4]
    sitting, seen = world.start(), []
    for _ in range(4):
        seen.append((sitting.card().card.question_id, 0))
        sitting.answer()
    assert tuple(seen) == expected
    assert isinstance(sitting.look(), Finished)


@pytest.mark.parametrize(("limit", "exam"), [(3, None), (3, 4), (8, 1), (8, 7), (30, 3), (30, 30)])
def test_what_home_counts_is_what_a_day_without_slips_brings(deck, limit, exam):
    world = deck(20)
    remember(world, *mixed(18))
    learners.update_settings(world.ctx, world.learner, reviews_per_day=limit, new_per_day=1)
    if exam is not None:
        set_exam(world, exam)
    expected = counts(world)
    assert expected != (0, 0)
    sitting = world.start()
    sitting.finish()
    done = world.rows("SELECT state_before FROM review WHERE study_session_id = :id", id=sitting.id)
    states = [line["state_before"] for line in done]
    assert (states.count(State.REVIEW), states.count(State.NEW)) == expected
    assert counts(world) == (0, 0)
