"""One question's text inside a file: taken out, and put back with every other byte left alone."""

from __future__ import annotations

import textwrap
from typing import Any

from question_bank.writing.outline import CannotRewriteError, Outline, OutlineEntry, outline, plain

_TOP = "questions"


def block_of(text: str, question_id: str) -> str:
    """Return a question's text as its author wrote it, comments inside included, moved to column one.

    It begins with `- ` and ends in a newline. KeyError if the file has no such question;
    CannotRewriteError if the file cannot be taken apart safely.
    """
    unix = _unix(text)
    entry, _ = _find(outline(unix), question_id)
    return textwrap.dedent(" " * entry.column + unix[entry.start : _end(unix, entry)]) + "\n"


def splice(text: str, question_id: str, new_yaml: str) -> str:
    """Return `text` with the question's block replaced by `new_yaml`, one list item `- id: ...`.

    Every character outside the block stays, whatever the line ends. KeyError if the file has no such
    question; CannotRewriteError if the result would not hold the other entries and the new one.
    """
    unix = _unix(text)
    before = outline(unix)
    entry, number = _find(before, question_id)
    end = _end(unix, entry)
    block = textwrap.dedent(_unix(new_yaml)).strip("\n")
    indented = textwrap.indent(block, " " * entry.column).lstrip(" ")
    expected: Any = plain(before.root)
    expected[_TOP][number] = _single_item(block)
    if plain(outline(unix[: entry.start] + indented + unix[end:]).root) != expected:
        raise CannotRewriteError("the new text would run into its neighbours")
    first, last = _offset(text, unix, entry.start), _offset(text, unix, end)
    return text[:first] + indented.replace("\n", _line_end(text)) + text[last:]


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
    line_end = unix.find("\n", entry.node.end)
    return len(unix) if line_end < 0 else line_end


def _unix(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def _offset(text: str, unix: str, position: int) -> int:
    """Return where a position in the text with plain line ends stands in the original."""
    lines = unix.count("\n", 0, position)
    column = position - (unix.rfind("\n", 0, position) + 1)
    begin = 0
    for _ in range(lines):
        begin = text.index("\n", begin) + 1
    return begin + column + (text.startswith("\ufeff") and not lines)


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"
