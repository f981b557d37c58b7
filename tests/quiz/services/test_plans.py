"""Studying towards an exam and out of a backlog, under a clock that moves months."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from question_bank.model import SelfRatedResponse
from quiz.memory.backlog import most_worth_first
from quiz.memory.card import Rating, State
from quiz.memory.days import Moment, day_start
from quiz.memory.fsrs6 import DEFAULT_WEIGHTS
from quiz.memory.fsrs6_plain import Plain
from quiz.memory.learnt import Learnt
from quiz.services import learners, plans, replays, study, workload
from quiz.services.errors import NotFound
from quiz.services.overview import overview
from quiz.services.study import CardShown, Finished, Mode
from quiz.store.times import to_ms

FACTS = "facts:\n" + "".join(
    f"  - id: fact-{number}\n    says: Card {number} exists.\n    evidence:\n"
    f'      - {{source: survey, paragraph: {number + 1}, from: "By far the largest", to: "from the sea"}}\n'
    for number in range(40)
)


def flashcards(count: int) -> list[str]:
    return [
        f"  - {{id: card-{number}, kind: flashcard, prompt: 'Card {number}?', answer: back, "
        f"facts: [fact-{number}], tags: [{'odd' if number % 2 else 'even'}]}}\n"
        for number in range(count)
    ]


@pytest.fixture
def deck(empty_world):
    """Make a world with so many flashcards, each on a fact of its own, all new and all allowed today."""

    def make(count: int):
        learners.update_settings(empty_world.ctx, empty_world.learner, new_per_day=100)
        assert empty_world.sync(*flashcards(count), facts=FACTS).problems == ()
        return empty_world

    return make


def remember(world, *memories: tuple[float, int, int]) -> None:
    """Give the first cards a memory: stability, answered so many days ago, due in so many days."""
    with world.ctx.engine.begin() as connection:
        for question_id, (stability, ago, due) in enumerate(memories, start=1):
            connection.execute(
                text(
                    "UPDATE card SET state = 2, stability = :stability, difficulty = 5, reviews = 3, "
                    "interval_days = :interval, due_day = :due_day, due_ms = :due_ms, "
                    "last_review_day = :last, last_review_ms = :last_ms WHERE question_id = :id"
                ),
                {
                    "id": question_id,
                    "stability": stability,
                    "interval": ago + due,
                    "due_day": today(world) + due,
                    "due_ms": to_ms(day_start(today(world) + due, 0)),
                    "last": today(world) - ago,
                    "last_ms": to_ms(world.clock.now - timedelta(days=ago)),
                },
            )


def mixed(count: int) -> list[tuple[float, int, int]]:
    """Memories of all kinds, every other one due."""
    return [
        (2.0 + 3 * number, 5 + number % 11, number % 30 if number % 2 else -(number % 7))
        for number in range(count)
    ]


def today(world) -> int:
    return Moment(world.clock.now).day


def on_day(world, ahead: int) -> date:
    return (world.clock.now + timedelta(days=ahead)).date()


def set_exam(world, ahead: int) -> None:
    plans.save_exam(world.ctx, world.learner, "water", on_day(world, ahead))


def counts(world) -> tuple[int, int]:
    seen = overview(world.ctx, world.learner)
    return seen.due, seen.new


def live(world, days: int, forget: int = 0) -> None:
    """Study on each of so many days, forgetting each n-th answer."""
    answered = 0
    for _ in range(days):
        sitting = world.start()
        while isinstance(sitting.look(), CardShown):
            answered += 1
            sitting.answer(right=not forget or answered % forget != 0)
        world.clock.forward(days=1)
        world.clock.now = world.clock.now.replace(hour=10, minute=0, second=0)


def reviewed_on(world, day: int) -> list[dict]:
    return world.rows(
        "SELECT * FROM review WHERE day = :day AND state_before = 2 AND kind = 'answer' ORDER BY number",
        day=day,
    )


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
