"""Languages of the pages: English for now, and everything needed to add another."""

from __future__ import annotations

from flask import Flask, request
from flask_babel import Babel, get_locale

LANGUAGES = ("en",)
# One way of writing a day on every page: a bank's dates read like a plan's.
DATE_FORMATS = {**Babel.default_date_formats, "date.long": "d MMMM y", "time.short": "HH:mm"}


def init_babel(app: Flask) -> None:
    """Translate into the language the browser asks for."""
    app.config.setdefault("BABEL_DEFAULT_LOCALE", "en")
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", "translations")
    Babel(app, date_formats=DATE_FORMATS, locale_selector=_locale)
    app.jinja_env.globals["page_language"] = page_language


def page_language() -> str:
    """Return the BCP 47 tag of the language the page's own sentences are in."""
    locale = get_locale()
    return str(locale).replace("_", "-") if locale else LANGUAGES[0]


def _locale() -> str:
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]
