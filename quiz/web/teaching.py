"""Who may teach: links are shown to them alone, and pages that are theirs refuse all others in words."""

from __future__ import annotations

from flask import Flask, abort, g

from quiz.services import roles
from quiz.services.context import current_context
from quiz.services.errors import DatabaseTrouble
from quiz.services.problems import file_in_bank
from quiz.web.learner import current_learner


def init_teaching(app: Flask) -> None:
    app.jinja_env.globals["may_teach"] = shows_workshop
    app.jinja_env.globals["file_in_bank"] = file_in_bank


def may_teach() -> bool:
    """Say whether whoever asks may teach; looked up once per request."""
    if "may_teach" not in g:
        g.may_teach = roles.may_teach(current_context(), current_learner().id)
    found: bool = g.may_teach
    return found


def shows_workshop() -> bool:
    """Say whether a page shows what is for teachers; the page about a broken database must not need it."""
    try:
        return may_teach()
    except (LookupError, DatabaseTrouble):
        g.may_teach = False
        return False


def only_teachers() -> None:
    """Refuse whoever may not teach: 403, with a page that says who can change that."""
    if not may_teach():
        abort(403)
