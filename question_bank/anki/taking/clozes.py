"""Anki's cloze notation taken apart as Anki does it, and put together as a bank can hold it.

In Anki gaps stand in each other and belong to several cards; in a bank they do not. Such a text becomes a
question for each card. Held to the real Anki by a test.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from question_bank.anki.taking import marks
from question_bank.anki.taking.sanitising import TooLongError
from question_bank.anki.taking.texts import Find, Text, read_marked, read_text, shown_letters
from question_bank.model.cloze import deletions

_TOKEN = re.compile(r"\{\{c(?P<numbers>[0-9]{1,4}(?:,[0-9]{1,4}){0,20})::|(?P<end>\}\})")
_DEEPEST = 8  # gaps inside gaps: as many as nobody makes
_HIGHEST = 999  # three digits
_GAPS = 500
_LINES_AROUND = re.compile(r"\A(?:\\\n|\s)+|(?:\\\n|\s)+\Z")
_ALMOST_A_GAP = re.compile(r"\{\{|\}\}|\{\s*[cC]?\s*[0-9]+\s*:|^[{}]|[{}]$")


@dataclass(slots=True)
class Gap:
    """A gap of Anki's; `inside` is HTML, and gaps."""

    numbers: tuple[int, ...]
    opening: str
    inside: list[str | Gap] = field(default_factory=list)
    hint: str = ""


Nodes = Sequence["str | Gap"]


@dataclass(frozen=True, slots=True)
class Hidden:
    """A gap of a bank's, all of it Markdown but the hint."""

    number: int
    answer: str
    hint: str = ""

    @property
    def is_picture(self) -> bool:
        """Say whether there is nothing in it that can be typed."""
        return not shown_letters(self.answer)


@dataclass(frozen=True, slots=True)
class ClozeText:
    """A text's pieces in order, and what belongs to the whole (`whole.markdown` has marks for the gaps)."""

    pieces: tuple[str | Hidden, ...]
    whole: Text

    @property
    def gaps(self) -> tuple[Hidden, ...]:
        return tuple(piece for piece in self.pieces if isinstance(piece, Hidden))

    @property
    def text(self) -> str:
        """The text as a question of kind cloze holds it."""
        return "".join(piece if isinstance(piece, str) else _notation(piece) for piece in self.pieces)

    def asked(self) -> str:
        """Return the text with its gaps open, as the prompt of a flashcard."""
        return "".join(
            piece if isinstance(piece, str) else f"\\[{_hint(piece) or '…'}\\]" for piece in self.pieces
        )


def parsed(html: str) -> tuple[str | Gap, ...]:
    """Return a field's HTML cut at its gaps; what only looks like one stays text.

    Raises:
        TooLongError: there are more gaps, or more inside each other, than anybody makes.
    """
    root: list[str | Gap] = []
    open_gaps: list[Gap] = []
    position = count = 0
    for found in _TOKEN.finditer(html):
        _add(root, open_gaps, html[position : found.start()])
        position = found.end()
        if found["end"] is None:
            count += 1
            if len(open_gaps) == _DEEPEST or count > _GAPS:
                raise TooLongError
            numbers = tuple(dict.fromkeys(int(number) for number in found["numbers"].split(",")))
            open_gaps.append(Gap(numbers, found[0]))
        elif open_gaps:
            gap = open_gaps.pop()
            (open_gaps[-1].inside if open_gaps else root).append(gap)
        else:
            root.append(found[0])
    _add(root, open_gaps, html[position:])
    while open_gaps:
        # One that is never closed is text, with all that stands in it.
        gap = open_gaps.pop()
        (open_gaps[-1].inside if open_gaps else root).extend((gap.opening, *gap.inside))
    return tuple(root)


def _add(root: list[str | Gap], open_gaps: list[Gap], text: str) -> None:
    if not text:
        return
    if not open_gaps:
        root.append(text)
        return
    said, colons, hint = text.partition("::")
    open_gaps[-1].inside.append(said)
    if colons:
        open_gaps[-1].hint = hint


def numbers(nodes: Nodes) -> tuple[int, ...]:
    """Return the cards that the gaps make, ascending."""
    return tuple(sorted({number for gap in _all(nodes) for number in gap.numbers if 1 <= number <= _HIGHEST}))


def is_flat(nodes: Nodes) -> bool:
    """Say whether no gap stands in another, and each belongs to one card."""
    return all(
        len(gap.numbers) == 1 and all(isinstance(each, str) for each in gap.inside) for gap in _all(nodes)
    )


