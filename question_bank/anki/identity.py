"""Who is who in Anki: GUIDs of notes and ids of decks, made from permanent ids alone."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from question_bank.model import Bank, Question

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def note_guid(bank_id: str, first_id: str) -> str:
    """Return the note's GUID, 16 letters and digits. Anki matches notes by it, so this must never change."""
    number = _hash(f"factdeck note\x1f{bank_id}\x1f{first_id}")
    letters = []
    for _ in range(16):
        number, digit = divmod(number, len(_DIGITS))
        letters.append(_DIGITS[digit])
    return "".join(letters)


def note_name(bank_id: str, first_id: str) -> str:
    """Return what the note's `ID` field says; `ID:bank/question` finds the note in Anki's search."""
    return f"{bank_id}/{first_id}"


def deck_id(bank_id: str) -> int:
    """Return the id of the bank's deck, small enough to be exact in a JavaScript number."""
    return 10**15 + _hash(f"factdeck deck\x1f{bank_id}") % (8 * 10**15)


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


def _title(bank: Bank) -> str:
    printable = "".join(character if character.isprintable() else " " for character in bank.title)
    pieces = (piece.strip() for piece in printable.replace('"', "”").split("::"))
    return " ".join(": ".join(piece for piece in pieces if piece).split()) or bank.id


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:16], "big")
