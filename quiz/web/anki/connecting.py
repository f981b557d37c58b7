"""The page on which a bank goes straight into the Anki on this computer, and reviews come back from it.

Only where whoever runs Factdeck allowed it, and only for the learner who sits at that very computer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import format_decimal
from werkzeug.wrappers import Response as Answer
from wtforms import BooleanField, StringField

from quiz.services import learners
from quiz.services.anki import forecasting
from quiz.services.anki.connecting import fetching, links, sending
from quiz.services.anki.connecting.client import (
    ALLOWED_FOR_GOOD,
    ALLOWED_ONCE,
    KEY_SETTING,
    ConnectError,
    Trouble,
)
from quiz.services.anki.connecting.links import LinkPage
from quiz.services.anki.wishes import WishError
from quiz.services.banks import bank_page
from quiz.services.context import current_context
from quiz.services.errors import NoPackageError
from quiz.web.anki.taking import WishForm, sentence_of
from quiz.web.learner import current_learner, local_time
from quiz.web.say import _

blueprint = Blueprint("anki_connect", __name__, url_prefix="/banks")

_HERE = ("localhost", "127.0.0.1", "::1")
# A proxy on this computer stands for visitors from anywhere.
_PROXIES = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")


class ConnectForm(WishForm):
    """What goes or comes, and the profile that the page spoke of; none was sent where it knew of none."""

    profile = StringField()
    suspend = BooleanField()

    @property
    def agreed(self) -> str | None:
        return self.profile.data if self.profile.raw_data else None


def anki_is_near() -> bool:
    """Say whether this request may speak with the Anki on this computer."""
    return links.allowed(current_context()) and _is_here()


@blueprint.get("/<key>/anki/connect")
def page(key: str) -> Answer:
    if not anki_is_near():
        return _explanation(key)
    return _page(key, ConnectForm(request.args, meta={"csrf": False}))


@blueprint.post("/<key>/anki/connect/send")
def send(key: str) -> Answer:
    form = _form()
    wish = form.wish() if form.validate() else None
    if wish is None:
        return _page(key, form, code=422)
    try:
        sent = sending.send(current_context(), current_learner().id, key, wish, form.agreed)
    except ConnectError as error:
        flash(sentence(error.trouble, error.detail))
    except WishError as error:
        return _page(key, form, sentence_of(error), code=422)
    except NoPackageError as error:
        return _page(key, form, _("There is no package now: %(reason)s.", reason=error), code=422)
    else:
        flash(_("Sent, but not to the end.") if sent.stopped else _("Sent to Anki."))
    return _back(key)


@blueprint.post("/<key>/anki/connect/fetch")
def fetch(key: str) -> Answer:
    form, ctx, learner = _form(), current_context(), current_learner()
    try:
        report = fetching.fetch(ctx, learner.id, key, form.agreed, suspend=bool(form.suspend.data))
    except ConnectError as error:
        flash(sentence(error.trouble, error.detail))
    else:
        flash(_("Your reviews are here.") if report.changes else _("There is nothing new in Anki."))
    return _back(key)


def sentence(trouble: str, detail: str = "") -> str:
    """Return what is the matter with Anki, and what to do."""
    return _SENTENCES[Trouble(trouble)](detail)


def _sentence_of_import(said: str) -> str:
    begin = _("Anki could not import the package.")
    answer = _("It said: “%(said)s”.", said=said) if said else ""
    advice = _(
        "If Anki runs in a box of its own, such as Flatpak, it cannot see the file: download it instead."
    )
    return " ".join(part for part in (begin, answer, advice) if part)


_SENTENCES: dict[Trouble, Callable[[str], str]] = {
    Trouble.SILENT: lambda _detail: _(
        "Nothing answers there. Start Anki; if it is running, install the add-on AnkiConnect "
        "(code 2055492159 under Tools, Add-ons) and start Anki again."
    ),
    Trouble.SLOW: lambda _detail: _(
        "Anki did not answer in time. It may still be at work, or a window in it may be waiting for you. "
        "Look there, then try again: doing it twice adds nothing twice."
    ),
    Trouble.DROPPED: lambda _detail: _(
        "Anki ended the connection before it had answered. Look whether it is still running, then try again: "
        "doing it twice adds nothing twice."
    ),
    Trouble.STRANGE: lambda _detail: _(
        "What answers there is not AnkiConnect, or a version that Factdeck does not understand. Update the "
        "add-on, or tell whoever runs Factdeck that the port is another one."
    ),
    Trouble.TOO_LARGE: lambda _detail: _(
        "The answer was larger than any collection’s should be, so it was not read. Use a file instead."
    ),
    Trouble.DENIED: lambda _detail: _(
        "AnkiConnect does not let Factdeck in. Look at its settings under Tools, Add-ons, Config."
    ),
    Trouble.KEY: lambda _detail: _(
        "AnkiConnect asks for an API key, and Factdeck has none or another one. Whoever runs Factdeck gives "
        "it the same one in %(setting)s.",
        setting=KEY_SETTING,
    ),
    Trouble.OLD: lambda detail: (
        _(
            "This AnkiConnect is too old: it lacks what Factdeck needs (%(what)s). Update it under Tools, "
            "Add-ons.",
            what=detail,
        )
        if detail
        else _("This AnkiConnect is too old: it lacks what Factdeck needs. Update it under Tools, Add-ons.")
    ),
    Trouble.NO_PROFILE: lambda _detail: _(
        "Anki is running, but no profile is open. Open yours, then try again."
    ),
    Trouble.OTHER_PROFILE: lambda detail: _(
        "Anki has another profile open than when you saw this page: “%(profile)s”. Nothing was done. "
        "Look whether it is the right one, then do it again.",
        profile=detail,
    ),
    Trouble.NO_IMPORT: _sentence_of_import,
    Trouble.REFUSED: lambda detail: _("Anki refused. It said: “%(said)s”.", said=detail),
    Trouble.BUSY: lambda _detail: _(
        "Something is passing between Factdeck and Anki already. Wait a moment, then load this page again."
    ),
}


def _form() -> ConnectForm:
    """Return what was sent from a browser on this computer, if speaking with Anki is allowed; else 404."""
    if not anki_is_near():
        abort(404)
    return ConnectForm()


@blueprint.app_template_global("anki_may_be_here")
def _is_here() -> bool:
    """Say whether the learner of this computer asks, from this computer and with nothing in between."""
    if any(name in request.headers for name in _PROXIES):
        return False
    names = [urlsplit(f"//{request.host}").hostname]
    if request.origin is not None:
        names.append(urlsplit(request.origin).hostname)
    return (
        _is_loopback(request.remote_addr or "")
        and all(name in _HERE for name in names)
        and current_learner().id == learners.local_learner(current_context())
    )


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def _explanation(key: str) -> Answer:
    bank = bank_page(current_context(), current_learner().id, key)
    return make_response(
        render_template(
            "anki/connect_off.html",
            bank=bank,
            here=_is_here(),
            once=ALLOWED_ONCE,
            for_good=ALLOWED_FOR_GOOD,
            key_setting=KEY_SETTING,
        )
    )


def _page(key: str, form: ConnectForm, error: str = "", code: int = 200) -> Answer:
    ctx, learner = current_context(), current_learner()
    link = links.link_page(ctx, learner.id, key)
    taking = _taking(key, form, link)
    if taking.error and not error:
        error, code = sentence_of(taking.error), 422
    errors = [
        *([error] if error else []),
        *(each for field in (form.cards, form.decks) for each in field.errors),
    ]
    return make_response(
        render_template(
            "anki/connect.html",
            page=taking,
            link=link,
            errors=errors,
            sentence=sentence,
            Fate=forecasting.Fate,
            number=format_decimal,
            local_time=local_time,
        ),
        code,
    )


def _taking(key: str, form: ConnectForm, link: LinkPage) -> forecasting.TakingPage:
    """Return what would go; decks as the last time, unless asked otherwise."""
    ctx, learner = current_context(), current_learner()
    wish = replace(form.wish(), place=link.place)
    taking = forecasting.taking_page(ctx, learner.id, key, wish)
    if form.decks.raw_data or not taking.formers or taking.formers[0].wish.by_tag == wish.by_tag:
        return taking
    return forecasting.taking_page(ctx, learner.id, key, replace(wish, by_tag=taking.formers[0].wish.by_tag))


def _back(key: str) -> Answer:
    asked: dict[str, Any] = {
        name: sent for name in ("tag", "cards", "decks") if (sent := request.form.getlist(name))
    }
    return redirect(url_for("anki_connect.page", key=key, **asked), 303)
