"""The editor of one question or of a whole file: open, check, save, remove."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from quiz.services import editing
from quiz.services.context import current_context
from quiz.services.editing import Conflict, Edit, Opened, Saved, Target
from quiz.services.editing.judging import judge
from quiz.services.errors import NotFound
from quiz.services.surroundings import surroundings
from quiz.web.learner import current_learner
from quiz.web.workshop import words
from quiz.web.workshop.base import blueprint
from quiz.web.workshop.edit_form import EditForm, WhyForm
from quiz.web.workshop.editor_page import Came, page_of, rendered
from quiz.web.workshop.outcomes import Sent, answer_for, page_for, sent_page

QUESTION = "/<key>/questions/<question>"
FILE = "/<key>/files/<path:file>"


@blueprint.get(QUESTION)
def edit_question(key: str, question: str) -> str | tuple[str, int]:
    try:
        opened = editing.open_question(current_context(), current_learner().id, key, question)
    except NotFound:
        return _gone(key, question), 404
    return _opened(opened)


@blueprint.get(FILE)
def edit_file(key: str, file: str) -> str:
    return _opened(editing.open_file(current_context(), current_learner().id, key, file))


@blueprint.post(QUESTION)
def save_question(key: str, question: str) -> Answer:
    form = EditForm()
    return _sent(form, Target(bank_key=key, file=form.file.data or "", question=question))


@blueprint.post(FILE)
def save_file(key: str, file: str) -> Answer:
    return _sent(EditForm(), Target(bank_key=key, file=file))


@blueprint.post(f"{QUESTION}/remove")
def remove(key: str, question: str) -> Answer:
    ctx, learner, form = current_context(), current_learner(), WhyForm()
    opened = editing.open_question(ctx, learner.id, key, question)
    sent = Sent(Edit(target=opened.target, text=opened.text, base=opened.base), form.why.data or "")
    if not form.validate():
        return sent_page(page_for(sent, why_error=str(form.why.errors[0])))
    outcome = editing.remove_question(
        ctx, learner.id, key, question, base=form.base.data or opened.base, why=sent.why
    )
    if isinstance(outcome, Saved):
        flash(words.removed(question))
        return redirect(url_for("workshop.bank", key=key), 303)
    if isinstance(outcome, Conflict):
        # It says something else than when that was decided: it is shown, and nobody else's text goes unread.
        return sent_page(page_for(sent, came=Came.UNSAVED, trouble=words.not_removed(question)), 409)
    return answer_for(outcome, sent)


def _gone(key: str, question: str) -> str:
    """Return the page of a question that the bank had. Raises NotFound if it never did."""
    ctx, learner = current_context(), current_learner()
    if not editing.history(ctx, learner.id, key, question=question).total:
        raise NotFound(f"bank {key!r} never had a question {question!r}")
    around = surroundings(ctx, learner.id, key)
    return render_template("workshop/gone.html", around=around, question=question)


def _opened(opened: Opened) -> str:
    line = request.args.get("line", 0, type=int)
    inside = line - opened.first_line + 1
    edit = Edit(target=opened.target, text=opened.text, base=opened.base)
    judged = None if opened.trouble else judge(current_context(), current_learner().id, edit)
    here = inside if 1 <= inside <= opened.text.count("\n") + 1 else 0
    return rendered(page_of(opened, judged=judged, line=here))


def _sent(form: EditForm, target: Target) -> Answer:
    ctx, learner = current_context(), current_learner()
    sent = Sent(form.edit(target), form.why.data or "", form.decisions)
    if not form.validate():
        return sent_page(page_for(sent, why_error=str(form.why.errors[0])))
    if form.do.data in {"check", "preview"}:
        judged = judge(ctx, learner.id, sent.edit)
        return sent_page(page_for(sent, came=Came.CHECKED, judged=judged), 200)
    return answer_for(editing.save(ctx, learner.id, sent.edit, why=sent.why, decisions=sent.decisions), sent)
