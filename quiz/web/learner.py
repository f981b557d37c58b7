"""Who is studying: on this computer one learner, asked for once per request."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import g

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


def local_time(then: datetime) -> datetime:
    """Return that instant on the learner's own clock, or else on this computer's."""
    name = current_learner().time_zone
    return then.astimezone(ZoneInfo(name) if name else None)
