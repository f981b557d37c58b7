"""The desk at which a teacher looks through drafts: one at a time, accepted, mended or dropped by one key."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from question_bank.model import Question
from question_bank.problems import Problem
from quiz.services.context import current_context
from quiz.services.drafting import deciding, desk
from quiz.services.drafting.outcomes import Came, Changed, Decided, Words
from quiz.services.drafting.values import ReviewPage
from quiz.services.editing import Edit, Judged, Refused, Undecided
from quiz.services.editing.composing import block_of_new, values_of
from quiz.services.plain_text import cleaned
from quiz.web.learner import current_learner
from quiz.web.responses import Typed
from quiz.web.say import _
from quiz.web.texts import image_address
from quiz.web.workshop import draft_words, words
from quiz.web.workshop.base import blueprint
from quiz.web.workshop.composing import FORMS, QuestionForm
from quiz.web.workshop.composing.arranged import ClozeForm
from quiz.web.workshop.composing.fields import Leaf, complain, leaves, read_press
from quiz.web.workshop.composing.filling import data_of
from quiz.web.workshop.composing.findings import PLAIN
from quiz.web.workshop.composing.page import shape
from quiz.web.workshop.composing.sheets import SheetPage
from quiz.web.workshop.edit_form import WhyForm, plain_ends

DESK = "/<key>/drafts"
DRAFT = f"{DESK}/<question>"
SAYS, SAID = "says-", "said-"
_LONGEST_SAYS = 10_000


@dataclass(frozen=True, kw_only=True)
class DeskPage(SheetPage):
    """The fields of the form in place; the script moves the focus to the marked one."""

    def attributes(self, field: Leaf) -> dict[str, Any]:
        found = super().attributes(field)
        return {**found, "data-focus": True} if field.id == self.focus else found


@dataclass(frozen=True, kw_only=True)
class Mending:
    """The form in place: the fields of the question's kind, or its text where it has notes of its own."""

    form: QuestionForm | None
    text: str
    says: dict[str, str]
    page: DeskPage | None
    trouble: str = ""
    problems: tuple[Problem, ...] = ()
    sent: bool = False


@blueprint.get(DESK)
def drafts(key: str) -> str:
    shown = _look(key, request.args.get("question", ""))
    asked = "mend" in request.args and shown.question is not None
    return _page(shown, mending=_opened(shown) if asked else None)


@blueprint.post(f"{DRAFT}/accept")
def accept_draft(key: str, question: str) -> Answer:
    form = WhyForm()
    came = deciding.accept(current_context(), current_learner().id, key, question, form.base.data or "")
    return _answer(key, question, came, _("Not accepted"))


@blueprint.post(f"{DRAFT}/drop")
def drop_draft(key: str, question: str) -> Answer:
    form = WhyForm()
    came = deciding.drop(current_context(), current_learner().id, key, question, form.base.data or "")
    return _answer(key, question, came, _("Not dropped"))


@blueprint.post(f"{DRAFT}/mend")
def mend_draft(key: str, question: str) -> Answer:
    shown = _look(key, question)
    if shown.question is None or shown.question.id != question:
        return _answer(key, question, Changed(), _("Not saved"))
    mending = _sent(shown)
    do = request.form.get("do", "accept")
    if mending.form is not None and (press := read_press(do)):
        rows = mending.form.rows.get(press.rows)
        if rows is not None:
            rows.press(press)
        return make_response(_page(shown, mending=_paged(mending, focus=rows.focus if rows else "")))
    block = _block(mending, shown)
    if block is None:
        return make_response(_page(shown, mending=_paged(mending, sent=True)), 422)
    assert shown.opened is not None  # noqa: S101  there is a question, so there is its text
    edit = Edit(target=shown.opened.target, text=block, base=request.form.get("base", ""))
    came = deciding.mend(
        current_context(), current_learner().id, key, question, edit, _changed(shown), accepted=do != "keep"
    )
    if isinstance(came, Refused | Undecided):
        return make_response(_page(shown, mending=_refused(mending, came.judged, block)), 422)
    if isinstance(came, Decided):
        return _answer(key, question, came, "")
    said, problems = draft_words.not_done(came, _("Not saved"))
    told = replace(_paged(mending, sent=True), trouble=said, problems=problems)
    return make_response(_page(shown, mending=told), 422)


@blueprint.post(f"{DESK}/undo")
def undo_draft(key: str) -> Answer:
    came = deciding.take_back(current_context(), current_learner().id, key)
    if isinstance(came, Decided):
        flash(draft_words.taken_back(came))
        return _to_desk(key, came.following)
    return _answer(key, "", came, _("Not taken back"))


@blueprint.post(f"{DESK}/facts")
def drop_facts(key: str) -> Answer:
    chosen = request.form.getlist("fact")
    came = deciding.drop_facts(current_context(), current_learner().id, key, chosen)
    if isinstance(came, Decided):
        flash(draft_words.done(came))
        return _to_desk(key, request.form.get("question", ""))
    return _answer(key, request.form.get("question", ""), came, _("Not dropped"))


