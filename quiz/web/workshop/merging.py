"""Two texts that were made from one, side by side: what is chosen of them goes back into the editor."""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response as Answer

from quiz.services import editing
from quiz.services.context import current_context
from quiz.services.editing import Edit, PieceKind, Target
from quiz.services.editing.judging import judge
from quiz.web.learner import current_learner
from quiz.web.workshop.base import blueprint
from quiz.web.workshop.edit_form import MergeForm, choices
from quiz.web.workshop.editor_page import Came
from quiz.web.workshop.outcomes import Sent, conflict_page, page_for, sent_page


@blueprint.post("/<key>/merge")
def merge(key: str) -> Answer:
    form, ctx, learner = MergeForm(), current_context(), current_learner()
    target = Target(bank_key=key, file=form.file.data or "", question=form.question.data or "")
    sent = Sent(form.edit(target), form.why.data or "", form.decisions, undoing=bool(form.undoing.data))
    conflict = editing.compare(ctx, learner.id, sent.edit, theirs_base=form.theirs_base.data or "")
    asked = sum(piece.kind is PieceKind.BOTH for piece in conflict.pieces)
    chosen = choices(request.form, asked)
    picked = [choice for choice in chosen if choice is not None]
    if len(picked) < asked:
        return conflict_page(conflict, sent, chosen=chosen)
    edit = Edit(target=target, text=editing.merged(conflict.pieces, picked), base=conflict.theirs_base)
    judged = judge(ctx, learner.id, edit)
    return sent_page(page_for(Sent(edit, sent.why, sent.decisions), came=Came.MERGED, judged=judged), 200)
