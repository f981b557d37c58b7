import re
import threading
import time

import pytest
from sqlalchemy import text

from quiz.memory.fsrs6 import DEFAULT_WEIGHTS
from quiz.memory.held_out import Verdict
from quiz.services.context import current_context
from quiz.services.fitting import jobs, optimiser, values
from quiz.services.fitting.process import BrokeError, TookTooLongError
from quiz.services.fitting.tasks import Outcome

PAGE = "/settings/parameters"
OTHER = (*(weight * 2 for weight in DEFAULT_WEIGHTS[:4]), *DEFAULT_WEIGHTS[4:])


def outcome(before, after, weights=None, left_out=0):
    verdict = Verdict(reviews=312, recalled=280, loss_before=before, loss_after=after, noise=0.002)
    errors = (before / 10, after / 10)
    return Outcome(
        weights=weights, verdict=verdict, errors=errors, fitted_to=1248, left_out=left_out, memories=()
    )


@pytest.fixture
def learner(visit, clock, monkeypatch):
    """Somebody with the extra and reviews enough, who answered one card so that it comes after days."""
    visitor = visit({"short_answer": "prompt: What is the name?\n    answer: evaporation"})
    visitor.send("/study")
    for _ in range(2):
        visitor.send("/answer", {"text": "evaporation"})
        clock.advance(minutes=11)
        visitor.open(visitor.path.split("/answers/")[0])
    monkeypatch.setattr(values, "FEWEST_REVIEWS", 0)
    monkeypatch.setattr(optimiser, "is_installed", lambda: True)
    visitor.open(PAGE)
    return visitor


@pytest.fixture
def answers(monkeypatch):
    """Let the process that counts answer this, or break so."""

    def answer(given):
        def ask(task, beat, command):
            if isinstance(given, Exception):
                raise given
            return given

        monkeypatch.setattr(jobs, "ask", ask)

    return answer


def ended(visitor):
    """Look again until nothing is under way, as somebody without scripts does."""
    for _ in range(200):
        page = visitor.open(PAGE)
        if "data-waiting" not in page.html:
            return page
        time.sleep(0.02)
    raise AssertionError("the fitting never ends")


def test_settings_lead_to_the_page(visitor):
    assert PAGE in visitor.open("/settings").links


def test_without_the_extra_the_page_says_how_to_get_it(visitor, monkeypatch):
    monkeypatch.setattr(optimiser, "_PACKAGE", "no_such_package")
    page = visitor.open(PAGE)
    assert 'pip install "fsrs-rs-python>=0.9.3,<0.10"' in page.text
    assert "Everything else works without it" in page.text
    assert not any(str(form["action"]).endswith("/fit") for form in page.forms)


def test_with_too_few_reviews_the_page_says_how_many_are_missing(visitor, monkeypatch):
    monkeypatch.setattr(optimiser, "is_installed", lambda: True)
    page = visitor.open(PAGE)
    assert "You have 0 of the 400 reviews that a fit needs." in page.text
    assert not any(str(form["action"]).endswith("/fit") for form in page.forms)


def test_a_better_fit_is_told_in_plain_numbers_and_rules_from_then_on(learner, answers):
    answers(outcome(0.4, 0.3, OTHER, left_out=7))
    learner.send("/fit")
    page = ended(learner)
    assert "on your latest 312 reviews" in page.text
    assert "25.0% closer" in page.text
    assert "Log loss 0.4 before, 0.3 with the fit." in page.text
    assert "predictions were off by 4.0% before and 3.0% with the fit" in page.text
    assert "7 answers were left out" in page.text
    assert "Version 2 · fitted to your reviews" in page.text
    assert page.text.count("In use") == 1


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (outcome(0.300, 0.315), "5.0% worse"),
        (outcome(0.300, 0.297), "1.0% closer, no more than chance explains"),
        (outcome(0.300, 0.300), "the parameters that you have already"),
        (
            Outcome(weights=None, verdict=None, fitted_to=0, left_out=0, memories=()),
            "too few reviews to fit to",
        ),
        (BrokeError("it fell"), "It broke off"),
        (TookTooLongError("it sat"), "took too long"),
    ],
)
def test_what_was_refused_or_failed_is_told_as_honestly(learner, answers, given, told):
    answers(given)
    learner.send("/fit")
    page = ended(learner)
    assert told in page.text
    assert "Version 2" not in page.text
    assert any(str(form["action"]).endswith("/fit") for form in page.forms)


