"""A cloze that is thought of and looked at: with keys alone, with a finger, and without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .axe import findings

pytestmark = pytest.mark.browser
CARD = re.compile(r"/study/[^/]+$")
CLOZES = "".join(
    f"  - id: gap-{at}\n    kind: cloze\n    text: 'Number {at} is {{{{c1::marmot {at}::a word}}}}.'\n"
    f"    facts: [fact]\n    tags: [gaps]\n"
    for at in range(3)
)


@pytest.fixture
def url(serve: Callable[[Path], Any], bank_of: Callable[[str], Path], open_page: Callable[..., Page]) -> str:
    """A Factdeck with three clozes whose learner chose to look."""
    address: str = serve(bank_of(CLOZES)).url
    page = open_page(java_script_enabled=False)
    page.goto(f"{address}/settings")
    page.get_by_label("Think of it, then look").check()
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_label("Think of it, then look")).to_be_checked()
    return address


def begin(page: Page, url: str) -> None:
    page.goto(url)
    page.get_by_role("button", name="Study").first.click()
    page.wait_for_url(CARD)
    assert "marmot" not in page.content()


def test_a_cloze_is_looked_at_and_rated_by_keys_by_finger_and_without_scripts(
    url: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(viewport={"width": 1280, "height": 800})
    begin(page, url)
    page.keyboard.press("Space")
    page.wait_for_url("**/reveal*")
    expect(page.locator("#main")).to_contain_text(re.compile("marmot [0-2]"))
    expect(page.locator("#live")).to_have_text(re.compile("Answer: marmot [0-2]"))
    assert findings(page) == []
    page.keyboard.press("3")
    page.wait_for_url("**/answers/1")
    expect(page.locator("#live")).to_contain_text("You knew it")

    phone = open_page(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    begin(phone, url)
    assert findings(phone) == []
    phone.get_by_role("button", name="Show answer").tap()
    phone.wait_for_url("**/reveal*")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    phone.get_by_role("button", name="Again").tap()
    phone.wait_for_url("**/answers/1")
    expect(phone.locator("#live")).to_contain_text("You did not know it yet")

    plain = open_page(java_script_enabled=False)
    begin(plain, url)
    plain.get_by_role("button", name="Show answer").click()
    plain.get_by_role("button", name="Easy").click()
    expect(plain.locator("#main")).to_contain_text("You knew it")
