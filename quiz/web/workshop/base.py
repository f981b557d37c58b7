"""The blueprint of the workshop, which lets in those who may teach; every module here adds to it."""

from __future__ import annotations

from flask import Blueprint, request

from quiz.services import noticing
from quiz.services.context import current_context
from quiz.web.teaching import only_teachers
from quiz.web.workshop.deciding import asked_about, head_of
from quiz.web.workshop.editor_page import editor_hooks
from quiz.web.workshop.excerpts import excerpt_of
from quiz.web.workshop.phrases import editor_phrases

blueprint = Blueprint("workshop", __name__, url_prefix="/workshop")

_NEAR_PAGES = 2


@blueprint.before_request
def _let_in() -> None:
    only_teachers()


@blueprint.before_request
def _look_at_the_disk() -> None:
    """Whoever opens a page of the workshop sees the files as they are, not as they were two seconds ago."""
    if request.method == "GET":
        noticing.look(current_context(), at_once=True)


@blueprint.app_template_global()
def near_pages(current: int, last: int) -> list[int]:
    """Return the numbers of pages worth a link, 0 where some are left out."""
    near = {1, last} | {current + step for step in range(-_NEAR_PAGES, _NEAR_PAGES + 1)}
    shown: list[int] = []
    for number in sorted(each for each in near if 1 <= each <= last):
        if shown and number != shown[-1] + 1:
            shown.append(0)
        shown.append(number)
    return shown


blueprint.app_template_global()(asked_about)
blueprint.app_template_global("head_of_undecided")(head_of)
blueprint.app_template_global()(excerpt_of)
blueprint.app_template_global()(editor_hooks)
blueprint.app_template_global()(editor_phrases)
