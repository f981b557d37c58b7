import re

import pytest

from quiz.memory.workload import RETENTIONS, curve
from quiz.services import workload

PAGE = "/settings/schedule"
CARD = {"true_false": "prompt: Is steam water?\n    answer: true"}


@pytest.fixture(autouse=True)
def few_days(monkeypatch):
    """Ninety days take long to reckon; here six say as much."""
    monkeypatch.setattr(workload, "curve", lambda desk, retentions=RETENTIONS: curve(desk, retentions, 6))


@pytest.fixture
def learner(visit):
    """Somebody with a bank of one question."""
    return visit(CARD)


def radios(page):
    return [found for tag, found in page.tags if tag == "input" and found.get("type") == "radio"]


def checked(page):
    return [found["value"] for found in radios(page) if "checked" in found]


def test_the_curve_is_drawn_before_the_choice_is_made_and_before_the_first_answer(learner):
    page = learner.open(PAGE)
    assert learner.response.status_code == 200
    for picture in ("minutes", "known", "days"):
        assert f'aria-labelledby="{picture}-title {picture}-desc"' in page.html
    assert page.html.index('id="minutes-title"') < page.html.index('name="retention"')
    assert "90% (now)" in page.text
    assert "usual answer times until 50 of your answers have a time (0 so far)" in page.text
    assert [found["value"] for found in radios(page)] == [str(percent) for percent in range(80, 96)]
    assert checked(page) == ["90"]
    assert not re.search("best|optim|recommend", page.text, re.IGNORECASE)


def test_the_table_behind_the_curve_has_a_row_for_each_choice(learner):
    table = learner.open(PAGE).html.split("<table", 2)[1]
    rows = re.findall(r'<th scope="row">(\d+)%', table)
    assert rows == [str(percent) for percent in range(80, 96)]


def test_looking_at_a_choice_shows_it_beside_the_present_one_and_saves_nothing(learner):
    learner.open(PAGE)
    page = learner.send("#comparison", {"retention": "95"})
    assert "95% beside 90%" in page.text
    assert "Aim for 95%" in page.text
    assert checked(page) == ["95"]
    assert checked(learner.open(PAGE)) == ["90"]


def test_a_choice_is_saved_from_the_page_that_shows_it(learner):
    learner.open(PAGE)
    learner.send("#comparison", {"retention": "85"})
    page = learner.send(PAGE)
    assert "From your next answer on the aim is 85%" in page.text
    assert checked(page) == ["85"]
    assert "This is what holds now" in learner.open(f"{PAGE}?retention=85").text


def test_a_bank_gets_an_aim_of_its_own_and_follows_the_common_one_again(learner):
    bank_page = f"{PAGE}?bank=water"
    assert bank_page in learner.open("/banks/water").links
    assert checked(learner.open(bank_page)) == ["everything"]
    learner.send("#comparison", {"retention": "93"})
    assert checked(learner.send(PAGE)) == ["93"]
    assert "93%" in learner.open(PAGE).text.split("Bank by bank")[1]
    assert checked(learner.page) == ["90"]
    learner.open(bank_page)
    assert "90% beside 93%" in learner.send("#comparison", {"retention": "everything"}).text
    assert checked(learner.send(PAGE)) == ["everything"]


@pytest.mark.parametrize("typed", ["79", "96", "9", "0.9", "ninety", "", "everything", "²", "90 "])
def test_what_is_not_offered_is_refused_with_a_sentence(learner, typed):
    learner.open(PAGE)
    page = learner.send("#comparison", {"retention": typed})
    assert learner.response.status_code == 422
    assert "Choose a whole percentage from 80 to 95." in page.text
    token = learner.open(f"{PAGE}?retention=85").token()
    answer = learner.client.post(PAGE, data={"csrf_token": token, "retention": typed})
    assert answer.status_code == 422
    assert checked(learner.open(PAGE)) == ["90"]


def test_an_unknown_bank_is_not_found(learner):
    learner.open(f"{PAGE}?bank=fire")
    assert learner.response.status_code == 404
    token = learner.open(f"{PAGE}?retention=85").token()
    answer = learner.client.post(PAGE, data={"csrf_token": token, "retention": "85", "bank": "fire"})
    assert answer.status_code == 404


def test_choosing_needs_the_token_of_the_form(learner):
    assert learner.client.post(PAGE, data={"retention": "85"}).status_code == 400
    assert checked(learner.open(PAGE)) == ["90"]


def test_without_any_card_the_page_says_what_will_appear(learner):
    learner.send("/study")
    learner.send("/suspend")
    page = learner.open(f"{PAGE}?retention=85")
    assert "There are no cards here yet" in page.text
    assert 'role="img"' not in page.html
    assert "Aim for 85%" in page.text


def test_settings_progress_and_banks_lead_to_the_page(learner):
    settings = learner.open("/settings").links
    assert {PAGE, "/plans/backlog", "/settings/parameters", "/settings/calendar"} <= set(settings)
    assert PAGE in learner.open("/progress").links
    assert f"{PAGE}?bank=water" in learner.open("/banks/water").links


def test_nothing_on_the_page_needs_what_the_policy_forbids(learner):
    html = learner.open(f"{PAGE}?retention=94").html
    assert not re.search(r"\sstyle=|<style|<script(?! src=)|\son[a-z]+=", html)
