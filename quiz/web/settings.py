"""The learner's settings, and the page that lists the keys."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer

from quiz.services import learners
from quiz.services.context import current_context
from quiz.web.forms import SettingsForm, time_zones
from quiz.web.learner import current_learner
from quiz.web.say import _

blueprint = Blueprint("settings", __name__)


@blueprint.get("/settings")
def settings() -> str:
    return render_template("settings/settings.html", form=_form())


@blueprint.post("/settings")
def save() -> Answer:
    form = _form()
    if not form.validate():
        return make_response(render_template("settings/settings.html", form=form), 422)
    learners.update_settings(
        current_context(),
        current_learner().id,
        time_zone=form.time_zone.data,
        new_per_day=form.new_per_day.data,
        reviews_per_day=form.reviews_per_day.data,
        type_clozes=form.type_clozes.data,
        guess_correction=form.guess_correction.data,
        single_key_shortcuts=form.single_key_shortcuts.data,
    )
    flash(_("Saved."))
    return redirect(url_for("settings.settings"), 303)


@blueprint.get("/shortcuts")
def shortcuts() -> str:
    return render_template("settings/shortcuts.html")


def _form() -> SettingsForm:
    learner = current_learner()
    corrects = learners.corrects_guesses(current_context(), learner.id)
    form = SettingsForm(obj=learner, guess_correction=corrects)
    form.time_zone.choices = time_zones(learner.time_zone)
    return form
