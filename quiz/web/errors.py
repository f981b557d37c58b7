"""Pages for what went wrong: each says what happened and what to do next."""

from __future__ import annotations

from http import HTTPStatus

from flask import Flask, current_app, render_template
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.wrappers import Response as Answer

from quiz.services.errors import DatabaseTrouble, NotFound, TooBusyError, is_busy
from quiz.web.say import _
from quiz.web.uploads import is_package

Page = tuple[str, int]


def init_errors(app: Flask) -> None:
    app.register_error_handler(CSRFError, expired)
    app.register_error_handler(NotFound, not_found)
    app.register_error_handler(TooBusyError, busy)
    app.register_error_handler(DatabaseTrouble, database_trouble)
    app.register_error_handler(SecurityError, foreign_host)
    app.register_error_handler(HTTPException, refused)
    app.register_error_handler(HTTPStatus.INTERNAL_SERVER_ERROR, failed)


def expired(_error: CSRFError) -> Page:
    return _page(
        HTTPStatus.BAD_REQUEST,
        _("This page is too old to be sent"),
        _(
            "Nothing was saved. Go back, reload the page and send it once more. If that does not help, "
            "let your browser accept cookies from this address."
        ),
    )


def not_found(_error: NotFound | HTTPException) -> Page:
    return _page(
        HTTPStatus.NOT_FOUND,
        _("There is no such page"),
        _(
            "It may have been moved, or it belongs to a bank that is no longer here. "
            "Start again from the home page."
        ),
    )


def foreign_host(_error: SecurityError) -> Answer:
    """Refuse in plain text: for a host that is not ours no address of a page can be made."""
    said = _("Factdeck does not answer to this host name. Open the address that it printed when it started.")
    return Answer(f"{said}\n", HTTPStatus.BAD_REQUEST, mimetype="text/plain")


def refused(error: HTTPException) -> HTTPException | Page:
    """Give 404 and 400 their own words, let redirects pass, and say plainly what other refusals are."""
    code = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    if error.response is not None or code < HTTPStatus.BAD_REQUEST:
        return error
    if code == HTTPStatus.NOT_FOUND:
        return not_found(error)
    if code == HTTPStatus.INTERNAL_SERVER_ERROR:
        return failed(error)
    if code == HTTPStatus.FORBIDDEN:
        return _page(
            code,
            _("This page is for teachers"),
            _(
                "You may study here, but not change questions. Whoever runs this Factdeck can make you a "
                "teacher."
            ),
        )
    if code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE and is_package():
        return _page(
            code,
            _("That is too large"),
            _(
                "Nothing was kept. A package from Anki may have 256 MB: export one deck at a time, or "
                "without media, and bring the parts one by one."
            ),
        )
    if code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return _page(
            code,
            _("That is too large"),
            _(
                "Nothing was saved. A file may have 1.5 MB, and pasted text half a megabyte. "
                "Go back: what you typed is still there."
            ),
        )
    return _page(
        code,
        _("This could not be read"),
        _("The request was not one that this page sends. Nothing was saved. Go back and try again."),
    )


def busy(_error: Exception) -> tuple[str, int, dict[str, str]]:
    page, code = _page(
        HTTPStatus.SERVICE_UNAVAILABLE,
        _("Factdeck is busy"),
        _(
            "Others were quicker in every attempt, and this was not saved. "
            "Wait a moment and send it once more."
        ),
    )
    return page, code, {"Retry-After": "5"}


def database_trouble(error: DatabaseTrouble) -> Page | tuple[str, int, dict[str, str]]:
    """A database that another program holds is no fault, and passes; all else is one."""
    if is_busy(error):
        return busy(error)
    current_app.logger.error("the database refused: %s", error.orig)
    return failed(error)


def failed(_error: Exception) -> Page:
    return _page(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        _("Something broke here"),
        _(
            "The fault is Factdeck's, not yours. Answers that you saw feedback for are saved. "
            "Reload the page; if it happens again, the terminal that Factdeck runs in says more."
        ),
    )


def _page(code: int, title: str, advice: str) -> Page:
    return render_template("errors/error.html", code=int(code), title=title, advice=advice), int(code)
