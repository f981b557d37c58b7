"""Where a question's block begins and ends in its file, also in a file that is not YAML throughout."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from question_bank.writing.outline import (
    CannotRewriteError,
    NotYamlError,
    Outline,
    OutlineEntry,
    outline,
    plain,
)

QUESTIONS = "questions"

_REMEMBERED = 1_000_000  # characters; the outline of a text needs far more room than the text
_DASH = re.compile(r"(?P<indent> *)-(?: +|$)")
_ID = r"""(?:\{{ *)?(?:id|"id"|'id') *: *(?P<quote>["']?){id}(?P=quote)(?=$|[ \t]*(?:$|\#|,|\}}))"""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A block from its dash to the end of its last value's line, as offsets in a text with plain line ends.

    `expected` holds the bare values of the whole file, in which this question is `number`; None where the
    file is no YAML and the block was found by its lines.
    """

    start: int
    end: int
    column: int
    number: int = 0
    expected: Any = None


def find_stretch(unix: str, question_id: str) -> Stretch:
    """Return where a question stands. KeyError if the file has no such question; CannotRewriteError."""
    drawn = _remembered(unix) if len(unix) < _REMEMBERED else outline(unix)
    entry, number = _find(drawn, question_id)
    return Stretch(entry.start, end_of(unix, entry), entry.column, number, plain(drawn.root))


def find_anywhere(unix: str, question_id: str) -> Stretch:
    """Return where a question stands, also in a file with a syntax error, there or elsewhere."""
    try:
        return find_stretch(unix, question_id)
    except NotYamlError:
        found = _by_lines(unix, question_id)
        if found is None:
            raise
        return found


def question_entries(drawn: Outline) -> tuple[OutlineEntry, list[OutlineEntry]] | None:
    """Return the entry of the key `questions` and the questions in it, None if the file has no such key."""
    for top in drawn.root.entries:
        if top.key == QUESTIONS:
            return top, top.node.entries if top.node.listed else []
    return None


def id_of(entry: OutlineEntry) -> str:
    """Return a question's id, "" if it has none."""
    return next((each.node.text or "" for each in entry.node.entries if each.key == "id"), "")


def end_of(unix: str, entry: OutlineEntry) -> int:
    """Return where a block ends: with the line of its last value, so that a comment there is inside."""
    end = unix.find("\n", entry.node.end)
    return len(unix) if end < 0 else end


@lru_cache(maxsize=2)
def _remembered(unix: str) -> Outline:
    """Return a text's outline, which nobody changes here: one edit asks for the same one several times."""
    return outline(unix)


def _find(drawn: Outline, question_id: str) -> tuple[OutlineEntry, int]:
    """Return the entry of a question and its number in the list."""
    found = question_entries(drawn)
    top, entries = found or (None, [])
    for number, entry in enumerate(entries):
        if id_of(entry) == question_id:
            if top is not None and top.node.flow:
                raise CannotRewriteError("its questions stand in one [...]; run `fmt` first")
            return entry, number
    raise KeyError(question_id)


def _by_lines(unix: str, question_id: str) -> Stretch | None:
    """Find a block in a file with a syntax error, by its dash, its id and its indentation."""
    wanted = re.compile(_ID.format(id=re.escape(question_id)))
    lines = unix.split("\n")
    for number, line in enumerate(lines):
        dash = _DASH.match(line)
        if dash is None:
            continue
        last = _last_line(lines, number, len(dash["indent"]))
        own = (line[dash.end() :], *(each.strip(" ") for each in lines[number + 1 : last + 1]))
        if any(wanted.match(each) for each in own):
            start = sum(len(each) + 1 for each in lines[:number]) + len(dash["indent"])
            end = sum(len(each) + 1 for each in lines[: last + 1]) - 1
            return Stretch(start, end, len(dash["indent"]))
    return None


def _last_line(lines: list[str], first: int, column: int) -> int:
    """Return the last line that is indented more than the first one's dash; comments after it are outside."""
    last = first
    for number in range(first + 1, len(lines)):
        line = lines[number].strip()
        if not line or line.startswith("#"):
            continue
        if len(lines[number]) - len(lines[number].lstrip(" \t")) <= column:
            break
        last = number
    return last
