"""The decks of a package: one per bank under `Factdeck`, and below it, if wanted, one per first tag."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import genanki

from question_bank.anki.escaping import clean
from question_bank.anki.identity import deck_id, deck_names, deck_part
from question_bank.anki.ids import ROOT_DECK_ID
from question_bank.anki.options import SubDecks
from question_bank.markup import inline_html
from question_bank.model import Bank, Question

ROOT_DECK = "Factdeck"
NO_PRESET = 1  # the one that every collection has


@dataclass(frozen=True, slots=True)
class Deck:
    """`name` is the full one, with `::` between the levels; `description` is HTML."""

    id: int
    name: str
    description: str = ""


class Decks:
    """Says where each question's cards go, and remembers which decks that takes."""

    def __init__(self, banks: Sequence[Bank], sub_decks: SubDecks) -> None:
        self._by_tag = sub_decks is SubDecks.BY_TAG
        self._of_banks = {
            bank.id: Deck(deck_id(bank.id), name, inline_html(clean(bank.description)))
            for bank, name in zip(banks, deck_names(banks), strict=True)
        }
        self._below: dict[tuple[str, str], Deck] = {}
        self._used: dict[int, Deck] = {}
        self._filled: dict[int, str] = {}

    def of(self, bank: Bank, question: Question) -> Deck:
        deck = whole = self._of_banks[bank.id]
        if self._by_tag and question.tags and (below := deck_part(question.tags[0])):
            deck = self._of_tag(bank, whole, below)
        if deck.id not in self._filled:
            self._used[whole.id] = whole
            self._used[deck.id] = deck
            self._filled[deck.id] = deck.name
        return deck

    @property
    def filled(self) -> tuple[str, ...]:
        """The names of the decks that have cards of their own."""
        return tuple(self._filled.values())

    def to_json(self, preset: int = NO_PRESET) -> dict[str, Any]:
        """Return the decks as Anki's oldest format has them, all with the same options."""
        root = Deck(ROOT_DECK_ID, ROOT_DECK, "Question banks that show their sources.")
        return {
            str(deck.id): genanki.Deck(deck.id, deck.name, deck.description).to_json() | {"conf": preset}
            for deck in (root, *self._used.values())
        }

    def _of_tag(self, bank: Bank, whole: Deck, below: str) -> Deck:
        # Anki compares the names of decks without regard to case: the first way to write one counts.
        key = bank.id, below.casefold()
        if key not in self._below:
            self._below[key] = Deck(deck_id(bank.id, key[1]), f"{whole.name}::{below}")
        return self._below[key]
