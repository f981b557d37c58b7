from hypothesis import given
from hypothesis import strategies as st

from quiz.memory.calendar import spread

DAYS = st.lists(st.integers(0, 500), max_size=40)


@given(due=DAYS, most=st.integers(0, 300))
def test_no_day_brings_more_than_the_limit_and_no_card_comes_before_its_day(due, most):
    days = spread(due, most)
    assert len(days) == len(due)
    assert all(0 <= day <= most for day in days)
    for until in range(len(due) + 1):
        assert sum(days[:until]) <= sum(due[:until])


@given(due=DAYS, most=st.integers(1, 300))
def test_a_day_below_the_limit_leaves_nothing_waiting(due, most):
    days = spread(due, most)
    for until, day in enumerate(days, start=1):
        if day < most:
            assert sum(days[:until]) == sum(due[:until])


def test_what_is_overdue_fills_the_first_days():
    assert spread((250, 10, 0, 30), 100) == (100, 100, 60, 30)
