"""The home page: what is due today, and one button."""

from __future__ import annotations

from flask import Blueprint, render_template

from quiz.services import exams, overview, plans, repairing
from quiz.services.context import current_context
from quiz.web.learner import current_learner

blueprint = Blueprint("home", __name__)

RESULTS_SHOWN = 3


@blueprint.get("/")
def index() -> str:
    ctx, learner = current_context(), current_learner()
    return render_template(
        "home/index.html",
        overview=overview.overview(ctx, learner.id),
        plans=plans.plans_now(ctx, learner.id),
        news=repairing.news(ctx, learner.id),
        results=exams.history(ctx, learner.id)[:RESULTS_SHOWN],
    )
