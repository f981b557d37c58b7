"""A learner takes a bank to Anki: with and without scripts, on the narrowest screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from quiz.factory import prepare

from .axe import findings_by_day_and_night

pytestmark = pytest.mark.browser
NARROW = {"viewport": {"width": 320, "height": 700}}
FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"


@pytest.fixture
def folder(kinds_bank: Callable[[int], Path]) -> Path:
    return kinds_bank(2)


def edit(site: Any, folder: Path) -> None:
    """A day later one question is changed, another taken out, a third has come."""
    cards = folder / "questions" / "flashcard.yaml"
    first, second = cards.read_text(encoding="utf-8").split("  - id: flashcard-1")
    changed = first.replace("which one?", "which of them?")
    cards.write_text(f"{changed}  - id: another{second}", encoding="utf-8")
    site.clock.advance(days=1)
    prepare(site.app)


def test_the_page_follows_each_choice_and_knows_of_the_download(
    serve: Callable[[Path], Any], folder: Path, open_page: Callable[..., Page], troubles: list[str]
) -> None:
    site = serve(folder)
    page = open_page(**NARROW, permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{site.url}/banks/kinds")
    page.get_by_role("link", name="Take this bank to Anki").click()
    expect(page.get_by_text("22 questions: the whole bank")).to_have_count(0)
    expect(page.locator("#sum dd").first).to_have_text("22")
    page.get_by_text("Choose what goes").click()
    expect(page.get_by_role("button", name="Show what that does")).to_be_hidden()
    page.get_by_role("checkbox", name="cloze").check()
    expect(page.locator("#sum dd").first).to_have_text("2")
    expect(page.locator("#live")).to_have_text("2 questions go.")
    assert page.url.endswith("?tag=cloze&decks=one&progress=without&new_place=")
    page.get_by_label("Which Anki is it for?").fill("x" * 61)
    page.get_by_role("checkbox", name="cloze").uncheck()
    expect(page.locator("#sum .field-error")).to_contain_text("Give that Anki a shorter name")
    expect(page.get_by_label("Which Anki is it for?")).to_have_value("x" * 61)
    assert [line for line in troubles if "422" not in line] == []
    troubles.clear()
    page.get_by_label("Which Anki is it for?").fill("my phone")
    page.get_by_role("radio", name="With it:").check()
    expect(page.get_by_text("Import any deck presets")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download for Anki").click()
    assert download.value.suggested_filename == "kinds.apkg"
    expect(page.locator("#live")).to_have_text("Downloaded. Open the file in Anki.")
    expect(page.locator("#formers")).to_contain_text("for my phone")
    expect(page.locator("#told-same")).to_have_text("22 unchanged")

    edit(site, folder)
    page.goto(f"{site.url}/banks/kinds/anki?decks=tag")
    first = page.locator(".told-group").first
    expect(first.get_by_role("heading")).to_have_text("1 changed")
    expect(first).to_contain_text("flashcard 0, which of them?")
    first.get_by_role("button", name="Copy").click()
    expect(page.locator("#live")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == '"ID:kinds/flashcard-0"'
    page.get_by_role("button", name="I have deleted them").click()
    expect(page.get_by_text("1 question counts as deleted.")).to_be_visible()
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    assert page.evaluate(FITS)
    assert findings_by_day_and_night(page) == []


def test_without_scripts_the_same_is_a_form(
    serve: Callable[[Path], Any], folder: Path, open_page: Callable[..., Page]
) -> None:
    site = serve(folder)
    page = open_page(**NARROW, java_script_enabled=False)
    page.goto(f"{site.url}/banks/kinds/anki")
    page.get_by_text("Choose what goes").click()
    page.get_by_role("checkbox", name="cloze").check()
    page.get_by_role("radio", name="A deck below it").check()
    page.get_by_role("button", name="Show what that does").click()
    expect(page.locator("#sum dd").first).to_have_text("2")
    expect(page.get_by_role("checkbox", name="cloze")).to_be_checked()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download for Anki").click()
    assert download.value.suggested_filename == "kinds.apkg"
    page.reload()
    expect(page.locator("#told-same")).to_have_text("2 unchanged")
    page.goto(f"{site.url}/banks/kinds/anki?tag=cloze&decks=one")
    expect(page.get_by_label("Search for those that belong to")).to_be_visible()
    expect(page.get_by_role("button", name="Copy")).to_have_count(0)
    page.get_by_text("Change", exact=False).last.click()
    page.get_by_role("button", name="I never imported it: forget it").click()
    expect(page.get_by_text("The package is forgotten")).to_be_visible()
    expect(page.locator("#formers")).to_have_count(0)
