"""Plans: the exam of a bank, and the way out of a backlog."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import format_date, format_decimal, format_percent, lazy_gettext
from werkzeug.wrappers import Response as Answer
from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired, NumberRange

from quiz.memory.backlog_forecast import WayOut
from quiz.memory.exam_forecast import ExamDay, ExamForecast
from quiz.memory.statistics import date_of
from quiz.services import learners, plans
from quiz.services.context import current_context
from quiz.services.plans import ExamPage
from quiz.web import charts
from quiz.web.forms import Form
from quiz.web.learner import current_learner
from quiz.web.say import _, ngettext

blueprint = Blueprint("plans", __name__)

MOST_BARS = 70  # more days than that are drawn week by week
MINUTE_MS = 60_000


class ExamForm(Form):
    """`then` says what is wanted: to see the plan, or to save the date."""

    on = StringField(lazy_gettext("Date of the exam"))
    then = StringField()


class LimitForm(Form):
    reviews_per_day = IntegerField(
        lazy_gettext("Reviews per day, at most"),
        validators=[
            InputRequired(lazy_gettext("Give a number; 0 means no reviews.")),
            NumberRange(0, learners.HIGHEST_LIMIT, lazy_gettext("Give a number from 0 to 9999.")),
        ],
    )


@dataclass(frozen=True, slots=True)
class Stretch:
    """A bar of a chart: a day, or the mean of a week's days."""

    begins: date
    value: float
    reviews: float = 0.0
    new: float = 0.0


@blueprint.get("/banks/<key>/exam")
def exam(key: str) -> Answer:
    asked = request.args.get("date")
    if asked is None:
        return _exam_page(plans.exam_page(current_context(), current_learner().id, key))
    on = _read(asked)
    page = plans.exam_page(current_context(), current_learner().id, key, on)
    return _exam_page(page, on=asked, error=_trouble(on, page))


@blueprint.post("/banks/<key>/exam")
def save_exam(key: str) -> Answer:
    form, ctx, learner = ExamForm(), current_context(), current_learner()
    typed = form.on.data or ""
    on = _read(typed)
    page = plans.exam_page(ctx, learner.id, key, on)
    error = _trouble(on, page)
    if on is None or error or not form.validate():
        return _exam_page(page, on=typed, error=error)
    if form.then.data == "preview":
        return redirect(url_for("plans.exam", key=key, date=on.isoformat()), 303)
    plans.save_exam(ctx, learner.id, key, on)
    flash(_("The exam is set for %(day)s. From now on every card comes back before it.", day=_long(on)))
    return redirect(url_for("plans.exam", key=key), 303)


@blueprint.post("/banks/<key>/exam/remove")
def remove_exam(key: str) -> Answer:
    plans.save_exam(current_context(), current_learner().id, key, None)
    flash(_("The exam is removed. Intervals already given stay as they are."))
    return redirect(url_for("plans.exam", key=key), 303)


@blueprint.get("/plans/backlog")
def backlog() -> Answer:
    return _backlog_page(LimitForm(formdata=None, obj=current_learner()))


@blueprint.post("/plans/backlog")
def save_limit() -> Answer:
    form = LimitForm()
    if not form.validate():
        return _backlog_page(form)
    limit = form.reviews_per_day.data
    learners.update_settings(current_context(), current_learner().id, reviews_per_day=limit)
    flash(
        ngettext(
            "From now on a day brings at most %(num)s review.",
            "From now on a day brings at most %(num)s reviews.",
            limit,
        )
    )
    return redirect(url_for("plans.backlog"), 303)


def share(recall: float) -> str:
    """Return a recall in whole percent, rounded down: a promise should rather be kept than broken."""
    return str(format_percent(math.floor(recall * 100 + 1e-9) / 100))


blueprint.add_app_template_global(share, "plan_share")


def minutes(ms: float) -> str:
    """Return what a day takes, e.g. `12 minutes`."""
    whole = round(ms / MINUTE_MS)
    if whole < 1:
        return _("less than a minute") if ms else _("nothing")
    return ngettext("%(num)s minute", "%(num)s minutes", whole)


def _exam_page(page: ExamPage, on: str | None = None, error: str = "") -> Answer:
    saved = "" if page.saved is None or page.over else page.saved.isoformat()
    plan = None if error else page.plan
    stretches = _by_minutes(plan.forecast) if plan else []
    html = render_template(
        "plans/exam.html",
        page=page,
        plan=plan,
        on=saved if on is None else on.strip(),
        error=error,
        charts=charts,
        stretches=stretches,
        weekly=plan is not None and len(plan.forecast.days) > MOST_BARS,
        bars=charts.bars([each.value for each in stretches]),
        number=format_decimal,
        minutes=minutes,
        share=share,
    )
    return make_response(html, 422 if error else 200)


def _backlog_page(form: LimitForm) -> Answer:
    page = plans.backlog_page(current_context(), current_learner().id)
    stretches = _by_waiting(page.own, page.today) if page.own else []
    html = render_template(
        "plans/backlog.html",
        page=page,
        form=form,
        charts=charts,
        stretches=stretches,
        weekly=page.own is not None and len(page.own.waiting) > MOST_BARS,
        bars=charts.bars([each.value for each in stretches]),
        date_of=date_of,
        number=format_decimal,
        minutes=minutes,
    )
    return make_response(html, 422 if form.errors else 200)


def _read(typed: str) -> date | None:
    """Return the date as browsers send it and people may type it, e.g. `2026-12-24`; None if it is none."""
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        return None


def _trouble(on: date | None, page: ExamPage) -> str:
    """Return why there can be no exam on that date, and what to do; "" if there can."""
    if on is None:
        return _(
            "Write the date as year, month and day, like %(example)s.", example=page.earliest.isoformat()
        )
    if on < page.earliest:
        return _("This day is not ahead. Give one from %(day)s on.", day=_long(page.earliest))
    if on > page.latest:
        return _("Plans reach two years ahead. Give a day until %(day)s.", day=_long(page.latest))
    return ""


def _by_minutes(forecast: ExamForecast) -> list[Stretch]:
    """Return the minutes of each day, or week by week the mean of its days."""
    days = forecast.days
    wide = 7 if len(days) > MOST_BARS else 1
    return [_mean(days[begin : begin + wide]) for begin in range(0, len(days), wide)]


def _mean(days: tuple[ExamDay, ...]) -> Stretch:
    count = len(days)
    return Stretch(
        begins=date_of(days[0].day),
        value=sum(each.ms for each in days) / count / MINUTE_MS,
        reviews=sum(each.reviews for each in days) / count,
        new=sum(each.new for each in days) / count,
    )


def _by_waiting(way: WayOut, today: int) -> list[Stretch]:
    """Return how many reviews wait as each day begins, or each week."""
    step = 7 if len(way.waiting) > MOST_BARS else 1
    return [
        Stretch(begins=date_of(today + ahead), value=way.waiting[ahead])
        for ahead in range(0, len(way.waiting), step)
    ]


def _long(on: date) -> str:
    return str(format_date(on, "d MMMM y"))
