"""A source's page: what rests on each of its paragraphs, and bringing its text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import format_decimal, format_percent, lazy_gettext
from flask_wtf.file import FileField
from werkzeug.wrappers import Response as Answer
from wtforms import TextAreaField

from quiz.services import evidence, installing
from quiz.services.context import current_context
from quiz.services.evidence import SourcePage
from quiz.services.installing import LARGEST_TEXT, Installation, Refusal, RefusedError
from quiz.services.source_paragraphs import ParagraphShown
from quiz.web.forms import Form
from quiz.web.learner import current_learner
from quiz.web.say import _, ngettext
from quiz.web.teaching import only_teachers

blueprint = Blueprint("evidence", __name__, url_prefix="/banks/<key>/sources")

# A source's page has the whole article and every answer that rests on it, drafts included. Learners see the
# passages that are quoted to them.
blueprint.before_request(only_teachers)

PARAGRAPHS_A_PAGE = 100
MOST_NAMED = 60  # of paragraphs without a fact; the page itself marks all of them

REFUSALS = {
    Refusal.EMPTY: lazy_gettext("There is no text in it. Choose a file, or paste the article."),
    Refusal.TOO_LARGE: lazy_gettext("That is too large for an article: 1.5 MB is the most."),
    Refusal.NOT_PLAIN: lazy_gettext(
        "That is not plain text. Save the article as a .txt file, or copy its words and paste them."
    ),
    Refusal.UNKNOWN_ENCODING: lazy_gettext(
        "It is not clear in which encoding that file was written. Save it as UTF-8, or paste its words."
    ),
    Refusal.NO_NAME: lazy_gettext(
        "No file can have the name that bank.yaml gives after “file:”. Write a plain name there, such as "
        "article.txt."
    ),
    Refusal.NOT_WRITTEN: lazy_gettext("Factdeck could not change the file. What was there before still is."),
}


class TextForm(Form):
    """The text of a source, as a file or pasted."""

    file = FileField()
    text = TextAreaField()


@dataclass(frozen=True, slots=True)
class Part:
    """The paragraphs shown at once; `pages` are the numbers of the pages that have any."""

    page: int
    pages: tuple[int, ...]
    paragraphs: tuple[ParagraphShown, ...]
    bare: tuple[int, ...]


@blueprint.get("")
def sources(key: str) -> str:
    found = evidence.source_list(current_context(), current_learner().id, key)
    return render_template("evidence/sources.html", page=found)


@blueprint.get("/<source_id>")
def source(key: str, source_id: str) -> str:
    return _page(key, source_id, TextForm())


@blueprint.post("/<source_id>/text")
def bring(key: str, source_id: str) -> Answer:
    form, upload = TextForm(), request.files.get("file")
    typed = (form.text.data or "").replace("\r\n", "\n")  # as it was before the browser sent it
    name = (upload.filename or "") if upload else ""
    if upload and name and typed.strip():
        return _refused(key, source_id, form, _("Choose a file or paste the text: one of the two is enough."))
    content = upload.stream.read(LARGEST_TEXT + 1) if upload and name else typed.encode()
    try:
        found = installing.install_text(
            current_context(), current_learner().id, key, source_id, content, name
        )
    except RefusedError as error:
        return _refused(key, source_id, form, _why(error))
    flash(_brought(found))
    return _to_source(key, source_id)


@blueprint.post("/<source_id>/text/former")
def put_back(key: str, source_id: str) -> Answer:
    try:
        found = installing.put_back(current_context(), current_learner().id, key, source_id)
    except RefusedError as error:
        return _refused(key, source_id, TextForm(formdata=None), _why(error))
    flash(_brought(found))
    return _to_source(key, source_id)


@blueprint.post("/<source_id>/text/remove")
def remove(key: str, source_id: str) -> Answer:
    try:
        installing.remove(current_context(), current_learner().id, key, source_id)
    except RefusedError as error:
        return _refused(key, source_id, TextForm(formdata=None), _why(error))
    flash(_("The text was removed. What rests on it stays as it was."))
    return _to_source(key, source_id)


@blueprint.app_template_global()
def paragraph_url(key: str, source_id: str, number: int) -> str:
    """Return where a paragraph stands on the page of its source."""
    page = _page_of(number)
    further: dict[str, Any] = {"page": page} if page > 1 else {}
    return url_for("evidence.source", key=key, source_id=source_id, _anchor=f"p{number}", **further)


def _page_of(number: int) -> int:
    return (max(number, 1) - 1) // PARAGRAPHS_A_PAGE + 1


def _page(key: str, source_id: str, form: TextForm, error: str = "") -> str:
    found = evidence.source_page(current_context(), current_learner().id, key, source_id)
    return render_template(
        "evidence/source.html",
        page=found,
        part=_part(found, request.args.get("page", 1, type=int)),
        form=form,
        error=error,
        number=format_decimal,
        percent=format_percent,
        most_named=MOST_NAMED,
    )


def _part(found: SourcePage, wanted: int) -> Part:
    pages = tuple(sorted({_page_of(one.number) for one in found.paragraphs}))
    page = max((each for each in pages if each <= wanted), default=pages[0] if pages else 1)
    return Part(
        page,
        pages,
        tuple(one for one in found.paragraphs if _page_of(one.number) == page),
        tuple(one.number for one in found.paragraphs if not one.facts),
    )


def _refused(key: str, source_id: str, form: TextForm, error: str) -> Answer:
    return make_response(_page(key, source_id, form, error), 422)


def _why(error: RefusedError) -> str:
    said = str(REFUSALS[error.reason])
    return f"{said} ({error.detail})" if error.detail else said


def _brought(found: Installation) -> str:
    """Say what the text proves, and that the one before it is not lost."""
    total = found.verified + found.missed
    if not total:
        said = _("The text is installed. No fact names a passage of it yet.")
    elif not found.verified:
        said = ngettext(
            "The text is installed, but its one passage was not found in it: is it the right article?",
            "The text is installed, but none of %(num)s passages was found in it: is it the right article?",
            total,
        )
    else:
        said = ngettext(
            "The text is installed: %(found)s of %(num)s passage was found in it.",
            "The text is installed: %(found)s of %(num)s passages were found in it.",
            total,
            found=found.verified,
        )
    return f"{said} {_('The former text can be put back.')}" if found.replaced else said


def _to_source(key: str, source_id: str) -> Answer:
    # Without an anchor of its own the browser would keep that of the form, far below what the page says.
    return redirect(url_for("evidence.source", key=key, source_id=source_id, _anchor="main"), 303)
