"""What a learner says against a grade or a question, and the page on which a teacher reads it."""

from __future__ import annotations

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response as Answer
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from question_bank.model import Question
from quiz.services import disputes, exams, repairing, reporting, study
from quiz.services.context import current_context
from quiz.services.disputes import DisputeId
from quiz.services.plain_text import cleaned
from quiz.services.reporting import LONGEST_MESSAGE, Reason, Report
from quiz.services.study import Repair
from quiz.web import repair_words
from quiz.web.forms import CardForm, Form
from quiz.web.learner import current_learner
from quiz.web.say import _
from quiz.web.study import what_was_shown
from quiz.web.teaching import only_teachers

blueprint = Blueprint("disputes", __name__)

ANSWER = "/study/<session_id>/answers/<int(max=2147483647):number>"
ITEM = "/tests/<attempt_id>/<int(max=2147483647):position>/report"
REASONS = {
    Reason.WRONG_ANSWER: lazy_gettext("The answer given as right is wrong"),
    Reason.SEVERAL_RIGHT: lazy_gettext("More than one answer is right"),
    Reason.UNCLEAR: lazy_gettext("The question is unclear"),
    Reason.NOT_IN_SOURCE: lazy_gettext("The source does not say this"),
    Reason.TYPO: lazy_gettext("A typing mistake"),
    Reason.OTHER: lazy_gettext("Something else"),
}
MOST_AT_ONCE = 10_000


class ReportForm(Form):
    """Why a question is reported, and whatever else there is to say."""

    reason = RadioField(
        choices=[(reason.value, text) for reason, text in REASONS.items()],
        validators=[InputRequired(lazy_gettext("Choose what is wrong."))],
    )
    message = TextAreaField(
        filters=[lambda text: cleaned(text or "")],
        validators=[
            Length(
                max=LONGEST_MESSAGE, message=lazy_gettext("That is too long. Use 1,000 characters at most.")
            )
        ],
    )

    @property
    def report(self) -> Report:
        return Report(Reason(self.reason.data), self.message.data)


class ReportCardForm(ReportForm, CardForm):
    """A report before the answer; `revealed` if the card's back was looked at."""

    revealed = StringField()


@blueprint.post(f"{ANSWER}/right")
def say_right(session_id: str, number: int) -> Answer:
    said = study.say_right(current_context(), current_learner().id, session_id, number)
    if said is Repair.REFUSED:
        flash(_("Only a typed answer that was not right can be counted as right."))
    return _to_feedback(session_id, number)


@blueprint.post(f"{ANSWER}/right/withdraw")
def withdraw(session_id: str, number: int) -> Answer:
    if study.take_back_right(current_context(), current_learner().id, session_id, number):
        flash(_("Taken back: the answer counts as it was graded."))
    return _to_feedback(session_id, number)


@blueprint.get(f"{ANSWER}/report")
def report_answer(session_id: str, number: int) -> str:
    return _answer_page(session_id, number, ReportForm())


@blueprint.post(f"{ANSWER}/report")
def send_answer_report(session_id: str, number: int) -> Answer:
    form = ReportForm()
    if not form.validate():
        return _again(_answer_page(session_id, number, form))
    reporting.report_answer(current_context(), current_learner().id, session_id, number, form.report)
    _thank()
    return _to_feedback(session_id, number)


@blueprint.get("/study/<session_id>/report")
def report_card(session_id: str) -> str:
    return _card_page(session_id, ReportCardForm(request.args, meta={"csrf": False}))


@blueprint.post("/study/<session_id>/report")
def send_card_report(session_id: str) -> Answer:
    form = ReportCardForm()
    if not form.validate():
        return _again(_card_page(session_id, form))
    card, _repetition, revision_id = what_was_shown(form)
    reporting.report_card(current_context(), current_learner().id, session_id, card, revision_id, form.report)
    _thank()
    return redirect(_card_address(session_id, form), 303)


@blueprint.get(ITEM)
def report_item(attempt_id: str, position: int) -> str:
    return _item_page(attempt_id, position, ReportForm())


