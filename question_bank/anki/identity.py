"""Who is who in Anki: GUIDs of notes and ids of decks, made from permanent ids alone."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from question_bank.model import Bank, Question

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
# Digits are taken two at a time, the lower one first, from numbers that a processor can hold.
_PAIRS = tuple(low + high for high in _DIGITS for low in _DIGITS)
_EIGHT_DIGITS = len(_DIGITS) ** 8
_AT_ENDS = " :"  # what Anki takes away at both ends of a deck's name


def note_guid(bank_id: str, first_id: str) -> str:
    """Return the note's GUID, 16 letters and digits. Anki matches notes by it, so this must never change."""
    high, low = divmod(_hash(f"factdeck note\x1f{bank_id}\x1f{first_id}"), _EIGHT_DIGITS)
    return _eight_digits(low) + _eight_digits(high)


def note_name(bank_id: str, first_id: str) -> str:
    """Return what the note's `ID` field says; `ID:bank/question` finds the note in Anki's search."""
    return f"{bank_id}/{first_id}"


def deck_id(bank_id: str, below: str = "") -> int:
    """Return the id of the bank's deck, or of one below it; exact in a JavaScript number."""
    named = f"factdeck deck\x1f{bank_id}\x1f{below}" if below else f"factdeck deck\x1f{bank_id}"
    return 10**15 + _hash(named) % (8 * 10**15)


def preset_id(name: str) -> int:
    """Return the id of deck options of this name; Anki keeps those that it already has."""
    return 10**15 + _hash(f"factdeck preset\x1f{name}") % (8 * 10**15)


def shuffled(question: Question, texts: Sequence[str]) -> tuple[str, ...]:
    """Return `texts` in an order made from the question's first id and the texts, never from the key."""
    return tuple(sorted(texts, key=lambda text: (_hash(f"{question.first_id}\x1f{text}"), text)))


def deck_names(banks: Sequence[Bank]) -> tuple[str, ...]:
    """Return each bank's deck, `Factdeck::<title>`; banks with one title get their ids in brackets.

    Anki compares deck names without regard to case, and `::` in a title would open a deck below it.
    """
    titles = [_title(bank) for bank in banks]
    folded = [title.casefold() for title in titles]
    return tuple(
        f"Factdeck::{title} ({bank.id})" if folded.count(title.casefold()) > 1 else f"Factdeck::{title}"
        for title, bank in zip(titles, banks, strict=True)
    )


def deck_part(tag: str) -> str:
    """Return the name, below its bank's, of the deck for a tag, "" for one without any letter; `::` nests."""
    pieces = (" ".join(piece.split()).strip(_AT_ENDS) for piece in _printable(tag).split("::"))
    return "::".join(piece for piece in pieces if piece)


def _title(bank: Bank) -> str:
    pieces = (piece.strip() for piece in _printable(bank.title).split("::"))
    return " ".join(": ".join(piece for piece in pieces if piece).split()).strip(_AT_ENDS) or bank.id


def _printable(text: str) -> str:
    printable = "".join(character if character.isprintable() else " " for character in text)
    return printable.replace('"', "”")


def _eight_digits(number: int) -> str:
    number, first = divmod(number % _EIGHT_DIGITS, len(_PAIRS))
    number, second = divmod(number, len(_PAIRS))
    fourth, third = divmod(number, len(_PAIRS))
    return _PAIRS[first] + _PAIRS[second] + _PAIRS[third] + _PAIRS[fourth]


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:16], "big")
