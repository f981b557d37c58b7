import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.memory.fuzz import fraction, fuzz_range, fuzzed, round_half_up

SEEDS = st.text(max_size=30)
INTERVALS = st.floats(0.01, 40_000)


def test_halves_round_up_and_not_to_even():
    assert [round_half_up(value) for value in (0.5, 1.5, 2.5, 2.4999)] == [1, 2, 3, 2]


def test_intervals_under_two_and_a_half_days_are_not_fuzzed():
    assert {fuzzed(2.4, 1, 36500, f"seed {number}") for number in range(200)} == {2}


@pytest.mark.parametrize(
    ("interval", "first", "last"),
    [
        (2.49, 2, 2),
        (2.5, 2, 4),
        (7, 5, 9),
        (8.5, 7, 10),
        (15, 13, 17),
        (20, 17, 23),
        (29.5, 26, 33),
        (100, 93, 107),
        (1000, 948, 1052),
    ],
)
def test_each_stretch_of_an_interval_adds_its_own_share(interval, first, last):
    """By hand: a day, and 15 % of what lies between 2.5 and 7, 10 % to 20 and 5 % of the rest."""
    assert fuzz_range(interval, 1, 36500) == (first, last)


def test_every_day_of_the_range_is_reached_and_about_equally_often():
    days = [fuzzed(10.0, 1, 36500, f"1:{number}:0:3") for number in range(5000)]
    assert set(days) == {8, 9, 10, 11, 12}
    assert all(850 < days.count(day) < 1150 for day in range(8, 13))


def test_without_a_seed_the_interval_is_only_rounded_and_bounded():
    assert fuzzed(10.5, 1, 36500, None) == 11
    assert fuzzed(10.5, 20, 36500, None) == 20
    assert fuzzed(10.5, 1, 7, None) == 7


@given(INTERVALS, SEEDS)
def test_the_same_seed_gives_the_same_day(interval, seed):
    assert fuzzed(interval, 1, 36500, seed) == fuzzed(interval, 1, 36500, seed)


@given(INTERVALS, st.integers(1, 400), st.integers(1, 36500), SEEDS)
def test_a_fuzzed_interval_stays_within_its_range_and_its_bounds(interval, minimum, maximum, seed):
    first, last = fuzz_range(interval, minimum, maximum)
    day = fuzzed(interval, minimum, maximum, seed)
    assert min(minimum, maximum) <= first <= day <= last <= maximum


@given(st.floats(20, 36000))
def test_long_intervals_move_by_a_twentieth_and_three_days_at_most(interval):
    first, last = fuzz_range(interval, 1, 40_000)
    assert last - first <= 2 * (interval * 0.05 + 3)


@given(SEEDS)
def test_a_seeds_fraction_is_at_least_zero_and_less_than_one(seed):
    assert 0 <= fraction(seed) < 1
