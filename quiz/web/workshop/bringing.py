"""Questions from another program's file: bring it, see what would come in and what not, then add it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as Answer
from wtforms import BooleanField, SelectField, SelectMultipleField, StringField, TextAreaField

from quiz.services.context import current_context
from quiz.services.exchange.adding import add_brought
from quiz.services.exchange.bringing import Choices, plan_import
from quiz.services.exchange.holding import LARGEST_FILE, format_of, get_held, guessed_format, hold, let_go
from quiz.services.exchange.values import (
    BROUGHT,
    Brought,
    Format,
    NotHeldError,
    Preview,
    RefusedFileError,
    WhyNot,
)
from quiz.services.surroundings import surroundings
from quiz.web.forms import Form
from quiz.web.learner import current_learner
from quiz.web.say import _
from quiz.web.uploads import takes_packages
from quiz.web.workshop import exchange_words, words
from quiz.web.workshop.anki_package import keep_package
from quiz.web.workshop.base import blueprint

MOST_SHOWN = 200  # of each list; `?all=1` shows the others too
_LONGEST_NAME = 100
PACKAGES = (".apkg", ".colpkg")


class FileForm(Form):
    """A file of questions, or its text; without a `format` the name or the text itself says it."""

    file = FileField()
    text = TextAreaField()
    format = SelectField(default="", validate_choice=False)
    language = StringField()


class AddForm(Form):
    """What of a file comes in, and how; `leave` are the ids of questions that stay out."""

    drafts = BooleanField()
    leave = SelectMultipleField(coerce=str, validate_choice=False)


@blueprint.get("/<key>/import")
def bring_questions(key: str) -> str:
    return _page(key, FileForm(formdata=None))


@blueprint.post("/<key>/import")
@takes_packages
def look_at_file(key: str) -> Answer:
    form = FileForm()
    upload = request.files.get("file")
    if upload and (upload.filename or "").lower().endswith(PACKAGES):
        return keep_package(key, upload)
    try:
        token = hold(current_context(), current_learner().id, _brought(key, form, upload))
    except RefusedFileError as error:
        return make_response(_page(key, form, exchange_words.why_refused(error)), 422)
    except _TwoThingsError:
        return make_response(_page(key, form, str(exchange_words.TWO_THINGS)), 422)
    return redirect(url_for("workshop.preview_import", key=key, token=token), 303)


@blueprint.get("/<key>/import/<token>")
def preview_import(key: str, token: str) -> Answer:
    try:
        brought = get_held(current_context(), current_learner().id, key, token)
    except NotHeldError:
        return _gone(key)
    found = plan_import(current_context(), current_learner().id, brought, Choices())
    return make_response(_preview(found.preview, token, Choices()))


@blueprint.post("/<key>/import/<token>")
def add_questions(key: str, token: str) -> Answer:
    form = AddForm()
    ctx, learner = current_context(), current_learner()
    try:
        brought = get_held(ctx, learner.id, key, token)
    except NotHeldError:
        return _gone(key)
    choices = Choices(drafts=bool(form.drafts.data), leave=frozenset(form.leave.data or ()))
    why = _("Imported from %(name)s", name=brought.name)
    preview, done = add_brought(ctx, learner.id, brought, choices, why=why)
    troubles = exchange_words.not_added(done)
    if done.questions:
        flash(exchange_words.added(done))
    if done.outcomes and not troubles:
        let_go(ctx, learner.id, token)
        only = done.outcomes[0][0] if len(done.outcomes) == 1 else None
        return redirect(url_for("workshop.bank", key=key, file=only, _anchor="questions"), 303)
    if done.questions:  # what came in is the bank's now
        preview = plan_import(ctx, learner.id, brought, choices).preview
    return make_response(_preview(preview, token, choices, troubles or [_nothing(preview)]), 422)


class _TwoThingsError(Exception):
    """A file and a text were sent, and only one of them can be meant."""


def _brought(key: str, form: FileForm, upload: FileStorage | None) -> Brought:
    """Return what was sent, as a file or as text. Raises RefusedFileError and _TwoThingsError."""
    typed = (form.text.data or "").replace("\r\n", "\n")  # as it was before the browser sent it
    name = (upload.filename or "") if upload else ""
    if name and typed.strip():
        raise _TwoThingsError
    chosen = Format(form.format.data) if form.format.data in set(BROUGHT) else None
    if upload and name:
        content, what = upload.stream.read(LARGEST_FILE + 1), chosen or format_of(name)
    else:
        content, what = typed.encode(), chosen or guessed_format(typed)
        name = f"pasted.{what.value}"
    if what is None:
        raise RefusedFileError(WhyNot.UNKNOWN_FORMAT)
    return Brought(
        bank_key=key,
        name=name.replace("\\", "/").rpartition("/")[2][-_LONGEST_NAME:],
        format=what,
        language=(form.language.data or "").strip(),
        content=content,
    )


def _page(key: str, form: FileForm, error: str = "") -> str:
    around = surroundings(current_context(), current_learner().id, key, "")
    if form.language.data is None:
        form.language.data = around.language
    return render_template(
        "workshop/import.html",
        around=around,
        form=form,
        error=error,
        choices=[(each.value, exchange_words.COMING[each]) for each in BROUGHT],
    )


def _preview(preview: Preview, token: str, choices: Choices, troubles: Sequence[str] = ()) -> str:
    shown: dict[str, Any] = {
        "page": preview,
        "token": token,
        "choices": choices,
        "troubles": troubles,
        "said": exchange_words,
        "kinds": words.KINDS,
        "most_shown": None if request.args.get("all") else MOST_SHOWN,
    }
    return render_template("workshop/import_preview.html", **shown)


def _nothing(preview: Preview) -> str:
    if not preview.readable:
        return _("The bank's own files cannot be read now. Mend them first, then add the questions.")
    return _("Nothing was added: no question is left that could come in.")


def _gone(key: str) -> Answer:
    flash(
        _("That file is no longer kept: its questions were added, or a day has passed. Bring it once more.")
    )
    return redirect(url_for("workshop.bring_questions", key=key), 303)
