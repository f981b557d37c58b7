"""The editions written in a file: read, and raised without touching another byte."""

from __future__ import annotations

from typing import Any

from question_bank.writing.outline import (
    CannotRewriteError,
    OutlineEntry,
    line_end,
    outline,
    plain,
    unix_text,
)
from question_bank.writing.splice import offset
from question_bank.writing.stretches import QUESTIONS, end_of, find_stretch, id_of, question_entries

_KEY = "edition"


def editions_in(text: str) -> dict[str, int]:
    """Return the editions of a file's questions by their ids. CannotRewriteError."""
    found = question_entries(outline(unix_text(text)))
    return {id_of(entry): _edition(entry) for entry in (found[1] if found else ())}


def with_edition(text: str, question_id: str, edition: int) -> str:
    """Return `text` with that edition written in a question's block.

    KeyError if the file has no such question; CannotRewriteError if anything else would change.
    """
    unix = unix_text(text)
    found = find_stretch(unix, question_id)
    expected: Any = found.expected
    expected[QUESTIONS][found.number][_KEY] = str(edition)
    entries = question_entries(outline(unix))
    if entries is None:
        raise KeyError(question_id)
    begin, end, put = _replacement(unix, entries[1][found.number], edition)
    first, last = offset(text, unix, begin), offset(text, unix, end)
    result = text[:first] + put.replace("\n", line_end(text)) + text[last:]
    if plain(outline(unix_text(result)).root) != expected:
        raise CannotRewriteError("an edition cannot be written into it")
    return result


def _edition(entry: OutlineEntry) -> int:
    written = next((each.node.text or "" for each in entry.node.entries if each.key == _KEY), "")
    return int(written) if written.isascii() and written.isdigit() else 1


def _replacement(unix: str, entry: OutlineEntry, edition: int) -> tuple[int, int, str]:
    """Return which stretch gives way to what: the edition that is there, or a new line or pair."""
    for each in entry.node.entries:
        if each.key == _KEY:
            return each.node.start, each.node.end, str(edition)
    last = entry.node.entries[-1]
    if entry.node.flow:
        return last.node.end, last.node.end, f", {_KEY}: {edition}"
    if last.key == "draft":  # the canonical order has it last
        return last.start, last.start, f"{_KEY}: {edition}\n{' ' * last.column}"
    end = end_of(unix, last)
    return end, end, f"\n{' ' * last.column}{_KEY}: {edition}"
