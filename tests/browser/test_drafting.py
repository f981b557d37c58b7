"""From a pasted article to questions that learners get, by keys alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .axe import findings_by_day_and_night
from .drafting import bank_without_questions, decide, mend, paste, write_into_bank

pytestmark = pytest.mark.browser
WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def test_an_article_is_pasted_looked_at_accepted_mended_and_dropped_by_keys(
    serve: Callable[[Path], Any],
    tmp_path: Path,
    open_page: Callable[..., Page],
    troubles: list[str],
) -> None:
    folder = bank_without_questions(tmp_path / "banks" / "tides")
    site = serve(folder)
    page = open_page(viewport={"width": 320, "height": 740})
    paste(page, site.url, "tides")
    assert findings_by_day_and_night(page) == []
    assert not page.evaluate(WIDE)
    drafts = write_into_bank(page)
    assert drafts >= 15

    assert not page.evaluate(WIDE)
    assert findings_by_day_and_night(page) == []
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    for count in range(1, 11):
        decide(page, "a", f"{count} accepted")
    expect(page.locator("#live")).to_contain_text("Learners get it from now on")
    expect(page.locator("#draft")).to_be_focused()
    first = page.url
    page.keyboard.press("ArrowRight")
    expect(page).not_to_have_url(first)
    page.keyboard.press("k")
    expect(page.get_by_role("heading", name=re.compile("Draft 1 of"))).to_be_focused()
    page.keyboard.press("m")
    expect(page.locator("#mending [data-focus]")).to_be_focused()
    assert findings_by_day_and_night(page) == []
    page.keyboard.press("Escape")
    expect(page.locator("#mending")).to_have_count(0)
    mend(page, "It was counted so.", "1 mended")
    mend(page, "It was measured so.", "2 mended")
    for count in range(1, 4):
        decide(page, "d", f"{count} dropped")
    decide(page, "z", "2 dropped")
    decide(page, "d", "3 dropped")
    expect(page.locator(".desk-progress")).to_have_text(
        re.compile(rf"15 of {drafts} looked at: 10 accepted, 2 mended, 3 dropped")
    )

    (written,) = (folder / "questions").glob("*.yaml")
    text = written.read_text(encoding="utf-8")
    assert text.count("- id: ") == drafts - 3
    assert text.count("draft: true") == drafts - 15
    assert "explanation: It was counted so." in text
    page.goto(f"{site.url}/workshop/tides")
    waiting = page.get_by_role("link", name=re.compile("drafts? waits?"))
    expect(waiting).to_have_count(1 if drafts > 15 else 0)
    assert troubles == []
