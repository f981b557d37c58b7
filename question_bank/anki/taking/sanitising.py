"""A field's HTML reduced to what inline Markdown can say. No script, style or handler comes through.

nh3 reads the HTML as a browser would and keeps only harmless elements; what is left is brought into lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape, unescape

import nh3

from question_bank.anki.taking import marks

_KEPT = {
    *("a", "b", "strong", "i", "em", "code", "tt", "kbd", "br", "p", "div", "ul", "ol", "li", "sub", "sup"),
    *("img", "table", "tr", "td", "th", "ruby", "rt", "pre", "blockquote", "hr", "span", "font", "u", "s"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "dl", "dt", "dd", "mark", "del", "strike", "small", "big"),
}
_WITHOUT_CONTENT = {
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "math",
    "iframe",
    "object",
    "head",
    "rp",
}
_ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt", "title"},
    "span": {"style"},
    "font": {"color"},
    **{name: {"style"} for name in ("p", "b", "i", "u")},
    # What the lists of our own notes say of their items.
    "div": {"style", "class", "data-need"},
    "li": {"class", "data-item", "data-rank", "data-right"},
}
_HARMLESS = _KEPT | {"tbody", "thead", "tfoot", "colgroup", "col", "section", "article", "center", "label"}
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)")
# nh3 writes each tag like this, and every other < and > as a reference.
_SAFE_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)([^<>]*)>")
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
_HANDLER = re.compile(r"<[a-zA-Z][^<>]*\son[a-z]+\s*=", re.IGNORECASE)
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_ITALIC = re.compile(r"font-style\s*:\s*italic", re.IGNORECASE)
_COLOURED = re.compile(r"(?:^|;)\s*(?:color|background(?:-color)?|text-decoration[a-z-]*)\s*:", re.IGNORECASE)

_EMPTY = {
    "br",
    "img",
    "hr",
    "input",
    "wbr",
    "col",
    "source",
    "track",
    "meta",
    "link",
    "area",
    "base",
    "embed",
}
_CLOSING_THEMSELVES = {"p", "li", "td", "th", "tr", "dd", "dt", "option"}
_DEEPEST = 100  # nh3 needs seconds for tens of thousands of elements inside each other
LONGEST_FIELD = 100_000  # of which ten thousand characters of text may remain

_MARKS = {"b": "b", "strong": "b", "i": "i", "em": "i", "code": "code", "tt": "code", "kbd": "code"}
_LINES = {"p", "div", "blockquote", "pre", "dl", "dt", "dd", "table"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_SAID_OTHERWISE = {"table": "tables (as lines)", "pre": "preformatted text (as lines)"}
_BLOCKS = {*_LINES, *_HEADINGS, "br", "hr", "ul", "ol", "li", "tr", "td", "th", "section", "header"}
_LOST = {
    "u": "underlining",
    "mark": "highlighting",
    "font": "colours and fonts",
    **dict.fromkeys(("s", "del", "strike"), "struck-out marks"),
    **dict.fromkeys(("small", "big"), "sizes of letters"),
}


class TooLongError(ValueError):
    """A field is longer, or its elements are deeper inside each other, than any text for a card."""


@dataclass(frozen=True, slots=True)
class Simple:
    """HTML of nothing but b, i, code, a, sub, sup and br; what is gone, and what is said in another way."""

    html: str
    lost: tuple[str, ...]
    changed: tuple[str, ...]


def simplified(html: str, picture: Callable[[str, str], str], *, keep_marks: bool = True) -> Simple:
    """Return a field's HTML in its simplest form.

    `picture` is given an image's address and its words, and returns the HTML that stands for it.
    """
    safe = well_formed(html)
    page = _Page(picture, keep_marks)
    for name in dict.fromkeys(found[1].lower() for found in re.finditer(r"<([a-zA-Z][a-zA-Z0-9-]*)", html)):
        if name not in _HARMLESS and name != "rp":
            page.lost[f"<{name}>"] = None
    if _HANDLER.search(html):
        page.lost["what happens on a click"] = None
    page.read(safe)
    return Simple(page.html, tuple(page.lost), tuple(page.changed))


def well_formed(html: str) -> str:
    """Return HTML with harmless elements only, each closed where a browser would close it.

    Raises:
        TooLongError: it is longer, or deeper, than any text for a card.
    """
    if len(html) > LONGEST_FIELD or _depth(html) > _DEEPEST:
        raise TooLongError
    return nh3.clean(
        html,
        tags=_KEPT,
        clean_content_tags=_WITHOUT_CONTENT,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )


def shown_lines(html: str) -> tuple[str, ...]:
    """Return what HTML shows as plain text, cut where its blocks and lines end; () if it is too much."""
    if len(html) > LONGEST_FIELD or _depth(html) > _DEEPEST:
        return ()
    hidden = {*_WITHOUT_CONTENT, "button", "select", "textarea"}
    safe = nh3.clean(html, tags=_BLOCKS, clean_content_tags=hidden, attributes={})
    return tuple(unescape(line) for line in re.split(r"<[^<>]*>", safe))


def _depth(html: str) -> int:
    """Return how deep elements can at most stand in each other."""
    depth = deepest = 0
    for found in _TAG.finditer(html):
        name = found[2].lower()
        if name not in _EMPTY and name not in _CLOSING_THEMSELVES:
            depth = max(depth - 1, 0) if found[1] else depth + 1
            deepest = max(deepest, depth)
    return deepest


@dataclass(slots=True)
class _List:
    ordered: bool
    count: int = 0


@dataclass(eq=False)
class _Page:
    """Reads nh3's output, which is well formed, and writes the simple form."""

    picture: Callable[[str, str], str]
    keep_marks: bool
    pieces: list[str] = field(default_factory=list)
    lost: dict[str, None] = field(default_factory=dict)
    changed: dict[str, None] = field(default_factory=dict)
    open: list[tuple[str, str]] = field(default_factory=list)  # the element, and the marks that it opened
    lists: list[_List] = field(default_factory=list)
    cells: int = 0

    def read(self, safe: str) -> None:
        position = 0
        for found in _SAFE_TAG.finditer(safe):
            self._data(unescape(safe[position : found.start()]))
            position = found.end()
            if found[1]:
                self._end_tag(found[2])
            else:
                self._start_tag(found[2], found[3])
        self._data(unescape(safe[position:]))

    @property
    def html(self) -> str:
        return "".join(self.pieces)

    def _data(self, data: str) -> None:
        in_pre = any(name == "pre" for name, _ in self.open)
        self._text(data.replace("\n", marks.LINE) if in_pre else data)

    def _start_tag(self, tag: str, attributes: str) -> None:
        given = (
            {name: unescape(value) for name, value in _ATTRIBUTE.findall(attributes)} if attributes else {}
        )
        if tag == "br" or tag == "hr":
            self._line()
        elif tag == "img":
            self._picture(given)
        else:
            self._begin(tag, given)

    def _end_tag(self, tag: str) -> None:
        while self.open:
            name, opened = self.open.pop()
            self._end(name, opened)
            if name == tag:
                break

    def _text(self, data: str) -> None:
        lines = data.split(marks.LINE)
        for index, line in enumerate(lines):
            if index:
                self._line()
            self.pieces.append(escape(line))

    def _line(self) -> None:
        self.pieces.append("<br>")

    def _picture(self, given: dict[str, str]) -> None:
        shown = self.picture(given.get("src", ""), given.get("alt") or given.get("title") or "")
        codes = [opened for _, opened in self.open if opened == "code"]
        self.pieces += [*("</code>" for _ in codes), shown, *("<code>" for _ in codes)]

    def _begin(self, tag: str, given: dict[str, str]) -> None:
        if what := _LOST.get(tag):
            self.lost[what] = None
        if what := _SAID_OTHERWISE.get(tag):
            self.changed[what] = None
        opened = _MARKS.get(tag, "") or self._styled(given.get("style", ""))
        if tag in _HEADINGS:
            opened = "b"
        if tag in _LINES or tag in _HEADINGS:
            self._line()
        elif tag in {"ul", "ol"}:
            self.lists.append(_List(tag == "ol"))
            self._line()
        elif tag == "li":
            self._item()
        elif tag == "tr":
            self._line()
            self.cells = 0
        elif tag in {"td", "th"}:
            self.pieces.append(" | " if self.cells else "")
            self.cells += 1
        elif tag == "rt":
            self.pieces.append(" (")
        elif tag in {"sub", "sup"}:
            opened = tag
        elif tag == "a":
            self._link(given.get("href", ""))
            return
        self._open(tag, opened)

    def _link(self, address: str) -> None:
        if address:
            self.pieces.append(f'<a href="{escape(address)}">')
        else:
            self.lost["links that lead nowhere, or run a script"] = None
        self.open.append(("a", "a" if address else ""))

    def _open(self, tag: str, opened: str) -> None:
        if opened in {"b", "i", "code"} and (
            not self.keep_marks or any(other == opened for _, other in self.open)
        ):
            opened = ""
        if opened:
            self.pieces.append(f"<{opened}>")
        self.open.append((tag, opened))

    def _end(self, tag: str, opened: str) -> None:
        if opened:
            self.pieces.append(f"</{opened}>")
        if tag in _LINES or tag in _HEADINGS:
            self._line()
        elif tag in {"ul", "ol"}:
            self.lists = self.lists[:-1]
            self._line()
        elif tag == "rt":
            self.pieces.append(")")

    def _styled(self, style: str) -> str:
        if _COLOURED.search(style):
            self.lost["colours and fonts"] = None
        return "b" if _BOLD.search(style) else "i" if _ITALIC.search(style) else ""

    def _item(self) -> None:
        within = self.lists[-1] if self.lists else _List(ordered=False)
        within.count += 1
        self._line()
        self.pieces.append(f"{within.count}. " if within.ordered else "• ")