def _answer(key: str, question: str, came: Came, lead: str) -> Answer:
    if isinstance(came, Decided):
        flash(draft_words.done(came))
        return _to_desk(key, came.following)
    said, problems = draft_words.not_done(came, lead)
    shown = _look(key, question)
    return make_response(_page(shown, trouble=said, problems=problems), 422)


def _to_desk(key: str, question: str) -> Answer:
    return redirect(url_for("workshop.drafts", key=key, question=question or None), 303)


def _look(key: str, question: str) -> ReviewPage:
    return desk.review_page(
        current_context(), current_learner().id, key, question, partial(image_address, key)
    )


def _form(question: Question, shown: ReviewPage, kept: dict[str, Any] | None) -> QuestionForm:
    form = FORMS[question.kind](data=kept)
    form.bank_language = shown.language
    if isinstance(form, ClozeForm):
        form.fit()
    return form


def _opened(shown: ReviewPage) -> Mending:
    question, opened = shown.question, shown.opened
    assert question is not None  # noqa: S101  asked for by the caller
    assert opened is not None  # noqa: S101  as above
    form = _form(question, shown, data_of(question)) if shown.simple else None
    says = {each.fact.id: each.fact.says for each in shown.facts}
    return _paged(Mending(form=form, text=opened.text, says=says, page=None))


def _sent(shown: ReviewPage) -> Mending:
    """Return the form as it was sent."""
    question = shown.question
    assert question is not None  # noqa: S101  asked for by the caller
    by_fields = shown.simple and "text-of-all" not in request.form
    says = {
        each.fact.id: " ".join(cleaned(_typed(SAYS + each.fact.id, each.fact.says)).split())[:_LONGEST_SAYS]
        for each in shown.facts
    }
    form = _form(question, shown, None) if by_fields else None
    if form is not None:
        form.facts.data = list(question.facts)
        form.unsourced.data = question.unsourced
        form.id.data = question.id
    return Mending(form=form, text=_typed("text-of-all", ""), says=says, page=None)


def _typed(name: str, otherwise: str) -> str:
    return plain_ends(request.form.get(name, otherwise))


def _paged(mending: Mending, *, focus: str = "", sent: bool = False) -> Mending:
    form = mending.form
    page = None
    if form is not None:
        faulty = [leaf.id for leaf in form.faulty]
        first = leaves(form.own_fields[0])[0].id
        page = DeskPage(form=form, focus=(faulty[0] if sent and faulty else focus or first))
    return replace(mending, page=page, sent=sent)


def _block(mending: Mending, shown: ReviewPage) -> str | None:
    """Return the question as it is to be written, still a draft; None if the fields do not make one."""
    question, form = shown.question, mending.form
    assert question is not None  # noqa: S101  asked for by the caller
    if form is None:
        return mending.text
    if not form.judge():
        return None
    made = form.question()
    kept = {
        name: getattr(question, name)
        for name in (
            *("id", "was", "facts", "tags", "difficulty", "edition", "draft", "lang", "media"),
            *("unsourced", "at"),
        )
    }
    return block_of_new(replace(made, **kept), shown.language)


def _changed(shown: ReviewPage) -> dict[str, Words]:
    """Return the facts whose words were mended."""
    found = {}
    for each in shown.facts:
        name = each.fact.id
        before = _typed(SAID + name, each.fact.says)
        after = " ".join(cleaned(_typed(SAYS + name, before)).split())[:_LONGEST_SAYS]
        if after and after != before:
            found[name] = Words(before, after)
    return found


def _refused(mending: Mending, judged: Judged, block: str) -> Mending:
    """Put each error that would come beside its field; those that belong to none stand above."""
    elsewhere = []
    values = values_of(block)
    for finding in (each for each in judged.findings if each.new and each.problem.code.startswith("E")):
        path = values.at(finding.line, finding.column) if finding.line else ()
        field = mending.form.field_at(path) if mending.form is not None and path else None
        if field is None or path[0] not in (*mending.form.own, "explanation", "derived"):  # type: ignore[union-attr]
            elsewhere.append(finding.problem)
        else:
            complain(field, PLAIN.get(finding.problem.code, finding.problem.message))
    trouble = _("Not saved: errors would come with it.") if elsewhere or mending.form is None else ""
    return replace(_paged(replace(mending, trouble=trouble), sent=True), problems=tuple(elsewhere))


def _page(
    shown: ReviewPage,
    *,
    mending: Mending | None = None,
    trouble: str = "",
    problems: tuple[Problem, ...] = (),
) -> str:
    return render_template(
        "workshop/drafts.html",
        desk=shown,
        mending=mending,
        trouble=trouble or (mending.trouble if mending else ""),
        problems=problems or (mending.problems if mending else ()),
        words_of=draft_words,
        kinds=words.KINDS,
        shape=shape,
        nothing_typed=Typed(),
    )
