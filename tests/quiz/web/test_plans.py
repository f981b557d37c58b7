import re

import pytest
from sqlalchemy import text

from quiz.services.context import current_context
from quiz.web.plans import share


@pytest.fixture
def water(visitor):
    visitor.open("/banks/water")
    return visitor


def overdue(app, count: int) -> None:
    """Make that many cards learnt and long due."""
    with app.app_context(), current_context().engine.begin() as connection:
        connection.execute(
            text(
                "UPDATE card SET state = 2, stability = 10, difficulty = 5, reviews = 3, interval_days = 10, "
                "due_day = 20480, due_ms = 1769486400000, last_review_day = 20470, "
                "last_review_ms = 1768622400000 "
                "WHERE question_id <= :count"
            ),
            {"count": count},
        )


def test_the_banks_page_asks_for_the_day_and_the_plan_is_seen_before_it_is_set(water):
    page = water.send("/banks/water/exam", {"on": "2026-04-01", "then": "preview"})
    assert (water.path, water.response.status_code) == ("/banks/water/exam", 200)
    assert "What it would be: 30 days until 1 April 2026" in page.text
    assert "expected on the day" in page.text
    assert 'value="2026-04-01"' in page.html
    assert "Exam in" not in water.open("/").text


def test_a_date_that_is_set_is_told_on_every_page_it_concerns(water):
    page = water.send("/banks/water/exam", {"on": "2026-03-14", "then": "save"})
    assert "The exam is set for 14 March 2026." in page.text
    assert "The plan for the 12 days until then" in page.text
    for path in ("/", "/banks/water"):
        assert re.search(r"Exam in 12 days · expected \d\d%", water.open(path).text)
    water.open("/banks/water/exam")
    page = water.send("/exam/remove")
    assert "The exam is removed." in page.text
    assert "Exam in" not in water.open("/").text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Write the date as year, month and day, like 2026-03-03."),
        ("14.3.2026", "Write the date as year, month and day"),
        ("2026-02-30", "Write the date as year, month and day"),
        ("2026-03-02", "This day is not ahead. Give one from 3 March 2026 on."),
        ("1999-12-31", "This day is not ahead."),
        ("2028-03-02", "Plans reach two years ahead. Give a day until 1 March 2028."),
        ("<b>", "Write the date as year, month and day"),
    ],
)
def test_a_date_that_cannot_be_planned_for_gets_a_sentence_that_says_what_to_do(water, typed, sentence):
    page = water.send("/banks/water/exam", {"on": typed, "then": "save"})
    assert water.response.status_code == 422
    assert sentence in page.text
    assert 'aria-invalid="true"' in page.html
    assert "<b>" not in page.html
    assert water.open("/banks/water/exam").text.count("Remove the exam") == 0
    assert sentence in water.open(f"/banks/water/exam?date={typed.replace('<b>', '%3Cb%3E')}").text


def test_the_picture_of_the_exam_has_its_numbers_behind_it(water):
    page = water.open("/banks/water/exam?date=2026-04-01")
    assert 'aria-labelledby="minutes-title minutes-desc"' in page.html
    assert page.html.count("<tr>") == 30 + 1
    year = water.open("/banks/water/exam?date=2027-03-01")
    assert "the mean of each week" in year.html
    assert year.html.count("<tr>") == 52 + 1


def test_the_eve_the_day_and_the_day_after_have_words_of_their_own(water, clock):
    page = water.send("/banks/water/exam", {"on": "2026-03-03", "then": "save"})
    assert "The plan for tomorrow's exam" in page.text
    assert page.html.count("<tr>") == 1 + 1
    assert re.search(r"Exam tomorrow · expected \d+%", water.open("/").text)
    clock.advance(days=1)
    assert re.search(r"Exam today · expected \d+%", water.open("/banks/water").text)
    page = water.open("/banks/water/exam")
    assert "The exam is on Tuesday, 3 March 2026." in page.text
    assert "expected on the day" not in page.text
    clock.advance(days=1)
    assert "Exam t" not in water.open("/").text
    page = water.open("/banks/water/exam")
    assert "The exam on 3 March 2026 is over; cards are scheduled as if there were none." in page.text
    assert 'value=""' in page.html
    assert water.send("/exam/remove").text.count("Remove the exam") == 0


def test_too_many_new_cards_are_told_honestly(visitor):
    visitor.open("/settings")
    visitor.send("/settings", {"new_per_day": "1", "reviews_per_day": "200", "time_zone": ""})
    page = visitor.open("/banks/water/exam?date=2026-03-07")
    assert "With 1 new card a day you will have met 5 of 12 cards by then." in page.text
    assert "To meet all of them takes 3 new cards a day" in page.text


@pytest.mark.parametrize(
    ("recall", "told"), [(0.899, "89%"), (0.8999999, "89%"), (0.29, "29%"), (0.57, "57%"), (1.0, "100%")]
)
def test_what_is_expected_is_rounded_down_but_not_by_the_smallest_of_errors(app, recall, told):
    with app.test_request_context():
        assert share(recall) == told


def test_an_unknown_bank_has_no_exam(visitor):
    for path in ("/banks/fire/exam", "/banks/fire/exam?date=2026-04-01"):
        visitor.open(path)
        assert visitor.response.status_code == 404


def test_without_a_backlog_the_page_says_so_and_what_would_happen(visitor):
    page = visitor.open("/plans/backlog")
    assert "There is no backlog. Your day may bring 200 reviews, and no more than that is due." in page.text
    assert 'role="img"' not in page.html
    assert "backlog" not in visitor.open("/").text


def test_a_backlog_is_told_on_the_home_page_and_has_a_way_out_for_other_limits(app, visitor):
    overdue(app, 11)
    visitor.open("/plans/backlog")
    page = visitor.send("/plans/backlog", {"reviews_per_day": "3"})
    assert "From now on a day brings at most 3 reviews." in page.text
    assert re.search(r"With 3 reviews a day it is gone on \d+ March 2026 , in \d+ days", page.text)
    limits = re.findall(r'<th scope="row">(\d+)', page.html)
    assert limits[0] == "3"
    assert page.html.count('class="is-own"') == 1
    home = visitor.open("/").text
    assert "12 reviews wait, more than your day of 3." in home
    assert "New cards pause until the backlog is gone." in home
    assert "/plans/backlog" in visitor.page.links


@pytest.mark.parametrize(("typed", "told"), [("0", "at most 0 reviews"), ("9999", "at most 9999 reviews")])
def test_the_smallest_and_the_largest_limit_are_taken(visitor, typed, told):
    visitor.open("/plans/backlog")
    assert told in visitor.send("/plans/backlog", {"reviews_per_day": typed}).text


@pytest.mark.parametrize("typed", ["", "many", "-1", "10000"])
def test_a_limit_that_is_none_is_refused(visitor, typed):
    visitor.open("/plans/backlog")
    visitor.send("/plans/backlog", {"reviews_per_day": typed})
    assert visitor.response.status_code == 422
    assert "Give a number" in visitor.page.text
    assert "Your day may bring 200 reviews" in visitor.page.text


def test_progress_and_settings_lead_to_the_backlog(visitor):
    assert "/plans/backlog" in visitor.open("/settings").links


def test_plans_need_no_style_or_script_in_the_page(app, water):
    overdue(app, 11)
    for path in ("/banks/water/exam?date=2026-04-01", "/plans/backlog"):
        assert not re.search(r"\sstyle=|<style|<script|\son[a-z]+=", water.open(path).html)
