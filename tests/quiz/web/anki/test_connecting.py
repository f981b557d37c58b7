"""The page that speaks with the Anki on this computer: for whom it is there, and what it says."""

from dataclasses import replace
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest
from anki.collection import Collection

from quiz.services.anki.connecting.client import Trouble
from quiz.services.context import current_context
from quiz.web.anki.connecting import sentence
from tests.quiz.services.anki.anki_connect_standin import StandIn, serving
from tests.quiz.web.conftest import Page
from tests.quiz.web.test_hostile_visitors import ODD

PAGE = "/banks/water/anki/connect"
FORM = "application/x-www-form-urlencoded"
SEND, FETCH = f"{PAGE}/send", f"{PAGE}/fetch"


def allow(app, standin):
    with app.app_context():
        app.extensions["factdeck"] = replace(current_context(), anki=standin.setting)


@pytest.fixture
def collection(tmp_path):
    (tmp_path / "anki").mkdir()
    opened = Collection(str(tmp_path / "anki" / "collection.anki2"))
    yield opened
    opened.close()


@pytest.fixture
def anki(app, collection):
    with serving(StandIn(collection)) as standin:
        allow(app, standin)
        yield standin


@pytest.fixture
def silent(app):
    """Anki is allowed and answers nothing of use, quickly."""
    with serving(StandIn()) as standin:
        allow(app, standin)
        yield standin


def test_a_bank_is_sent_and_reviews_come_back_without_any_script(anki, visitor, collection, clock):
    page = visitor.open(PAGE)
    assert "Its profile “Kim” is open." in page.text
    assert "Nothing of this bank is in it yet." in page.text
    page = visitor.send("/send")
    assert visitor.path == PAGE
    assert "Sent to Anki." in page.text
    assert "11 questions sent new 11" in page.text
    assert collection.note_count() == 11
    (card,) = collection.find_cards("ID:water/q-flashcard")
    at_ms = int(clock().timestamp() * 1000) - 60_000
    collection.db.execute("insert into revlog values (?, ?, -1, 3, 4, 0, 0, 5000, 0)", at_ms, card)
    page = visitor.send("/fetch")
    assert "Your reviews are here." in page.text
    assert "answer, now in your log 1" in page.text
    page = visitor.send("/fetch")
    assert "There is nothing new in Anki." in page.text
    assert "11 questions of this bank are in it." in page.text


def test_what_passed_is_told_by_the_clock_of_the_learner(anki, visitor, clock):
    visitor.open("/settings")
    visitor.send("/settings", {"new_per_day": "1", "reviews_per_day": "50", "time_zone": "Asia/Seoul"})
    visitor.open(PAGE)
    page = visitor.send("/send")
    there = clock().astimezone(ZoneInfo("Asia/Seoul"))
    assert f"{there.day} {there:%B %Y, %H:%M} 11 questions sent" in page.text


def test_what_was_chosen_goes_and_decks_are_as_the_last_time(anki, visitor, collection):
    page = visitor.open(f"{PAGE}?tag=cloze&tag=flashcard")
    assert "2 questions go." in page.text
    page = visitor.send("/send", {"tag": ["cloze", "flashcard"], "decks": "tag"})
    assert "2 questions sent" in page.text
    names = {deck.name for deck in collection.decks.all_names_and_ids()}
    assert "Factdeck::Where water comes from::cloze" in names
    visitor.open(PAGE)
    assert ("input", "tag", True) in [
        (tag, found.get("value"), "checked" in found) for tag, found in visitor.page.tags
    ]


def test_a_wish_that_comes_to_nothing_is_refused_with_the_page(anki, visitor):
    visitor.open(PAGE)
    page = visitor.send("/send", {"tag": "unheard-of"})
    assert visitor.response.status_code == 422
    assert "No question has the tag “unheard-of” any more." in page.text
    page = visitor.send("/send", {"tag": [], "decks": "heaps"})
    assert visitor.response.status_code == 422
    assert anki.times_asked("importPackage") == 0


def test_whatever_is_sent_gives_a_page_and_changes_nothing_in_anki(silent, visitor):
    token = visitor.open("/my-data").token()
    for odd in ODD:
        fields = dict.fromkeys(("cards", "decks", "progress", "place", "profile", "suspend", "then"), odd)
        for field in ({"tag": odd}, {"profile": odd, "suspend": odd}, fields):
            sent = urlencode({"csrf_token": token, **field}, errors="surrogatepass")
            for address in (SEND, FETCH):
                answer = visitor.client.post(address, data=sent, content_type=FORM)
                assert answer.status_code in (303, 422), (field, address)
        answer = visitor.client.get(f"{PAGE}?{sent}", follow_redirects=True)
        assert answer.status_code in (200, 422), odd
        assert "<script>alert(1)" not in answer.text
    assert silent.times_asked("importPackage") == 0


