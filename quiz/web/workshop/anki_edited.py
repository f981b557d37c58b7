"""Texts of our notes that were edited in Anki: shown beside ours, and taken over one by one."""

from __future__ import annotations

from flask import flash, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from quiz.services.anki import edited
from quiz.services.anki.edited import Decision
from quiz.services.anki.holding import Held
from quiz.services.anki.shelf import AnkiPackage
from quiz.services.context import current_context
from quiz.services.editing import Outcome, Saved
from quiz.services.errors import NotFound
from quiz.web.learner import current_learner
from quiz.web.say import _
from quiz.web.workshop import anki_words
from quiz.web.workshop.anki_package import MOST_SHOWN, PLACE, rendered, with_package
from quiz.web.workshop.base import blueprint

_DECISIONS = {Decision.REWORDED.value, Decision.NEW_ANSWER.value}


@blueprint.get(f"{PLACE}/<token>/edited")
@with_package
def edited_in_anki(held: Held, package: AnkiPackage) -> Answer:
    return make_response(_edited_page(held, package))


@blueprint.post(f"{PLACE}/<token>/edited")
@with_package
def take_over_edited(held: Held, package: AnkiPackage) -> Answer:
    ctx, learner = current_context(), current_learner()
    found = edited.differences_in(ctx, learner.id, held, package)
    name = request.form.get("difference", "")
    wanted = next((each for each in found if each.name == name and each.can_be_taken), None)
    if wanted is None:
        return make_response(_edited_page(held, package, trouble=_changed_meanwhile()), 422)
    decision = request.form.get("decision", "")
    decisions = {wanted.edited.question_id: Decision(decision)} if decision in _DECISIONS else {}
    try:
        outcome = edited.take_over(
            ctx, learner.id, wanted, why=_("Taken over from %(name)s", name=held.name), decisions=decisions
        )
    except NotFound:
        return make_response(_edited_page(held, package, trouble=_changed_meanwhile()), 422)
    if not isinstance(outcome, Saved):
        return make_response(_edited_page(held, package, name=name, outcome=outcome), 422)
    flash(_("“%(question)s” now says what Anki says.", question=outcome.target.question))
    following = next((each.name for each in found[found.index(wanted) + 1 :]), "")
    address = url_for(
        "workshop.edited_in_anki",
        key=held.bank_key,
        token=held.token,
        _anchor=f"difference-{following}" if following else None,
    )
    return redirect(address, 303)


def _edited_page(
    held: Held, package: AnkiPackage, *, name: str = "", outcome: Outcome | None = None, trouble: str = ""
) -> str:
    found = edited.differences_in(current_context(), current_learner().id, held, package)
    return rendered(
        "import_edited.html",
        held,
        differences=found,
        asked=name,
        outcome=outcome,
        trouble=trouble or (anki_words.not_taken(outcome) if outcome else ""),
        most_shown=None if request.args.get("all") else MOST_SHOWN,
    )


def _changed_meanwhile() -> str:
    return _("That text changed meanwhile, here or in Anki. Below is what differs now.")
