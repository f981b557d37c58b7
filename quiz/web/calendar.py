"""The learner's calendar: its address is made and revoked here, and read without signing in."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, flash, make_response, redirect, render_template, session, url_for
from icalendar import Calendar, Event
from werkzeug.wrappers import Response as Answer

from quiz.services import calendars
from quiz.services.calendars import DueOn
from quiz.services.context import current_context
from quiz.web.learner import current_learner
from quiz.web.say import _, ngettext

blueprint = Blueprint("calendar", __name__)

_ONCE = "calendar_secret"  # carries the address over the redirect, to be shown once
_DAY = timedelta(days=1)


@blueprint.get("/settings/calendar")
def settings() -> str:
    secret = session.pop(_ONCE, None)
    address = url_for("calendar.feed", secret=secret, _external=True) if secret else ""
    return render_template(
        "calendar/settings.html",
        address=address,
        subscribe=f"webcal:{address.partition(':')[2]}" if address else "",
        has_address=calendars.has_address(current_context(), current_learner().id),
    )


@blueprint.post("/settings/calendar")
def make() -> Answer:
    session[_ONCE] = calendars.make_address(current_context(), current_learner().id)
    return redirect(url_for("calendar.settings"), 303)


@blueprint.post("/settings/calendar/revoke")
def revoke() -> Answer:
    calendars.revoke_address(current_context(), current_learner().id)
    flash(_("The address is revoked: it opens nothing any more."))
    return redirect(url_for("calendar.settings"), 303)


@blueprint.get("/calendar/<secret>.ics")
def feed(secret: str) -> Answer:
    """The calendar as RFC 5545 has it, an all-day event for each day that brings cards."""
    found = calendars.calendar(current_context(), secret)
    made = Calendar()
    made.add("prodid", "-//Factdeck//Calendar//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", _("Factdeck: cards due"))
    made.add("refresh-interval", timedelta(hours=3), parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT3H")
    for due in found.days:
        made.add_component(_event(due, found))
    answer = make_response(made.to_ical())
    answer.headers["Content-Type"] = "text/calendar; charset=utf-8"
    return answer


def _event(due: DueOn, calendar: calendars.Calendar) -> Event:
    """One day; its name stays the same, so that a calendar replaces the count rather than adding another."""
    event = Event()
    event.add("uid", f"due-{due.on.isoformat()}-{calendar.name}@factdeck")
    event.add("dtstamp", calendar.made_at)
    event.add("dtstart", due.on)
    event.add("dtend", due.on + _DAY)
    event.add(
        "summary", ngettext("Factdeck: %(num)s card is due", "Factdeck: %(num)s cards are due", due.cards)
    )
    event.add("transp", "TRANSPARENT")  # the day stays free for other things
    event.add("url", url_for("home.index", _external=True))
    return event
