"""Where the marks of a workload lie, by desired retention and by day. Templates say what they mean."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from quiz.memory.workload import Workload
from quiz.web.charts import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Tick

_INSET = 12.0
_TICKS_ACROSS = (0.80, 0.85, 0.90, 0.95)

Way = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Dot:
    """A choice: `name` is `now` for the one that holds, `asked` for the one looked at, "" for others."""

    x: float
    y: float
    name: str
    place: int


@dataclass(frozen=True, slots=True)
class Curve:
    """A value for each retention to choose from."""

    dots: tuple[Dot, ...]
    line: Way
    ticks_x: tuple[Tick, ...]
    ticks_y: tuple[Tick, ...]

    @property
    def marked(self) -> tuple[Dot, ...]:
        """The choices to be named, the one that is looked at last, so that it lies on top."""
        return tuple(sorted((dot for dot in self.dots if dot.name), key=lambda dot: dot.name != "now"))


@dataclass(frozen=True, slots=True)
class Days:
    """A value for each day, now and (unless it is empty) then."""

    now: Way
    then: Way
    ticks_x: tuple[Tick, ...]
    ticks_y: tuple[Tick, ...]


def retention_curve(
    curve: Sequence[Workload],
    value: Callable[[Workload], float],
    now: float,
    asked: float | None,
) -> Curve:
    """Return the curve of a value over the retentions, from 0 upwards so that nothing looks like more."""
    top = _top(max((value(each) for each in curve), default=0))
    points = [(_across_rates(each.retention), _up(value(each), top)) for each in curve]
    return Curve(
        dots=tuple(
            Dot(x, y, _name(each.retention, now, asked), place)
            for place, ((x, y), each) in enumerate(zip(points, curve, strict=True))
        ),
        line=tuple(points),
        ticks_x=tuple(Tick(_across_rates(rate), rate) for rate in _TICKS_ACROSS),
        ticks_y=_ticks_y(top),
    )


def minutes_by_day(now: Workload, then: Workload | None) -> Days:
    """Return the minutes of each day at the retention that holds, and at the one that is looked at."""
    top = _top(max((*now.minutes, *(then.minutes if then else ())), default=0))
    count = len(now.minutes)
    return Days(
        now=_by_day(now, top),
        then=_by_day(then, top) if then else (),
        ticks_x=tuple(Tick(_across_days(day, count), day) for day in (0, count // 2, count - 1)),
        ticks_y=_ticks_y(top),
    )


def same_rate(one: float, other: float | None) -> bool:
    """Return whether both are the same choice, whatever their last bits."""
    return other is not None and round(one * 1000) == round(other * 1000)


def _name(rate: float, now: float, asked: float | None) -> str:
    if same_rate(rate, asked):
        return "asked"
    return "now" if same_rate(rate, now) else ""


_NOTHING = 1e-9  # minutes or cards; below it powers of ten run out of floats


def _by_day(workload: Workload, top: float) -> Way:
    count = len(workload.minutes)
    return tuple((_across_days(day, count), _up(value, top)) for day, value in enumerate(workload.minutes))


def _top(most: float) -> float:
    """Return an even end for an axis, however little it measures; next to nothing is nothing."""
    most = most if most > _NOTHING else 0.0
    power = 10.0 ** math.floor(math.log10(most)) if most else 1.0
    return next(step * power for step in (1, 1.5, 2, 3, 4, 5, 6, 8, 10) if step * power >= most)


def _ticks_y(top: float) -> tuple[Tick, ...]:
    return tuple(Tick(_up(value, top), value) for value in (0, top / 2, top))


def _across_rates(rate: float) -> float:
    lowest, highest = _TICKS_ACROSS[0], _TICKS_ACROSS[-1]
    return _across((rate - lowest) / (highest - lowest))


def _across_days(day: int, count: int) -> float:
    return _across(day / max(count - 1, 1))


def _across(share: float) -> float:
    return round(LEFT + _INSET + share * (WIDTH - LEFT - RIGHT - 2 * _INSET), 2)


def _up(value: float, top: float) -> float:
    return round(HEIGHT - BOTTOM - value / top * (HEIGHT - BOTTOM - TOP), 2)
