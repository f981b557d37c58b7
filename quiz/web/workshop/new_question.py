"""A new question from a form: choose a kind, fill it in, see what will be written and found, add it."""

from __future__ import annotations

from collections.abc import Mapping

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from question_bank.markup import plain_text
from question_bank.model import Kind
from question_bank.model.cloze import revealed
from quiz.services import editing
from quiz.services.context import current_context
from quiz.services.editing import Conflict, Refused, Saved, Undecided, Unsaved
from quiz.services.editing.composing import Proposal, propose
from quiz.services.editing.desk import Desk, desk_of
from quiz.services.editing.naming import proposed_id, questions_file
from quiz.web.learner import current_learner
from quiz.web.say import _
from quiz.web.workshop import words
from quiz.web.workshop.base import blueprint
from quiz.web.workshop.composing import FORMS, QuestionForm
from quiz.web.workshop.composing.arranged import ClozeForm
from quiz.web.workshop.composing.fields import Move, Press, complain, read_press, text_of
from quiz.web.workshop.composing.findings import said_of
from quiz.web.workshop.composing.kinds import KIND_CARDS
from quiz.web.workshop.composing.page import Came, NewPage, prepare, shape

NEW = "/<key>/new"
_KINDS: Mapping[str, Kind] = {kind.value: kind for kind in Kind}
_FIRST_FILE = "questions/questions.yaml"


@blueprint.get(NEW)
def new_question(key: str) -> str:
    desk = desk_of(current_context(), current_learner().id, key)
    return render_template("workshop/new.html", desk=desk, cards=KIND_CARDS, forms_of=FORMS, kept=_kept())


@blueprint.get(f"{NEW}/<kind>")
def new_of_kind(key: str, kind: str) -> str:
    desk, form = _begun(key, kind)
    form.file.data = form.file.data or (desk.files[0] if desk.files else "")
    return _page(NewPage(desk=desk, form=form))


@blueprint.post(f"{NEW}/<kind>")
def compose(key: str, kind: str) -> Answer:
    desk, form = _begun(key, kind)
    do = form.do.data or ""
    if press := read_press(do):
        return make_response(_page(_pressed(desk, form, press)))
    if do in ("find", "gaps"):
        focus = "fact_search" if do == "find" else "accept-0"
        return make_response(_page(NewPage(desk=desk, form=form, focus=focus)))
    if not _is_sound(form, desk):
        # A script that looks while somebody is writing is told the same, and has done nothing wrong.
        status = 200 if do == "look" else 422
        return make_response(_page(NewPage(desk=desk, form=form, came=Came.FAULTY)), status)
    if do == "look":
        return make_response(_page(_told(desk, form, _proposed(desk, form), _file(form, desk))))
    return _checked(desk, form, save=do in ("save", "save-next"), another=do == "save-next")


def _begun(key: str, kind: str) -> tuple[Desk, QuestionForm]:
    """Return the form as it was sent, or an empty one with what the address says."""
    if kind not in _KINDS:
        abort(404)
    desk = desk_of(current_context(), current_learner().id, key)
    kept = {} if request.method == "POST" else {"facts": request.args.getlist("fact"), **_first(_kept())}
    form = FORMS[_KINDS[kind]](data=kept)
    prepare(form, desk)
    if isinstance(form, ClozeForm):
        form.fit()
    return desk, form


def _kept() -> dict[str, list[str]]:
    """Return what an address hands on to the next question."""
    return {name: request.args.getlist(name) for name in ("file", "fact", "tag") if name in request.args}


def _first(kept: Mapping[str, list[str]]) -> dict[str, object]:
    return {"file": kept["file"][0] if "file" in kept else "", "tags": kept.get("tag", [])}


