"""Who is studying: on this computer one learner, asked for once per request."""

from __future__ import annotations

from flask import g, has_request_context

from quiz.services import learners
from quiz.services.context import current_context
from quiz.services.learners import Learner


def current_learner() -> Learner:
    """Return the learner this request belongs to."""
    if "learner" not in g:
        ctx = current_context()
        g.learner = learners.learner(ctx, learners.local_learner(ctx))
    found: Learner = g.learner
    return found


def time_zone() -> str | None:
    """Return the learner's time zone for the dates on a page; None where no page is being made."""
    return current_learner().time_zone if has_request_context() else None
