"""A question's own page, to which its cards in Anki lead."""

from __future__ import annotations

from flask import Blueprint, render_template

from quiz.services.context import current_context
from quiz.services.question_pages import question_page
from quiz.web.learner import current_learner

blueprint = Blueprint("questions", __name__, url_prefix="/banks/<key>/questions")


@blueprint.get("/<question_id>")
def question(key: str, question_id: str) -> str:
    found = question_page(current_context(), current_learner().id, key, question_id)
    return render_template("banks/question.html", page=found)