def test_while_it_is_under_way_the_page_waits_without_scripts_and_begins_no_second(learner, monkeypatch):
    go_on = threading.Event()

    def ask(task, beat, command):
        go_on.wait(10)
        return outcome(0.3, 0.3)

    monkeypatch.setattr(jobs, "ask", ask)
    fit = learner.page.form("/fit")
    page = learner.send("/fit")
    assert "Under way" in page.text
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page.html
    assert PAGE in page.links
    learner.client.post(fit["action"], data=fit["fields"])
    assert "under way already" in learner.open(PAGE).text
    go_on.set()
    ended(learner)
    with learner.client.application.app_context(), current_context().engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM fitting")) == 1


def test_one_goes_back_to_an_earlier_version(learner, answers):
    answers(outcome(0.4, 0.3, OTHER))
    learner.send("/fit")
    ended(learner)
    answers(Outcome(weights=DEFAULT_WEIGHTS, verdict=None, fitted_to=0, left_out=0, memories=()))
    learner.send("/versions/1")
    page = ended(learner)
    assert "The earlier parameters are in use again" in page.text
    assert "Version 3 · version 1 again" in page.text


def test_a_version_that_is_not_there_is_not_found(learner):
    fields = learner.page.form("/fit")["fields"]
    assert learner.client.post(f"{PAGE}/versions/9", data=fields).status_code == 404


@pytest.mark.parametrize("lacking", ["the extra", "reviews"])
def test_a_fit_that_lacks_something_is_not_begun_from_an_older_page_either(learner, monkeypatch, lacking):
    if lacking == "reviews":
        monkeypatch.setattr(values, "FEWEST_REVIEWS", 400)
    else:
        monkeypatch.setattr(optimiser, "is_installed", lambda: False)
    page = learner.send("/fit")
    assert "Nothing was begun: what a fit needs is not there yet." in page.text
    assert "Under way" not in page.text


@pytest.mark.parametrize("path", ["/fit", "/versions/1", "/due-dates"])
def test_nothing_is_done_without_the_forms_token_or_by_a_link(learner, path):
    assert learner.client.post(PAGE + path).status_code == 400
    if path != "/due-dates":
        assert learner.client.get(PAGE + path).status_code == 405


def test_due_dates_are_shown_first_and_moved_only_by_the_button(learner, answers):
    assert "Nothing would move" in learner.open(f"{PAGE}/due-dates").text
    answers(outcome(0.4, 0.3, (*(weight * 5 for weight in DEFAULT_WEIGHTS[:4]), *DEFAULT_WEIGHTS[4:])))
    learner.open(PAGE)
    learner.send("/fit")
    ended(learner)
    page = learner.open(f"{PAGE}/due-dates")
    assert "Nothing has moved yet" in page.text
    assert re.search(r"Move 1 card\b", page.text)
    assert 'aria-labelledby="moves-title moves-desc"' in page.html
    assert page.html.count("<table") == 2
    learner.send("/due-dates")
    assert "1 card has a new due date." in learner.page.text
    assert "Nothing would move" in learner.open(f"{PAGE}/due-dates").text


def test_nothing_on_the_pages_needs_what_the_policy_forbids(learner):
    for path in (PAGE, f"{PAGE}/due-dates"):
        html = learner.open(path).html
        assert not re.search(r"\sstyle=|<style|<script(?! src)|\son[a-z]+=", html)
