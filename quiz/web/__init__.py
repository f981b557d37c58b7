"""The pages: blueprints, forms, headers, languages. `init_app` is all that the factory needs."""

from __future__ import annotations

from flask import Flask

from quiz.web import (
    banks,
    briefings,
    calendar,
    disputes,
    errors,
    evidence,
    exams,
    home,
    my_data,
    notes,
    parameters,
    plans,
    progress,
    questions,
    repairs,
    schedule,
    settings,
    study,
    workshop,
)
from quiz.web.anki import cards, connecting, taking
from quiz.web.i18n import init_babel
from quiz.web.security import init_security
from quiz.web.shown import init_shown
from quiz.web.static_files import init_static_files
from quiz.web.teaching import init_teaching
from quiz.web.texts import init_texts


def init_app(app: Flask) -> None:
    """Give `app` its pages. The services' context is installed before the first request, not by this."""
    init_security(app)
    init_static_files(app)
    init_babel(app)
    init_texts(app)
    init_shown(app)
    init_teaching(app)
    errors.init_errors(app)
    for module in (
        home,
        study,
        banks,
        briefings,
        evidence,
        exams,
        progress,
        questions,
        settings,
        my_data,
        calendar,
        disputes,
        notes,
        repairs,
        parameters,
        plans,
        schedule,
        workshop,
        cards,
        taking,
        connecting,
    ):
        app.register_blueprint(module.blueprint)
