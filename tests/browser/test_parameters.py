"""Parameters of one's own, by keyboard alone and without scripts: fitted, waited for, and new due dates."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from question_bank.model import SelfRatedResponse
from quiz.memory.card import Rating
from quiz.memory.fsrs6 import DEFAULT_WEIGHTS
from quiz.memory.held_out import Verdict
from quiz.services import fitting, learners, study
from quiz.services.context import current_context
from quiz.services.fitting import jobs, optimiser, values
from quiz.services.fitting.tasks import Outcome
from quiz.services.study import Mode

from .axe import findings

pytestmark = pytest.mark.browser
LASTS_LONGER = (*(weight * 3 for weight in DEFAULT_WEIGHTS[:4]), *DEFAULT_WEIGHTS[4:])


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Let the process that counts wait for this, and then have found weights that foretell better."""
    event = threading.Event()
    verdict = Verdict(reviews=312, recalled=280, loss_before=0.4, loss_after=0.36, noise=0.01)

    def ask(task: object, beat: object, command: object) -> Outcome:
        assert event.wait(20)
        return Outcome(weights=LASTS_LONGER, verdict=verdict, fitted_to=1248, left_out=0, memories=())

    monkeypatch.setattr(jobs, "ask", ask)
    monkeypatch.setattr(values, "FEWEST_REVIEWS", 0)
    monkeypatch.setattr(optimiser, "is_installed", lambda: True)
    return event


def know_a_card_easily(site: Any) -> None:
    with site.app.app_context():
        ctx = current_context()
        learner = learners.local_learner(ctx)
        session = study.start(ctx, learner, (), Mode.SCHEDULED, tags=("flashcard",))
        shown = study.current(ctx, learner, session)
        known, easy = SelfRatedResponse(knew=True), Rating.EASY
        place = (shown.card, shown.repetition, shown.revision_id)
        study.answer(ctx, learner, session, *place, known, response_ms=None, rating=easy)


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what is so named has the focus."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == name:
            return
    raise AssertionError(f"{name!r} cannot be reached by Tab")


def test_fitting_and_new_due_dates_by_keyboard_alone(
    serve: Callable[[Path], Any],
    kinds_bank: Callable[[int], Path],
    open_page: Callable[..., Page],
    done: threading.Event,
) -> None:
    site = serve(kinds_bank(1))
    know_a_card_easily(site)
    page = open_page(viewport={"width": 320, "height": 700}, color_scheme="dark")
    page.goto(f"{site.url}/settings/parameters")
    tab_to(page, "Fit to my reviews")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Under way")).to_be_visible()
    done.set()
    expect(page.locator("#outcome")).to_be_focused()
    expect(page.locator("#live")).to_contain_text("on your latest 312 reviews")
    expect(page.locator("#live")).to_contain_text("10.0% closer")
    assert findings(page) == []
    tab_to(page, "See what would change")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="New due dates")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert findings(page) == []
    tab_to(page, "Move 1 card")
    page.keyboard.press("Enter")
    expect(page.locator(".message").first).to_have_text("1 card has a new due date.")
    with site.app.app_context():
        ctx = current_context()
        assert fitting.preview(ctx, learners.local_learner(ctx)).moved == 0


def test_on_a_phone_without_scripts_dates_are_looked_at_before_they_move(
    serve: Callable[[Path], Any],
    kinds_bank: Callable[[int], Path],
    open_page: Callable[..., Page],
    done: threading.Event,
) -> None:
    site = serve(kinds_bank(1))
    know_a_card_easily(site)
    page = open_page(viewport={"width": 360, "height": 740}, has_touch=True, java_script_enabled=False)
    page.goto(f"{site.url}/settings")
    page.get_by_role("link", name="Your own parameters").tap()
    page.get_by_role("button", name="Fit to my reviews").tap()
    expect(page.get_by_role("heading", name="Under way")).to_be_visible()
    done.set()
    expect(page.locator("#main")).to_contain_text("10.0% closer")  # the page asks again by itself
    page.get_by_role("link", name="See what would change").tap()
    page.get_by_role("button", name="Move 1 card").tap()
    expect(page.locator(".message").first).to_have_text("1 card has a new due date.")
    page.get_by_role("button", name="Use version 1 again").tap()
    expect(page.locator("#main")).to_contain_text("The earlier parameters are in use again.")
