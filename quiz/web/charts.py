"""Where the marks of a chart lie, in the units of its viewBox. What they say is said by templates."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from quiz.memory.statistics import Calibration, DayTotal, Known, Retention, date_of, week_of

WEEKS_IN_STRIP = 27
HEAT_LEVELS = 4
_CELL = 13.0
_CELL_SIZE = 11.0
_STRIP_LEFT, _STRIP_TOP = 30.0, 18.0

WIDTH, HEIGHT = 340.0, 190.0
LEFT, RIGHT, TOP, BOTTOM = 40.0, 8.0, 10.0, 26.0


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of the heat map; level 0 is no answers, 4 the most."""

    x: float
    y: float
    day: date
    answers: int
    level: int


@dataclass(frozen=True, slots=True)
class MonthLabel:
    x: float
    day: date


@dataclass(frozen=True, slots=True)
class Strip:
    """Half a year of the heat map, a column a week."""

    begins: date
    ends: date
    width: float
    height: float
    cells: tuple[Cell, ...]
    months: tuple[MonthLabel, ...]
    answers: int


@dataclass(frozen=True, slots=True)
class Week:
    """A row of the heat map's table: answers from Monday to Sunday, None for days to come."""

    begins: date
    days: tuple[int | None, ...]
    answers: int


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    value: float


@dataclass(frozen=True, slots=True)
class Tick:
    at: float
    value: float


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars over one baseline, with the ticks of the axis at their left."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    baseline: float


