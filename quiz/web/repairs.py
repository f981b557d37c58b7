"""The pages on which a teacher accepts a disputed answer, seeing whose grades change, or declines it."""

from __future__ import annotations

import hashlib

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import format_decimal
from werkzeug.wrappers import Response as Answer

from question_bank.model import ShortAnswer, TextResponse
from quiz.services import repairing
from quiz.services.context import current_context
from quiz.services.editing import Saved
from quiz.services.errors import NotFound
from quiz.services.plain_text import cleaned
from quiz.services.repairing import LONGEST_REPLY, Addition, Case, NotSaved, Proposal, Wrong
from quiz.web import repair_words
from quiz.web.learner import current_learner
from quiz.web.say import _
from quiz.web.teaching import only_teachers

blueprint = Blueprint("repairs", __name__)

CASE = "/banks/<key>/reports/<int(max=9223372036854775807):learner>/<dispute>"
REPAIR = "/banks/<key>/repairs/<int(max=9223372036854775807):repair_id>"
MOST_ROWS = 200
NONE = "none"


@blueprint.get(CASE)
def case(key: str, learner: int, dispute: str) -> str | Answer:
    only_teachers()
    found = _case(key, learner, dispute)
    return _closed(key) if found is None else _page(found)


@blueprint.post(f"{CASE}/accept")
def accept(key: str, learner: int, dispute: str) -> str | Answer:
    only_teachers()
    found = _case(key, learner, dispute)
    if found is None or found.said.response is None:
        return _closed(key)
    proposal = _proposal(found)
    if proposal is None or proposal.edit is None:
        return make_response(_page(found, trouble=_("Choose what is accepted.")), 422)
    if request.form.get("shown") != _shown(proposal):
        trouble = _("The question was changed since this page was opened. Look again before you accept.")
        return make_response(_page(found, trouble=trouble), 409)
    done = repairing.apply(
        current_context(),
        current_learner().id,
        key,
        proposal.question_id,
        proposal.part,
        proposal.response,
        proposal.additions,
        why=repair_words.why_accepted(proposal, found.said.right),
    )
    if isinstance(done, NotSaved):
        return make_response(_page(found, trouble=repair_words.not_saved(done.outcome)), 422)
    flash(repair_words.done(done))
    return redirect(url_for("repairs.repair", key=key, repair_id=done.repair_id), 303)


@blueprint.post(f"{CASE}/decline")
def decline(key: str, learner: int, dispute: str) -> str | Answer:
    only_teachers()
    found = _case(key, learner, dispute)
    if found is None:
        return _closed(key)
    ctx, teacher, reply = current_context(), current_learner(), cleaned(request.form.get("reply", ""))
    if len(reply) > LONGEST_REPLY:
        trouble = _("That is too long. Use 1,000 characters at most.")
        return make_response(_page(found, reply=reply, reply_error=trouble), 422)
    if request.form.get("reject") and found.said.response is not None:
        outcome = repairing.reject(
            ctx,
            teacher.id,
            key,
            found.found.question_id,
            found.said.response,
            why=_("declined after a dispute"),
        )
        if outcome is not None and not isinstance(outcome, Saved):
            trouble = repair_words.not_saved(outcome)
            return make_response(_page(found, reply=reply, trouble=trouble), 422)
    repairing.decline(ctx, teacher.id, key, found.said.ids, reply)
    flash(_("Declined: whoever disputed it is told on their next visit."))
    return redirect(url_for("disputes.reports", key=key), 303)


@blueprint.get(REPAIR)
def repair(key: str, repair_id: int) -> str:
    only_teachers()
    return _repair_page(key, repair_id)


@blueprint.post(f"{REPAIR}/undo")
def undo(key: str, repair_id: int) -> str | Answer:
    only_teachers()
    why = _("taken back what was accepted")
    done = repairing.undo(current_context(), current_learner().id, key, repair_id, why=why)
    if isinstance(done, NotSaved):
        return make_response(_repair_page(key, repair_id, repair_words.not_saved(done.outcome)), 422)
    flash(repair_words.undone(done))
    return redirect(url_for("repairs.repair", key=key, repair_id=repair_id), 303)


@blueprint.post("/banks/<key>/repairs/resume")
def resume(key: str) -> Answer:
    only_teachers()
    if repairing.resume_bank(current_context(), current_learner().id, key):
        flash(_("Finished: everybody’s answers count by the new key."))
    else:
        flash(_("It cannot go on yet: the bank still has errors elsewhere, or another process is at it."))
    return redirect(url_for("disputes.reports", key=key), 303)


@blueprint.post("/news/seen")
def seen() -> Answer:
    """Somebody read what became of their answers."""
    repairing.mark_seen(current_context(), current_learner().id)
    return redirect(url_for("home.index"), 303)


def _case(key: str, learner: int, dispute: str) -> Case | None:
    try:
        return repairing.case_of(current_context(), current_learner().id, key, (learner, dispute))
    except NotFound:
        return None


def _closed(key: str) -> Answer:
    flash(_("That is closed by now."))
    return redirect(url_for("disputes.reports", key=key), 303)


def _proposal(found: Case) -> Proposal | None:
    """Return what is to be accepted as the form says, or what is likeliest; None without a response."""
    if found.said.response is None:
        return None
    ctx, teacher = current_context(), current_learner().id
    about = (found.bank_key, found.found.question_id, found.said.part, found.said.response)
    likeliest = repairing.propose(ctx, teacher, *about)
    chosen = request.values.getlist("to")
    if not chosen:
        return likeliest
    pairs = zip(likeliest.suggested.wrongs, chosen, strict=False)
    additions = [each for each in (_option(wrong, choice) for wrong, choice in pairs) if each is not None]
    if tuple(additions) == likeliest.additions:
        return likeliest
    return repairing.propose(ctx, teacher, *about, additions)


def _option(wrong: Wrong, choice: str) -> Addition | None:
    known = choice.isascii() and choice.isdecimal() and int(choice[:4]) < len(wrong.options)
    return wrong.options[int(choice[:4])] if known else None


def _shown(proposal: Proposal) -> str:
    """Name what a page shows: only that is accepted, whatever others made of the question meanwhile."""
    text = proposal.edit.text if proposal.edit else ""
    return hashlib.sha256(f"{text}\0{proposal.additions}".encode()).hexdigest()[:32]


def _page(found: Case, *, trouble: str = "", reply: str = "", reply_error: str = "") -> str:
    ctx, teacher = current_context(), current_learner()
    proposal = _proposal(found)
    run = repairing.dry_run(ctx, teacher.id, proposal) if proposal is not None and proposal.edit else None
    given = found.said.response
    return render_template(
        "disputes/case.html",
        case=found,
        proposal=proposal,
        run=run,
        shown=_shown(proposal) if proposal is not None else "",
        chosen=request.values.getlist("to"),
        trouble=trouble,
        reply=reply,
        reply_error=reply_error,
        longest=LONGEST_REPLY,
        most_rows=MOST_ROWS,
        none=NONE,
        can_reject=isinstance(given, TextResponse) and isinstance(found.found.question, ShortAnswer),
        says=repair_words,
        number=format_decimal,
        teacher_id=teacher.id,
        at={"key": found.bank_key, "learner": found.said.ids[0][0], "dispute": found.said.ids[0][1]},
    )


def _repair_page(key: str, repair_id: int, trouble: str = "") -> str:
    found = repairing.repair_of(current_context(), current_learner().id, key, repair_id)
    return render_template(
        "disputes/repair.html",
        repair=found,
        bank_key=key,
        trouble=trouble,
        says=repair_words,
    )
