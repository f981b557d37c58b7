"""What a learner sets once, by keyboard alone and without scripts on a phone."""

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


def tab_to(page: Page, wanted: Any) -> None:
    """Press Tab until that has the focus."""
    for _ in range(60):
        if wanted.evaluate("each => each === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {wanted}")


def test_by_keyboard_guesses_keys_and_the_calendar_are_switched(
    small_site: Any, open_page: Callable[..., Page]
) -> None:
    page = open_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{small_site.url}/settings")
    guesses = page.locator("[name=guess_correction]")
    keys = page.locator("[name=single_key_shortcuts]")
    for box in (guesses, keys):
        expect(box).to_be_checked()
        tab_to(page, box)
        page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(guesses).not_to_be_checked()
    expect(keys).not_to_be_checked()

    page.goto(small_site.url)
    page.get_by_role("button", name="Study").first.press("Enter")
    page.wait_for_url("**/study/*")
    address = page.url
    for key in ("s", "t", "?", "f"):
        page.keyboard.press(key)
    assert page.url == address
    expect(page.locator("kbd:visible")).to_have_count(0)

    page.goto(f"{small_site.url}/settings/calendar")
    tab_to(page, page.get_by_role("button", name="Make an address"))
    page.keyboard.press("Enter")
    field = page.get_by_role("textbox", name="Your address")
    expect(field).to_be_focused()
    calendar = page.request.get(field.input_value())
    assert calendar.text().startswith("BEGIN:VCALENDAR")
    tab_to(page, page.get_by_role("button", name="Revoke it"))
    secret = field.input_value()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Make an address")).to_be_visible()
    assert page.request.get(secret).status == 404


def test_on_a_phone_without_scripts_the_same_is_switched(
    small_site: Any, open_page: Callable[..., Page]
) -> None:
    page = open_page(viewport={"width": 360, "height": 740}, has_touch=True, java_script_enabled=False)
    page.goto(f"{small_site.url}/settings")
    guesses = page.locator("[name=guess_correction]")
    guesses.tap()
    page.get_by_role("button", name="Save").tap()
    expect(guesses).not_to_be_checked()
    page.get_by_role("link", name="Calendar").tap()
    page.get_by_role("button", name="Make an address").tap()
    secret = page.get_by_role("textbox", name="Your address").input_value()
    assert page.request.get(secret).text().startswith("BEGIN:VCALENDAR")
    page.get_by_role("button", name="Revoke it").tap()
    expect(page.get_by_role("button", name="Make an address")).to_be_visible()
    assert page.request.get(secret).status == 404
