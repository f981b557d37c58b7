"""The preview of a question that is being written: as learners see it, and as Anki shows it."""

from __future__ import annotations

from functools import partial

from flask import Response, abort, after_this_request, g, make_response, render_template, request, send_file
from markupsafe import Markup
from werkzeug.wrappers import Response as Answer

from quiz.services import previews
from quiz.services.context import current_context
from quiz.services.editing import Edit, Target
from quiz.services.editing.judging import judge, judge_new
from quiz.services.previews import Preview
from quiz.services.surroundings import surroundings
from quiz.web.anki.cards import file_address
from quiz.web.learner import current_learner
from quiz.web.responses import Typed
from quiz.web.security import allow
from quiz.web.texts import image_address
from quiz.web.workshop.base import blueprint
from quiz.web.workshop.edit_form import EditForm
from quiz.web.workshop.editor_page import EditorPage, editor_address

# The frame's page is of no origin, may run nothing but the two scripts, and gets pictures handed over.
STAGE_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src blob:",
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
        "sandbox allow-scripts",
    ]
)


@blueprint.post("/<key>/preview")
def preview(key: str) -> Answer:
    """The preview of a text that was sent: a page, or for the script the piece of it that changes."""
    form = EditForm()
    target = Target(bank_key=key, file=form.file.data or "", question=request.form.get("question", ""))
    edit = form.edit(target)
    judged = judge(current_context(), current_learner().id, edit)
    shown = _preview(edit, judged=judged, line=request.form.get("line", 1, type=int))
    if request.form.get("piece"):
        return make_response(render_template("workshop/_preview_body.html", piece=True, **_names(shown)))
    around = surroundings(current_context(), current_learner().id, key, target.question)
    return make_response(
        render_template(
            "workshop/preview.html",
            around=around,
            edit=edit,
            address=editor_address(target),
            seen=_names(shown),
        )
    )


@blueprint.get("/<key>/preview/anki")
def preview_in_anki(key: str) -> Answer:
    """The empty stage; the page around it hands it one side of a card after the other."""
    surroundings(current_context(), current_learner().id, key)
    page = make_response(render_template("workshop/preview_anki.html", file_address=file_address))
    page.headers["Content-Security-Policy"] = STAGE_POLICY
    page.headers["X-Frame-Options"] = "SAMEORIGIN"
    return page


@blueprint.post("/<key>/preview/anki")
def typed_in_anki(key: str) -> str:
    """What Anki shows on the back for what was typed on the front."""
    surroundings(current_context(), current_learner().id, key)
    return previews.typed_in_anki(request.form.get("expected", ""), request.form.get("typed", ""))


@blueprint.get("/<key>/preview/pictures/<path:file>")
def picture(key: str, file: str) -> Answer:
    path = previews.picture(current_context(), current_learner().id, key, file)
    if path is None:
        abort(404)
    return send_file(path, conditional=True)


@blueprint.app_template_global()
def preview_of(page: EditorPage) -> dict[str, object] | None:
    """Return what the preview beside an editor shows; None where there are no questions to be seen."""
    if page.cannot or not previews.has_preview(page.target):
        return None
    return _names(_preview(page.edit, judged=page.judged, line=page.line or 1))


@blueprint.app_template_global()
def preview_of_new(key: str, language: str, file: str, block: str) -> dict[str, object]:
    """Return what the preview beside a new question's form shows; `block` is "" while it is not complete."""
    if not block:
        return _names(Preview(bank_key=key, language=language))
    judged = judge_new(current_context(), current_learner().id, key, file, block)
    target = Target(bank_key=key, file=file, question="new")
    return _names(_preview(Edit(target=target, text=block, base=""), judged=judged))


@blueprint.app_template_global()
def anki_page(side: str, sheet: str, night: bool, language: str) -> str:
    """Return one side of a card as a whole page, for frames of browsers that run no scripts."""
    html = Markup(side)  # noqa: S704 - made of escaped fields, and the frame runs nothing
    return render_template(
        "workshop/_preview_page.html", side=html, sheet=sheet, night=night, language=language
    )


def _preview(edit: Edit, **more: object) -> Preview:
    g.previewing = True
    address = partial(image_address, edit.target.bank_key)
    return previews.preview(current_context(), current_learner().id, edit, address, **more)  # type: ignore[arg-type]


def _names(shown: Preview) -> dict[str, object]:
    """Return what the templates of a preview need, and let their page hold frames."""

    @after_this_request
    def _(response: Response) -> Response:
        return allow(response, frames=True)

    return {
        "shown": shown,
        "nothing_typed": Typed(),
        "card_sheet": file_address("card.css"),
    }
