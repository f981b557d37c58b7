"""In which deck a note lies, which of its cards are there, and the file that its questions go into."""

from __future__ import annotations

from question_bank.anki.packages.values import AnkiCard, AnkiNote, AnkiPackage
from question_bank.anki.taking.notes import clean_tag
from question_bank.writing.names import slug

_QUESTIONS_A_FILE = 500
_DEFAULT_DECK = 1  # Anki's own, which every collection has and which says nothing


class Decks:
    """A card that a filtered deck borrowed counts as lying where it came from."""

    def __init__(self, package: AnkiPackage) -> None:
        self._names = {deck.id: deck.name for deck in package.decks if deck.id != _DEFAULT_DECK}
        self._cards: dict[int, list[AnkiCard]] = {}
        for card in package.cards:
            self._cards.setdefault(card.note_id, []).append(card)
        self._counts: dict[str, int] = {}

    def of(self, note: AnkiNote) -> str:
        """Return the name of the deck of a note's first card, "" if it lies in none."""
        for card in sorted(self._cards.get(note.id, ()), key=lambda each: each.ord):
            if name := self._names.get(card.original_deck_id or card.deck_id):
                return clean_tag(name)
        return ""

    def ords(self, note: AnkiNote) -> tuple[int, ...]:
        return tuple(sorted(card.ord for card in self._cards.get(note.id, ())))

    def file_of(self, note: AnkiNote) -> str:
        """Return the file for one more question of the note's deck; large decks are divided."""
        stem = slug(self.of(note).replace("::", " ")) or "imported"
        count = self._counts[stem] = self._counts.get(stem, 0) + 1
        number = (count - 1) // _QUESTIONS_A_FILE + 1
        return stem if number == 1 else f"{stem}-part-{number}"
