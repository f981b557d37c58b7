"""Who changed what, when and why; an edit's difference, undoing it, and taking up one that was dropped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from quiz.services import editing, repairing
from quiz.services.context import current_context
from quiz.services.editing import Conflict, Decision, Edit, EditDetail, Refused, Saved, Undecided, Unsaved
from quiz.services.repairing import RepairSummary, Status
from quiz.services.surroundings import surroundings
from quiz.web.learner import current_learner
from quiz.web.say import _
from quiz.web.workshop import words
from quiz.web.workshop.base import blueprint
from quiz.web.workshop.edit_form import WhyForm
from quiz.web.workshop.editor_page import LONGEST_WHY, editor_address
from quiz.web.workshop.outcomes import Sent, answer_for, opened_now

EDIT = "/<key>/history/<int(max=9223372036854775807):edit_id>"


@blueprint.get("/<key>/history")
def history(key: str) -> str:
    ctx, learner, asked = current_context(), current_learner(), request.args
    found = editing.history(
        ctx,
        learner.id,
        key,
        file=asked.get("file", ""),
        question=asked.get("question", ""),
        page=max(asked.get("page", 1, type=int), 1),
    )
    around = surroundings(ctx, learner.id, key)
    return render_template(
        "workshop/history.html", page=found, around=around, words_of=words, learner_id=learner.id
    )


@blueprint.get(EDIT)
def edit_detail(key: str, edit_id: int) -> str:
    return _detail(key, editing.edit_detail(current_context(), current_learner().id, key, edit_id))


@blueprint.post(f"{EDIT}/revert")
def revert(key: str, edit_id: int) -> Answer | tuple[str, int]:
    ctx, learner, form = current_context(), current_learner(), WhyForm()
    detail = editing.edit_detail(ctx, learner.id, key, edit_id)
    why = form.why.data or ""
    if not form.validate():
        return _detail(key, detail, why, str(form.why.errors[0])), 422
    outcome = editing.revert(ctx, learner.id, key, edit_id, why=why, decisions=form.decisions)
    if isinstance(outcome, Saved):
        said = _("Taken up again.") if detail.takes_up else _("Undone.")
        flash(f"{said} {words.saved(outcome)}" if outcome.changed else words.saved(outcome))
        mended = _mended(key, edit_id)
        if mended is not None and not mended.accepts:
            flash(_("Grades stay as they are until you decide. Undo it here if they should follow the text."))
            return redirect(url_for("repairs.repair", key=outcome.target.bank_key, repair_id=mended.id), 303)
        return redirect(editor_address(outcome.target), 303)
    if isinstance(outcome, Unsaved):
        return _detail(key, detail, why, words.why_unsaved(outcome)), 422
    return answer_for(outcome, _as_sent(outcome, why, form.decisions, takes_up=detail.takes_up))


def _as_sent(
    outcome: Refused | Undecided | Conflict, why: str, decisions: Mapping[str, Decision], *, takes_up: bool
) -> Sent:
    """Return what undoing would write as if somebody had typed it, so that the editor can show it."""
    if isinstance(outcome, Conflict):
        edit = Edit(target=outcome.target, text=outcome.mine, base=outcome.base)
        return Sent(edit, why, decisions, undoing=not takes_up)
    edit = Edit(target=outcome.target, text=outcome.text, base="")
    return Sent(replace(edit, base=opened_now(edit).base), why, decisions)


def _mended(key: str, edit_id: int) -> RepairSummary | None:
    """Return the repair by which grades still stand that this edit was made for."""
    found = repairing.repair_of_edit(current_context(), current_learner().id, key, edit_id)
    return found if found is not None and found.status is Status.DONE else None


def _detail(key: str, found: EditDetail, why: str = "", error: str = "") -> str:
    learner = current_learner()
    return render_template(
        "workshop/edit.html",
        detail=found,
        mended=_mended(key, found.entry.id),
        around=surroundings(current_context(), learner.id, key),
        words_of=words,
        learner_id=learner.id,
        address=editor_address(found.entry.target),
        why=why,
        error=error,
        longest_why=LONGEST_WHY,
    )
