import re
from datetime import date

import pytest
from icalendar import Calendar

KINDS = {"true_false": "prompt: Is steam water?\n    answer: true"}


@pytest.fixture
def visitor(visit, clock):
    """Somebody who learnt a card today, which is due again in some days."""
    found = visit(KINDS)
    found.send("/study")
    for _ in range(2):
        found.send("/answer", {"truth": "true"})
        clock.advance(minutes=11)
        found.open(found.path.split("/answers/")[0])
    found.open("/settings/calendar")
    return found


def address_on(page):
    return re.search(r'value="(http://[^"]+\.ics)"', page.html).group(1)


def events(visitor, address):
    answer = visitor.client.get(address)
    assert answer.status_code == 200
    return Calendar.from_ical(answer.data).walk("VEVENT")


def test_there_is_no_calendar_until_one_is_asked_for(visitor):
    assert "Revoke" not in visitor.page.html
    assert visitor.client.get("/calendar/anything.ics").status_code == 404
    assert visitor.client.get("/calendar/.ics").status_code == 404


def test_the_calendar_tells_how_many_cards_each_day_brings(visitor):
    address = address_on(visitor.send("/settings/calendar"))
    answer = visitor.client.get(address)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    (event,) = events(visitor, address)
    assert str(event["SUMMARY"]) == "Factdeck: 1 card is due"
    assert date(2026, 3, 2) < event.decoded("DTSTART") <= date(2026, 3, 6)
    assert event.decoded("DTEND") > event.decoded("DTSTART")
    assert str(event["TRANSP"]) == "TRANSPARENT"


def test_a_later_look_replaces_the_count_of_a_day(visitor, clock):
    address = address_on(visitor.send("/settings/calendar"))
    (before,) = events(visitor, address)
    clock.advance(hours=1)
    (after,) = events(visitor, address)
    assert after["UID"] == before["UID"]
    assert after.decoded("DTSTAMP") > before.decoded("DTSTAMP")


def test_what_is_overdue_stands_on_today(visitor, clock):
    address = address_on(visitor.send("/settings/calendar"))
    clock.advance(days=20)
    (event,) = events(visitor, address)
    assert event.decoded("DTSTART") == clock().date()


def test_the_address_is_shown_once_and_kept_as_a_digest_only(visitor):
    address = address_on(visitor.send("/settings/calendar"))
    secret = address.rsplit("/", 1)[1].removesuffix(".ics")
    assert len(secret) >= 32
    assert secret not in visitor.open("/settings/calendar").html
    exported = visitor.client.get("/my-data/factdeck.json").get_data(as_text=True)
    assert secret not in exported
    assert "calendar" not in exported


def test_a_new_address_replaces_the_old_one(visitor):
    old = address_on(visitor.send("/settings/calendar"))
    new = address_on(visitor.send("/settings/calendar"))
    assert visitor.client.get(old).status_code == 404
    assert visitor.client.get(new).status_code == 200


def test_a_revoked_address_opens_nothing(visitor):
    address = address_on(visitor.send("/settings/calendar"))
    visitor.open("/settings/calendar")
    page = visitor.send("/settings/calendar/revoke")
    assert "revoked" in page.text
    assert "Revoke" not in page.html
    assert visitor.client.get(address).status_code == 404


def test_reading_the_calendar_leaves_no_cookie_and_changing_it_needs_a_token(visitor):
    address = address_on(visitor.send("/settings/calendar"))
    stranger = visitor.client.application.test_client()
    assert "Set-Cookie" not in stranger.get(address).headers
    assert stranger.post("/settings/calendar").status_code == 400
    assert stranger.post("/settings/calendar/revoke").status_code == 400
