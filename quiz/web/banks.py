"""A bank's own page: what it holds, where it comes from, and what can be taken home."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, send_file, url_for
from werkzeug.wrappers import Response as Answer

from quiz.services import banks, disputes, plans, study
from quiz.services.context import current_context
from quiz.web.forms import CardForm
from quiz.web.learner import current_learner
from quiz.web.say import _
from quiz.web.study import card_reference, card_token

blueprint = Blueprint("banks", __name__, url_prefix="/banks")


@blueprint.get("/<key>")
def bank(key: str) -> str:
    ctx, learner = current_context(), current_learner()
    page = banks.bank_page(ctx, learner.id, key)
    waiting = disputes.waiting(ctx, learner.id, key)
    exam = plans.plans_now(ctx, learner.id).exams.get(key)
    return render_template("banks/bank.html", page=page, card_token=card_token, waiting=waiting, exam=exam)


@blueprint.get("/<key>/media/<path:file>")
def media(key: str, file: str) -> Answer:
    path = banks.media_file(current_context(), key, file)
    if path is None:
        abort(404)
    return send_file(path, conditional=True)


@blueprint.post("/<key>/resume")
def resume(key: str) -> Answer:
    study.resume(current_context(), current_learner().id, card_reference(CardForm().card.data or ""))
    flash(_("The card is back in the queue, its memory as it was."))
    return redirect(url_for("banks.bank", key=key), 303)
