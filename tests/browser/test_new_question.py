"""New questions written with keys alone, without scripts, and on a small screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from question_bank.reading import read_bank

from .axe import findings


@pytest.fixture
def own(bank_of: Callable[[str], Path]) -> Path:
    """The folder of a bank with one question."""
    return bank_of(
        "  - {id: first, kind: flashcard, prompt: One?, answer: One, facts: [fact], tags: [early]}\n"
    )


def choose_fact_by_keys(page: Page) -> None:
    page.get_by_label("Find a fact").focus()
    page.keyboard.type("elephants")
    expect(page.get_by_text("No fact has these words.")).to_be_visible()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("KINDS there")
    page.get_by_role("checkbox", name="There are kinds.").focus()
    page.keyboard.press("Space")


def test_a_matching_is_written_with_keys_alone(
    serve: Callable[[Path], Any], own: Path, open_page: Callable[..., Page], troubles: list[str]
) -> None:
    page = open_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{serve(own).url}/workshop/kinds/new")
    assert findings(page) == []
    page.get_by_role("link", name="Things that belong together").press("Enter")
    page.get_by_role("button", name="Add to the bank").press("Enter")
    expect(page.locator("#summary")).to_be_focused()
    assert findings(page) == []
    page.get_by_role("link", name="What do you ask?").press("Enter")
    expect(page.locator("#prompt")).to_be_focused()
    page.keyboard.type("What is what?")
    page.keyboard.press("Tab")
    # Enter goes on to the next row, and makes one behind the last.
    for number in range(4):
        expect(page.locator(f"#pairs-{number}-left")).to_be_focused()
        page.keyboard.type(f"left {number}")
        page.keyboard.press("Tab")
        page.keyboard.type(f"@right: {number}")
        page.keyboard.press("Enter")
    page.get_by_role("button", name="Remove Pair 2").press("Enter")
    expect(page.locator("#pairs-1-left")).to_be_focused()
    expect(page.locator("#pairs-1-left")).to_have_value("left 2")
    expect(page.get_by_role("group", name="Pair 4")).to_have_count(1)
    choose_fact_by_keys(page)
    expect(page.locator("[data-written] pre")).to_contain_text('right: "@right: 0"')  # without pressing Check
    page.get_by_role("button", name="Check", exact=True).last.press("Enter")
    expect(page.get_by_role("heading", name="Checked: this can be added")).to_be_visible()
    assert findings(page) == []
    page.get_by_role("button", name="Add to the bank").press("Enter")
    page.wait_for_url("**/workshop/kinds/questions/what-is-what")
    question = read_bank(own).bank.questions[-1]
    assert [(pair.left, pair.right) for pair in question.pairs] == [
        (f"left {number}", f"@right: {number}") for number in (0, 2, 3)
    ]
    troubles[:] = [each for each in troubles if "422" not in each]  # the page that was sent empty


def test_gaps_are_made_of_marked_words_and_things_moved_in_place(
    serve: Callable[[Path], Any], own: Path, open_page: Callable[..., Page]
) -> None:
    (own / "sources").mkdir()
    (own / "sources" / "book.txt").write_text("There are eleven kinds.\n")
    page = open_page(viewport={"width": 320, "height": 640}, color_scheme="dark")
    url = serve(own).url
    page.goto(f"{url}/workshop/kinds/new/cloze?fact=fact&tag=early")
    page.locator("#text").focus()
    page.keyboard.type("Rain comes from the sea ")
    page.keyboard.press("Shift+ControlOrMeta+ArrowLeft")
    page.keyboard.press("Alt+g")
    expect(page.locator("#text")).to_have_value("Rain comes from the {{c1::sea}} ")
    page.keyboard.press("ControlOrMeta+Home")
    page.keyboard.press("Alt+g")  # nothing is marked: the word at the caret
    expect(page.locator("#text")).to_have_value("{{c2::Rain}} comes from the {{c1::sea}} ")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.press("Alt+g")
    expect(page.locator("#live")).to_have_text("These words are in a gap already.")
    page.keyboard.press("ControlOrMeta+z")
    page.keyboard.press("ControlOrMeta+y")
    page.get_by_label("Gap 2: “sea”").focus()
    page.keyboard.type("ocean\nthe deep")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert findings(page) == []
    page.get_by_role("button", name="Add, and write another").press("Enter")
    page.wait_for_url("**/new/cloze?file=questions/own.yaml&fact=fact&tag=early")
    question = read_bank(own).bank.questions[-1]
    assert question.text == "{{c2::Rain}} comes from the {{c1::sea}} "
    assert question.accept == ((), ("ocean", "the deep"))

    page.goto(f"{url}/workshop/kinds/new/ordering?fact=fact")
    for number, word in enumerate(("two", "three", "one")):
        page.locator(f"#items-{number}-text").fill(word)
    page.get_by_role("button", name="Up Place 3").press("Enter")
    page.get_by_role("button", name="Up Place 2").press("Enter")
    expect(page.locator("#items-0-text")).to_have_value("one")
    expect(page.locator("#items-0-down")).to_be_focused()  # the way up ends here
    assert findings(page) == []
    page.on("dialog", lambda dialog: dialog.accept())
    for place in ("new_bank", "kinds/new-fact?source=book&paragraph=1"):
        page.goto(f"{url}/workshop/{place}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert findings(page) == []
    page.locator("[data-paragraph] blockquote").select_text()
    page.get_by_role("button", name="Take the marked words").press("Enter")
    expect(page.locator("#passage")).to_have_value("There are eleven kinds.")


def test_five_wrong_options_are_written_without_scripts_on_a_small_screen(
    serve: Callable[[Path], Any], own: Path, open_page: Callable[..., Page], troubles: list[str]
) -> None:
    page = open_page(viewport={"width": 320, "height": 640}, java_script_enabled=False)
    page.goto(f"{serve(own).url}/workshop/kinds/new/multiple_choice")
    page.get_by_label("What do you ask?").fill("Which are kinds?\n\nMark *all*.")
    page.get_by_role("textbox", name="Right option 1").fill("12:30")
    for number in range(1, 6):
        option = page.get_by_role("textbox", name=f"Wrong option {number}")
        if not option.count():
            page.get_by_role("button", name="Add another wrong option").click()
            expect(option).to_be_focused()
        option.fill(f"wrong {number}")
    page.get_by_role("button", name="Check", exact=True).last.click()
    expect(page.locator("#summary")).to_be_focused()
    expect(page.locator("#facts-error")).to_contain_text("Choose at least one fact")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_label("Find a fact").fill("kinds")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("checkbox", name="There are kinds.").check()
    page.get_by_label("Find a fact").press("Enter")  # presses Check, which changes nothing
    expect(page.locator("[data-written] pre")).to_contain_text("- 12:30")
    page.get_by_role("button", name="Add to the bank").click()
    page.wait_for_url("**/workshop/kinds/questions/*")
    question = read_bank(own).bank.questions[-1]
    assert question.prompt == "Which are kinds?\n\nMark *all*."
    assert [each.text for each in question.distractors] == [f"wrong {number}" for number in range(1, 6)]
    troubles[:] = [each for each in troubles if "422" not in each]
