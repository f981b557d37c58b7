"""In which order a sheet shows options: by the question and the options themselves, never by the key."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from question_bank.model import Matching, Ordering, Question
from question_bank.model.texts import option_texts

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def options_of(question: Question) -> tuple[str, ...]:
    """Return choices, an ordering's items or a matching's right sides as they are printed; () for others.

    The same question is printed the same every time. An ordering may, as often as chance has it, be printed
    in its right order: to avoid that would tell something of the key.
    """
    match question:
        case Ordering():
            return _shuffled((item.text for item in question.items), question.first_id)
        case Matching():
            rights = {*(pair.right for pair in question.pairs), *question.spare}
            return _shuffled(rights, question.first_id)
        case _:
            return _shuffled(option_texts(question), question.first_id)


def letter(index: int) -> str:
    """Return the letter of an option; past Z its number."""
    return _LETTERS[index] if index < len(_LETTERS) else str(index + 1)


def _shuffled(texts: Iterable[str], seed: str) -> tuple[str, ...]:
    return tuple(sorted(texts, key=lambda text: (_place(text, seed), text)))


def _place(text: str, seed: str) -> bytes:
    return hashlib.sha256(f"{seed}\0{text}".encode()).digest()
