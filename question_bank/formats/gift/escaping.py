"""GIFT's backslashes: which characters are text and which are signs."""

from __future__ import annotations

import re

_PAIR = re.compile(r"\\[\\~=#{}:n]")
_RESERVED = re.compile(r"[\\~=#{}:\n]")
# No cleaned text holds this character, so what is masked is never found by a search for a sign.
_MASK = "\x01\x01"


def masked(raw: str) -> str:
    """Return `raw` with every escaped sign blotted out: as long as before, and only true signs are left."""
    return _PAIR.sub(_MASK, raw)


def unescaped(raw: str) -> str:
    """Return the text that `raw` stands for; a backslash before any other letter is a backslash."""
    return _PAIR.sub(lambda found: "\n" if found[0] == "\\n" else found[0][1], raw)


def escaped(text: str) -> str:
    """Return `text` so that none of it is a sign, on one line."""
    return _RESERVED.sub(lambda found: "\\n" if found[0] == "\n" else f"\\{found[0]}", text)
