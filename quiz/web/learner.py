"""Who is studying: on this computer one learner, asked for once per request."""

from __future__ import annotations

from datetime import tzinfo

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


def time_zone() -> tzinfo | str | None:
    """Return the time zone for the dates on a page: the learner's, or else this computer's."""
    if not has_request_context():
        return None
    return current_learner().time_zone or current_context().clock().astimezone().tzinfo
