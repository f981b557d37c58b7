"""The page of a source: brought, read and walked through by keys and by touch, in both schemes."""

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
    "  - {id: book, title: The Book of Rain, publisher: A Press, file: book.txt, url: 'https://example.org/a'}\n",
    "facts.yaml": "facts:\n"
    "  - id: up\n    says: Vapour goes up.\n    by: the poet\n    evidence:\n"
    "      - {source: book, paragraph: 1, from: All, to: upwards}\n"
    "  - id: nobody\n    says: Nobody sees it.\n    evidence:\n"
    "      - {source: book, paragraph: 1, from: vapour moves, to: moves}\n"
    "  - id: down\n    says: Rain comes down.\n    evidence:\n"
    "      - {source: book, paragraph: 3, from: Than, to: down}\n",
    "questions/all.yaml": "questions:\n"
    "  - {id: q-up, kind: short_answer, prompt: Where to?, answer: Zenith, facts: [up]}\n",
}
TEXT = "All of the vapour moves upwards.\nNothing rests on this.\nThen it comes down.\n"


@pytest.fixture
def rain(serve: Callable[[Path], Any], tmp_path: Path) -> Any:
    folder = tmp_path / "banks" / "rain"
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "article.txt").write_text(TEXT, encoding="utf-8")
    return serve(folder)


def test_a_text_is_brought_and_its_passages_followed_by_keys(
    rain: Any, open_page: Callable[..., Page], tmp_path: Path
) -> None:
    page = open_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{rain.url}/banks/rain/sources")
    assert findings(page) == []
    page.get_by_role("link", name="The Book of Rain").press("Enter")
    page.wait_for_url("**/sources/book")
    assert findings(page) == []
    page.locator("#pasted").focus()
    page.keyboard.insert_text(TEXT)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sources/book#main")
    said = page.get_by_text("2 of 3 passages were found")
    expect(said).to_be_in_viewport()
    expect(page.locator("#p1 .source-text mark")).to_have_count(3)
    assert findings(page) == []

    page.get_by_role("link", name=re.compile("from “All” to “upwards”")).press("Enter")
    page.wait_for_url("**#p1-w1")
    outlined = page.locator("#p1 mark").evaluate_all(
        "marks => marks.map(mark => getComputedStyle(mark).outlineStyle)"
    )
    assert outlined == ["solid", "solid", "solid"]
    page.get_by_role("link", name="Fact 2").press("Enter")
    page.wait_for_url("**#p1-f2")
    expect(page.locator("#p1-f2")).to_contain_text("Nobody sees it.")
    expect(page.locator("#p1-f2")).to_be_focused()
    bare = page.get_by_role("navigation", name="Paragraphs without a fact").get_by_role("link", name="2")
    bare.press("Enter")
    expect(page.locator("#p2")).to_be_in_viewport()
    answer = page.get_by_text("Zenith", exact=True)
    expect(answer).to_be_hidden()
    page.locator("summary", has_text="q-up").press("Enter")
    expect(answer).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_a_file_is_brought_by_touch_and_nothing_sticks_out(
    rain: Any, open_page: Callable[..., Page], tmp_path: Path, scheme: str
) -> None:
    page = open_page(
        viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True, color_scheme=scheme
    )
    page.goto(f"{rain.url}/banks/rain/sources/book")
    page.get_by_role("link", name="Bring the text").tap()
    page.locator("#file").set_input_files(tmp_path / "article.txt")
    page.get_by_role("button", name="Install this text").tap()
    page.wait_for_url("**#main")
    expect(page.locator("#p3")).to_contain_text("E403")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert findings(page) == []
    page.get_by_role("link", name="Fact 1").tap()
    page.wait_for_url("**#p1-f1")
    page.get_by_text("Remove the text", exact=True).tap()
    assert findings(page) == []
    page.get_by_role("button", name="Remove the text for good").tap()
    expect(page.get_by_text("The text was removed.")).to_be_in_viewport()
