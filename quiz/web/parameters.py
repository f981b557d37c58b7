"""Parameters of the learner's own: fit them, go back to earlier ones, see the due dates they would give."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import format_decimal, format_percent
from werkzeug.wrappers import Response as Answer

from quiz.services import fitting
from quiz.services.context import current_context
from quiz.services.fitting import Preview
from quiz.web import charts
from quiz.web.learner import current_learner, local_time
from quiz.web.say import _, ngettext

blueprint = Blueprint("parameters", __name__, url_prefix="/settings/parameters")

COMMAND = 'pip install "fsrs-rs-python>=0.9.3,<0.10"'


@blueprint.get("")
def parameters() -> str:
    return render_template(
        "parameters/index.html",
        found=fitting.parameters(current_context(), current_learner().id),
        fewest=fitting.FEWEST_REVIEWS,
        command=COMMAND,
        number=format_decimal,
        percent=format_percent,
        local_time=local_time,
    )


@blueprint.post("/fit")
def fit() -> Answer:
    found = fitting.parameters(current_context(), current_learner().id)
    if not found.installed or found.missing:
        flash(_("Nothing was begun: what a fit needs is not there yet."))
    elif fitting.start(current_context(), current_learner().id) is None:
        flash(_("That is under way already."))
    return redirect(url_for("parameters.parameters"), 303)


@blueprint.post("/versions/<int:number>")
def go_back(number: int) -> Answer:
    if fitting.start(current_context(), current_learner().id, returns_to=number) is None:
        flash(_("That has to wait until what is under way is done."))
    return redirect(url_for("parameters.parameters"), 303)


@blueprint.get("/due-dates")
def due_dates() -> str:
    told = fitting.preview(current_context(), current_learner().id)
    return render_template(
        "parameters/due_dates.html", told=told, drawn=_pairs(told), charts=charts, number=format_decimal
    )


@blueprint.post("/due-dates")
def move() -> Answer:
    moved = fitting.take(current_context(), current_learner().id)
    if moved:
        flash(ngettext("%(num)s card has a new due date.", "%(num)s cards have new due dates.", moved))
    else:
        flash(_("No card had to move."))
    return redirect(url_for("parameters.parameters"), 303)


def _pairs(told: Preview) -> charts.Bars:
    """Return two bars for each day, before and after, over one axis."""
    return charts.bars([count for day in told.days for count in (day.before, day.after)])
