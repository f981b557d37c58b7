"""The comments of a text, and which entry each belongs to."""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass

from question_bank.writing.outline import Outline, OutlineEntry, outline

_COMMENT = re.compile(r"(?:^|(?<=[ \t\n]))#[^\n]*")
_BLANK_BELOW = re.compile(r"\n[ \t]*(?:\n|\Z)")


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment's text without spaces at its end; `alone` when nothing stands before it on its line."""

    start: int
    column: int
    text: str
    alone: bool
    after_blank: bool
    before_blank: bool


def comments(drawn: Outline) -> tuple[Comment, ...]:
    """Return the comments in order; what looks like one inside a value is none."""
    found = []
    position = 0
    for start, end in [*drawn.scalars(), (len(drawn.text), len(drawn.text))]:
        found.extend(_between(drawn.text, position, start))
        position = max(position, end)
    return tuple(found)


def comments_in(text: str) -> list[str]:
    """Return the comments of a YAML text, in order. Raises CannotRewriteError."""
    return [comment.text for comment in comments(outline(text))]


def attach(drawn: Outline) -> list[str]:
    """Give every comment to the entry it is about; return those below the last entry."""
    starts = [entry.start for entry in drawn.entries]
    rest: list[str] = []
    for comment in comments(drawn):
        number = bisect.bisect_right(starts, comment.start)
        before = drawn.entries[number - 1] if number else None
        after = drawn.entries[number] if number < len(starts) else None
        if not comment.alone and before is not None:
            _beside(_owner(before, comment.start), comment)
            continue
        ended = _enclosing_item(before, comment, after)
        lines = ended.below if ended else after.above if after else rest
        lines.extend(_with_blanks(comment, keep_after=ended is None))
    return rest


def _between(text: str, begin: int, end: int) -> list[Comment]:
    found = []
    for match in _COMMENT.finditer(text, begin, end):
        start = match.start()
        line = text.rfind("\n", 0, start) + 1
        found.append(
            Comment(
                start=start,
                column=start - line,
                text=match[0].rstrip(),
                alone=not text[line:start].strip(),
                after_blank=_blank_before(text, line),
                before_blank=_BLANK_BELOW.match(text, match.end()) is not None,
            )
        )
    return found


def _blank_before(text: str, line: int) -> bool:
    return line > 0 and not text[text.rfind("\n", 0, line - 1) + 1 : line].strip()


def _beside(entry: OutlineEntry, comment: Comment) -> None:
    if entry.beside:
        entry.above.append(comment.text)
    else:
        entry.beside = comment.text


def _owner(entry: OutlineEntry, position: int) -> OutlineEntry:
    """Return the entry that a comment at the end of a line is about: the one whose `[...]` was closed."""
    parent = entry.parent
    while parent is not None and parent.node.flow and parent.node.end <= position:
        entry, parent = parent, parent.parent
    return entry


def _enclosing_item(
    before: OutlineEntry | None, comment: Comment, after: OutlineEntry | None
) -> OutlineEntry | None:
    """Return the list item that an indented comment below its last line still belongs to, or None."""
    if before is None or (after is not None and comment.column <= after.column):
        return None
    entry: OutlineEntry | None = before
    while entry is not None:
        ended = entry.node.end <= comment.start
        if ended and not entry.key and not _inside_flow(entry) and entry.column < comment.column:
            return entry
        entry = entry.parent
    return None


def _inside_flow(entry: OutlineEntry) -> bool:
    return entry.parent is not None and entry.parent.node.flow


def _with_blanks(comment: Comment, *, keep_after: bool) -> list[str]:
    blank = [""]
    return [
        *blank * comment.after_blank,
        comment.text,
        *blank * (comment.before_blank and keep_after),
    ]
