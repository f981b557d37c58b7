"""One file's text while it is read: offsets become places, findings get their excerpt."""

from __future__ import annotations

import re
from bisect import bisect_right

from question_bank.problems import Place, Problem

_BREAK = re.compile(r"\r\n|\r|\n")


class SourceText:
    """`text` of the file shown as `file`; for a stretch cut out of it, `original` is the whole text.

    `first_line` is the number of lines above the stretch. Places are in the original file.
    """

    def __init__(self, file: str, text: str, original: str | None = None, first_line: int = 0) -> None:
        self.file = file
        self.text = text
        self.first_line = first_line
        self.starts = [0, *(found.end() for found in _BREAK.finditer(text))]
        self._shown = text if original is None else original
        self._shown_lines: list[str] | None = None

    def line_of(self, index: int) -> int:
        """Return the line of an offset, counted from 0 within this text."""
        return bisect_right(self.starts, index) - 1

    def line_text(self, line: int) -> str:
        """Return a line of this text, counted from 0, without its break."""
        if not 0 <= line < len(self.starts):
            return ""
        end = self.starts[line + 1] if line + 1 < len(self.starts) else len(self.text)
        return self.text[self.starts[line] : end].rstrip("\r\n")

    def place(self, start: int, end: int) -> Place:
        """Return the place of a stretch; its width ends with its first line."""
        line = self.line_of(start)
        begin = self.starts[line]
        stop = min(end, begin + len(self.line_text(line)))
        return Place(self.file, self.first_line + line + 1, start - begin + 1, max(stop - start, 1))

    def excerpt(self, place: Place) -> str:
        """Return the line a place is on, as it stands in the file."""
        if self._shown_lines is None:
            self._shown_lines = _BREAK.split(self._shown)
        return self._shown_lines[place.line - 1] if place.line <= len(self._shown_lines) else ""

    def problem(self, code: str, message: str, start: int, end: int, suggestion: str = "") -> Problem:
        """Return a finding about a stretch of this text."""
        place = self.place(start, end)
        return Problem(code, message, place, suggestion, self.excerpt(place))
