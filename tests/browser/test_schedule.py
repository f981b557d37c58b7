"""A desired retention is looked at and chosen by keyboard alone, and without scripts on a phone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture
def small_site(serve: Callable[[Path], Any], kinds_bank: Callable[[int], Path]) -> Any:
    return serve(kinds_bank(1))


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the focus is on something of that name."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()").startswith(name):
            return
    raise AssertionError(f"Tab never reaches {name!r}")


def test_by_keyboard_a_choice_is_looked_at_and_then_saved(
    small_site: Any, open_page: Callable[..., Page]
) -> None:
    page = open_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{small_site.url}/settings")
    tab_to(page, "How much to remember")
    page.keyboard.press("Enter")
    expect(page.get_by_role("img", name="Minutes a day by desired retention")).to_be_visible()
    expect(page.get_by_role("img", name="Cards known after 90 days")).to_be_visible()
    tab_to(page, "The numbers")
    page.keyboard.press("Enter")
    table = page.get_by_role("table", name="What each desired retention takes")
    expect(table.get_by_role("row", name="90% (now)")).to_be_visible()
    while not page.evaluate("document.activeElement.matches('[name=retention]')"):
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("heading", name="92% beside 90%")).to_be_visible()
    expect(page.get_by_role("radio", name="92")).to_be_focused()
    expect(page.locator("#live")).to_contain_text("At 92%:")
    expect(page.locator("#curve .chosen")).not_to_have_count(0)
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Aim for 92%")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("From your next answer on the aim is 92%")).to_be_visible()
    expect(page.get_by_role("radio", name="92")).to_be_checked()


def test_without_scripts_a_bank_gets_its_own_aim_on_a_phone(
    small_site: Any, open_page: Callable[..., Page]
) -> None:
    page = open_page(viewport={"width": 360, "height": 740}, java_script_enabled=False, has_touch=True)
    page.goto(f"{small_site.url}/banks/kinds")
    page.get_by_role("link", name="How much to remember").tap()
    expect(page.get_by_role("radio", name="As for everything (90%)")).to_be_checked()
    page.locator("label", has_text="85").tap()
    page.get_by_role("button", name="Look at it").tap()
    expect(page.get_by_role("heading", name="85% beside 90%")).to_be_visible()
    box = page.locator("#comparison svg.chart").bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= 360
    page.get_by_role("button", name="Aim for 85% in this bank").tap()
    expect(page.get_by_text("From your next answer on the aim is 85%")).to_be_visible()
    page.goto(f"{small_site.url}/settings/schedule")
    expect(page.get_by_role("listitem").filter(has_text="Every kind")).to_contain_text("85%")
    expect(page.get_by_role("radio", name="90")).to_be_checked()
