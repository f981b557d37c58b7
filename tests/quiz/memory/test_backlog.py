from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.memory.backlog import is_backlog, most_worth_first, worth
from quiz.memory.backlog_forecast import LONGEST_DAYS, Backlogged, limits_to_show, way_out
from quiz.memory.card import Rating
from quiz.memory.following import Aim
from quiz.memory.fsrs6 import DEFAULT_WEIGHTS
from quiz.memory.fsrs6_plain import Plain
from quiz.memory.learnt import Learnt
from quiz.memory.outcomes import Pace
from quiz.memory.scheduling import DEFAULT_SETTINGS

PLAIN = Plain(DEFAULT_WEIGHTS)
TODAY = 20_000


def learnt(number=1, stability=10.0, last=20, due=10, difficulty=5.0) -> Learnt:
    """A card answered and due so many days ago."""
    return Learnt((number, 0), stability, difficulty, TODAY - last, TODAY - due)


def overdue(count: int) -> list[Learnt]:
    return [learnt(number, 5.0 + number % 40, 15 + number % 50, number % 30) for number in range(count)]


def start(cards, **more) -> Backlogged:
    given = {"today": TODAY, "reviewed_today": 0, "settings": DEFAULT_SETTINGS, "pace": Pace(), **more}
    return Backlogged(cards=[(card, Aim(PLAIN.growth(0.9))) for card in cards], **given)


def test_as_many_reviews_as_a_day_may_bring_are_no_backlog():
    assert not is_backlog(200, 200)
    assert is_backlog(201, 200)
    assert is_backlog(1, 0)
    assert not is_backlog(0, -5)


@given(st.integers(0, 300), st.integers(0, 300), st.integers(0, 300))
def test_answering_neither_ends_nor_begins_a_backlog_within_its_day(due, limit, answered):
    answered = min(answered, due, limit)
    if answered < due:
        assert is_backlog(due, limit) == is_backlog(due - answered, limit - answered)


def test_a_card_that_is_slipping_away_is_worth_more_than_a_fresh_one_and_than_one_that_lasts():
    slipping = worth((5.0, 5.0), 12, PLAIN)
    assert slipping > worth((5.0, 5.0), 1, PLAIN)
    assert slipping > worth((200.0, 5.0), 12, PLAIN)


def test_of_two_cards_alike_the_easier_one_is_worth_more():
    assert worth((20.0, 3.0), 30, PLAIN) > worth((20.0, 9.0), 30, PLAIN)


@pytest.mark.parametrize(("stability", "elapsed"), [(5.0, 12), (20.0, 30), (200.0, 12)])
def test_a_review_is_worth_what_either_answer_leaves_after_thirty_days_over_leaving_the_card(
    stability, elapsed
):
    recall, memory = PLAIN.recall(elapsed, stability), (stability, 5.0)
    passed, _ = PLAIN.passed(memory, recall, Rating.GOOD)
    forgotten, _ = PLAIN.forgotten(memory, recall)
    after = [(recall, PLAIN.recall(30, passed)), (1 - recall, PLAIN.recall(30, forgotten))]
    left_alone = PLAIN.recall(elapsed + 30, stability)
    expected = sum(chance * later for chance, later in after) - left_alone
    assert worth(memory, elapsed, PLAIN) == pytest.approx(expected)


@given(st.floats(0.01, 5000), st.floats(1, 10), st.integers(1, 3000))
def test_the_worth_of_a_review_is_a_share_of_recall(stability, difficulty, elapsed):
    assert -1 < worth((stability, difficulty), elapsed, PLAIN) < 1


def test_the_order_is_by_worth_and_does_not_depend_on_the_order_given():
    cards = overdue(60)
    order = most_worth_first(cards, TODAY, PLAIN)
    by_key = {one.key: one for one in cards}
    values = [worth(by_key[key].memory, TODAY - by_key[key].last_review_day, PLAIN) for key in order]
    assert values == sorted(values, reverse=True)
    assert order == most_worth_first(reversed(cards), TODAY, PLAIN)


def test_more_reviews_a_day_end_it_sooner_and_take_more_minutes():
    begins = start(overdue(400))
    slow, fast = way_out(begins, 40), way_out(begins, 100)
    assert TODAY < fast.gone_on < slow.gone_on
    assert fast.ms_a_day > slow.ms_a_day
    assert slow.waiting[0] == fast.waiting[0] == 400
    assert fast.waiting[-1] <= 100 < fast.waiting[-2]
    assert len(fast.waiting) == fast.gone_on - TODAY + 1


def test_a_limit_below_what_comes_in_never_ends_it():
    never = way_out(start(overdue(60)), 0)
    assert never.gone_on is None
    assert never.waiting == (60,) * LONGEST_DAYS
    assert never.ms_a_day == 0


def test_what_was_reviewed_today_counts_towards_todays_limit():
    cards = overdue(100)
    assert way_out(start(cards), 100).gone_on == TODAY
    assert way_out(start(cards, reviewed_today=1), 100).gone_on > TODAY


def test_the_forecast_is_the_same_each_time():
    assert way_out(start(overdue(300)), 50) == way_out(start(overdue(300)), 50)


def test_cards_with_an_exam_come_back_before_it_and_lengthen_the_way():
    cards = overdue(200)
    with_exam = replace(
        start(cards), cards=[(card, Aim(PLAIN.growth(0.9), exam_day=TODAY + 8)) for card in cards]
    )
    assert way_out(with_exam, 30).gone_on > way_out(start(cards), 30).gone_on


@pytest.mark.parametrize(
    ("limit", "due"), [(200, 230), (100, 900), (20, 21), (0, 5), (75, 4000), (9999, 12_000)]
)
def test_the_limits_to_compare_hold_the_learners_own_and_grow_to_all_at_once(limit, due):
    shown = limits_to_show(limit, due)
    assert limit in shown
    assert list(shown) == sorted(set(shown))
    assert 2 <= len(shown) <= 7
    assert shown[-1] > limit or limit >= 5000
