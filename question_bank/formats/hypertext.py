"""HTML and plain text as inline Markdown, and back to plain text; what cannot be said so is named."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape, unescape

from question_bank.markup import inline_html, plain_text

_SPECIAL = re.compile(r"[\\`*_\[\]<>&!]")
# Marks that mean nothing where they stand: most texts have no other.
_NO_MARKS = re.compile(r"(?:[^\\`*_\[\]<>&!]|&(?![#\w])|!(?!\[))*")
_MARKUP = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?P<rest>[^<>]*)>")
_HREF = re.compile(r"""\bhref\s*=\s*(?:"(?P<a>[^"]*)"|'(?P<b>[^']*)'|(?P<c>[^\s"'>]+))""", re.IGNORECASE)
_ALT = re.compile(r"""\balt\s*=\s*(?:"(?P<a>[^"]*)"|'(?P<b>[^']*)')""", re.IGNORECASE)
_LOOKS_LIKE_HTML = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:[a-zA-Z]{2,31}|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});")
_BREAKS = frozenset({"br", "p", "div", "li", "tr", "ul", "ol", "table", "blockquote", "pre", "hr"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SILENT = frozenset({"p", "div", "br", "html", "body"})
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
_HIDDEN = frozenset({"script", "style", "head", "title", "template"})
_SAFE_LINK = re.compile(r"(?:https?|mailto):[^\s<>()\\]+", re.IGNORECASE)
_LEVELS = {
    "sub": str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎"),
    "sup": str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ"),
}
_DEEPEST = 12  # no honest text nests emphasis further
_BREAK = "\\\n"
_SPACES = re.compile(r"[ \t\r\n\f]+")


@dataclass(frozen=True, slots=True)
class Marked:
    """A text in inline Markdown, and in words what of its formatting is gone."""

    text: str
    lost: tuple[str, ...] = ()


def looks_like_html(text: str) -> bool:
    """Say whether a text without a declared format has tags or references in it."""
    return _LOOKS_LIKE_HTML.search(text) is not None


def shown(text: str) -> str:
    """Return the HTML of a text without any markup, as Markdown is rendered."""
    return escape(text, quote=False).replace('"', "&quot;")


def from_plain(text: str) -> str:
    """Return Markdown that shows `text` letter for letter, its line breaks included."""
    lines = [line.strip() for line in text.strip().split("\n")]
    joined = _BREAK.join(lines)
    if _SPECIAL.search(text) is None or (
        "![" not in text and inline_html(joined) == "<br />\n".join(map(shown, lines))
    ):
        return joined
    return _BREAK.join(_SPECIAL.sub(r"\\\g<0>", line) for line in lines)


def to_plain(text: str) -> Marked:
    """Return Markdown as plain text; `lost` where the formatting said more than the words."""
    plain = plain_text(text).strip()
    html = _SPACES.sub(" ", inline_html(text)).strip()
    return Marked(plain, () if html == _SPACES.sub(" ", shown(plain)) else ("formatting",))


def from_html(text: str) -> Marked:
    """Return HTML as Markdown: emphasis, code, links and breaks are kept, other tags leave their text."""
    if not looks_like_html(text):
        return Marked(from_plain(_SPACES.sub(" ", text)))
    clean = _without_comments(text)
    page = _read(clean)
    if page.shows_its_words():
        return Marked(page.text, tuple(page.lost))
    page = _read(clean, escape_all=True)
    if not page.shows_its_words():
        # Emphasis that begins or ends inside a word is no emphasis to Markdown: the letters matter more.
        page = _read(clean, escape_all=True, keep_marks=False)
        page.lost["emphasis inside a word"] = None
    return Marked(page.text, tuple(page.lost))


def _read(text: str, *, escape_all: bool = False, keep_marks: bool = True) -> _Page:
    page = _Page(escape_all, keep_marks)
    page.read(text)
    return page


def _letters(text: str) -> str:
    return "".join(text.split())


def _without_comments(text: str) -> str:
    kept, position = [], 0
    while (start := text.find("<!--", position)) >= 0:
        end = text.find("-->", start)
        if end < 0:
            break
        kept.append(text[position:start])
        position = end + 3
    return "".join((*kept, text[position:]))


@dataclass(slots=True)
class _Page:
    """Markdown that grows tag by tag. Marks are put where words begin and end, never beside a space."""

    escape_all: bool
    keep_marks: bool
    text: str = ""
    pieces: list[str] = field(default_factory=list)
    lost: dict[str, None] = field(default_factory=dict)
    open: list[tuple[str, int, str]] = field(default_factory=list)  # tag, its piece, a link's address
    hidden: str = ""
    words: str = ""
    code: bool = False
    level: str = ""

    def read(self, text: str) -> None:
        position = 0
        for found in _MARKUP.finditer(text):
            self._text(text[position : found.start()])
            position = found.end()
            name = found["name"].lower()
            if self.hidden:
                self.hidden = "" if found["end"] and name == self.hidden else self.hidden
            elif found["end"]:
                self._end(name)
            else:
                self._begin(name, found["rest"])
        self._text(text[position:])
        while self.open:
            self._end(self.open[-1][0])
        lines = re.sub(r" *\n[ \n]*", "\n", "".join(self.pieces)).strip()
        self.text = lines.replace("\n", "\\\n")

    def shows_its_words(self) -> bool:
        """Say whether the Markdown shows every letter that the HTML showed."""
        shown = unescape(_MARKUP.sub(" ", inline_html(self.text)))
        return _letters(shown) == _letters(self.words)

    def _text(self, raw: str) -> None:
        if self.hidden or not raw:
            return
        text = _SPACES.sub(" ", unescape(raw)).replace("\xa0", " ")
        if self.level:
            text = self._levelled(text)
        self.words += text
        self.pieces.append(text if self.code else self._escaped(text))

    def _levelled(self, text: str) -> str:
        """Return a raised or lowered text in letters of that level, of which there are digits and signs."""
        if all(ord(char) in _LEVELS[self.level] for char in text):
            return text.translate(_LEVELS[self.level])
        self.lost[f"<{self.level}>"] = None
        return text

    def _escaped(self, text: str) -> str:
        if not self.escape_all and _NO_MARKS.fullmatch(text):
            return text
        if _SPECIAL.search(text) and (self.escape_all or "![" in text or inline_html(text) != shown(text)):
            return _SPECIAL.sub(r"\\\g<0>", text)
        return text

    def _begin(self, name: str, rest: str) -> None:
        if name in _HIDDEN:
            self.hidden = name
            self.lost[f"<{name}>"] = None
        elif name == "img":
            self._picture(rest)
        elif name in _LEVELS:
            self.level = name
        elif (name in _MARKS or name in ("code", "a")) and len(self.open) < _DEEPEST:
            found = _HREF.search(rest) if name == "a" else None
            address = unescape(found["a"] or found["b"] or found["c"] or "") if found else ""
            self.open.append((name, len(self.pieces), address))
            self.pieces.append("")
            self.code = self.code or name == "code"
        elif name in _BREAKS or name in _HEADINGS:
            self.pieces.append("\n")
        if name not in _SILENT | {"img", "code", "a", *_LEVELS, *_MARKS} | _HIDDEN:
            self.lost[f"<{name}>"] = None

    def _end(self, name: str) -> None:
        if name in _LEVELS:
            self.level = ""
        if name in _BREAKS or name in _HEADINGS:
            self.pieces.append("\n")
        if not any(each == name for each, _, _ in self.open):
            return
        while self.open:
            tag, index, address = self.open.pop()
            self._close(tag, index, address)
            if tag == name:
                break

    def _close(self, tag: str, index: int, address: str) -> None:
        """Put marks around what stands between the beginning of a tag and here."""
        inside = "".join(self.pieces[index + 1 :])
        core = inside.strip()
        del self.pieces[index:]
        before, after = inside[: len(inside) - len(inside.lstrip())], inside[len(inside.rstrip()) :]
        self.pieces.append(before + self._wrapped(tag, core, address) + (after if core else ""))
        self.code = any(each == "code" for each, _, _ in self.open)

    def _wrapped(self, tag: str, core: str, address: str) -> str:
        if not core or (self.code and tag != "code"):
            return core
        if tag == "a":
            if not _SAFE_LINK.fullmatch(address):
                self.lost[f"the link to {address}" if address else "a link without an address"] = None
                return core
            return f"[{core}]({address})"
        if tag == "code":
            return _code(core.replace("\n", " "))
        if not self.keep_marks:
            return core
        mark = _MARKS[tag]
        return "\n".join(f"{mark}{line.strip()}{mark}" if line.strip() else "" for line in core.split("\n"))

    def _picture(self, rest: str) -> None:
        found = _ALT.search(rest)
        words = unescape(found["a"] or found["b"] or "") if found else ""
        self.lost[f"a picture ({words})" if words else "a picture"] = None
        self._text(escape(words))


def _code(text: str) -> str:
    """Return a code span, fenced by more backticks than any that it holds."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    space = " " if longest else ""
    return f"{fence}{space}{text}{space}{fence}"
