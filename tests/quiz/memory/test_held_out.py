import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.memory.fsrs6 import DEFAULT_WEIGHTS, recall_chance
from quiz.memory.held_out import Trial, judge, loss, recall

CHANCES = st.floats(0.01, 0.99)
TRIALS = st.lists(
    st.builds(Trial, st.integers(0, 5), st.booleans(), CHANCES, CHANCES), min_size=1, max_size=60
)


@given(TRIALS)
def test_weights_are_never_better_than_themselves(trials):
    same = [Trial(each.card, each.recalled, each.before, each.before) for each in trials]
    verdict = judge(same)
    assert (verdict.gain, verdict.noise, verdict.better) == (0, 0, False)


@given(TRIALS)
def test_of_two_sets_of_weights_at_most_one_is_better_than_the_other(trials):
    exchanged = [Trial(each.card, each.recalled, each.after, each.before) for each in trials]
    one, other = judge(trials), judge(exchanged)
    assert not (one.better and other.better)
    assert one.gain == pytest.approx(-other.gain)
    assert one.noise == pytest.approx(other.noise)


@given(TRIALS)
def test_many_reviews_of_one_card_count_as_much_as_one_card(trials):
    thrice = judge([each for each in trials for _ in range(3)])
    assert thrice.noise == pytest.approx(judge(trials).noise)


def test_a_gain_in_a_few_reviews_may_be_chance_and_the_same_in_many_is_none():
    better = [Trial(card, True, 0.8, 0.85) for card in range(9)]
    worse = [Trial(card, False, 0.8, 0.85) for card in range(9, 10)]
    assert judge(better + worse).gain > 0
    assert not judge(better + worse).better
    many = [
        Trial(each.card + 10 * again, each.recalled, each.before, each.after)
        for again in range(200)
        for each in better + worse
    ]
    assert judge(many).better


def test_losses_are_in_nats_and_certainty_that_fails_is_not_infinite():
    assert loss(0.5, recalled=True) == pytest.approx(math.log(2))
    assert loss(0.9, recalled=False) == pytest.approx(-math.log(0.1))
    assert loss(1.0, recalled=False) < 10


@given(st.integers(0, 3000), st.floats(0.1, 3000))
def test_recall_is_what_the_schedule_predicts(days, stability):
    assert recall(days, stability, DEFAULT_WEIGHTS) == pytest.approx(
        recall_chance(days, stability, DEFAULT_WEIGHTS), abs=1e-5
    )


def test_without_reviews_there_is_no_verdict():
    with pytest.raises(ValueError, match="without reviews"):
        judge([])
