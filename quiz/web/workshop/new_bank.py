"""A new bank from a form, for a teacher who has none to write into."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response as Answer

from quiz.services.context import current_context
from quiz.services.editing.new_bank import Made, NotMade, WhyNot, make_bank, room_for_banks
from quiz.web.learner import current_learner
from quiz.web.say import _
from quiz.web.workshop import words
from quiz.web.workshop.base import blueprint
from quiz.web.workshop.composing.bank_form import BankForm
from quiz.web.workshop.composing.fields import complain
from quiz.web.workshop.composing.page import shape
from quiz.web.workshop.composing.sheets import SheetPage

_NO_ROOM = lazy_gettext(
    "Factdeck was started with single banks, or with folders that it may not write. Start it with --bank and "
    "a folder in which banks may lie, and this page can make one there."
)


# No id has this line in it: a bank may be called new-bank, and has its own page.
@blueprint.get("/new_bank")
def new_bank() -> str:
    trouble = "" if room_for_banks(current_context()) else str(_NO_ROOM)
    return _page(SheetPage(form=BankForm(), trouble=trouble))


@blueprint.post("/new_bank")
def make_new_bank() -> Answer:
    form = BankForm()
    if not form.judge():
        return make_response(_page(SheetPage(form=form), sent=True), 422)
    outcome = make_bank(current_context(), current_learner().id, form.bank())
    if isinstance(outcome, Made):
        if request.form.get("do") == "anki":
            flash(_("The bank is there. Now bring the deck."))
            return redirect(url_for("workshop.bring_package", key=outcome.key), 303)
        if request.form.get("do") == "draft":
            flash(_("The bank is there. Now paste the article."))
            return redirect(url_for("workshop.draft", key=outcome.key), 303)
        flash(_("The bank is there. Now write its first question."))
        return redirect(url_for("workshop.new_question", key=outcome.key), 303)
    return make_response(_page(SheetPage(form=form, trouble=_why(outcome, form)), sent=True), 422)


def _why(outcome: NotMade, form: BankForm) -> str:
    """Say why there is no bank, at a field where one is to blame."""
    match outcome.why:
        case WhyNot.TAKEN:
            complain(form.key, _("There is a bank or a folder of that name already. Choose another one."))
            return ""
        case WhyNot.FINDINGS:
            return " ".join(problem.message for problem in outcome.problems)
        case WhyNot.NO_ROOM:
            return str(_NO_ROOM)
        case WhyNot.NOT_WRITTEN:
            return str(words.REASONS[outcome.reason]) if outcome.reason else _("Nothing could be written.")


def _page(page: SheetPage, *, sent: bool = False) -> str:
    then = request.args.get("then") or request.form.get("do")
    return render_template(
        "workshop/new_bank.html", page=page, form=page.form, sent=sent, shape=shape, then=then
    )
