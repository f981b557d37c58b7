"""Entries of a list with a name, such as `facts:` or `sources:`, added, replaced and taken out in their file.

Everything here takes and returns a text with plain line ends, and leaves every other character alone.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from question_bank.writing.outline import CannotRewriteError, Outline, OutlineEntry, outline, plain
from question_bank.writing.splice import flush, indented
from question_bank.writing.stretches import end_of, id_of

_INDENT = 2


@dataclass(frozen=True, slots=True)
class WithEntries:
    """A whole file; the first new block begins in `line`, from 1, and `column` spaces in."""

    text: str
    line: int
    column: int


def append_entries(unix: str, top: str, blocks: Sequence[str]) -> WithEntries:
    """Return a file with list items, `- id: ...`, at the end of its list; an empty text becomes a file.

    CannotRewriteError if the result would not hold what was there and the new entries.
    """
    drawn = _outline(unix)
    found = _list(drawn, top)
    expected = _values(drawn)
    flushed = [flush(block) for block in blocks]
    items = [item for block in flushed for item in _values(_outline(f"{top}:\n{block}\n"))[top]]
    if len(items) != len(blocks):
        raise CannotRewriteError("the new text is not one list item for each entry")
    made = _into(unix, found, top, flushed)
    expected[top] = [*(expected.get(top) or []), *items]
    if _values(_outline(made.text)) != expected:
        raise CannotRewriteError("the new entries would run into their neighbours")
    return made


def replace_entries(unix: str, top: str, blocks: Mapping[str, str]) -> str:
    """Return a file with the entries of these ids replaced. KeyError if one is not there."""
    drawn = _outline(unix)
    entries = _entries(drawn, top)
    numbers = [_number(entries, each) for each in blocks]
    expected = _values(drawn)
    for number, block in sorted(zip(numbers, blocks.values(), strict=True), reverse=True):
        entry = entries[number]
        (expected[top][number],) = _values(_outline(f"{top}:\n{flush(block)}\n"))[top]
        unix = unix[: entry.start] + indented(flush(block), entry.column) + unix[end_of(unix, entry) :]
    if _values(_outline(unix)) != expected:
        raise CannotRewriteError("the new text would run into its neighbours")
    return unix


def remove_entries(unix: str, top: str, ids: Collection[str]) -> str:
    """Return a file without the entries of these ids; comments around them stay. CannotRewriteError."""
    drawn = _outline(unix)
    entries = _entries(drawn, top)
    numbers = sorted({_number(entries, each) for each in ids}, reverse=True)
    expected = _values(drawn)
    for number in numbers:
        del expected[top][number]
        begin = unix.rfind("\n", 0, entries[number].start) + 1
        end = min(end_of(unix, entries[number]) + 1, len(unix))
        if unix[end : end + 1] == "\n" and (unix[:begin].endswith("\n\n") or _follows_key(unix, begin, top)):
            end += 1  # of two empty lines one goes with the entry
        unix = unix[:begin] + unix[end:]
    if not expected[top]:
        key_end = next(each.key_end for each in outline(unix).root.entries if each.key == top)
        place = unix.index(":", key_end) + 1
        unix = f"{unix[:place]} []{unix[place:]}"
    if _values(_outline(unix)) != expected:
        raise CannotRewriteError("the other entries would not be the same")
    return unix


def _into(unix: str, top: OutlineEntry | None, name: str, blocks: Sequence[str]) -> WithEntries:
    if top is None:
        before = f"{unix}\n" if unix and not unix.endswith("\n") else unix
        return _placed(f"{before}{name}:\n", blocks, _INDENT, "")
    entries = top.node.entries if top.node.listed else []
    if entries and top.node.flow:
        raise CannotRewriteError(f"its {name} stand in one [...]; run `fmt` first")
    if entries:
        end = end_of(unix, entries[-1])
        return _placed(f"{unix[:end]}\n\n", blocks, entries[-1].column, unix[end:])
    if top.node.flow:  # `facts: []`, whose brackets go
        unix = unix[: top.node.start].rstrip(" ") + unix[top.node.end :]
    elif top.node.text:
        raise CannotRewriteError(f"its `{name}:` is no list")
    end = unix.find("\n", top.key_end)
    end = len(unix) if end < 0 else end
    return _placed(f"{unix[:end]}\n", blocks, _INDENT, unix[end:])


def _placed(before: str, blocks: Sequence[str], column: int, rest: str) -> WithEntries:
    shown = "\n\n".join(" " * column + indented(block, column) for block in blocks)
    tail = "" if rest.startswith("\n") else "\n"
    return WithEntries(before + shown + tail + rest, before.count("\n") + 1, column)


def _list(drawn: Outline | None, top: str) -> OutlineEntry | None:
    return next((entry for entry in drawn.root.entries if entry.key == top), None) if drawn else None


def _entries(drawn: Outline | None, top: str) -> list[OutlineEntry]:
    found = _list(drawn, top)
    if found is not None and found.node.flow:
        raise CannotRewriteError(f"its {top} stand in one [...]; run `fmt` first")
    return found.node.entries if found is not None and found.node.listed else []


def _number(entries: Sequence[OutlineEntry], entry_id: str) -> int:
    for number, entry in enumerate(entries):
        if id_of(entry) == entry_id:
            return number
    raise KeyError(entry_id)


def _follows_key(unix: str, begin: int, top: str) -> bool:
    return unix[:begin].rstrip("\n").rpartition("\n")[2].startswith(f"{top}:")


def _outline(unix: str) -> Outline | None:
    """Return the outline of a file, None if there is nothing in it but comments."""
    if all(not line.strip() or line.lstrip().startswith("#") for line in unix.split("\n")):
        return None
    return outline(unix)


def _values(drawn: Outline | None) -> dict[str, Any]:
    return {entry.key: plain(entry.node) for entry in drawn.root.entries} if drawn else {}
