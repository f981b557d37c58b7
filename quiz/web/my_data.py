"""What a learner may do with their data: take it home, and delete it."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask_babel import format_decimal
from werkzeug.wrappers import Response as Answer
from wtforms import StringField

from quiz.services import my_data as my_data_service
from quiz.services.context import current_context
from quiz.web.anki.reviews import add_to
from quiz.web.forms import Form
from quiz.web.learner import current_learner
from quiz.web.say import _

blueprint = Blueprint("my_data", __name__, url_prefix="/my-data")
add_to(blueprint)


class DeleteForm(Form):
    """Deleting is asked for by a word, since nothing brings the data back."""

    word = StringField()


@blueprint.get("")
def my_data() -> str:
    return _page(DeleteForm())


@blueprint.get("/factdeck.json")
def everything() -> Answer:
    data = my_data_service.as_json(current_context(), current_learner().id)
    return _download(data, "application/json", "factdeck.json")


@blueprint.get("/reviews.csv")
def reviews() -> Answer:
    data = my_data_service.reviews_as_csv(current_context(), current_learner().id)
    return _download(data, "text/csv; charset=utf-8", "factdeck-reviews.csv")


@blueprint.post("/delete")
def delete() -> Answer:
    form = DeleteForm()
    if (form.word.data or "").strip().casefold() != _confirming_word().casefold():
        form.word.errors = [_("Nothing was deleted: type “%(word)s” first.", word=_confirming_word())]
        return make_response(_page(form), 422)
    my_data_service.delete_everything(current_context(), current_learner().id)
    flash(_("Everything about you was deleted. You begin anew."))
    return redirect(url_for("home.index"), 303)


def _confirming_word() -> str:
    return _("delete")


def _page(form: DeleteForm) -> str:
    kept = my_data_service.kept(current_context(), current_learner().id)
    return render_template(
        "my_data/index.html", form=form, kept=kept, word=_confirming_word(), number=format_decimal
    )


def _download(data: bytes, content_type: str, name: str) -> Answer:
    answer = make_response(data)
    answer.headers["Content-Type"] = content_type
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
