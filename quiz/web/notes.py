"""A learner's own note on a question: written after the answer, and shown after it ever since."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response as Answer
from wtforms import TextAreaField
from wtforms.validators import Length

from quiz.services import notes, study
from quiz.services.context import current_context
from quiz.services.notes import LONGEST_NOTE
from quiz.services.plain_text import cleaned
from quiz.web.forms import Form
from quiz.web.learner import current_learner
from quiz.web.say import _

blueprint = Blueprint(
    "notes", __name__, url_prefix="/study/<session_id>/answers/<int(max=2147483647):number>/note"
)


class NoteForm(Form):
    text = TextAreaField(
        filters=[lambda text: cleaned(text or "")],
        validators=[
            Length(max=LONGEST_NOTE, message=lazy_gettext("That is too long. Use 2,000 characters at most."))
        ],
    )


@blueprint.get("")
def note(session_id: str, number: int) -> str:
    return _page(session_id, number, NoteForm(), is_new=True)


@blueprint.post("")
def save(session_id: str, number: int) -> Answer:
    form = NoteForm()
    deleting = "delete" in request.form
    if not deleting and not form.validate():
        page = make_response(_page(session_id, number, form, is_new=False), 422)
        page.headers["HX-Push-Url"] = "false"
        return page
    text = "" if deleting else form.text.data
    kept = notes.save_note(current_context(), current_learner().id, session_id, number, text)
    flash(_("Your note is kept.") if kept else _("There is no note now."))
    return redirect(url_for("study.feedback", session_id=session_id, number=number), 303)


def _page(session_id: str, number: int, form: NoteForm, *, is_new: bool) -> str:
    """Return the form; `is_new` fills it with the note as it is kept."""
    found = study.feedback(current_context(), current_learner().id, session_id, number)
    if is_new:
        form.text.data = found.note
    return render_template("notes/note.html", form=form, feedback=found, longest=LONGEST_NOTE)
