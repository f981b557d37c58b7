"""How it is going: a page of pictures, each with its numbers behind it."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, render_template
from flask_babel import format_decimal, format_percent

from quiz.memory.statistics import FEWEST_FOR_CALIBRATION, LONGEST_COUNTED_MS, date_of, week_of
from quiz.services import progress as progress_service
from quiz.services.context import current_context
from quiz.services.progress import Progress
from quiz.web import charts
from quiz.web.learner import current_learner
from quiz.web.say import _

blueprint = Blueprint("progress", __name__)

WEEKS_OF_TIME = 12
TAGS_DRAWN = 10
MINUTE_MS = 60_000


@blueprint.get("/progress")
def progress() -> str:
    found = progress_service.progress(current_context(), current_learner().id)
    weeks = _weeks_of_time(found)
    return render_template(
        "progress/index.html",
        progress=found,
        charts=charts,
        number=format_decimal,
        percent=format_percent,
        duration=_duration,
        strips=charts.heat_strips(found.days, found.today),
        heat_weeks=charts.heat_weeks(found.days, found.today),
        forecast=charts.bars(found.forecast),
        forecast_dates=[date_of(found.today + ahead) for ahead in range(len(found.forecast))],
        calibration=charts.calibration_plot(found.calibration),
        retention=charts.retention_plot(found.retention),
        weeks=weeks,
        time=charts.bars([minutes for _, minutes, _ in weeks]),
        total_time=timedelta(milliseconds=sum(total.ms for total in found.days.values())),
        fewest=FEWEST_FOR_CALIBRATION,
        longest_seconds=LONGEST_COUNTED_MS // 1000,
        tags_drawn=TAGS_DRAWN,
    )


def _duration(time: timedelta) -> str:
    """Return hours and minutes, e.g. `3 h 20 min`."""
    hours, minutes = divmod(round(time.total_seconds() / 60), 60)
    if hours:
        return _("%(hours)s h %(minutes)s min", hours=hours, minutes=minutes)
    return _("%(minutes)s min", minutes=minutes)


def _weeks_of_time(found: Progress) -> list[tuple[object, float, int]]:
    """Return the Monday, the minutes and the answers of the latest weeks, the oldest first."""
    this_week = week_of(found.today)
    mondays = range(this_week - 7 * (WEEKS_OF_TIME - 1), this_week + 1, 7)
    return [
        (
            date_of(monday),
            sum(found.days[day].ms for day in range(monday, monday + 7) if day in found.days) / MINUTE_MS,
            sum(found.days[day].answers for day in range(monday, monday + 7) if day in found.days),
        )
        for monday in mondays
    ]
