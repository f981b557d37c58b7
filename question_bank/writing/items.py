"""A question put at the end of its file's list, or taken out of it, with every other byte left alone."""

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
from question_bank.writing.splice import Placed, flush, indented, offset, single_item
from question_bank.writing.stretches import QUESTIONS, end_of, find_stretch, question_entries

_INDENT = 2


def append(text: str, new_yaml: str) -> str:
    """Return `text` with one more question, `- id: ...`, at the end; an empty text becomes a file.

    CannotRewriteError if the result would not hold what was there and the new question.
    """
    item = single_item(new_yaml)
    expected = _values(unix_text(text))
    expected[QUESTIONS] = [*(expected.get(QUESTIONS) or []), item]
    result = put_last(text, new_yaml).text
    if _values(unix_text(result)) != expected:
        raise CannotRewriteError("the new text would run into its neighbours")
    return result


def put_last(text: str, new_yaml: str) -> Placed:
    """Do what `append` does with any text, however wrong, so that it can be judged where it would stand."""
    unix = unix_text(text)
    drawn = _outline(unix)
    found = question_entries(drawn) if drawn else None
    if found is None:
        before = f"{unix}\n" if unix and not unix.endswith("\n") else unix
        return _placed(text, unix, len(unix), before[len(unix) :] + f"{QUESTIONS}:\n", _INDENT, new_yaml)
    top, entries = found
    if not entries:
        return _into_empty(text, unix, top, new_yaml)
    if top.node.flow:
        raise CannotRewriteError("its questions stand in one [...]; run `fmt` first")
    last = entries[-1]
    end = _past_own_comments(unix, last)
    between = "\n\n" if len(entries) == 1 or _spaced(unix, entries) else "\n"
    return _placed(text, unix, end, between, last.column, new_yaml)


def remove(text: str, question_id: str) -> str:
    """Return `text` without a question; comments around its block stay.

    KeyError if the file has no such question; CannotRewriteError if the others would not be the same.
    """
    unix = unix_text(text)
    found = find_stretch(unix, question_id)
    expected = found.expected
    del expected[QUESTIONS][found.number]
    begin = unix.rfind("\n", 0, found.start) + 1
    end = min(found.end + 1, len(unix))
    if unix[end : end + 1] == "\n" and (unix[:begin].endswith("\n\n") or _follows_key(unix, begin)):
        end += 1  # of two empty lines one goes with the question
    first, last = offset(text, unix, begin), offset(text, unix, end)
    result = text[:first] + text[last:]
    if not expected[QUESTIONS]:
        result = _with_empty_list(result)
    if _values(unix_text(result)) != expected:
        raise CannotRewriteError("the other entries would not be the same without it")
    return result


def _placed(text: str, unix: str, at: int, before: str, column: int, new_yaml: str) -> Placed:
    """Put a block behind the position `at`, after what goes before it."""
    shown = before + " " * column + indented(flush(new_yaml), column)
    rest = unix[at:]
    line = (unix[:at] + before).count("\n") + 1
    tail = "" if rest.startswith("\n") else "\n"
    place = offset(text, unix, at)
    return Placed(text[:place] + (shown + tail).replace("\n", line_end(text)) + text[place:], line, column)


def _into_empty(text: str, unix: str, top: OutlineEntry, new_yaml: str) -> Placed:
    """Put the first question below `questions:` or `questions: []`, whose brackets go."""
    if top.node.flow:
        first, last = offset(text, unix, top.node.start), offset(text, unix, top.node.end)
        text = text[:first].rstrip(" ") + text[last:]
        unix = unix_text(text)
    elif top.node.text:
        raise CannotRewriteError("its `questions:` is no list")
    end = unix.find("\n", top.key_end)
    return _placed(text, unix, len(unix) if end < 0 else end, "\n", _INDENT, new_yaml)


def _with_empty_list(text: str) -> str:
    """Write `questions: []` where nothing is left below `questions:`."""
    unix = unix_text(text)
    found = question_entries(outline(unix))
    if found is None:
        raise CannotRewriteError("its `questions:` cannot be found again")
    place = offset(text, unix, unix.index(":", found[0].key_end) + 1)
    return f"{text[:place]} []{text[place:]}"


def _past_own_comments(unix: str, last: OutlineEntry) -> int:
    """Return where a block ends, with the comments below it that are indented like its content."""
    end = end_of(unix, last)
    position = end
    for line in unix[end + 1 :].split("\n"):
        position += len(line) + 1
        column = len(line) - len(line.lstrip(" "))
        if line.strip() and not (line.lstrip(" ").startswith("#") and column > last.column):
            break
        if line.strip():
            end = min(position, len(unix))
    return end


def _spaced(unix: str, entries: list[OutlineEntry]) -> bool:
    """Say whether an empty line stands before the last question."""
    return "\n\n" in unix[end_of(unix, entries[-2]) : entries[-1].start]


def _follows_key(unix: str, begin: int) -> bool:
    return unix[:begin].rstrip("\n").rpartition("\n")[2].startswith(f"{QUESTIONS}:")


def _outline(unix: str) -> Outline | None:
    """Return the outline of a file, None if there is nothing in it but comments."""
    if all(not line.strip() or line.lstrip().startswith("#") for line in unix.split("\n")):
        return None
    return outline(unix)


def _values(unix: str) -> dict[str, Any]:
    drawn = _outline(unix)
    return {entry.key: plain(entry.node) for entry in drawn.root.entries} if drawn else {}
