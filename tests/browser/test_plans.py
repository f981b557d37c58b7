"""Studying towards an exam and out of a backlog: with the keyboard alone, and on a phone without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import text

from quiz.services import learners
from quiz.services.context import current_context

from .axe import findings

pytestmark = pytest.mark.browser
LEARNT = 30
TODAY = 20_514  # 2 March 2026


@pytest.fixture
def late(serve: Callable[[Path], Any], kinds_bank: Callable[[int], Path]) -> Any:
    """A site whose learner let thirty cards wait for weeks, and does five a day."""
    site = serve(kinds_bank(4))
    with site.app.app_context():
        ctx = current_context()
        learner_id = learners.local_learner(ctx)
        learners.update_settings(ctx, learner_id, time_zone="UTC", reviews_per_day=5)
        with ctx.engine.begin() as connection:
            connection.execute(
                text(
                    "UPDATE card SET state = 2, stability = 4 + question_id % 17, difficulty = 5, "
                    "reviews = 3, interval_days = 12, due_day = :due, due_ms = :due * 86400000, "
                    "last_review_day = :due - 12, last_review_ms = (:due - 12) * 86400000 "
                    "WHERE question_id <= :learnt"
                ),
                {"due": TODAY - 20, "learnt": LEARNT},
            )
    return site


def press_on(page: Page, name: str, role: Any = "button") -> None:
    """Go on with Tab until the focus is on that control, and press Enter."""
    wanted = page.get_by_role(role, name=name).first
    for _ in range(60):
        if wanted.evaluate("each => each === document.activeElement"):
            page.keyboard.press("Enter")
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {name!r}")


def test_an_exam_and_a_backlog_are_planned_with_the_keyboard_alone(
    late: Any, open_page: Callable[..., Page]
) -> None:
    page = open_page(viewport={"width": 1280, "height": 900}, color_scheme="dark")
    page.goto(late.url)
    expect(page.get_by_text("New cards pause until the backlog is gone.")).to_be_visible()
    press_on(page, "When that will be", "link")
    page.wait_for_url("**/plans/backlog")
    gone = page.get_by_text(re.compile("With 5 reviews a day it is gone on"))
    expect(gone).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("^5 now"))).to_be_visible()
    assert findings(page) == []
    limit = page.get_by_label("Reviews per day, at most")
    while not limit.evaluate("each => each === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Control+a")
    page.keyboard.type("50")
    page.keyboard.press("Enter")
    expect(page.get_by_text("There is no backlog.")).to_be_visible()
    page.goto(f"{late.url}/banks/kinds")
    field = page.get_by_label("Date of the exam")
    while not field.evaluate("each => each === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.type("03162026")
    press_on(page, "See the plan")
    expect(page.get_by_role("heading", name="What it would be: 14 days")).to_be_visible()
    expect(page.get_by_role("img", name="Minutes on each day until the exam")).to_be_visible()
    press_on(page, "Set this date")
    expect(page.get_by_text("The exam is set for 16 March 2026.")).to_be_visible()
    assert findings(page) == []
    page.goto(late.url)
    expect(page.get_by_role("link", name=re.compile(r"Exam in 14 days · expected \d\d%"))).to_be_visible()


def test_plans_are_made_on_a_phone_without_scripts(late: Any, open_page: Callable[..., Page]) -> None:
    page = open_page(viewport={"width": 360, "height": 740}, has_touch=True, java_script_enabled=False)
    page.goto(f"{late.url}/banks/kinds")
    page.get_by_label("Date of the exam").fill("2026-03-09")
    page.get_by_role("button", name="Set this date").tap()
    expect(page.get_by_text("The exam is set for 9 March 2026.")).to_be_visible()
    expect(page.get_by_text("expected on the day")).to_be_visible()
    page.get_by_text("The numbers").tap()
    expect(page.get_by_role("table", name="Minutes until the exam")).to_be_visible()
    for path in ("/banks/kinds/exam", "/plans/backlog"):
        page.goto(f"{late.url}{path}")
        assert page.locator("main").bounding_box()["width"] <= 360
    page.get_by_label("Reviews per day, at most").fill("12")
    page.get_by_role("button", name="Save").tap()
    expect(page.get_by_text("From now on a day brings at most 12 reviews.")).to_be_visible()
    page.goto(f"{late.url}/banks/kinds/exam")
    page.get_by_role("button", name="Remove the exam").tap()
    expect(page.get_by_text("The exam is removed.")).to_be_visible()


def test_axe_finds_nothing_on_the_narrowest_phone_and_nothing_scrolls_sideways(
    late: Any, open_page: Callable[..., Page]
) -> None:
    page = open_page(viewport={"width": 320, "height": 740})
    for path in ("/plans/backlog", "/banks/kinds/exam?date=2026-12-24"):
        page.goto(f"{late.url}{path}")
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        assert findings(page) == []
        assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
