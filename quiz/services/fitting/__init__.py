"""Parameters of the learner's own: fitted to their reviews, judged, kept in versions, taken back at will."""

from quiz.services.fitting.jobs import start
from quiz.services.fitting.rescheduling import DAYS_AHEAD, preview, take
from quiz.services.fitting.values import (
    FEWEST_REVIEWS,
    DueDay,
    Fitting,
    Origin,
    Parameters,
    Preview,
    Report,
    State,
    Version,
    Why,
)
from quiz.services.fitting.versions import parameters

__all__ = [
    "DAYS_AHEAD",
    "FEWEST_REVIEWS",
    "DueDay",
    "Fitting",
    "Origin",
    "Parameters",
    "Preview",
    "Report",
    "State",
    "Version",
    "Why",
    "parameters",
    "preview",
    "start",
    "take",
]
