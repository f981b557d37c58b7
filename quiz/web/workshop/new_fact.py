"""A new fact from a form: what a source says, with the paragraph beside it to copy the passage from."""

from __future__ import annotations

from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from quiz.services.context import current_context
from quiz.services.editing import Conflict, Finding, Judged, Refused, Saved, Undecided, Unsaved
from quiz.services.editing.naming import proposed_id
from quiz.services.editing.new_fact import FactDesk, FactProposal, add_fact, fact_desk, propose_fact
from quiz.web.learner import current_learner
from quiz.web.say import _
from quiz.web.workshop import words
from quiz.web.workshop.base import blueprint
from quiz.web.workshop.composing.fact_form import FactForm
from quiz.web.workshop.composing.fields import complain, text_of
from quiz.web.workshop.composing.findings import PLAIN
from quiz.web.workshop.composing.page import shape
from quiz.web.workshop.composing.sheets import SheetPage

_EXPECTED = "W501"  # a new fact has no question yet: that comes next


@blueprint.get("/<key>/new-fact")
def new_fact(key: str) -> str:
    desk = fact_desk(current_context(), current_learner().id, key)
    form = _form(desk, {name: request.args.get(name, "") for name in ("source", "paragraph")})
    return _page(desk, form)


@blueprint.post("/<key>/new-fact")
def write_fact(key: str) -> Answer:
    desk = fact_desk(current_context(), current_learner().id, key)
    form = _form(desk)
    if form.do.data == "show":
        return make_response(_page(desk, form, focus="passage"))
    if not form.judge(desk):
        return make_response(_page(desk, form, sent=True), 422)
    if not text_of(form.id):
        form.id.data = proposed_id(form.says.data, desk.taken, "fact")
    found = propose_fact(current_context(), current_learner().id, key, form.fact())
    return _answer(desk, form, found)


def _form(desk: FactDesk, kept: dict[str, str] | None = None) -> FactForm:
    form = FactForm(data=kept)
    form.bank_language = desk.language
    form.source.choices = [(source.id, source.title) for source in desk.sources]
    if len(desk.sources) == 1 and not form.source.data:
        form.source.data = desk.sources[0].id
    return form


def _answer(desk: FactDesk, form: FactForm, found: FactProposal) -> Answer:
    if found.edit is None or found.judged is None:
        return _unsaved(desk, form, str(words.REASONS[found.trouble]) if found.trouble else "")
    if found.judged.blocking:
        return _refused(desk, form, found, found.judged)
    if form.do.data == "check":
        return make_response(_page(desk, form, found=found))
    outcome = add_fact(current_context(), current_learner().id, found.edit)
    match outcome:
        case Saved():
            return _added(desk, form)
        case Refused() | Undecided():
            return _refused(desk, form, found, outcome.judged)
        case Unsaved():
            return _unsaved(desk, form, words.why_unsaved(outcome))
        case Conflict():
            return _unsaved(
                desk, form, _("The file was changed by others at that moment. Add the fact once more.")
            )


def _added(desk: FactDesk, form: FactForm) -> Answer:
    fact = form.fact()
    if form.do.data == "save-next":
        flash(_("The fact “%(fact)s” is in the bank.", fact=fact.id))
        place = {"source": form.source.data, "paragraph": form.paragraph.data}
        return redirect(url_for("workshop.new_fact", key=desk.bank_key, **place), 303)
    flash(_("The fact “%(fact)s” is in the bank. Now ask for it.", fact=fact.id))
    return redirect(url_for("workshop.new_question", key=desk.bank_key, fact=fact.id), 303)


def _refused(desk: FactDesk, form: FactForm, found: FactProposal, judged: Judged) -> Answer:
    trouble = []
    for finding in (each for each in judged.findings if each.new and each.problem.code.startswith("E")):
        field = form.field_at(found.values.at(finding.line, finding.column)) if finding.line else None
        if field is None:
            trouble.append(_said(finding))
        else:
            complain(field, _said(finding))
    return make_response(_page(desk, form, sent=True, trouble=" ".join(trouble), found=found), 422)


def _said(finding: Finding) -> str:
    return str(PLAIN.get(finding.problem.code, finding.problem.message))


def _unsaved(desk: FactDesk, form: FactForm, trouble: str) -> Answer:
    return make_response(_page(desk, form, sent=True, trouble=trouble), 422)


def _page(
    desk: FactDesk,
    form: FactForm,
    *,
    focus: str = "",
    trouble: str = "",
    sent: bool = False,
    found: FactProposal | None = None,
) -> str:
    advice: list[Any] = [
        finding.problem
        for finding in (found.judged.findings if found and found.judged else ())
        if finding.new and finding.problem.code.startswith("W") and finding.problem.code != _EXPECTED
    ]
    return render_template(
        "workshop/new_fact.html",
        desk=desk,
        form=form,
        page=SheetPage(form=form, focus=focus, trouble=trouble),
        paragraph=form.paragraph_text(desk),
        sent=sent,
        block=found.block if found else "",
        advice=advice,
        plain=PLAIN,
        shape=shape,
    )
