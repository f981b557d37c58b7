"""The page on which a learner takes a bank to Anki."""

from __future__ import annotations

from datetime import datetime
from typing import Any, assert_never

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import format_date, format_datetime, format_decimal, lazy_gettext
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as Answer
from werkzeug.wsgi import wrap_file
from wtforms import SelectMultipleField, StringField
from wtforms.validators import AnyOf, ValidationError

from quiz.services.anki import exporting, forecasting, recording
from quiz.services.anki.forecasting import Fate, TakingPage
from quiz.services.anki.recording import Deed
from quiz.services.anki.wishes import LONGEST_PLACE, Standing, Wish, WishError, WishProblem
from quiz.services.context import current_context
from quiz.services.errors import NoPackageError
from quiz.web.forms import Form
from quiz.web.learner import current_learner, local_time
from quiz.web.say import _, ngettext

blueprint = Blueprint("anki_export", __name__, url_prefix="/banks")

ANKI_TYPE = "application/apkg"
ONE_DECK, BY_TAG = "one", "tag"
WITH, WITHOUT = "with", "without"
STANDINGS = {
    Standing.NEW: lazy_gettext("New"),
    Standing.LEARNING: lazy_gettext("Being learnt"),
    Standing.REVIEW: lazy_gettext("In review"),
    Standing.DUE: lazy_gettext("Due now"),
    Standing.LEECH: lazy_gettext("Forgotten eight times or more"),
    Standing.SUSPENDED: lazy_gettext("Suspended"),
}
NOT_OFFERED = lazy_gettext("Choose one of what is offered.")


class WishForm(Form):
    """What goes. A field that was not sent means what the page proposes; `then` what a button is for."""

    tag = SelectMultipleField(coerce=str, validate_choice=False)
    cards = SelectMultipleField(coerce=str, validate_choice=False)
    decks = StringField(default=ONE_DECK, validators=[AnyOf((ONE_DECK, BY_TAG), NOT_OFFERED)])
    progress = StringField(default="", validators=[AnyOf(("", WITH, WITHOUT), NOT_OFFERED)])
    place = StringField()
    new_place = StringField()
    then = StringField()

    def validate_cards(self, field: SelectMultipleField) -> None:
        if not set(field.data or ()) <= set(STANDINGS):
            raise ValidationError(NOT_OFFERED)

    @property
    def named(self) -> str | None:
        """Return the collection's name: a new one counts before one of those that there are."""
        new: str = self.new_place.data or ""
        if new.strip():
            return new
        known: str = self.place.data or ""
        return known if self.place.raw_data else None

    def wish(self) -> Wish:
        """Return what is asked for; what is not offered is left out."""
        return Wish(
            tags=tuple(dict.fromkeys(self.tag.data or ())),
            standings=tuple(each for each in Standing if each in (self.cards.data or ())),
            by_tag=self.decks.data == BY_TAG,
            progress={WITH: True, WITHOUT: False}.get(self.progress.data or ""),
            place=self.named,
        )


@blueprint.get("/<key>/anki")
def page(key: str) -> Answer:
    form = WishForm(request.args, meta={"csrf": False})
    return _page(form, forecasting.taking_page(current_context(), current_learner().id, key, form.wish()))


@blueprint.post("/<key>/anki")
def take(key: str) -> Answer:
    form, ctx, learner = WishForm(), current_context(), current_learner()
    if form.then.data == "preview":
        return redirect(url_for("anki_export.page", key=key, **_asked()), 303)
    if form.validate():
        try:
            package = exporting.take_to_anki(ctx, learner.id, key, form.wish())
        except (WishError, NoPackageError):
            pass  # the page says why
        else:
            return _download(key, package)
    return _page(form, forecasting.taking_page(ctx, learner.id, key, form.wish()), refused=True)


@blueprint.post("/<key>/anki/done")
def done(key: str) -> Answer:
    """The learner moved or deleted in Anki what no import can, and the page need not tell them again."""
    form, ctx, learner = WishForm(), current_context(), current_learner()
    deed = Deed.MOVED if form.then.data == Deed.MOVED else Deed.DELETED
    try:
        count = forecasting.did_in_anki(ctx, learner.id, key, form.wish(), deed)
    except (WishError, NoPackageError):
        return _page(form, forecasting.taking_page(ctx, learner.id, key, form.wish()), refused=True)
    if deed is Deed.MOVED:
        flash(ngettext("%(num)s question counts as moved.", "%(num)s questions count as moved.", count))
    else:
        flash(ngettext("%(num)s question counts as deleted.", "%(num)s questions count as deleted.", count))
    return redirect(url_for("anki_export.page", key=key, **_asked()), 303)