@blueprint.post(ITEM)
def send_item_report(attempt_id: str, position: int) -> Answer:
    form = ReportForm()
    if not form.validate():
        return _again(_item_page(attempt_id, position, form))
    reporting.report_item(current_context(), current_learner().id, attempt_id, position, form.report)
    _thank()
    return redirect(_item_address(attempt_id, position), 303)


@blueprint.get("/banks/<key>/reports")
def reports(key: str) -> str:
    only_teachers()
    closed = "closed" in request.args
    page = disputes.reports(current_context(), current_learner().id, key, closed=closed)
    made = () if closed else repairing.repairs_of(current_context(), current_learner().id, key)
    return render_template(
        "disputes/reports.html", page=page, closed=closed, reasons=REASONS, repairs=made, says=repair_words
    )


@blueprint.post("/banks/<key>/reports/close")
def close(key: str) -> Answer:
    only_teachers()
    if disputes.close(current_context(), current_learner().id, key, _chosen()):
        flash(_("Done: it is among the closed ones now."))
    return redirect(url_for("disputes.reports", key=key), 303)


@blueprint.post("/banks/<key>/reports/reopen")
def reopen(key: str) -> Answer:
    only_teachers()
    if disputes.reopen(current_context(), current_learner().id, key, _chosen()):
        flash(_("It is open again."))
    return redirect(url_for("disputes.reports", key=key, closed=1), 303)


def _answer_page(session_id: str, number: int, form: ReportForm) -> str:
    found = study.feedback(current_context(), current_learner().id, session_id, number)
    back = url_for("study.feedback", session_id=session_id, number=number)
    return _form_page(form, found.question, found.language, found.bank_title, back)


def _card_page(session_id: str, form: ReportCardForm) -> str:
    shown = study.shown(current_context(), current_learner().id, session_id, *what_was_shown(form))
    back = _card_address(session_id, form)
    return _form_page(form, shown.question, shown.language, shown.bank_title, back)


def _item_page(attempt_id: str, position: int, form: ReportForm) -> str:
    result = exams.result(current_context(), current_learner().id, attempt_id)
    if not 1 <= position <= len(result.items):
        abort(404)
    question = result.items[position - 1].question
    back = _item_address(attempt_id, position)
    return _form_page(form, question, question.lang or result.language, result.bank_title, back)


def _form_page(form: ReportForm, question: Question, language: str, bank_title: str, back: str) -> str:
    return render_template(
        "disputes/report.html",
        form=form,
        question=question,
        language=language,
        bank_title=bank_title,
        back=back,
        longest=LONGEST_MESSAGE,
    )


def _again(page: str) -> Answer:
    answer = make_response(page, 422)
    # The address stays as it is, so that reloading sends nothing.
    answer.headers["HX-Push-Url"] = "false"
    return answer


def _thank() -> None:
    flash(_("Thank you. Your report is with your teacher."))


def _chosen() -> list[DisputeId]:
    """Return the disputes that the form names as `learner:dispute`; what names none is left out."""
    pairs = (item.partition(":") for item in request.form.getlist("item")[:MOST_AT_ONCE])
    return [
        (int(learner[:18]), dispute)
        for learner, _colon, dispute in pairs
        if learner.isascii() and learner.isdecimal()
    ]


def _to_feedback(session_id: str, number: int) -> Answer:
    return redirect(url_for("study.feedback", session_id=session_id, number=number), 303)


def _card_address(session_id: str, form: ReportCardForm) -> str:
    """Return where the report came from: the card, or its back with the answer already seen."""
    if not form.revealed.data:
        return url_for("study.card", session_id=session_id)
    shown = {name: form[name].data for name in ("card", "repetition", "revision")}
    return url_for("study.reveal", session_id=session_id, **shown)


def _item_address(attempt_id: str, position: int) -> str:
    return url_for("exams.result", attempt_id=attempt_id, _anchor=f"question-{position}")
