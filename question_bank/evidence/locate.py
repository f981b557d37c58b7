"""From a passage's words at both ends to the one stretch of a paragraph that they enclose."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

LONGEST_END = 6  # words

_ALIKE = {
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‘’‚‛ʼ′`´", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "…": "...",
}
_ONE_FOR_ONE = str.maketrans({char: alike for char, alike in _ALIKE.items() if len(alike) == 1})
_UNEVEN = re.compile(r"…|\s\s|[^\S ]|^\s|\s$")  # what becomes more characters than it is, or fewer


class Miss(StrEnum):
    """Why two ends do not enclose exactly one stretch."""

    BEGIN_ABSENT = "begin absent"
    END_ABSENT = "end absent"
    END_BEFORE_BEGIN = "end before begin"
    SEVERAL = "several"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a paragraph's text: the half-open span and the words in it."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Plain:
    """A text in which quotes, dashes and spaces are alike; `origin[i]` is where character i came from."""

    text: str
    origin: Sequence[int]


def locate(paragraph: str, begins: str, ends: str) -> Stretch | Miss:
    """Return the only stretch of `paragraph` from the words `begins` to the words `ends`, or what is amiss.

    Both ends may overlap or be the same words. Case counts; kinds of quotes, dashes and spaces do not.
    """
    plain = _plain(paragraph)
    firsts = _spans(plain.text, _plain(begins).text)
    lasts = _spans(plain.text, _plain(ends).text)
    if not firsts:
        return Miss.BEGIN_ABSENT
    if not lasts:
        return Miss.END_ABSENT
    pairs = [(a, d) for a, b in firsts for c, d in lasts if c >= a and d >= b]
    if not pairs:
        return Miss.END_BEFORE_BEGIN
    if len(pairs) > 1:
        return Miss.SEVERAL
    start, end = plain.origin[pairs[0][0]], plain.origin[pairs[0][1] - 1] + 1
    return Stretch(start, end, paragraph[start:end])


def occurrences(paragraph: str, words: str) -> int:
    return len(_spans(_plain(paragraph).text, _plain(words).text))


def as_written(paragraph: str, words: str) -> str:
    """Return how the paragraph writes `words` when only upper and lower case differ, or ""."""
    plain, wanted = _plain(paragraph), _plain(words).text
    spans = _spans(plain.text.lower(), wanted.lower()) if len(plain.text.lower()) == len(plain.text) else []
    if not spans:
        return ""
    return paragraph[plain.origin[spans[0][0]] : plain.origin[spans[0][1] - 1] + 1]


def longest_beginning(paragraph: str, words: str) -> str:
    """Return the longest run of leading words that the paragraph does contain, or ""."""
    pieces = words.split()
    for count in range(len(pieces) - 1, 0, -1):
        if occurrences(paragraph, " ".join(pieces[:count])):
            return " ".join(pieces[:count])
    return ""


def _plain(text: str) -> _Plain:
    return _letter_for_letter(text) or _rewritten(text)


def _letter_for_letter(text: str) -> _Plain | None:
    """Return the plain text where each character has one of its own, as nearly always; else None."""
    if _UNEVEN.search(text):
        return None
    plain = text.translate(_ONE_FOR_ONE)
    return _Plain(plain, range(len(plain))) if unicodedata.is_normalized("NFC", plain) else None


def _rewritten(text: str) -> _Plain:
    out: list[str] = []
    origin: list[int] = []
    for position, char in enumerate(text):
        replaced = " " if char.isspace() else _ALIKE.get(char, char)
        if replaced == " " and (not out or out[-1] == " "):
            continue
        out.extend(replaced)
        origin.extend([position] * len(replaced))
    while out and out[-1] == " ":
        out.pop()
        origin.pop()
    joined = "".join(out)
    composed = unicodedata.normalize("NFC", joined)
    if len(composed) != len(joined):
        return _composed(out, origin)
    return _Plain(composed, tuple(origin))


def _composed(chars: list[str], origin: list[int]) -> _Plain:
    """Put letters and the accents that follow them together, keeping where each letter came from."""
    out: list[str] = []
    places: list[int] = []
    for char, place in zip(chars, origin, strict=True):
        joined = unicodedata.normalize("NFC", out[-1] + char) if out else ""
        if unicodedata.combining(char) and len(joined) == 1:
            out[-1], places[-1] = joined, place
        else:
            out.append(char)
            places.append(place)
    return _Plain("".join(out), tuple(places))


def _spans(text: str, words: str) -> list[tuple[int, int]]:
    """Return where `words` stand in `text` as whole words, overlapping finds included."""
    found: list[tuple[int, int]] = []
    position = text.find(words) if words else -1
    while position >= 0:
        end = position + len(words)
        if not _joins(text, position) and not _joins(text, end):
            found.append((position, end))
        position = text.find(words, position + 1)
    return found


def _joins(text: str, position: int) -> bool:
    """Say whether a word goes on across `position`."""
    return 0 < position < len(text) and text[position - 1].isalnum() and text[position].isalnum()
