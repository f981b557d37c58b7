"""A learner's reviews from Anki: bring a package, see what would be added and what not, add it."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import format_date, format_decimal
from werkzeug.wrappers import Response as Answer
from wtforms import BooleanField

from quiz.services.anki import reviews_in
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
from quiz.services.anki.reviews_in import HistoryReport
from quiz.services.anki.shelf import AnkiPackage, BadPackageError, BusyReaderError
from quiz.services.context import current_context
from quiz.web.anki import review_words
from quiz.web.forms import Form
from quiz.web.learner import current_learner
from quiz.web.say import _
from quiz.web.uploads import takes_packages

_RETRY_SECONDS = "5"


class BringForm(Form):
    suspend = BooleanField()


def add_to(blueprint: Blueprint) -> None:
    """Give the pages about a learner's data these pages too."""
    blueprint.add_url_rule("/anki", view_func=bring_reviews, methods=["GET"])
    blueprint.add_url_rule("/anki", view_func=hold_reviews, methods=["POST"])
    blueprint.add_url_rule("/anki/<token>", view_func=reviews_found, methods=["GET"])
    blueprint.add_url_rule("/anki/<token>", view_func=add_reviews, methods=["POST"])


def bring_reviews() -> str:
    return _upload_page()


@takes_packages
def hold_reviews() -> Answer:
    upload = request.files.get("file")
    ctx, learner = current_context(), current_learner()
    if upload is None or not upload.filename:
        return make_response(_upload_page(str(review_words.NO_FILE)), 422)
    try:
        held = hold(ctx, learner.id, upload.stream, name=upload.filename, purpose=Purpose.REVIEWS)
    except RefusedPackageError as error:
        return make_response(_upload_page(review_words.why_refused(error)), 422)
    try:
        ctx.shelf.get(held.token, held.package, held.work)
    except BadPackageError as error:
        let_go(ctx, held)
        return make_response(_upload_page(str(error)), 422)
    except BusyReaderError:
        pass  # it is kept: the next page reads it, or says the same
    return redirect(url_for("my_data.reviews_found", token=held.token), 303)


def reviews_found(token: str) -> Answer:
    ctx, learner = current_context(), current_learner()
    try:
        held = get_held(ctx, learner.id, token, Purpose.REVIEWS)
        done = reviews_in.done_with(held)
        if done is not None:
            return _page(held, done, is_done=True)
        package = ctx.shelf.get(token, held.package, held.work)
    except NotHeldError:
        return _gone()
    except BusyReaderError:
        return _busy()
    except BadPackageError as error:
        let_go(ctx, held)
        return make_response(_upload_page(str(error)), 422)
    return _page(held, reviews_in.foretold(ctx, learner.id, package), package=package)


def add_reviews(token: str) -> Answer:
    form, ctx, learner = BringForm(), current_context(), current_learner()
    try:
        held = get_held(ctx, learner.id, token, Purpose.REVIEWS)
        if reviews_in.done_with(held) is None:  # or the button was pressed twice
            package = ctx.shelf.get(token, held.package, held.work)
            reviews_in.add_reviews(ctx, learner.id, held, package, suspend=bool(form.suspend.data))
    except NotHeldError:
        return _gone()
    except BusyReaderError:
        return _busy()
    except BadPackageError as error:
        let_go(ctx, held)
        return make_response(_upload_page(str(error)), 422)
    return redirect(url_for("my_data.reviews_found", token=token), 303)


def _page(
    held: Held, report: HistoryReport, *, is_done: bool = False, package: AnkiPackage | None = None
) -> Answer:
    html = render_template(
        "anki/reviews_found.html",
        held=held,
        report=report,
        is_done=is_done,
        said=review_words,
        not_counted=sum(report.left.values()) + report.dues_left + report.apart_lines + report.deleted_lines,
        without_log=package is not None and not package.reviews,
        number=format_decimal,
        date=format_date,
    )
    return make_response(html)


def _upload_page(error: str = "") -> str:
    return render_template("anki/reviews.html", error=error, hours=KEPT.seconds // 3600)


def _busy() -> Answer:
    page = make_response(render_template("anki/reviews_busy.html"), 503)
    page.headers["Retry-After"] = _RETRY_SECONDS
    return page


def _gone() -> Answer:
    flash(_("That package is no longer kept: some hours have passed. Bring it again; nothing counts twice."))
    return redirect(url_for("my_data.bring_reviews"), 303)
