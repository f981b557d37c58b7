"""A pasted page sorted out: its lines, the article's paragraphs, and what it says about itself."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from question_bank.drafting.furniture import furniture_in
from question_bank.drafting.values import Furniture, Line, Refusal, Refused
from question_bank.folders import LARGEST_SOURCE
from question_bank.grading.words import content_words

_BREAKS = re.compile(r"\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# What no text shows and YAML cannot hold.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff\u200b\u2060\u00ad]"
)
_SENTENCE_END = re.compile(r"[.!?…。！？।؟][\"'”’»)\]]*$")
_WRAPPED = (40, 100)  # characters at which a mail program or a page of plain text breaks its lines
MOST_LINES = 20_000  # what has more is no article
_SHOWN = 200  # characters of what was left out
_TITLE_WORDS = 20
_SCRAP_WORDS = 12
_OPENING = 12  # lines of the text in which a headline's words come back


@dataclass(frozen=True, slots=True)
class Page:
    """`paragraphs` are the material, each on one line; `lines` are the page as it was pasted, each judged.

    `cut` says what of the page was too long to be looked at.
    """

    lines: tuple[Line, ...]
    paragraphs: tuple[str, ...]
    cut: tuple[Refused, ...] = ()


def sort_out(article: str, chosen: Mapping[int, bool]) -> Page:
    """Return the page with every line judged; `chosen` overrules that by the line's number."""
    every = _BREAKS.split(article[:LARGEST_SOURCE])
    texts = [_clean(text) for text in every[:MOST_LINES]]
    lines = [Line(number, text) for number, text in enumerate(texts, 1)]
    lines = _judged(lines)
    lines = [_overruled(line, chosen) for line in lines]
    return Page(tuple(lines), tuple(_paragraphs(lines)), tuple(_cut(article, every)))


def _cut(article: str, lines: Sequence[str]) -> Iterator[Refused]:
    if len(article) > LARGEST_SOURCE:
        detail = f"only the first {LARGEST_SOURCE:,} characters of the text are read"
        yield Refused(article[LARGEST_SOURCE:][:_SHOWN], Refusal.TOO_LONG, detail)
    beyond = [text for text in lines[MOST_LINES:] if text.strip()]
    if beyond:
        detail = f"only the first {MOST_LINES:,} lines are read"
        yield Refused(beyond[0][:_SHOWN].strip(), Refusal.TOO_LONG, detail, len(beyond))


def _clean(text: str) -> str:
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return unicodedata.normalize("NFC", " ".join(_UNSEEN.sub("", text).split()))


def _overruled(line: Line, chosen: Mapping[int, bool]) -> Line:
    if line.number not in chosen:
        return line
    if chosen[line.number]:
        return replace(line, furniture=None, sign="")
    return line if line.furniture else replace(line, furniture=Furniture.CHOSEN)


def _judged(lines: list[Line]) -> list[Line]:
    wrapped = _is_wrapped([line.text for line in lines])
    counts = Counter(line.text for line in lines if line.text)
    first = next((at for at, line in enumerate(lines) if _is_paragraph(line.text)), len(lines))
    judged = []
    for at, line in enumerate(lines):
        inside = wrapped and _goes_on(lines, at)
        found = None if not line.text or inside else furniture_in(line.text)
        if found is None and line.text and not inside:
            found = _scrap(line.text, counts, before=at < first)
        judged.append(replace(line, furniture=found[0], sign=found[1]) if found else line)
    return _with_title(judged, first)


def _scrap(text: str, counts: Counter[str], before: bool) -> tuple[Furniture, str] | None:
    """Return why a line that no rule knows is still no paragraph of the article."""
    if not any(char.isalnum() for char in text):
        return Furniture.SCRAP, text[:20]
    if counts[text] > 1 and len(text) < 200:
        return Furniture.SCRAP, text[:60]
    if _SENTENCE_END.search(text) or (text.endswith(":") and not before):
        return None
    # A headline between paragraphs, a menu, a name alone: no sentence that could be cited.
    longest = _TITLE_WORDS if before else _SCRAP_WORDS
    return (Furniture.SCRAP, text[:60]) if len(text.split()) <= longest and _is_spaced(text) else None


def _is_spaced(text: str) -> bool:
    """Say whether the script puts spaces between words; of others nobody can count the words so."""
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return wide * 2 < len(text)


def _is_paragraph(text: str) -> bool:
    if furniture_in(text) is not None or not _SENTENCE_END.search(text):
        return False
    return len(text) >= 60 or not _is_spaced(text)


def _is_wrapped(texts: Sequence[str]) -> bool:
    """Say whether paragraphs were broken into lines of about the same length, blank lines between them."""
    filled = [len(text) for text in texts if text]
    if len(filled) < 6 or max(filled) > _WRAPPED[1]:
        return False
    return sum(length >= _WRAPPED[0] for length in filled) * 3 >= len(filled) * 2


def _goes_on(lines: Sequence[Line], at: int) -> bool:
    """Say whether a line belongs to a paragraph of several lines."""
    beside = [lines[other].text for other in (at - 1, at + 1) if 0 <= other < len(lines)]
    return any(len(text) >= _WRAPPED[0] for text in beside)


def _with_title(lines: list[Line], first: int) -> list[Line]:
    """Mark the headline: the first line above the text that shares enough words with it."""
    said = {word for line in lines[first : first + _OPENING] for word in content_words(line.text)}
    candidates = [
        line.text
        for line in lines[:first]
        if line.furniture is Furniture.SCRAP and 2 <= len(line.text.split()) <= _TITLE_WORDS
    ]
    if not candidates:
        return lines
    shared = [len(content_words(text).keys() & said) for text in candidates]
    # Of a headline and the line below it both share words with the text.
    title = next(text for count, text in zip(shared, candidates, strict=True) if 2 * count >= max(shared))
    return [
        replace(line, furniture=Furniture.TITLE, sign="") if line.text == title else line for line in lines
    ]


def _paragraphs(lines: Sequence[Line]) -> list[str]:
    """Return the material, with the lines of a broken paragraph joined."""
    if not _is_wrapped([line.text for line in lines]):
        return [line.text for line in lines if line.text and line.furniture is None]
    found: list[str] = []
    open_ = False
    for line in lines:
        if not line.text or line.furniture is not None:
            open_ = False
        elif open_:
            found[-1] = _joined(found[-1], line.text)
        else:
            found.append(line.text)
            open_ = True
    return found


def _joined(before: str, after: str) -> str:
    if re.search(r"[a-z]-$", before) and after[:1].islower():
        return before[:-1] + after
    return f"{before} {after}"
