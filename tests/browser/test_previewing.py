"""The preview follows what is typed, shows the card as Anki does, and keeps out of the way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Frame, Page, expect

from .axe import findings

pytestmark = pytest.mark.browser
PIXEL = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x90\x90\x90\x00\x00\x00!\xf9\x04\x00\x00\x00\x00\x00,"
    b"\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)
QUESTIONS = """
  - id: pick
    kind: single_choice
    prompt: Where does rain come from?
    answer: Clouds
    distractors: [{text: Rivers, feedback: They run below.}, Lakes]
    facts: [fact]
  - id: name
    kind: short_answer
    prompt: Which river?
    answer: Danube
    facts: [fact]
"""

FOCUSABLE = """() => [...document.querySelectorAll(".preview-card :is(button, input, a)")]
    .filter(each => (each.focus(), document.activeElement === each)).map(each => each.outerHTML)"""


@pytest.fixture
def site(serve: Callable[[Path], Any], bank_of: Callable[[str], Path]) -> Any:
    folder = bank_of(QUESTIONS)
    (folder / "images").mkdir()
    (folder / "images" / "sky.gif").write_bytes(PIXEL)
    return serve(folder)


def write(page: Page, old: str, new: str) -> None:
    """Change the text as the editor's script does: the field holds it, and says so."""
    page.locator("textarea[data-editor]").evaluate(
        """(field, [old, changed]) => {
            if (!field.value.includes(old)) throw new Error(field.value);
            field.value = field.value.replace(old, changed);
            field.dispatchEvent(new Event("input", { bubbles: true }));
        }""",
        [old, new],
    )


def stage(page: Page) -> Frame:
    frame = page.locator("#anki-stage iframe").element_handle().content_frame()
    assert frame is not None
    frame.wait_for_url("**/preview/anki")
    return frame


def test_a_question_is_seen_while_it_is_written(site: Any, open_page: Callable[..., Page]) -> None:
    page = open_page(viewport={"width": 1280, "height": 900}, color_scheme="light")
    page.on("dialog", lambda dialog: pytest.fail(f"a script in a question ran: {dialog.message}"))
    page.goto(f"{site.url}/workshop/kinds/questions/pick")
    box = page.locator("#preview")
    learners = page.get_by_role("tabpanel", name="As learners see it")
    expect(learners.locator(".card").first).to_contain_text("Clouds")
    write(page, "prompt: Where does", "media: [{file: images/sky.gif, alt: Sky}]\n  prompt: From where does")
    write(page, "Lakes]", "'<b>L</b><script>alert(1)</script>']")
    expect(learners.locator(".card").first).to_contain_text("From where does rain come from?")
    expect(learners.locator(".card").first).to_contain_text("<script>alert(1)</script>")
    picture = learners.locator(".media img").first
    picture.scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('.preview .media img').naturalWidth === 1")
    assert page.evaluate(FOCUSABLE) == []
    assert findings(page) == []

    page.get_by_role("tab", name="As learners see it").press("ArrowRight")
    card = stage(page)
    expect(card.locator("body")).to_have_class("card card1")
    expect(card.locator(".fd-front")).to_contain_text("From where does rain come from?")
    expect(card.locator(".fd-front")).to_contain_text("<script>alert(1)</script>")
    card.wait_for_function("document.querySelector('.fd-media img').naturalWidth === 1")
    before = page.evaluate("history.length")
    card.locator("li.tappable", has_text="Rivers").click()
    page.get_by_label("Back", exact=True).check()
    expect(card.locator(".fd-verdict")).to_have_text("Not right")
    expect(card.locator(".chosen")).to_contain_text("They run below.")
    page.get_by_label("Night").check()
    expect(card.locator("body")).to_have_class("card card1 nightMode night_mode")
    assert findings(page) == []
    page.get_by_label("Desktop").check()
    page.wait_for_function("document.querySelector('.anki-frame').offsetWidth === 800")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    write(page, "answer: Clouds", "answer: Grey clouds")
    expect(card.locator(".fd-solution")).to_contain_text("Grey clouds")
    # What is on the stage is of no origin: it can reach neither the page around it nor anything kept.
    assert card.evaluate("origin") == "null"
    assert page.evaluate("history.length") == before

    write(page, "answer: Grey clouds", "answer: [Grey")
    said = box.get_by_role("status")
    expect(said).to_contain_text("The text cannot be shown as a card yet.")
    expect(box.locator("[data-broken] a")).to_have_text("line 7")
    expect(box.get_by_text("Below is the last text that could be read.")).to_be_visible()
    expect(card.locator(".fd-solution")).to_contain_text("Grey clouds")
    write(page, "answer: [Grey", "answer: White")
    expect(said).to_have_text("The preview shows the text again.")
    expect(card.locator(".fd-solution")).to_contain_text("White")
    expect(box.locator("[data-broken]")).to_have_count(0)


def test_of_a_whole_file_the_question_that_is_written_in_is_shown(
    site: Any, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    page.goto(f"{site.url}/workshop/kinds/files/questions/own.yaml")
    shown = page.get_by_role("tabpanel", name="As learners see it").locator(".card").first
    expect(shown).to_contain_text("Where does rain come from?")
    write(page, "Which river?", "Which great river?")
    expect(shown).to_contain_text("Which great river?")


def test_what_is_typed_on_the_front_is_compared_on_the_back(
    site: Any, open_page: Callable[..., Page]
) -> None:
    page = open_page(viewport={"width": 320, "height": 800}, color_scheme="dark")
    page.goto(f"{site.url}/workshop/kinds/questions/name")
    page.get_by_role("tab", name="In Anki").click()
    card = stage(page)
    expect(card.locator("body")).to_have_class("card card1 nightMode night_mode")
    card.locator("#typeans").fill("danub<e>")
    card.locator("#typeans").press("Enter")
    expect(card.locator(".typeGood").first).to_have_text("anub")
    expect(card.locator("#typeans")).to_contain_text("<e>")
    page.get_by_label("Front").check()
    page.get_by_label("Back", exact=True).check()
    expect(card.locator("code#typeans")).to_have_text("Danube")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert findings(page) == []
