"""How much to remember: the page on which a desired retention is looked at and chosen."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import format_decimal, format_percent, lazy_gettext
from werkzeug.wrappers import Response as Answer
from wtforms import StringField
from wtforms.validators import AnyOf

from quiz.memory.statistics import date_of
from quiz.memory.workload import Workload
from quiz.services import workload
from quiz.services.context import current_context
from quiz.services.workload import Outlook
from quiz.web import charts, outlook_charts
from quiz.web.forms import Form
from quiz.web.learner import current_learner
from quiz.web.say import _

blueprint = Blueprint("schedule", __name__)

AS_EVERYTHING = "everything"
PERCENTS = tuple(str(percent) for percent in range(80, 96))
NOT_OFFERED = lazy_gettext("Choose a whole percentage from 80 to 95.")


class ChoiceForm(Form):
    """`retention` is in percent, or `everything` for a bank without one of its own."""

    bank = StringField()
    retention = StringField(
        lazy_gettext("Share of cards to remember"),
        validators=[AnyOf((*PERCENTS, AS_EVERYTHING), NOT_OFFERED)],
    )

    @property
    def key(self) -> str | None:
        return self.bank.data or None

    def offered(self) -> bool:
        """Return whether the choice is one that the page offers."""
        if self.retention.validate(self) and (self.key or self.retention.data != AS_EVERYTHING):
            return True
        self.retention.errors = [NOT_OFFERED]
        return False


@blueprint.get("/settings/schedule")
def schedule() -> Answer:
    form = ChoiceForm(request.args, meta={"csrf": False})
    if "retention" not in request.args:
        return _page(form)
    return _page(form, looking=form.offered())


@blueprint.post("/settings/schedule")
def save() -> Answer:
    form = ChoiceForm()
    if not form.offered():
        return _page(form)
    chosen = None if form.retention.data == AS_EVERYTHING else _rate(form)
    workload.choose(current_context(), current_learner().id, chosen, form.key)
    if chosen is None:
        flash(_("Saved. The bank follows what you aim for in everything."))
    else:
        flash(_("Saved. From your next answer on the aim is %(rate)s.", rate=format_percent(chosen)))
    return redirect(url_for("schedule.schedule", bank=form.key), 303)


def _page(form: ChoiceForm, *, looking: bool = False) -> Answer:
    """Return the page; `looking` at the choice in the form beside the one that holds."""
    everything = form.retention.data == AS_EVERYTHING
    asked = None
    if looking:
        asked = current_learner().desired_retention if everything else _rate(form)
    found = workload.outlook(current_context(), current_learner().id, form.key, asked)
    html = render_template(
        "schedule/index.html",
        outlook=found,
        form=form,
        holds=_value(found),
        chosen=form.retention.data if looking else _value(found),
        looking=looking,
        everything=AS_EVERYTHING,
        percents=PERCENTS,
        charts=charts,
        minutes=outlook_charts.retention_curve(found.curve, _minutes_of, found.current, found.asked),
        known=outlook_charts.retention_curve(found.curve, _known_of, found.current, found.asked),
        days=outlook_charts.minutes_by_day(found.now, found.then),
        dates=[date_of(found.today + ahead) for ahead in range(len(found.now.minutes))],
        same_rate=outlook_charts.same_rate,
        number=format_decimal,
        percent=format_percent,
        time=time_a_day,
    )
    return make_response(html, 422 if form.retention.errors else 200)


def time_a_day(minutes: float) -> str:
    """Return how long a day takes as exactly as a forecast can know it, e.g. `12 min`."""
    if minutes < 1:
        return _("%(seconds)s s", seconds=format_decimal(round(minutes * 60)))
    if minutes < 10:
        return _("%(minutes)s min", minutes=format_decimal(round(minutes, 1)))
    if minutes < 90:
        return _("%(minutes)s min", minutes=format_decimal(round(minutes)))
    hours, rest = divmod(round(minutes), 60)
    return _("%(hours)s h %(minutes)s min", hours=hours, minutes=rest)


def _value(found: Outlook) -> str:
    """Return what the form holds for the choice that holds now."""
    if found.bank is not None and found.bank.own is None:
        return AS_EVERYTHING
    return str(round(found.current * 100))


def _rate(form: ChoiceForm) -> float:
    return int(form.retention.data) / 100


def _minutes_of(each: Workload) -> float:
    return each.minutes_a_day


def _known_of(each: Workload) -> float:
    return each.known
