"""The learner's own time: now, with the offset of where they are."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from quiz.memory.days import Moment, day_start
from quiz.services.context import Context
from quiz.store.learners import LearnerRow
from quiz.store.times import from_ms, whole_ms


def now_of(ctx: Context, learner: LearnerRow) -> Moment:
    """Return the present moment, to the millisecond that the database can keep."""
    return _moment(whole_ms(ctx.clock().astimezone(UTC)), learner)


def moment_at(ms: int, learner: LearnerRow) -> Moment:
    """Return that instant as the learner's moment."""
    return _moment(from_ms(ms), learner)


def start_of_day(day: int, learner: LearnerRow) -> datetime:
    """Return the instant (aware UTC) at which the learner's `day` begins by the clock of that day.

    Summer time may begin or end before it, so that the offset of now would be an hour off.
    """
    return day_start(day, 0).replace(tzinfo=_zone(learner)).astimezone(UTC)


def _zone(learner: LearnerRow) -> ZoneInfo | None:
    """Without a time zone of the learner's own, that of the computer counts: None."""
    return ZoneInfo(learner.time_zone) if learner.time_zone else None


def _moment(at: datetime, learner: LearnerRow) -> Moment:
    local = at.astimezone(_zone(learner))
    offset = local.utcoffset()
    return Moment(at, round(offset.total_seconds() / 60) if offset is not None else 0)
