"""The pictures of the guide to Anki: what an import will do, a card day and night, another deck's notes."""

from __future__ import annotations

import html
import re
import tempfile
from collections.abc import Callable
from pathlib import Path

import genanki
from flask import Flask
from playwright.sync_api import Page

from question_bank.anki.rendering import CardSides, render_cards
from question_bank.anki.templates import stylesheet
from question_bank.model import Bank, SingleChoice
from question_bank.reading import read_bank
from quiz.services import starting
from quiz.services.context import current_context

Save = Callable[[Page, str], None]

_DECK = "Chemistry::Elements"
_NOTES = (
    ("Which element has the symbol <b>Fe</b>?", "Iron"),
    ("Which element melts at the highest temperature, after carbon?", "Tungsten"),
    ("Which gas makes up most of the air?", "Nitrogen"),
)


def photograph_anki(page: Page, app: Flask, url: str, folder: Path, save: Save) -> None:
    """Take the bank in `folder` along, change it, and look at what the next import will do; bring a deck."""
    key = folder.name
    page.goto(f"{url}/banks/{key}/anki")
    with page.expect_download():
        page.get_by_role("button", name="Download for Anki").click()
    _change(app, folder)
    page.goto(f"{url}/banks/{key}/anki")
    save(page, "anki-take")
    _bring(page, f"{url}/workshop/{key}")
    save(page, "anki-notes")
    _show_card(page, folder)
    save(page, "anki-cards")


def _change(app: Flask, folder: Path) -> None:
    """Reword two questions and take one out, as a teacher would, and let the application notice."""
    file = sorted(folder.glob("questions/*.yaml"))[0]
    text = file.read_text(encoding="utf-8")
    blocks = re.split(r"(?m)^(?=  - id:)", text.replace("in August 2011", "in the August of 2011", 2))
    file.write_text("".join(blocks[:-1]), encoding="utf-8")
    with app.app_context():
        starting.prepare(current_context())


def _bring(page: Page, workshop: str) -> None:
    deck = genanki.Deck(1720000001, _DECK)
    for front, back in _NOTES:
        deck.add_note(genanki.Note(genanki.BASIC_MODEL, [front, back]))
    with tempfile.TemporaryDirectory() as folder:
        package = Path(folder) / "elements.apkg"
        genanki.Package(deck).write_to_file(package)
        page.goto(workshop)
        page.get_by_role("link", name="Bring questions").click()
        page.get_by_role("link", name="From Anki").click()
        page.get_by_label("The package").set_input_files(package)
        page.get_by_role("button", name="See what is in it").click()
        page.locator(".note-question").first.wait_for()


def _show_card(page: Page, folder: Path) -> None:
    """Show the back of a choice twice, on two phones side by side."""
    bank = read_bank(folder).bank
    if bank is None:
        raise LookupError(f"{folder} cannot be read")
    side = _choice(bank).shown_back()
    phones = "".join(
        f'<iframe width="360" height="720" srcdoc="{html.escape(_document(side, look))}"></iframe>'
        for look in ("card", "card nightMode")
    )
    style = "body { margin: 0; padding: 20px; display: flex; gap: 20px; background: #8a93a0 }"
    page.set_viewport_size({"width": 780, "height": 760})
    page.goto("about:blank")
    page.set_content(f"<style>{style} iframe {{ border: 0; border-radius: 18px }}</style>{phones}")
    page.frame_locator("iframe >> nth=1").locator("article").wait_for()


def _choice(bank: Bank) -> CardSides:
    """Return the card of the first single choice with an explanation."""
    question = next(each for each in bank.questions if isinstance(each, SingleChoice) and each.explanation)
    (card,) = render_cards(bank, question, lambda file: file)
    return card


def _document(side: str, look: str) -> str:
    return f'<!doctype html><meta charset="utf-8"><style>{stylesheet()}</style><body class="{look}">{side}'