def _pressed(desk: Desk, form: QuestionForm, press: Press) -> NewPage:
    rows = form.rows.get(press.rows)
    if rows is None:
        abort(400)
    rows.press(press)
    prepare(form, desk)  # a new row has its choices to get
    said = {
        Move.ADD: _("One row more."),
        Move.DROP: _("The row is gone."),
        Move.UP: _("Moved up."),
        Move.DOWN: _("Moved down."),
    }
    return NewPage(desk=desk, form=form, focus=rows.focus, said_in_passing=said[press.move])


def _is_sound(form: QuestionForm, desk: Desk) -> bool:
    """Judge the form; an id is proposed where there is none, and the file must have a name."""
    sound = form.judge()
    prepare(form, desk)
    if sound and not text_of(form.id):
        asked = form[form.proposed_from].data
        asked = revealed(asked) if isinstance(form, ClozeForm) else asked
        form.id.data = proposed_id(plain_text(asked), desk.taken, form.kind.value.replace("_", "-"))
    if not form.file.data and text_of(form.new_file):
        named = questions_file(form.new_file.data)
        if not named:
            complain(form.new_file, _("Use letters and digits, as in “energy”."))
        elif named in desk.files:
            complain(form.new_file, _("There is a file of that name already: choose it in the list above."))
    return sound and not form.faulty


def _file(form: QuestionForm, desk: Desk) -> str:
    """Return the file to write into; what no page offers is as good as a new one."""
    if form.file.data in desk.files:
        return str(form.file.data)
    return questions_file(text_of(form.new_file)) or _FIRST_FILE


def _checked(desk: Desk, form: QuestionForm, *, save: bool, another: bool) -> Answer:
    ctx, learner, file = current_context(), current_learner(), _file(form, desk)
    found = _proposed(desk, form)
    page = _told(desk, form, found, file)
    if page.came is not Came.CHECKED or not save:
        return make_response(_page(page), 200 if page.came is Came.CHECKED else 422)
    outcome = editing.add_question(ctx, learner.id, desk.bank_key, file, found.block)
    match outcome:
        case Saved():
            return _added(desk, form, outcome, another=another)
        case Refused() | Undecided():
            again = Proposal(block=found.block, judged=outcome.judged, values=found.values)
            return make_response(_page(_told(desk, form, again, file, Came.REFUSED)), 422)
        case Unsaved():
            trouble = words.why_unsaved(outcome)
        case Conflict():  # nothing can be changed underneath a question that is yet to be
            trouble = _("The file was changed by others at that moment. Add the question once more.")
    unsaved = _told(desk, form, found, file, Came.UNSAVED, trouble)
    return make_response(_page(unsaved), 422)


def _proposed(desk: Desk, form: QuestionForm) -> Proposal:
    ctx, learner = current_context(), current_learner()
    return propose(ctx, learner.id, desk.bank_key, _file(form, desk), form.question(), desk.language)


def _told(
    desk: Desk,
    form: QuestionForm,
    found: Proposal,
    file: str,
    came: Came | None = None,
    trouble: str = "",
) -> NewPage:
    """Return the page with what was found; errors stand beside their fields."""
    said = said_of(found, form)
    for each in said:
        if each.is_error and each.field is not None:
            complain(each.field, each.plain or each.problem.message)
    usual = Came.REFUSED if found.judged.blocking else Came.CHECKED
    return NewPage(
        desk=desk, form=form, came=came or usual, block=found.block, file=file, said=said, trouble=trouble
    )


def _added(desk: Desk, form: QuestionForm, outcome: Saved, *, another: bool) -> Answer:
    key, question = desk.bank_key, outcome.target.question
    flash(_("Added: “%(question)s” is in the bank.", question=question))
    if not another:
        return redirect(url_for("workshop.edit_question", key=key, question=question), 303)
    common = form.common()
    kept = {"file": outcome.target.file, "fact": common["facts"], "tag": common["tags"]}
    return redirect(url_for("workshop.new_of_kind", key=key, kind=form.kind.value, **kept), 303)


def _page(page: NewPage) -> str:
    return render_template(
        "workshop/new_question.html", page=page, form=page.form, desk=page.desk, shape=shape
    )
