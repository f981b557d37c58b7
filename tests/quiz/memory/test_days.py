from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.memory.days import Moment, day_start, next_rollover

OFFSETS = st.integers(-12 * 60, 14 * 60)
INSTANTS = st.integers(946_684_800, 4_102_444_800).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


def test_a_day_begins_at_four_in_the_morning_local_time():
    before = Moment(datetime(2026, 3, 2, 18, 59, tzinfo=UTC), offset_minutes=540)
    after = Moment(datetime(2026, 3, 2, 19, 0, tzinfo=UTC), offset_minutes=540)
    assert after.day == before.day + 1
    assert day_start(after.day, 540) == after.at


def test_the_first_day_of_1970_is_day_zero():
    assert Moment(datetime(1970, 1, 1, 12, tzinfo=UTC)).day == 0
    assert Moment(datetime(1970, 1, 1, 3, 59, tzinfo=UTC)).day == -1


def test_a_naive_datetime_is_refused():
    with pytest.raises(ValueError, match="aware"):
        Moment(datetime(2026, 1, 1))  # noqa: DTZ001 - a naive one is what is refused


@given(INSTANTS, OFFSETS, st.integers(-14, 14))
def test_a_moment_is_the_same_whatever_zone_its_datetime_is_written_in(at, offset, zone):
    elsewhere = at.astimezone(timezone(timedelta(hours=zone)))
    assert Moment(elsewhere, offset).day == Moment(at, offset).day


@given(INSTANTS, OFFSETS)
def test_every_moment_lies_between_its_days_start_and_the_next_rollover(at, offset):
    moment = Moment(at, offset)
    assert day_start(moment.day, offset) <= at < next_rollover(moment)
    assert next_rollover(moment) - day_start(moment.day, offset) == timedelta(days=1)