def test_another_profile_than_the_page_spoke_of_is_asked_about(anki, visitor, collection):
    visitor.open(PAGE)
    anki.profile = "<i>Lee</i>"
    page = visitor.send("/send")
    assert "another profile open than when you saw this page: “<i>Lee</i>”" in page.text
    assert collection.note_count() == 0
    visitor.send("/send")
    assert collection.note_count() == 11


def test_trouble_is_told_with_what_to_do_and_the_page_still_comes(silent, visitor):
    page = visitor.open(PAGE)
    assert visitor.response.status_code == 200
    assert "no profile is open" in page.text
    assert not [form for form in page.forms if str(form["action"]).startswith(PAGE)]
    silent.failing["findNotes"] = "<script>alert(1)</script>"
    visitor.open(PAGE)
    assert "<script>alert(1)" not in visitor.page.html
    assert "Anki refused. It said: “<script>alert(1)</script>”." in visitor.page.text


def test_every_trouble_has_a_sentence_of_its_own(app):
    with app.test_request_context():
        said = {sentence(trouble, "Xx") for trouble in Trouble}
    assert len(said) == len(Trouble)
    assert all(each.endswith(".") for each in said)


def test_where_it_is_not_allowed_the_page_says_how_to_allow_it_and_nothing_can_be_sent(visitor):
    page = visitor.open(PAGE)
    assert visitor.response.status_code == 200
    assert "python app.py --anki" in page.text
    token = visitor.open("/my-data").token()
    for address in (SEND, FETCH):
        assert visitor.client.post(address, data={"csrf_token": token}).status_code == 404


ELSEWHERE = (
    {"environ_overrides": {"REMOTE_ADDR": "192.0.2.7"}},
    {"environ_overrides": {"REMOTE_ADDR": ""}},
    {"environ_overrides": {"REMOTE_ADDR": "::ffff:10.0.0.1"}},
    {"headers": {"X-Forwarded-For": "127.0.0.1"}},
    {"headers": {"Forwarded": "for=127.0.0.1"}},
    {"headers": {"Via": "1.1 school"}},
    {"headers": {"Origin": "https://school.example"}},
    {"headers": {"Origin": "null"}},
    {"base_url": "http://school.example"},
)


def test_visitors_from_elsewhere_reach_no_anki(silent, app):
    app.config["TRUSTED_HOSTS"] = None
    for given in ELSEWHERE:
        client = app.test_client()
        token = Page(client.get("/my-data", **given).text).token()
        page = client.get(PAGE, **given)
        assert page.status_code == 200
        assert "You came from another one" in page.text, given
        assert "--anki" not in page.text
        for address in (SEND, FETCH):
            answer = client.post(address, data={"csrf_token": token}, **given)
            assert answer.status_code == 404, given
    assert silent.asked == []


def test_every_name_of_this_computer_will_do(silent, app):
    for host in ("127.0.0.1:8000", "localhost"):
        page = app.test_client().get(PAGE, base_url=f"http://{host}", headers={"Origin": f"http://{host}"})
        assert "Is Anki there?" in page.text


def test_another_learner_than_the_one_of_this_computer_reaches_no_anki(silent, app, monkeypatch):
    monkeypatch.setattr("quiz.web.anki.connecting.learners.local_learner", lambda ctx: 99)
    app.test_client().get("/")
    with app.test_request_context(PAGE, environ_overrides={"REMOTE_ADDR": "127.0.0.1"}):
        from flask import g

        from quiz.web.anki.connecting import anki_is_near

        g.learner = type("Learner", (), {"id": 1})()
        assert not anki_is_near()


def test_the_page_of_files_leads_there_with_what_was_chosen_where_anki_may_be(anki, visitor, app):
    page = visitor.open("/banks/water/anki?tag=cloze&decks=tag")
    (link,) = [link for link in page.links if PAGE in link]
    assert "1 question goes." in visitor.open(link).text
    elsewhere = app.test_client().get("/banks/water/anki", environ_overrides={"REMOTE_ADDR": "192.0.2.7"})
    assert PAGE not in elsewhere.text


def test_the_page_of_a_bank_that_is_not_here_is_missing(silent, visitor):
    visitor.open("/banks/lava/anki/connect")
    assert visitor.response.status_code == 404
