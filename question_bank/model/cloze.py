"""Anki's cloze notation, `{{c1::answer::hint}}`, taken apart. Deletions do not nest here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_DELETION = re.compile(r"\{\{c(?P<number>[0-9]{1,3})::(?P<body>.*?)\}\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Deletion:
    """One gap: its cloze number (from 1), the hidden text, the hint (or ""), and its span in the text."""

    number: int
    answer: str
    hint: str
    start: int
    end: int


@lru_cache(maxsize=64)
def deletions(text: str) -> tuple[Deletion, ...]:
    """Return the gaps of `text` in order of appearance."""
    found = []
    for match in _DELETION.finditer(text):
        answer, _, hint = match["body"].partition("::")
        found.append(Deletion(int(match["number"]), answer, hint, match.start(), match.end()))
    return tuple(found)


def numbers(text: str) -> tuple[int, ...]:
    """Return the distinct cloze numbers, ascending: each is a card of its own."""
    return tuple(sorted({deletion.number for deletion in deletions(text)}))


def pieces(text: str) -> tuple[str | Deletion, ...]:
    """Return `text` cut into plain stretches and gaps, in order; joined again they are the whole."""
    cut: list[str | Deletion] = []
    position = 0
    for deletion in deletions(text):
        if deletion.start > position:
            cut.append(text[position : deletion.start])
        cut.append(deletion)
        position = deletion.end
    if position < len(text):
        cut.append(text[position:])
    return tuple(cut)


def revealed(text: str) -> str:
    """Return `text` with every gap filled in."""
    return "".join(piece if isinstance(piece, str) else piece.answer for piece in pieces(text))


def blanked(text: str, gap: str = "[...]") -> str:
    """Return `text` with every gap shown as `gap`, hints in brackets after it."""
    return "".join(
        piece if isinstance(piece, str) else f"[{piece.hint}]" if piece.hint else gap
        for piece in pieces(text)
    )
