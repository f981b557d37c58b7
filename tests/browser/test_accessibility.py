"""axe finds nothing on any page, light or dark, on the narrowest phone and on a desk."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from .axe import findings, findings_by_day_and_night

pytestmark = pytest.mark.browser
ASKED_AGAIN = 4  # true_false, short_answer, number and date are first sent empty
WORKSHOP = (
    "/workshop",
    "/workshop/kinds",
    "/workshop/kinds/questions/cloze-0",
    "/workshop/kinds/files/facts.yaml?line=3",
    "/workshop/kinds/history",
    "/workshop/kinds/export/gift",
    "/workshop/kinds/import",
    "/workshop/codes/E103",
)
CARD = re.compile(r"/study/[^/]+$")


@pytest.fixture
def small_site(serve: Callable[[Path], Any], kinds_bank: Callable[[int], Path]) -> Any:
    return serve(kinds_bank(1))


def visit_study(page: Page, url: str) -> Iterator[str]:
    """Walk through a card of every kind; yield at each question, when asked again, back and feedback."""
    page.goto(url)
    page.get_by_role("button", name="Study").first.click()
    for turn in range(11):
        page.wait_for_url(CARD)
        yield "question"
        if page.locator("input[name=truth], input[name=text]").count():
            page.get_by_role("button", name="Answer", exact=False).first.click()
            page.locator("#asked-again").wait_for()
            yield "asked again"
        if page.get_by_role("button", name="Show answer").count():
            page.get_by_role("button", name="Show answer").click()
            page.wait_for_url("**/reveal*")
            yield "back"
            page.get_by_role("button", name="Good").click()
        elif page.locator("input[type=radio], input[type=checkbox]").count() and turn % 2:
            page.locator("#main input[type=radio], #main input[type=checkbox]").last.check(force=True)
            page.get_by_role("button", name="Answer").click()
        else:
            page.get_by_role("button", name="I don't know").click()
        page.wait_for_url("**/answers/*")
        yield "feedback"
        page.get_by_role("link", name="Continue").click()
    page.wait_for_url(CARD)


def visit_test(page: Page, url: str) -> Iterator[str]:
    """Take a test without answering much; yield at each of its pages."""
    page.goto(f"{url}/tests")
    yield "new test"
    page.locator("[name=count]").fill("10")
    page.get_by_role("button", name="Start the test").click()
    for position in range(1, 11):
        page.wait_for_url(f"**/{position}")
        yield "test question"
        page.get_by_role("button", name="Save and continue").click()
    page.wait_for_url("**/finish")
    yield "finish"
    page.get_by_role("button", name="Finish and see the score").click()
    yield "result"
    page.goto(f"{url}/tests")
    yield "history"


def visit_rest(page: Page, url: str) -> Iterator[str]:
    for path in (
        "/",
        "/settings",
        "/settings/schedule?retention=94",
        "/shortcuts",
        "/banks/kinds",
        "/banks/kinds/anki/connect",
        "/banks/kinds/briefing?from=abc/1#fact-fact",
        "/tests/print?bank=kinds&count=10&seed=a",
        "/no-such-page",
        *WORKSHOP,
    ):
        page.goto(f"{url}{path}")
        yield path


def test_axe_finds_nothing_on_any_page_light_or_dark_narrow_or_wide(
    small_site: Any, open_page: Callable[..., Page], troubles: list[str]
) -> None:
    """Each page is loaded once and looked at in both widths: its styles ask for the width at any time."""
    page = open_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    found: list[str] = []
    visited = 0
    for visit in (visit_study, visit_test, visit_rest):
        for _ in visit(page, small_site.url):
            visited += 1
            for width in (320, 1280):
                page.set_viewport_size({"width": width, "height": 800})
                found += [f"{width} px: {line}" for line in findings_by_day_and_night(page)]
    # One page is meant to be missing, and a question asked again comes as 422.
    troubles[:] = [line for line in troubles if not re.search("404|422", line)]
    assert found == []
    assert visited == 11 * 2 + ASKED_AGAIN + 1 + 14 + 9 + len(WORKSHOP)


def test_the_keys_are_shown_in_a_dialog_that_axe_likes(
    small_site: Any, open_page: Callable[..., Page]
) -> None:
    page = open_page(viewport={"width": 360, "height": 740})
    page.goto(small_site.url)
    page.get_by_role("button", name="Study").first.click()
    page.wait_for_url(CARD)
    page.keyboard.press("Escape")
    page.locator("h1").first.focus()
    page.keyboard.press("?")
    assert page.locator("dialog[open]").count() == 1
    assert findings(page) == []
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0