@blueprint.post("/<key>/anki/exports/<int:number>")
def former(key: str, number: int) -> Answer:
    """A package of before: forget it, or say into which collection it went."""
    form, ctx, learner = WishForm(), current_context(), current_learner()
    typed = form.place.data or ""
    if form.then.data == "forget":
        recording.forget(ctx, learner.id, key, number)
        flash(_("The package is forgotten: what it held counts as not being in Anki."))
        return redirect(url_for("anki_export.page", key=key), 303)
    try:
        place = recording.rename(ctx, learner.id, key, number, typed)
    except WishError as error:
        bare = WishForm(MultiDict(), meta={"csrf": False})
        told = forecasting.taking_page(ctx, learner.id, key, bare.wish())
        return _page(bare, told, refused=True, renaming=(number, typed, sentence_of(error)))
    flash(_("Said: it went to “%(place)s”.", place=place or _("your Anki")))
    return redirect(url_for("anki_export.page", key=key, place=place), 303)


def sentence_of(error: WishError) -> str:
    """Return why there is no such package, and what to do."""
    match error.problem:
        case WishProblem.EMPTY_BANK:
            return _("There is no question in this bank yet that learners get. Once there is, come back.")
        case WishProblem.UNKNOWN_TAG:
            return _("No question has the tag “%(tag)s” any more. Choose others.", tag=error.detail)
        case WishProblem.NOTHING_CHOSEN:
            return _("No question is like that. Take away a tick, or tick something else.")
        case WishProblem.LONG_PLACE:
            return _("Give that Anki a shorter name: %(most)s characters at most.", most=LONGEST_PLACE)
        case never:
            assert_never(never)


def _page(
    form: WishForm,
    told: TakingPage,
    *,
    refused: bool = False,
    renaming: tuple[int, str, str] | None = None,
) -> Answer:
    form.validate()
    errors = [message for field in (form.cards, form.decks, form.progress) for message in field.errors]
    if told.error:
        errors.append(sentence_of(told.error))
    html = render_template(
        "anki/export.html",
        page=told,
        typed_place=_typed(form, told),
        errors=errors,
        long_place=told.error is not None and told.error.problem is WishProblem.LONG_PLACE,
        renaming=renaming,
        narrowed=bool(told.wish.tags or told.wish.standings or told.wish.by_tag),
        standings=STANDINGS,
        Fate=Fate,
        number=format_decimal,
        on_day=_on_day,
        at_time=_at_time,
    )
    wrong = told.error is None or told.error.problem is not WishProblem.EMPTY_BANK
    return make_response(html, 422 if refused or (errors and wrong) else 200)


def _typed(form: WishForm, told: TakingPage) -> str:
    """Return what stands in the field for a new collection's name: what is no known one's."""
    typed = form.named or ""
    return "" if " ".join(typed.split()) in told.places else typed


def _on_day(at: datetime) -> str:
    return str(format_date(local_time(at).date(), "d MMMM y"))


def _at_time(at: datetime) -> str:
    return str(format_datetime(local_time(at), "d MMMM y, HH:mm", rebase=False))


def _asked() -> dict[str, Any]:
    """Return what was sent, for the address of the page that shows it."""
    names = ("tag", "cards", "decks", "progress", "place", "new_place")
    return {name: sent for name in names if (sent := request.form.getlist(name))}


def _download(key: str, package: exporting.Package) -> Answer:
    if package.size <= exporting.IN_MEMORY:
        with package.file as file:
            answer: Answer = make_response(file.read())
    else:
        answer = make_response(wrap_file(request.environ, package.file))  # closed with the answer
        answer.direct_passthrough = True
    answer.mimetype = ANKI_TYPE
    answer.content_length = package.size
    answer.headers.set("Content-Disposition", "attachment", filename=f"{key}.apkg")
    return answer
