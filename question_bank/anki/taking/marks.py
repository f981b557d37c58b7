"""What stands for a picture or a gap on the way from HTML to Markdown: characters of no language."""

from __future__ import annotations

import re
from html import unescape

# Unicode promises that these never are characters of a text.
PICTURE, PICTURE_END = "\ufdd0", "\ufdd1"
GAP, GAP_NAMED, HINT, GAP_END = "\ufdd2", "\ufdd3", "\ufdd4", "\ufdd5"
LINE = "\ufdd6"

PLACED = re.compile(f"{PICTURE}([0-9]+){PICTURE_END}")
OPENED = re.compile(f"{GAP}([0-9]+){GAP_NAMED}")
ANY_GAP = re.compile(f"{GAP}[0-9]+{GAP_NAMED}|{HINT}|{GAP_END}")

# Control characters, halves of characters, and the marks above: nothing that a person wrote.
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff\ufdd0-\ufdef]")

_REFERENCE = re.compile("&#([xX][0-9a-fA-F]+|[0-9]+);?")
_MOST_DIGITS = 12


def wanted(text: str) -> str:
    """Return `text` without what no bank can hold."""
    return _UNWANTED.sub("", text).replace("\u2028", " ").replace("\u2029", " ")


def without_references(html: str) -> str:
    """Return HTML in which no reference stands for what no bank can hold, nor for a mark of ours."""
    return _REFERENCE.sub(_held, html)


def _held(found: re.Match[str]) -> str:
    if len(found[1]) > _MOST_DIGITS:  # no character, and too long a number for Python
        return "\N{REPLACEMENT CHARACTER}"
    return found[0] if wanted(unescape(found[0])) else " "


def picture(number: int) -> str:
    return f"{PICTURE}{number}{PICTURE_END}"


def gap(number: int) -> str:
    return f"{GAP}{number}{GAP_NAMED}"
