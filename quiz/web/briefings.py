"""Reading a bank: its text shaded by what is remembered, the way there from a card, and back."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer
from wtforms import SelectMultipleField

from quiz.services import briefings, study
from quiz.services.briefings import Briefing, FactToRead, Memory, memory_of
from quiz.services.context import current_context
from quiz.web import memory_words
from quiz.web.briefing_layout import Sentence, Spot, anchor_of, find_spot, outline
from quiz.web.forms import Form
from quiz.web.learner import current_learner
from quiz.web.say import _
from quiz.web.texts import rich

blueprint = Blueprint("briefings", __name__)

_ID = r"[A-Za-z0-9_-]{1,64}"
_NUMBER = r"[0-9]{1,9}"
_FEEDBACK = re.compile(rf"({_ID})/({_NUMBER})")
_REVEAL = re.compile(rf"({_ID})/({_NUMBER}\.{_NUMBER})/({_NUMBER})/({_NUMBER})")
_RESULT = re.compile(rf"test/({_ID})/({_NUMBER})")


class FactsForm(Form):
    """The facts that a learner wants to be tested on."""

    fact = SelectMultipleField(coerce=str, validate_choice=False)


@dataclass(frozen=True, slots=True)
class Back:
    """Where the reader came from."""

    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """Facts of one sentence or paragraph, and what is remembered of them."""

    facts: tuple[FactToRead, ...]
    memory: Memory


class Telling:
    """Finds the facts of a briefing by their ids, for the template."""

    def __init__(self, found: Briefing) -> None:
        self._facts = {one.fact.id: one for one in found.facts}

    def __call__(self, fact_ids: tuple[str, ...]) -> Told:
        facts = tuple(self._facts[fact_id] for fact_id in fact_ids)
        return Told(facts, memory_of(facts))


@blueprint.get("/banks/<key>/briefing")
def briefing(key: str) -> str:
    found = briefings.read(current_context(), current_learner().id, key)
    laid_out = outline(found.text, tuple(one.fact.id for one in found.facts))
    if not found.text.strip() and not found.facts:
        abort(404)
    page = min(max(request.args.get("page", 1, type=int), 1), laid_out.pages)
    return render_template(
        "banks/briefing.html",
        briefing=found,
        outline=laid_out,
        told=Telling(found),
        memory=memory_of(found.facts),
        page=page,
        listed=_listed(found, laid_out.rest_on(page)),
        back=_back(request.args.get("from", "")),
        words_of=memory_words,
    )


def _listed(found: Briefing, fact_ids: tuple[str, ...]) -> dict[str, list[Sentence]]:
    """Return the facts that the text leaves out as sentences, by the title of the source of each."""
    facts = {one.fact.id: one for one in found.facts}
    by_source: dict[str, list[Sentence]] = {}
    for fact_id in fact_ids:
        one = facts[fact_id]
        title = one.citations[0].source_title if one.citations else ""
        sentence = Sentence(rich(one.fact.says, found.key), anchor_of(fact_id), (fact_id,))
        by_source.setdefault(title, []).append(sentence)
    return by_source


@blueprint.get("/banks/<key>/place")
def place(key: str) -> Answer:
    """Lead to the sentence that tells the facts in the address, or else to the top of the text."""
    material = briefings.material(current_context(), current_learner().id, key)
    laid_out = outline(material.text, tuple(fact.id for fact in material.facts))
    return _to_spot(key, find_spot(laid_out, Counter(request.args.getlist("fact"))))


@blueprint.get("/study/<session_id>/text")
def studied(session_id: str) -> Answer:
    """Lead back to the paragraph from which a study session began."""
    ctx, learner_id = current_context(), current_learner().id
    key, facts = briefings.facts_studied(ctx, learner_id, session_id)
    material = briefings.material(ctx, learner_id, key)
    laid_out = outline(material.text, tuple(fact.id for fact in material.facts))
    return _to_spot(key, find_spot(laid_out, facts))


@blueprint.post("/banks/<key>/test-me")
def test_me(key: str) -> Answer:
    facts = tuple(FactsForm().fact.data or ())
    session_id = study.start_on_facts(current_context(), current_learner().id, key, facts)
    return redirect(url_for("study.card", session_id=session_id), 303)


@blueprint.post("/study/<session_id>/again")
def again(session_id: str) -> Answer:
    after = study.start_again(current_context(), current_learner().id, session_id)
    return redirect(url_for("study.card", session_id=after), 303)


def _to_spot(key: str, spot: Spot | None) -> Answer:
    origin = request.args.get("from", "")
    given: dict[str, Any] = {"from": origin} if _back(origin) else {}
    if spot is not None:
        given |= {"_anchor": spot.anchor} | ({"page": spot.page} if spot.page > 1 else {})
    return redirect(url_for("briefings.briefing", key=key, **given), 302)


def _back(origin: str) -> Back | None:
    """Return the way back to the card that `origin` names; it can name nothing but a page of ours."""
    if match := _RESULT.fullmatch(origin):
        url = url_for("exams.result", attempt_id=match[1], _anchor=f"question-{int(match[2])}")
        return Back(url, _("Back to the result"))
    if match := _FEEDBACK.fullmatch(origin):
        url = url_for("study.feedback", session_id=match[1], number=int(match[2]))
        return Back(url, _("Back to the card"))
    if match := _REVEAL.fullmatch(origin):
        session_id, card, repetition, revision = match.groups()
        url = url_for(
            "study.reveal", session_id=session_id, card=card, repetition=repetition, revision=revision
        )
        return Back(url, _("Back to the card"))
    return None
