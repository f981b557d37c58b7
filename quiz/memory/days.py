"""Learners' days: they begin at 04:00 local time, as in Anki."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

ROLLOVER_HOUR = 4
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant (aware UTC) with the learner's offset east of UTC in minutes at that instant."""

    at: datetime
    offset_minutes: int = 0

    def __post_init__(self) -> None:
        if self.at.utcoffset() is None:
            raise ValueError("a moment needs an aware datetime; pass one with tzinfo=UTC")

    @property
    def day(self) -> int:
        """The learner's day: days since 1970-01-01, each beginning at the local rollover hour."""
        local = self.at.astimezone(UTC) + timedelta(minutes=self.offset_minutes, hours=-ROLLOVER_HOUR)
        return (local.date() - _EPOCH).days


def day_start(day: int, offset_minutes: int) -> datetime:
    """Return the instant (aware UTC) at which `day` begins for a learner at that offset."""
    local = datetime.combine(_EPOCH + timedelta(days=day), datetime.min.time(), UTC)
    return local + timedelta(hours=ROLLOVER_HOUR, minutes=-offset_minutes)


def next_rollover(moment: Moment) -> datetime:
    """Return the instant (aware UTC) at which the learner's next day begins."""
    return day_start(moment.day + 1, moment.offset_minutes)
