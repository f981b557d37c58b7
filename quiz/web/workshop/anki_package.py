"""A package from Anki that a teacher brought: kept, found again for each page, or why it cannot be."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from flask import flash, g, make_response, redirect, render_template, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as Answer

from quiz.services.anki.holding import (
    KEPT,
    Held,
    NotHeldError,
    Purpose,
    RefusedPackageError,
    get_held,
    hold,
    let_go,
)
from quiz.services.anki.shelf import BadPackageError, BusyReaderError
from quiz.services.context import current_context
from quiz.services.surroundings import surroundings
from quiz.web.learner import current_learner
from quiz.web.say import _
from quiz.web.workshop import anki_words, words

MOST_SHOWN = 200  # of each list; `?all=1` shows the others too
PLACE = "/<key>/import-anki"
_RETRY_SECONDS = "5"

Page = Callable[..., Answer]


def keep_package(key: str, upload: FileStorage | None) -> Answer:
    """Keep a package that was sent, and lead to its pages; also from the page for every other format."""
    ctx, learner = current_context(), current_learner()
    surroundings(ctx, learner.id, key)
    if upload is None or not upload.filename:
        return make_response(upload_page(key, str(anki_words.NO_FILE)), 422)
    try:
        held = hold(
            ctx, learner.id, upload.stream, name=upload.filename, purpose=Purpose.QUESTIONS, bank_key=key
        )
    except RefusedPackageError as error:
        return make_response(upload_page(key, anki_words.why_refused(error)), 422)
    try:
        ctx.shelf.get(held.token, held.package, held.work)
    except BadPackageError as error:
        let_go(ctx, held)
        return make_response(upload_page(key, str(error)), 422)
    except BusyReaderError:
        pass  # it is kept: the next page reads it, or says the same
    return redirect(url_for("workshop.map_package", key=key, token=held.token), 303)


def with_package(view: Page) -> Page:
    """Give a view the package of its address, or answer with why that cannot be."""

    @wraps(view)
    def opened(key: str, token: str, **more: object) -> Answer:
        ctx, learner = current_context(), current_learner()
        surroundings(ctx, learner.id, key)
        try:
            held = get_held(ctx, learner.id, token, Purpose.QUESTIONS, key)
            try:
                package = ctx.shelf.get(token, held.package, held.work)
            except BadPackageError as error:
                let_go(ctx, held)
                return make_response(upload_page(key, str(error)), 422)
            return view(held, package, **more)
        except BusyReaderError:
            return _busy(key)
        except NotHeldError:
            return _gone(key)

    return opened


def rendered(template: str, held: Held, **names: Any) -> str:
    around = surroundings(current_context(), current_learner().id, held.bank_key)
    g.picture_address = pictures_of(held)
    return render_template(
        f"anki/{template}", around=around, held=held, said=anki_words, kinds=words.KINDS, **names
    )


def pictures_of(held: Held) -> Callable[[str], str]:
    address = partial(url_for, "workshop.picture_from_anki", key=held.bank_key, token=held.token)
    return lambda file: address(file=file)


def upload_page(key: str, error: str = "") -> str:
    around = surroundings(current_context(), current_learner().id, key)
    return render_template("anki/import.html", around=around, error=error, hours=KEPT.seconds // 3600)


def _busy(key: str) -> Answer:
    around = surroundings(current_context(), current_learner().id, key)
    page = make_response(render_template("anki/import_busy.html", around=around), 503)
    page.headers["Retry-After"] = _RETRY_SECONDS
    return page


def _gone(key: str) -> Answer:
    flash(
        _("That package is no longer kept: its notes were added, or some hours have passed. Bring it again.")
    )
    return redirect(url_for("workshop.bring_package", key=key), 303)
