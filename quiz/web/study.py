"""Studying: POST, 303, GET, so that reloading and Back never answer anything twice."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from question_bank.model import AskAgain, Cloze, Response, SelfRatedResponse
from quiz.memory.card import Rating
from quiz.services import study
from quiz.services.context import current_context
from quiz.services.study import CardRef, CardShown, Finished, Mode
from quiz.web.forms import AnswerForm, CardForm, StartForm
from quiz.web.learner import current_learner
from quiz.web.responses import Typed, read_response, typed_in
from quiz.web.say import _

blueprint = Blueprint("study", __name__)

_SAID: dict[str, Rating | Literal["guessed"]] = {
    "hard": Rating.HARD,
    "good": Rating.GOOD,
    "easy": Rating.EASY,
    "guessed": "guessed",
}


@blueprint.post("/study")
def start() -> Answer:
    form = StartForm()
    if form.mode.data not in set(Mode):
        abort(400)
    session_id = study.start(
        current_context(),
        current_learner().id,
        tuple(form.bank.data or ()),
        Mode(form.mode.data),
        tuple(form.tag.data or ()),
    )
    return _to_card(session_id)


@blueprint.get("/study/<session_id>")
def card(session_id: str) -> str:
    ctx, learner = current_context(), current_learner()
    shown = study.current(ctx, learner.id, session_id)
    if isinstance(shown, Finished):
        return render_template(
            "study/finished.html",
            session_id=session_id,
            summary=study.summary(ctx, learner.id, session_id),
        )
    return _question_page(shown)


@blueprint.get("/study/<session_id>/reveal")
def reveal(session_id: str) -> str | Answer:
    """The back of the card that was shown; without a card in the address the card comes first."""
    form = CardForm(request.args, meta={"csrf": False})
    if not form.card.data:
        return _to_card(session_id)
    back = study.revealed(current_context(), current_learner().id, session_id, *what_was_shown(form))
    if not back.shown.self_rated:
        return _to_card(session_id)
    return render_template("study/reveal.html", back=back, token=card_token(back.shown.card))


@blueprint.post("/study/<session_id>/answer")
def answer(session_id: str) -> Answer:
    form = AnswerForm()
    ctx, learner = current_context(), current_learner()
    what = what_was_shown(form)
    shown = study.shown(ctx, learner.id, session_id, *what)
    response = read_response(form, shown.question, shown.part, shown.presentation, may_rate=True)
    if isinstance(response, AskAgain):
        return _ask_again(shown, response, typed_in(form))
    answered = study.answer(
        ctx,
        learner.id,
        session_id,
        *what,
        response,
        response_ms=_milliseconds(form.response_ms.data),
        rating=_self_rating(form, response),
    )
    if isinstance(answered, AskAgain):
        return _ask_again(shown, answered, typed_in(form))
    return _to_feedback(answered.session_id, answered.number)


@blueprint.get("/study/<session_id>/answer")
def answer_address(session_id: str) -> Answer:
    """Somebody opened the form's address: the card is what they want."""
    return _to_card(session_id)


@blueprint.get("/study/<session_id>/answers/<int(max=2147483647):number>")
def feedback(session_id: str, number: int) -> str:
    found = study.feedback(current_context(), current_learner().id, session_id, number)
    return render_template("study/feedback.html", feedback=found)


@blueprint.post("/study/<session_id>/answers/<int(max=2147483647):number>/rate")
def rate(session_id: str, number: int) -> Answer:
    said = _SAID.get(request.form.get("rating", ""))
    if said is None:
        abort(400)
    if not study.rate(current_context(), current_learner().id, session_id, number, said):
        flash(_("That answer can no longer be changed: its card has been answered again since."))
    return _to_feedback(session_id, number)


@blueprint.post("/study/<session_id>/undo")
def undo(session_id: str) -> Answer:
    if study.undo(current_context(), current_learner().id, session_id):
        flash(_("The last answer was taken back. Here is its card again."))
    else:
        flash(_("There is no answer to take back."))
    return _to_card(session_id)


@blueprint.post("/study/<session_id>/skip")
def skip(session_id: str) -> Answer:
    study.skip(current_context(), current_learner().id, session_id, _reference(CardForm()))
    flash(_("Skipped; the card comes again in your next study session."))
    return _to_card(session_id)


@blueprint.post("/study/<session_id>/suspend")
def suspend(session_id: str) -> Answer:
    study.suspend(current_context(), current_learner().id, session_id, _reference(CardForm()))
    flash(_("Suspended. The bank's page lists suspended cards and lets you resume them."))
    return _to_card(session_id)


def card_token(reference: CardRef) -> str:
    return f"{reference.question_id}.{reference.part}"


def card_reference(token: str) -> CardRef:
    """Return the card that `token` names; a token that names none is a bad request."""
    question, dot, part = token.partition(".")
    if not (dot and question.isascii() and question.isdecimal() and part.isascii() and part.isdecimal()):
        abort(400)
    return CardRef(int(question[:18]), int(part[:9]))


def _question_page(shown: CardShown, typed: Typed | None = None, ask: AskAgain | None = None) -> str:
    return render_template(
        "study/card.html", shown=shown, token=card_token(shown.card), typed=typed or Typed(), ask=ask
    )


def _ask_again(shown: CardShown, ask: AskAgain, typed: Typed) -> Answer:
    if isinstance(shown.question, Cloze):
        # Whoever has begun to type goes on typing, even if the setting was changed meanwhile.
        shown = replace(shown, self_rated=False)
    page = make_response(_question_page(shown, typed, ask), 422)
    # The address stays the card's, so that reloading asks the question and sends nothing.
    page.headers["HX-Push-Url"] = "false"
    return page


def what_was_shown(form: CardForm) -> tuple[CardRef, int, int]:
    """Return card, repetition and revision; a form that names none is a bad request."""
    repetition, revision = form.repetition.data, form.revision.data
    if not all(number is not None and 0 <= number < 2**31 for number in (repetition, revision)):
        abort(400)
    return _reference(form), repetition, revision


def _reference(form: CardForm) -> CardRef:
    return card_reference(form.card.data or "")


def _self_rating(form: AnswerForm, response: Response) -> Rating | None:
    """Return how well the learner says they knew it; other responses' ratings follow from the grade."""
    return Rating(form.rating.data) if isinstance(response, SelfRatedResponse) else None


def _milliseconds(value: int | None) -> int | None:
    return value if value is not None and 0 <= value < 2**31 else None


def _to_card(session_id: str) -> Answer:
    return redirect(url_for("study.card", session_id=session_id), 303)


def _to_feedback(session_id: str, number: int) -> Answer:
    return redirect(url_for("study.feedback", session_id=session_id, number=number), 303)
