"""Tests: answers are saved page by page without feedback, graded once at the end, and kept."""

from __future__ import annotations

import secrets

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from question_bank.model import AskAgain, Response
from quiz.services import exams, overview
from quiz.services.context import current_context
from quiz.services.errors import NotFound
from quiz.services.exams import TestPage
from quiz.services.overview import BankSummary
from quiz.web.forms import AnswerForm, TestForm
from quiz.web.learner import current_learner
from quiz.web.responses import Typed, read_response, typed_before, typed_in
from quiz.web.say import _

blueprint = Blueprint("exams", __name__, url_prefix="/tests")

LONGEST_SEED = 60


@blueprint.get("")
def index() -> str:
    return _index(_test_form(_banks()))


@blueprint.post("")
def start() -> Answer:
    banks = _banks()
    form = _test_form(banks)
    if not form.validate():
        return make_response(_index(form), 422)
    bank, count = form.bank.data, form.count.data
    tags = _tags_of(bank, form.tags.data or [], banks)
    seed = (form.seed.data or "").strip()[:LONGEST_SEED]
    if request.form.get("go") == "print":
        return redirect(url_for("exams.paper", bank=bank, tags=tags, count=count, seed=seed or None), 303)
    attempt_id = exams.start(current_context(), current_learner().id, bank, tags, count, seed)
    if attempt_id is None:
        form.tags.errors = [_("No question of this bank has these tags. Choose others, or none.")]
        return make_response(_index(form), 422)
    return _to_page(attempt_id, 1)


@blueprint.get("/print")
def paper() -> str | Answer:
    """A test to print; without a seed one is drawn, and the address then carries it."""
    bank, tags = request.args.get("bank", ""), tuple(request.args.getlist("tags"))
    count = min(max(request.args.get("count", default=20, type=int), 1), 200)
    seed = request.args.get("seed", "").strip()[:LONGEST_SEED]
    if not seed:
        drawn = secrets.token_hex(3)
        return redirect(url_for("exams.paper", bank=bank, tags=tags, count=count, seed=drawn), 303)
    sheet = exams.paper(current_context(), bank, tags, count, seed)
    return render_template("exams/print.html", paper=sheet)


@blueprint.get("/<attempt_id>")
def result(attempt_id: str) -> str | Answer:
    """The result of a finished test; an open one goes on where its first gap is."""
    ctx, learner = current_context(), current_learner()
    try:
        found = exams.result(ctx, learner.id, attempt_id)
    except NotFound:
        page = exams.page(ctx, learner.id, attempt_id, 1)
        return _to_page(attempt_id, next(iter(unanswered(page)), 1))
    return render_template("exams/result.html", result=found)


@blueprint.get("/<attempt_id>/<int(max=2147483647):position>")
def page(attempt_id: str, position: int) -> str | Answer:
    found = _page(attempt_id, position)
    if found.finished:
        return _to_result(attempt_id)
    return _question_page(found, typed_before(found.response, found.presentation))


@blueprint.post("/<attempt_id>/<int(max=2147483647):position>")
def save(attempt_id: str, position: int) -> Answer:
    """Save the answer and go where the pressed button says; an empty form clears the answer."""
    form = AnswerForm()
    found = _page(attempt_id, position)
    typed = typed_in(form)
    response: Response | AskAgain | None = None
    if not _is_blank(typed):
        response = read_response(form, found.question, 0, found.presentation)
    if not isinstance(response, AskAgain):
        ctx = current_context()
        response = exams.save(ctx, current_learner().id, attempt_id, position, response)
    if isinstance(response, AskAgain):
        return make_response(_question_page(found, typed, response), 422)
    return _next(attempt_id, position, found.count)


@blueprint.get("/<attempt_id>/finish")
def finishing(attempt_id: str) -> str | Answer:
    found = _page(attempt_id, 1)
    if found.finished:
        return _to_result(attempt_id)
    return render_template("exams/finish.html", page=found, unanswered=unanswered(found))


@blueprint.post("/<attempt_id>/finish")
def finish(attempt_id: str) -> Answer:
    exams.finish(current_context(), current_learner().id, attempt_id)
    flash(_("The test is finished and kept in your history."))
    return _to_result(attempt_id)


def unanswered(page: TestPage) -> tuple[int, ...]:
    """Return the positions without an answer, in order."""
    return tuple(place for place in range(1, page.count + 1) if place not in page.answered)


def _banks() -> tuple[BankSummary, ...]:
    found = overview.overview(current_context(), current_learner().id).banks
    return tuple(bank for bank in found if bank.servable)


def _test_form(banks: tuple[BankSummary, ...]) -> TestForm:
    form = TestForm(bank=request.args.get("bank")) if request.method == "GET" else TestForm()
    form.bank.choices = [(bank.key, bank.title) for bank in banks]
    form.tags.choices = sorted({tag for bank in banks for tag, _count in bank.tags})
    return form


def _tags_of(bank_key: str, tags: list[str], banks: tuple[BankSummary, ...]) -> tuple[str, ...]:
    """Return the chosen tags that the chosen bank has, or all chosen ones if it has none of them."""
    known = {tag for bank in banks if bank.key == bank_key for tag, _count in bank.tags}
    return tuple(tag for tag in tags if tag in known) or tuple(tags)


def _index(form: TestForm) -> str:
    history = exams.history(current_context(), current_learner().id)
    return render_template("exams/index.html", form=form, history=history)


def _page(attempt_id: str, position: int) -> TestPage:
    return exams.page(current_context(), current_learner().id, attempt_id, position)


def _question_page(page: TestPage, typed: Typed, ask: AskAgain | None = None) -> str:
    return render_template("exams/page.html", page=page, typed=typed, ask=ask)


def _is_blank(typed: Typed) -> bool:
    lines = (typed.text, typed.truth, *typed.texts, *typed.places, *typed.matches)
    return not typed.choices and not any(line.strip() for line in lines)


def _next(attempt_id: str, position: int, count: int) -> Answer:
    wanted = request.form.get("go", "next")
    if wanted.isascii() and wanted.isdecimal() and 1 <= int(wanted[:6]) <= count:
        return _to_page(attempt_id, int(wanted[:6]))
    if wanted == "finish" or (wanted == "next" and position >= count):
        return redirect(url_for("exams.finishing", attempt_id=attempt_id), 303)
    return _to_page(attempt_id, max(position - 1, 1) if wanted == "previous" else position + 1)


def _to_page(attempt_id: str, position: int) -> Answer:
    return redirect(url_for("exams.page", attempt_id=attempt_id, position=position), 303)


def _to_result(attempt_id: str) -> Answer:
    return redirect(url_for("exams.result", attempt_id=attempt_id), 303)
