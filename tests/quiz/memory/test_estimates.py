from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.memory.estimates import Review, known_share, likely_share, mean_of, right_and_luck
from quiz.memory.statistics import FEWEST_FOR_CALIBRATION, Answer, calibrate, retention

DAY = 20_000
SHARES = st.floats(0, 1)
LUCKS = st.floats(0, 0.9)


def answers_of(recall: float, chances: list[float], count: int, *, admitting: float = 0.0) -> list[Answer]:
    """Return answers of somebody who recalls that share and else guesses, some of it admitted."""
    random = Random(1)
    found = []
    for number in range(count):
        chance = chances[number % len(chances)]
        knew, lucky, admits = random.random() < recall, random.random() < chance, random.random() < admitting
        admitted = lucky and admits and not knew
        found.append(
            Answer(DAY, knew or (lucky and not admitted), recall, 0.9, None, chance, admitted=admitted)
        )
    return found


@given(SHARES, LUCKS)
def test_what_was_known_follows_from_what_was_right(recall, luck):
    assert known_share(recall + (1 - recall) * luck, luck) == pytest.approx(recall, abs=1e-9)


@given(SHARES, LUCKS)
def test_a_known_share_is_one_even_where_luck_failed(right, luck):
    assert 0 <= known_share(right, luck) <= right
    assert known_share(right, 0) == right


@given(st.integers(1, 500), LUCKS, st.data())
def test_luck_widens_what_the_true_share_may_be_and_never_leaves_the_estimate_outside(count, luck, data):
    right = data.draw(st.integers(0, count))
    low, high = (known_share(edge, luck) for edge in likely_share(right, count))
    assert low <= known_share(right / count, luck) <= high


@pytest.mark.parametrize("chances", [[0.5], [0.25], [0.0, 0.5], [0.5, 0.2, 0.0]])
@pytest.mark.parametrize("admitting", [0.0, 0.5, 1.0])
def test_what_was_known_is_found_again_whoever_admits_to_have_guessed(chances, admitting):
    answers = answers_of(0.85, chances, 20_000, admitting=admitting)
    found = calibrate(answers)
    assert found.actual == pytest.approx(0.85, abs=0.012)
    assert found.predicted == pytest.approx(0.85)
    assert found.luck == pytest.approx(sum(chances) / len(chances), abs=1e-3)
    (period,) = retention(answers, DAY).periods
    assert period.retention == found.actual
    assert (period.count, period.target) == (20_000, pytest.approx(0.9))


def test_answers_that_cannot_be_wrong_prove_nothing():
    answers = [Answer(DAY, True, 0.9, 0.9, None, 1.0)] * (FEWEST_FOR_CALIBRATION + 5)
    assert calibrate(answers).count == 0
    assert retention(answers, DAY).periods == ()


def test_a_mean_counts_reviews_as_the_estimate_does():
    sure, lucky = Review(DAY, True, 0.9, 0.95, 0.0), Review(DAY, True, 0.6, 0.80, 0.5)
    assert right_and_luck([sure, lucky]) == (1.0, 0.25)
    assert mean_of([sure, lucky], lambda each: each.predicted) == pytest.approx((0.9 + 0.6 / 2) / 1.5)
    assert mean_of([sure, lucky], lambda each: each.target) == pytest.approx((0.95 + 0.8 / 2) / 1.5)
