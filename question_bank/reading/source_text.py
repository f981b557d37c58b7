"""One file's text while it is read: offsets become places, findings get their excerpt."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

from question_bank.problems import Place, Problem

_BREAK = re.compile(r"\r\n|\r|\n")


class SourceText:
    """`text` of the file shown as `file`; for a stretch of it, `whole` is the text as it stands there.

    `first_line` is the number of lines above the stretch. Places are in the original file.
    """

    def __init__(self, file: str, text: str, whole: SourceText | None = None, first_line: int = 0) -> None:
        self.file = file
        self.text = text
        self.first_line = first_line
        self._whole = whole or self

    @cached_property
    def starts(self) -> list[int]:
        """Where each line begins; a file that need not be read again is hardly ever asked."""
        return [0, *(found.end() for found in _BREAK.finditer(self.text))]

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
        return self._whole.line_text(place.line - 1)

    def problem(self, code: str, message: str, start: int, end: int, suggestion: str = "") -> Problem:
        """Return a finding about a stretch of this text."""
        place = self.place(start, end)
        return Problem(code, message, place, suggestion, self.excerpt(place))
