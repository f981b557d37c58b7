"""Markdown and plain text as field contents in which nothing means anything to Anki but what we mean.

Anki reads `[sound:...]` and `[latex]` in any field, MathJax reads `\\(` in any text, a template `{{`, and a
cloze `::` and `}}`. Character references are text to all of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from question_bank.markup import inline_html
from question_bank.model import Cloze, Question, cloze

# \x1f separates the fields of a note in Anki's database; none of these is ever wanted on a card.
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_TAG = re.compile(r"(<[^>]*>)")
_MEANT = re.compile(r"[\[\\{}]")
# Most texts have no sign that means anything to Markdown, HTML or Anki, and thousands are written at a time.
_LITERAL = re.compile(r"[^\x00-\x1f\\`*_\[\]<>&\"'{}\x7f\ud800-\udfff\ue000\ue001]*")
# Two characters of the private use area stand for a gap while Markdown is rendered around it.
_OPEN, _CLOSE = "\ue000", "\ue001"
_GAP = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")


def clean(text: str) -> str:
    """Return `text` without the characters that a field cannot hold."""
    return _UNWANTED.sub("", text)


def escaped(text: str) -> str:
    """Return plain text as HTML, without the characters that a field cannot hold."""
    return text if _LITERAL.fullmatch(text) else escape(clean(text))


def neutral(html: str) -> str:
    """Return HTML that shows the same and in which Anki, LaTeX and MathJax find nothing of theirs."""
    if not _MEANT.search(html):
        return html
    return "".join(
        _inert(piece) if piece.startswith("<") else _inert(_unmath(piece)) for piece in _TAG.split(html)
    )


def neutral_text(text: str) -> str:
    """Return plain text as a field's HTML."""
    return text if _LITERAL.fullmatch(text) else neutral(escape(clean(text)))


class Renderer:
    """Makes field HTML from one question's Markdown, and remembers which of its media the texts placed."""

    def __init__(self, question: Question, image_name: Callable[[str], str]) -> None:
        self._alts = {item.file: clean(item.alt) for item in question.media}
        self._image_name = image_name
        self._placed: set[str] = set()

    def html(self, text: str) -> str:
        if _LITERAL.fullmatch(text):
            return text
        return neutral(self._markdown(clean(text)))

    def cloze_html(self, question: Cloze) -> str:
        """Return the text in Anki's cloze notation, the cloze numbers kept."""
        pieces = cloze.pieces(clean(question.text).replace(_OPEN, "").replace(_CLOSE, ""))
        if all(_LITERAL.fullmatch(piece) for piece in pieces if isinstance(piece, str)):
            return "".join(piece if isinstance(piece, str) else self._gap(piece) for piece in pieces)
        marked = "".join(
            piece if isinstance(piece, str) else f"{_OPEN}{index}{_CLOSE}"
            for index, piece in enumerate(pieces)
        )
        gaps = {str(index): piece for index, piece in enumerate(pieces) if not isinstance(piece, str)}
        html = neutral(self._markdown(marked))
        if set(_GAP.findall("".join(_TAG.split(html)[::2]))) != set(gaps):
            # A gap inside an address or an image's text would be lost; without Markdown none is.
            html = neutral(escape(marked))
        return _GAP.sub(lambda match: self._gap(gaps[match[1]]), html)

    def unplaced_media(self) -> str:
        """Return the images that no text placed so far, for under the prompt."""
        return neutral(
            "".join(f"<div>{self._image(file)}</div>" for file in self._alts if file not in self._placed)
        )

    def _markdown(self, text: str) -> str:
        return inline_html(text, self._url, self._alts)

    def _url(self, file: str) -> str:
        self._placed.add(file)
        return self._image_name(file)

    def _image(self, file: str) -> str:
        return f'<img src="{escape(self._image_name(file))}" alt="{escape(self._alts[file])}">'

    def _gap(self, gap: cloze.Deletion) -> str:
        answer = _without_colons(self.html(gap.answer))
        hint = f"::{_without_colons(neutral_text(gap.hint))}" if gap.hint else ""
        return "{{" + f"c{gap.number}::{answer}{hint}" + "}}"


def _inert(html: str) -> str:
    return html.replace("[", "&#91;").replace("\\", "&#92;").replace("{", "&#123;").replace("}", "&#125;")


def _unmath(text: str) -> str:
    # MathJax looks at the text after the browser has decoded it, but never across an element.
    return re.sub(r"\\(?=[(\[)\]])", r"\\<span></span>", text)


def _without_colons(html: str) -> str:
    return html.replace(":", "&#58;")
