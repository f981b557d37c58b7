"""A deck from Anki on the narrowest phone, without scripts and by keyboard: from the file to the bank."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import genanki
import pytest
from playwright.sync_api import Page, expect

from question_bank.anki.identity import note_guid

from .conftest import WIDE

pytestmark = pytest.mark.browser
QUESTION = (
    "  - id: vapour\n    kind: flashcard\n    prompt: What is vapour?\n    answer: Water in the air\n"
    "    explanation: It is invisible.\n    facts: [fact]\n"
)
LONG = "Donaudampfschifffahrtsgesellschaftskapitän" * 3


def deck(folder: Path) -> Path:
    """Return a deck with names that leave no room, and one note of our bank, edited."""
    basic = genanki.Model(
        1_000_001,
        f"Basic {LONG}",
        fields=[{"name": "Front"}, {"name": LONG}],
        templates=[{"name": "Card", "qfmt": "{{Front}}", "afmt": f"{{{{{LONG}}}}}"}],
    )
    ours = genanki.Model(
        1_000_002,
        "Taken home",
        fields=[{"name": name} for name in ("ID", "Prompt", "Answer", "Explanation")],
        templates=[{"name": "Card", "qfmt": "{{Prompt}}", "afmt": "{{Answer}}"}],
    )
    made = genanki.Deck(1_000_003, "Geography")
    for number in range(5):
        made.add_note(genanki.Note(basic, [f"Which is {number}? {LONG}", f"This {LONG}"], guid=f"g{number}"))
    fields = ["kinds/vapour", "What is vapour, then?", "Water in the air", "It is invisible."]
    made.add_note(genanki.Note(ours, fields, guid=note_guid("kinds", "vapour")))
    path = folder / "a deck.apkg"
    genanki.Package(made).write_to_file(str(path))
    return path


def test_a_deck_is_brought_mapped_accounted_for_and_added_without_scripts(
    serve: Callable[[Path], Any],
    bank_of: Callable[[str], Path],
    open_page: Callable[..., Page],
    looked_at: Callable[[Page], None],
    tmp_path: Path,
    troubles: list[str],
) -> None:
    folder = bank_of(QUESTION)
    site, package = serve(folder), deck(tmp_path)
    page = open_page(viewport={"width": 320, "height": 740}, java_script_enabled=False)
    page.goto(f"{site.url}/workshop/kinds/import")
    page.get_by_role("link", name="From Anki").click()
    page.get_by_role("button", name="See what is in it").click()
    expect(page.locator("#summary")).to_be_focused()
    looked_at(page)
    page.get_by_label("The package").set_input_files(package)
    page.get_by_role("button", name="See what is in it").click()
    expect(page.get_by_role("heading", name="Notes 1 to 3 of 5")).to_be_visible()
    looked_at(page)

    page.get_by_label("Note", exact=True).fill("4")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Notes 4 to 5 of 5")).to_be_visible()
    page.get_by_label("Its notes become").select_option(label="Cloze")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Previous").press("Enter")
    expect(page.locator("#why")).to_have_text("Chosen by you.")
    expect(page.locator(".stays").first).to_contain_text("without a gap")
    looked_at(page)
    page.get_by_label("Its notes become").select_option(label="Flashcard")
    page.get_by_role("button", name="Go on: what becomes of each note").click()
    expect(page.get_by_role("heading", name="5 come in")).to_be_visible()
    expect(page.get_by_role("heading", name="1 came from Factdeck")).to_be_visible()
    looked_at(page)

    page.get_by_role("link", name=re.compile("See the 1 text")).click()
    looked_at(page)
    page.get_by_role("button", name="Take over what Anki says").click()
    expect(page.locator(".message")).to_contain_text("“vapour” now says what Anki says.")
    expect(page.locator(".all-well")).to_be_visible()
    assert "prompt: What is vapour, then?" in (folder / "questions" / "own.yaml").read_text(encoding="utf-8")
    page.go_back()
    page.goto(page.url.replace("/edited", "/report"))
    page.get_by_role("button", name="Add 5 questions").click()
    expect(page.locator(".message")).to_contain_text("5 questions were added")
    assert not page.evaluate(WIDE)

    page.goto(f"{site.url}/my-data/anki")
    looked_at(page)
    page.get_by_label("The package").set_input_files(package)
    page.get_by_role("button", name="See what would be added").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("There is nothing to add")
    looked_at(page)
    troubles[:] = [line for line in troubles if "422" not in line]  # no file was chosen at first
