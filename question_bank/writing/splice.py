"""One question's text inside a file: taken out, and put back with every other byte left alone."""

from __future__ import annotations

from typing import Any

from question_bank.writing.outline import (
    CannotRewriteError,
    Outline,
    OutlineEntry,
    line_end,
    outline,
    plain,
    unix_text,
)

_TOP = "questions"


def block_of(text: str, question_id: str) -> str:
    """Return a question's text as its author wrote it, comments inside included, moved to column one.

    It begins with `- ` and ends in a newline. KeyError if the file has no such question;
    CannotRewriteError if the file cannot be taken apart safely.
    """
    unix = unix_text(text)
    entry, _ = _find(outline(unix), question_id)
    return _outdented(" " * entry.column + unix[entry.start : _end(unix, entry)], entry.column) + "\n"


def splice(text: str, question_id: str, new_yaml: str) -> str:
    """Return `text` with the question's block replaced by `new_yaml`, one list item `- id: ...`.

    Every character outside the block stays, whatever the line ends. KeyError if the file has no such
    question; CannotRewriteError if the result would not hold the other entries and the new one.
    """
    unix = unix_text(text)
    before = outline(unix)
    entry, number = _find(before, question_id)
    end = _end(unix, entry)
    block = unix_text(new_yaml).strip("\n")
    block = _outdented(block, len(block) - len(block.lstrip(" ")))
    indented = _indented(block, entry.column)
    expected: Any = plain(before.root)
    expected[_TOP][number] = _single_item(block)
    if plain(outline(unix[: entry.start] + indented + unix[end:]).root) != expected:
        raise CannotRewriteError("the new text would run into its neighbours")
    first, last = _offset(text, unix, entry.start), _offset(text, unix, end)
    return text[:first] + indented.replace("\n", line_end(text)) + text[last:]


def _outdented(text: str, columns: int) -> str:
    """Return the text moved left; lines that are not indented so far only lose their spaces."""
    return "\n".join(line[min(columns, len(line) - len(line.lstrip(" "))) :] for line in text.split("\n"))


def _indented(text: str, columns: int) -> str:
    """Return the text moved right, but for its first line and for empty ones."""
    first, *rest = text.split("\n")
    return "\n".join([first, *(" " * columns + line if line else "" for line in rest)])


def _find(drawn: Outline, question_id: str) -> tuple[OutlineEntry, int]:
    """Return the entry of a question and its number in the list."""
    for top in drawn.root.entries:
        if top.key == _TOP and top.node.listed:
            for number, entry in enumerate(top.node.entries):
                if any(each.key == "id" and each.node.text == question_id for each in entry.node.entries):
                    if top.node.flow:
                        raise CannotRewriteError("its questions stand in one [...]; run `fmt` first")
                    return entry, number
    raise KeyError(question_id)


def _single_item(block: str) -> object:
    items: Any = plain(outline(f"{_TOP}:\n{block}\n").root)
    if list(items) != [_TOP] or not isinstance(items[_TOP], list) or len(items[_TOP]) != 1:
        raise CannotRewriteError("the new text is not one list item beginning with `- id:`")
    return items[_TOP][0]


def _end(unix: str, entry: OutlineEntry) -> int:
    """Return where the block ends: with the line of its last value, so that a comment there is inside."""
    end = unix.find("\n", entry.node.end)
    return len(unix) if end < 0 else end


def _offset(text: str, unix: str, position: int) -> int:
    """Return where a position in the text with plain line ends stands in the original."""
    lines = unix.count("\n", 0, position)
    column = position - (unix.rfind("\n", 0, position) + 1)
    begin = 0
    for _ in range(lines):
        begin = text.index("\n", begin) + 1
    return begin + column + (text.startswith("\ufeff") and not lines)