@dataclass(frozen=True, slots=True)
class Point:
    """A dot whose area follows its count, with the span in which the true value probably lies."""

    x: float
    y: float
    radius: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Plot:
    """Points among the ticks of two axes; `line` is the way through them, or the diagonal."""

    points: tuple[Point, ...]
    ticks_x: tuple[Tick, ...]
    ticks_y: tuple[Tick, ...]
    line: tuple[tuple[float, float], ...]
    target: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a bar that is 100 wide."""

    name: str
    x: float
    width: float


def heat_strips(days: Mapping[int, DayTotal], today: int) -> tuple[Strip, ...]:
    """Return the year up to today as two half years, so that a phone can show one below the other."""
    first = week_of(today) - 7 * (2 * WEEKS_IN_STRIP - 2)
    middle = first + 7 * (WEEKS_IN_STRIP - 1)
    most = max((total.answers for day, total in days.items() if first <= day <= today), default=0)
    return tuple(
        _strip(days, begins, min(ends, today), most)
        for begins, ends in ((first, middle - 1), (middle, middle + 7 * WEEKS_IN_STRIP - 1))
    )


def heat_weeks(days: Mapping[int, DayTotal], today: int) -> tuple[Week, ...]:
    """Return the same year as rows of a table, the newest week first; weeks without answers are left out."""
    first = week_of(today) - 7 * (2 * WEEKS_IN_STRIP - 2)
    weeks = [_week(days, begins, today) for begins in range(week_of(today), first - 1, -7)]
    return tuple(week for week in weeks if week.answers)


def bars(values: Sequence[float]) -> Bars:
    """Return a bar for each value, over an axis from 0."""
    top = round_top(max(values, default=0))
    baseline = HEIGHT - BOTTOM
    room = WIDTH - LEFT - RIGHT
    step = room / max(len(values), 1)
    width = min(step * 0.76, 28.0)
    scale = (baseline - TOP) / top
    return Bars(
        bars=tuple(
            Bar(
                x=round(LEFT + step * place + (step - width) / 2, 2),
                y=round(baseline - value * scale, 2),
                width=round(width, 2),
                height=round(value * scale, 2),
                value=value,
            )
            for place, value in enumerate(values)
        ),
        ticks=tuple(Tick(round(baseline - value * scale, 2), value) for value in (0, top / 2, top)),
        baseline=baseline,
    )


def calibration_plot(calibration: Calibration) -> Plot:
    """Return predicted recall across, actual recall upwards; the diagonal is a prediction that came true."""
    rates = [rate for each in calibration.bins for rate in (each.predicted, each.actual)]
    lowest = _axis_begins(rates)
    most = max((each.count for each in calibration.bins), default=1)
    return Plot(
        points=tuple(
            Point(
                x=_across(each.predicted, lowest),
                y=_up(each.actual, lowest),
                radius=round(3 + 5 * math.sqrt(each.count / most), 2),
                low=_up(max(each.low, lowest), lowest),
                high=_up(each.high, lowest),
            )
            for each in calibration.bins
        ),
        ticks_x=tuple(Tick(_across(rate, lowest), rate) for rate in _rates(lowest)),
        ticks_y=tuple(Tick(_up(rate, lowest), rate) for rate in _rates(lowest)),
        line=((_across(lowest, lowest), _up(lowest, lowest)), (_across(1, lowest), _up(1, lowest))),
    )


def retention_plot(retention: Retention) -> Plot:
    """Return the share recalled in each period, placed in time, and the target beside it."""
    periods = retention.periods
    lowest = _axis_begins([rate for each in periods for rate in (each.retention, each.target)])
    begins = periods[0].begins.toordinal() if periods else 0
    span = max((periods[-1].begins.toordinal() - begins if periods else 0), 1)
    most = max((each.count for each in periods), default=1)
    places = [
        round(LEFT + 10 + (WIDTH - LEFT - RIGHT - 20) * (each.begins.toordinal() - begins) / span, 2)
        for each in periods
    ]
    heights = [_up(each.retention, lowest) for each in periods]
    return Plot(
        points=tuple(
            Point(x, y, round(2 + 3 * math.sqrt(each.count / most), 2), y, y)
            for x, y, each in zip(places, heights, periods, strict=True)
        ),
        ticks_x=tuple(Tick(places[place], place) for place in _few(len(periods))),
        ticks_y=tuple(Tick(_up(rate, lowest), rate) for rate in _rates(lowest)),
        line=tuple(zip(places, heights, strict=True)),
        target=_target(retention, places, lowest),
    )


def shares(known: Known) -> tuple[Share, ...]:
    """Return the parts of a bar: Review first, as what is known grows from the left."""
    widths = [
        (name, 100 * count / known.cards if known.cards else 0.0)
        for name, count in (("review", known.review), ("learning", known.learning), ("new", known.new))
    ]
    found: list[Share] = []
    x = 0.0
    for name, width in widths:
        found.append(Share(name, round(x, 3), round(width, 3)))
        x += width
    return tuple(found)


def _target(retention: Retention, places: Sequence[float], lowest: float) -> tuple[tuple[float, float], ...]:
    """Return the line of the target, drawn from edge to edge."""
    if not places:
        return ()
    heights = [_up(each.target, lowest) for each in retention.periods]
    inner = zip(places, heights, strict=True)
    return ((LEFT, heights[0]), *inner, (WIDTH - RIGHT, heights[-1]))


def _strip(days: Mapping[int, DayTotal], first: int, last: int, most: int) -> Strip:
    cells: list[Cell] = []
    months: list[MonthLabel] = []
    for day in range(first, last + 1):
        column, row = divmod(day - first, 7)
        x, on = _STRIP_LEFT + column * _CELL, date_of(day)
        answers = days[day].answers if day in days else 0
        cells.append(Cell(x, _STRIP_TOP + row * _CELL, on, answers, _level(answers, most)))
        # A name needs the width of three columns, so that none runs out of the picture.
        if on.day == 1 and column <= WEEKS_IN_STRIP - 3:
            months.append(MonthLabel(x, on))
    return Strip(
        begins=date_of(first),
        ends=date_of(last),
        width=_STRIP_LEFT + WEEKS_IN_STRIP * _CELL,
        height=_STRIP_TOP + 7 * _CELL,
        cells=tuple(cells),
        months=tuple(months),
        answers=sum(cell.answers for cell in cells),
    )


def _week(days: Mapping[int, DayTotal], begins: int, today: int) -> Week:
    counts = tuple(
        None if day > today else days[day].answers if day in days else 0 for day in range(begins, begins + 7)
    )
    return Week(date_of(begins), counts, sum(count or 0 for count in counts))


def _level(answers: int, most: int) -> int:
    """Return 1 to 4 by the root of the share, so that one great day does not make all others alike."""
    return math.ceil(HEAT_LEVELS * math.sqrt(answers / most)) if answers else 0


def round_top(most: float) -> float:
    """Return an even end for an axis: 1, 2, 3, 4, 5, 6 or 8 times a power of ten, and at least 2."""
    if most <= 2:
        return 2
    power: float = 10 ** math.floor(math.log10(most))
    return next(step * power for step in (1, 2, 3, 4, 5, 6, 8, 10) if step * power >= most)


def _axis_begins(rates: Sequence[float]) -> float:
    """Return where an axis of shares begins: a whole tenth below all of them, and 0.7 at most."""
    return max(min(math.floor(min(rates, default=1) * 10 - 0.5) / 10, 0.7), 0.0)


def _rates(lowest: float) -> tuple[float, ...]:
    step = 0.1 if lowest >= 0.5 else 0.2
    count = int((1 - lowest) / step + 1e-9)
    return tuple(round(1 - step * number, 2) for number in range(count, -1, -1))


def _across(rate: float, lowest: float) -> float:
    return round(LEFT + 10 + (rate - lowest) / (1 - lowest) * (WIDTH - LEFT - RIGHT - 20), 2)


def _up(rate: float, lowest: float) -> float:
    return round(HEIGHT - BOTTOM - (rate - lowest) / (1 - lowest) * (HEIGHT - BOTTOM - TOP), 2)


def _few(count: int) -> tuple[int, ...]:
    """Return the first, the middle and the last place, as far as there are so many."""
    return tuple(sorted({0, (count - 1) // 2, count - 1})) if count > 0 else ()
