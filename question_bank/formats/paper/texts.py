"""One question's texts as HTML, its pictures inside: a sheet is one file and loads nothing."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from html import escape

from question_bank.formats.reports import Leaving
from question_bank.markup import inline_html
from question_bank.model import Cloze, Question, cloze

Picture = Callable[[str], bytes | None]

LINE = '<span class="line"></span>'
_TYPES = {"jpg": "jpeg"}
# Two characters of the private use area stand for a gap while Markdown is rendered around it.
_OPEN, _CLOSE = "\ue000", "\ue001"
_GAP = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")
_TAG = re.compile(r"(<[^>]*>)")


class Texts:
    """Renders one question; what it shows of its pictures once is not shown under the prompt again."""

    def __init__(self, question: Question, picture: Picture | None, leaving: Leaving) -> None:
        self._question = question
        self._picture = picture
        self._leaving = leaving
        self._placed: set[str] = set()
        self._at_hand = {
            media.file: address for media in question.media if (address := self._read(media.file))
        }
        self._report()

    def html(self, text: str) -> str:
        """Return Markdown as HTML; a picture that is not at hand becomes its alternative text."""
        alts = {media.file: media.alt for media in self._question.media}
        shown = {file: alt for file, alt in alts.items() if file in self._at_hand}
        if shown == alts:
            return inline_html(text, self._address, alts).replace(' loading="lazy"', "")
        return inline_html(text, None, alts)

    def with_lines(self, question: Cloze) -> str:
        """Return the sentence with a line to write on in each gap, all of one length, hints after them."""
        pieces = cloze.pieces(question.text.replace(_OPEN, "").replace(_CLOSE, ""))
        marked = "".join(
            piece if isinstance(piece, str) else f"{_OPEN}{index}{_CLOSE}"
            for index, piece in enumerate(pieces)
        )
        lines = {
            str(index): LINE + (f" ({escape(piece.hint)})" if piece.hint else "")
            for index, piece in enumerate(pieces)
            if not isinstance(piece, str)
        }
        html = self.html(marked)
        if set(_GAP.findall("".join(_TAG.split(html)[::2]))) != set(lines):
            # A gap inside an address or an image's text would be lost; without Markdown none is.
            html = escape(marked)
        return _GAP.sub(lambda found: lines[found[1]], html)

    def pictures(self) -> str:
        """Return the pictures that no text placed so far."""
        rest = [media for media in self._question.media if media.file not in self._placed]
        return "".join(
            f'<p><img src="{self._at_hand[media.file]}" alt="{escape(media.alt)}"></p>'
            if media.file in self._at_hand
            else f"<p>[{escape(media.alt)}]</p>"
            for media in rest
        )

    def _address(self, file: str) -> str:
        self._placed.add(file)
        return self._at_hand[file]

    def _read(self, file: str) -> str:
        content = self._picture(file) if self._picture else None
        if content is None:
            return ""
        ending = file.rpartition(".")[2].lower()
        return f"data:image/{_TYPES.get(ending, ending)};base64,{base64.b64encode(content).decode('ascii')}"

    def _report(self) -> None:
        for index, media in enumerate(self._question.media):
            if media.file not in self._at_hand:
                self._leaving.lost(f"a picture that is not at hand, {media.file},", "media", index)
