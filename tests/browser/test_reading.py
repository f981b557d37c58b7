"""Reading with the memory drawn in: there and back by one key, by touch, and without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .axe import findings

pytestmark = pytest.mark.browser
FILES = {
    "bank.yaml": "bank: rain\ntitle: Rain\nlanguage: en\nsources:\n"
    "  - {id: book, title: The Book of Rain, file: book.txt}\n",
    "facts.yaml": "facts:\n"
    "  - id: up\n    says: Vapour goes up.\n    evidence:\n"
    "      - {source: book, paragraph: 1, from: All, to: upwards}\n"
    "  - id: down\n    says: Rain comes down.\n    evidence:\n"
    "      - {source: book, paragraph: 2, from: Then, to: down}\n",
    "briefing.md": "# Rain\n\n"
    + "Much is to be said first.\n\n" * 30
    + "Vapour goes up. [facts: up] Nobody sees it. [facts:] Rain comes down. [facts: down]\n",
    "questions/all.yaml": "questions:\n"
    "  - {id: q-up, kind: single_choice, prompt: Where to?, answer: Up, distractors: [Left], facts: [up]}\n"
    "  - {id: q-down, kind: flashcard, prompt: What comes down?, answer: Rain, facts: [down]}\n",
    "sources/book.txt": "All of the vapour moves upwards.\nThen it comes down.\n",
}


@pytest.fixture
def rain(serve: Callable[[Path], Any], tmp_path: Path) -> Any:
    folder = tmp_path / "banks" / "rain"
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return serve(folder)


def focused(page: Page) -> str:
    found: str = page.evaluate("document.activeElement.id || document.activeElement.innerText")
    return found


def box_of(page: Page, anchor: str) -> Any:
    return page.locator(f"#{anchor} + .fact-box")


def test_one_key_leads_into_the_text_and_one_back_and_the_text_asks(
    rain: Any, open_page: Callable[..., Page]
) -> None:
    page = open_page(viewport={"width": 1280, "height": 700})
    page.goto(rain.url)
    page.get_by_role("button", name="Study").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/study/*")
    page.keyboard.press("A")
    page.keyboard.press("Enter")
    page.wait_for_url("**/answers/1")
    feedback, said = page.url, page.locator("#result").inner_text()

    page.keyboard.press("t")
    page.wait_for_url(re.compile(r"/briefing\?from=.+#fact-up$"))
    assert focused(page) == "fact-up"
    sentence = page.locator("#fact-up")
    expect(sentence).to_be_in_viewport()
    expect(sentence).to_have_attribute("aria-expanded", "true")
    expect(box_of(page, "fact-up")).to_contain_text("All of the vapour moves upwards")
    page.keyboard.press("Enter")
    expect(box_of(page, "fact-up")).to_be_hidden()
    assert page.url.endswith("#fact-up")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert focused(page) == "fact-up"
    expect(box_of(page, "fact-up")).to_be_hidden()

    page.keyboard.press("T")
    page.wait_for_url(feedback)
    assert page.locator("#result").inner_text() == said
    page.keyboard.press("Space")
    page.wait_for_url(re.compile(r"/study/[^/]+$"))
    page.keyboard.press("Space")
    page.wait_for_url(re.compile(r"/reveal\?"))
    back = page.url
    page.keyboard.press("t")
    page.wait_for_url(re.compile("#fact-down$"))
    page.keyboard.press("t")
    page.wait_for_url(back)
    page.keyboard.press("3")
    page.wait_for_url("**/answers/2")

    page.goto(f"{rain.url}/banks/rain/briefing")
    page.locator("#paragraph-31").focus()
    for _ in range(3):
        page.keyboard.press("Tab")
    assert focused(page).startswith("Test me on this: ")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/study/[^/]+$"))
    for _ in range(2):
        page.get_by_role("button", name="Skip").press("Enter")
        page.wait_for_load_state("networkidle")
    expect(page.get_by_role("link", name="Back to the text")).to_be_visible()
    page.keyboard.press("t")
    page.wait_for_url(re.compile(r"/briefing#fact-(up|down)$"))


def test_a_sentence_opens_under_a_finger_and_axe_is_content(
    rain: Any, open_page: Callable[..., Page]
) -> None:
    page = open_page(
        viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True, color_scheme="dark"
    )
    page.goto(f"{rain.url}/banks/rain/briefing?from=abcd/1")
    page.locator("#fact-down").tap()
    box = box_of(page, "fact-down")
    expect(box).to_contain_text("Then it comes down")
    expect(box).to_contain_text("What comes down?")
    assert "Rain" not in box.get_by_role("list", name="Questions").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert findings(page) == []
    box.get_by_text("Close").tap()
    expect(box).to_be_hidden()
    page.locator("#fact-up").tap()
    box_of(page, "fact-up").get_by_role("button", name="Test me on this").tap()
    page.wait_for_url("**/study/*")
    expect(page.locator("#main")).to_contain_text("Where to?")


def test_without_scripts_a_sentence_opens_by_its_address(rain: Any, open_page: Callable[..., Page]) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{rain.url}/banks/rain/place?fact=down")
    expect(box_of(page, "fact-down")).to_be_visible()
    page.locator("#fact-up").click()
    expect(box_of(page, "fact-up")).to_contain_text("Where to?")
    expect(box_of(page, "fact-down")).to_be_hidden()
    box_of(page, "fact-up").get_by_text("Close").click()
    expect(box_of(page, "fact-up")).to_be_hidden()


def test_nothing_of_the_page_but_the_text_is_printed(rain: Any, open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto(f"{rain.url}/banks/rain/briefing?from=abcd/1#fact-up")
    page.emulate_media(media="print")
    expect(page.locator("#fact-up")).to_be_visible()
    for hidden in (".fact-box", ".para-tools", ".recall-legend", ".back-bar", ".masthead"):
        expect(page.locator(hidden).first).to_be_hidden()
