"""Where an edited text stands in its file, and which place of the file is which of the text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from question_bank.problems import Place
from question_bank.writing.items import put_last
from question_bank.writing.outline import line_end, unix_text
from question_bank.writing.splice import flush, put
from quiz.services.editing.values import Edit

_MARK = b"\xef\xbb\xbf"
_DEPTH = re.compile(r"begin the line with (\d+) spaces: *")


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """The lines of a file that an edited text fills, all of them if `last` is None.

    `skipped` lines at the text's beginning are not in the file; its others are `indent` further right there.
    """

    file: str
    first: int = 1
    last: int | None = None
    indent: int = 0
    skipped: int = 0

    def holds(self, place: Place) -> bool:
        return (
            place.file == self.file and self.first <= place.line and place.line <= (self.last or place.line)
        )

    def in_text(self, place: Place) -> tuple[int, int] | None:
        """Return line and column in the edited text, None for a place that is not in it."""
        if not self.holds(place):
            return None
        return place.line - self.first + 1 + self.skipped, max(place.column - self.indent, 1)

    def in_its_depth(self, advice: str) -> str:
        """Return advice about the depth of a line as it is to be followed in the edited text."""
        found = _DEPTH.match(advice)
        if found is None:
            return advice
        depth = max(int(found[1]) - self.indent, 0)
        return f"begin the line with {depth} spaces: {' ' * depth}{advice[found.end() :]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """A file with an edited text in it; `before` is what the text takes the place of, None for a new one."""

    content: bytes
    before: Region | None
    after: Region


def place_edit(content: bytes | None, edit: Edit) -> Placement:
    """Return the file as it would be with the edit in it, however wrong that is; None stands for no file.

    A question that the file does not have is put at its end. Raises UnicodeDecodeError, CannotRewriteError.
    """
    target = edit.target
    if not target.question:
        whole = Region(file=target.file)
        return Placement(content=_as_before(content, edit.text), before=whole, after=whole)
    text = (content or b"").decode("utf-8")
    try:
        placed = put(text, target.question, edit.text)
    except KeyError:
        return place_new(content, target.file, edit.text)
    return Placement(
        content=placed.text.encode(),
        before=Region(file=target.file, first=placed.line, last=placed.until, indent=placed.column),
        after=_region(target.file, placed.line, placed.column, edit.text),
    )


def place_new(content: bytes | None, file: str, block: str) -> Placement:
    """Return the file with one more question at its end. Raises as `place_edit` does."""
    placed = put_last((content or b"").decode("utf-8"), block)
    after = _region(file, placed.line, placed.column, block)
    return Placement(content=placed.text.encode(), before=None, after=after)


def _region(file: str, line: int, column: int, block: str) -> Region:
    flushed = flush(block)
    unix = unix_text(block)
    inside = unix.strip("\n")
    typed = len(inside) - len(inside.lstrip(" "))
    return Region(
        file=file,
        first=line,
        last=_last(line, flushed),
        indent=column - typed,
        skipped=len(unix) - len(unix.lstrip("\n")),
    )


def _last(line: int, block: str) -> int:
    return line + block.rstrip("\n").count("\n")


def _as_before(content: bytes | None, text: str) -> bytes:
    """Return a whole file with the mark and the line ends that it had."""
    unix = unix_text(text)
    if not content:
        return unix.encode()
    before = content.decode("utf-8", errors="replace")
    mark = _MARK if content.startswith(_MARK) else b""
    return mark + unix.replace("\n", line_end(before)).encode()