def _all(nodes: Nodes) -> Iterator[Gap]:
    for node in nodes:
        if isinstance(node, Gap):
            yield node
            yield from _all(node.inside)


def _flat(nodes: Nodes) -> str:
    return "".join(node if isinstance(node, str) else _flat(node.inside) for node in nodes)


def filled(html: str) -> str:
    """Return a field's HTML with all gaps filled in.

    Raises:
        TooLongError: as `parsed`.
    """
    return _flat(parsed(html))


def read_cloze(nodes: Nodes, find: Find, only: int | None = None) -> ClozeText:
    """Return the text with all its gaps, or with those of one card, the others filled in.

    Raises:
        TooLongError: no text for a card is so long.
    """
    gaps: list[Gap] = []
    html = marks.wanted(_flat(nodes)) and "".join(_marked(nodes, only, gaps))
    for keep_marks in (True, False):
        text = read_marked(html, find, keep_marks=keep_marks)
        pieces = tuple(_pieces(text.markdown, gaps, only, find))
        made = ClozeText(pieces, text)
        if keep_marks is False or _is_faithful(made):
            break
    return made


def _marked(nodes: Nodes, only: int | None, gaps: list[Gap]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, str):
            yield marks.wanted(node)
        elif any(_is_asked(number, only) for number in node.numbers) and _flat(node.inside).strip():
            gaps.append(node)
            yield f"{marks.gap(len(gaps) - 1)}{marks.wanted(_flat(node.inside))}{marks.GAP_END}"
        else:
            yield from _marked(node.inside, only, gaps)


def _is_asked(number: int, only: int | None) -> bool:
    return number == only if only is not None else 1 <= number <= _HIGHEST


def _pieces(markdown: str, gaps: list[Gap], only: int | None, find: Find) -> Iterator[str | Hidden]:
    position = 0
    while (found := marks.OPENED.search(markdown, position)) is not None:
        end = markdown.find(marks.GAP_END, found.end())
        if end < 0:
            break
        if found.start() > position:
            yield _outside(markdown[position : found.start()])
        gap = gaps[int(found[1])]
        answer = _LINES_AROUND.sub("", markdown[found.end() : end])
        hint = read_text(gap.hint, find).words
        if answer:
            yield Hidden(only or gap.numbers[0], _inside(answer), _safe_hint(hint))
        position = end + len(marks.GAP_END)
    if markdown[position:]:
        yield _outside(marks.ANY_GAP.sub("", markdown[position:]))


def _outside(text: str) -> str:
    """Return a piece between gaps in which nothing looks like one; references show what they stand for."""
    return _braced(text) if _ALMOST_A_GAP.search(text) else text


def _inside(text: str) -> str:
    colons = text.replace(":", "&#58;") if "::" in text or text.endswith(":") else text
    return _outside(colons)


def _braced(text: str) -> str:
    return text.replace("{", "&#123;").replace("}", "&#125;")


def _safe_hint(text: str) -> str:
    """Return a hint without what would end it; it is no Markdown, so nothing can be written in its place."""
    return text.replace("}}", "} }").replace("{{", "{ {").strip().rstrip("}")


def _hint(gap: Hidden) -> str:
    return re.sub(r"[\\`*_\[\]<>&!]", r"\\\g<0>", gap.hint)


def _notation(gap: Hidden) -> str:
    return "{{" + f"c{gap.number}::{gap.answer}" + (f"::{gap.hint}" if gap.hint else "") + "}}"


def _is_faithful(made: ClozeText) -> bool:
    """Say whether every piece, standing by itself, shows the letters that it showed in Anki."""
    gaps = iter(made.gaps)
    for number, piece in enumerate(_cut(made.whole.letters)):
        if number % 2 and (gap := next(gaps, None)) is not None and shown_letters(gap.answer) != piece:
            return False
    between = "".join(piece if isinstance(piece, str) else marks.GAP for piece in made.pieces)
    said = marks.GAP.join(_cut(made.whole.letters)[::2])
    found = deletions(made.text)
    return shown_letters(between) == said and len(found) == len(made.gaps)


def _cut(said: str) -> list[str]:
    """Return what stands between gaps and in them, in turn."""
    return re.split(f"{marks.GAP}[0-9]+{marks.GAP_NAMED}|{marks.GAP_END}", said)
