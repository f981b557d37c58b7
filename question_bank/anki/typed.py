"""What was typed on a card beside what was to be typed, letter by letter, as Anki shows it."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from html import escape, unescape

_ARROW = "<br><span id=typearrow>&darr;</span><br>"


def compared(field: str, typed: str) -> str:
    """Return the comparison's HTML: `field`, the HTML of what was to be typed, beside the plain text `typed`.

    Where nothing was typed it is the answer alone, where all is right one line, else two.
    """
    expected = _one_line(field)
    if not typed:
        return _code(escape(expected))
    expected, typed = _simple(expected), _simple(typed)
    if typed == expected:
        return _code(f"<span class=typeGood>{escape(typed)}</span>")
    ours, theirs = [], []
    matcher = SequenceMatcher(None, typed, expected, autojunk=False)
    for what, start, end, start_there, end_there in matcher.get_opcodes():
        if what == "equal":
            ours.append(_span("Good", typed[start:end]))
            theirs.append(_span("Good", expected[start_there:end_there]))
            continue
        if end > start:
            ours.append(_span("Bad", typed[start:end]))
        if end_there > start_there:
            theirs.append(_span("Missed", expected[start_there:end_there]))
            if end == start:
                ours.append(_span("Missed", "-" * (end_there - start_there)))
    return _code("".join(ours) + _ARROW + "".join(theirs))


def _simple(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _one_line(html: str) -> str:
    text = re.sub(r"\n+", " ", re.sub(r"<[^>]*>", "", html))
    # Anki makes plain spaces of the firm ones only where it has references to resolve.
    return (unescape(text).replace("\xa0", " ") if "&" in text else text).strip()


def _code(html: str) -> str:
    return f"<code id=typeans>{html}</code>"


def _span(name: str, text: str) -> str:
    # A mark without a letter of its own would stand over the letter of the stretch before.
    carrier = "\xa0" if unicodedata.category(text[0]).startswith("M") else ""
    return f"<span class=type{name}>{carrier}{escape(text)}</span>"
