"""One question's text inside a file: taken out, and put back with every other byte left alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from question_bank.writing.outline import CannotRewriteError, line_end, outline, plain, unix_text
from question_bank.writing.stretches import QUESTIONS, Stretch, find_anywhere, find_stretch


@dataclass(frozen=True, slots=True)
class Placed:
    """A text that begins, or has a block that begins, on `line` of its file, from 1, indented by `column`.

    What a block takes the place of reached to the line `until`, which is 0 where it takes nobody's.
    """

    text: str
    line: int
    column: int
    until: int = 0


def block_of(text: str, question_id: str) -> str:
    """Return a question's text as its author wrote it, comments inside included, moved to column one.

    It begins with `- ` and ends in a newline. KeyError if the file has no such question;
    CannotRewriteError if the file cannot be taken apart safely.
    """
    unix = unix_text(text)
    return _block(unix, find_stretch(unix, question_id))


def placed_block(text: str, question_id: str) -> Placed:
    """Return a question's text as `block_of` does, also among syntax errors, and where it stands."""
    unix = unix_text(text)
    found = find_anywhere(unix, question_id)
    return Placed(_block(unix, found), unix.count("\n", 0, found.start) + 1, found.column)


def splice(text: str, question_id: str, new_yaml: str) -> str:
    """Return `text` with the question's block replaced by `new_yaml`, one list item `- id: ...`.

    Every character outside the block stays, whatever the line ends. KeyError if the file has no such
    question; CannotRewriteError if the result would not hold the other entries and the new one.
    """
    unix = unix_text(text)
    found = find_stretch(unix, question_id)
    item = single_item(new_yaml)
    placed = _put(text, unix, found, new_yaml)
    expected = found.expected
    expected[QUESTIONS][found.number] = item
    if plain(outline(unix_text(placed)).root) != expected:
        raise CannotRewriteError("the new text would run into its neighbours")
    return placed


def splice_among_errors(text: str, question_id: str, new_yaml: str) -> str:
    """Do what `splice` does in a file with a syntax error, where the other entries cannot be compared."""
    single_item(new_yaml)
    return put(text, question_id, new_yaml).text


def put(text: str, question_id: str, new_yaml: str) -> Placed:
    """Do what `splice` does with any text, however wrong, so that it can be judged where it would stand."""
    unix = unix_text(text)
    found = find_anywhere(unix, question_id)
    placed = _put(text, unix, found, new_yaml)
    first, last = (unix.count("\n", 0, position) + 1 for position in (found.start, found.end))
    return Placed(placed, first, found.column, last)


def _put(text: str, unix: str, found: Stretch, new_yaml: str) -> str:
    shown = indented(flush(new_yaml), found.column).replace("\n", line_end(text))
    first, last = offset(text, unix, found.start), offset(text, unix, found.end)
    return text[:first] + shown + text[last:]


def single_item(block: str) -> object:
    """Return the bare values of one list item; CannotRewriteError if the text is anything else."""
    items: Any = plain(outline(f"{QUESTIONS}:\n{flush(block)}\n").root)
    if list(items) != [QUESTIONS] or not isinstance(items[QUESTIONS], list) or len(items[QUESTIONS]) != 1:
        raise CannotRewriteError("the new text is not one list item beginning with `- id:`")
    return items[QUESTIONS][0]


def flush(block: str) -> str:
    """Return a block with plain line ends, moved to column one, without empty lines around it."""
    unix = unix_text(block).strip("\n")
    return _outdented(unix, len(unix) - len(unix.lstrip(" ")))


def indented(text: str, columns: int) -> str:
    """Return the text moved right, but for its first line and for empty ones."""
    first, *rest = text.split("\n")
    return "\n".join([first, *(" " * columns + line if line else "" for line in rest)])


def offset(text: str, unix: str, position: int) -> int:
    """Return where a position in the text with plain line ends stands in the original."""
    lines = unix.count("\n", 0, position)
    column = position - (unix.rfind("\n", 0, position) + 1)
    begin = 0
    for _ in range(lines):
        begin = text.index("\n", begin) + 1
    return begin + column + (text.startswith("\ufeff") and not lines)


def _outdented(text: str, columns: int) -> str:
    """Return the text moved left; lines that are not indented so far only lose their spaces."""
    return "\n".join(line[min(columns, len(line) - len(line.lstrip(" "))) :] for line in text.split("\n"))


def _block(unix: str, found: Stretch) -> str:
    return _outdented(" " * found.column + unix[found.start : found.end], found.column) + "\n"
