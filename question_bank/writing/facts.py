"""A fact as YAML, and put at the end of facts.yaml with every other character left alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from question_bank.model import Fact
from question_bank.writing import layout
from question_bank.writing.banks import fact_fields
from question_bank.writing.layout import Fields
from question_bank.writing.outline import CannotRewriteError, Outline, OutlineEntry, outline, plain
from question_bank.writing.splice import flush, indented
from question_bank.writing.stretches import end_of

_TOP = "facts"
_INDENT = 2


@dataclass(frozen=True, slots=True)
class WithFact:
    """A whole file; the fact's block begins in `line`, from 1, and `column` spaces in."""

    text: str
    line: int
    column: int


def fact_to_yaml(fact: Fact) -> str:
    """Return the fact as one list item beginning `- id: ...` at column one, ending in a newline."""
    return layout.item(Fields(fact_fields(fact).entries, open=True))


def append_fact(unix: str, block: str) -> WithFact:
    """Return a file of facts, with plain line ends, with one more at its end; an empty text becomes a file.

    CannotRewriteError if the result would not hold what was there and the new fact.
    """
    drawn = _outline(unix)
    top = next((entry for entry in drawn.root.entries if entry.key == _TOP), None) if drawn else None
    made = _into(unix, top, flush(block))
    expected = _values(drawn)
    (item,) = _values(_outline(f"{_TOP}:\n{flush(block)}\n"))[_TOP]
    expected[_TOP] = [*(expected.get(_TOP) or []), item]
    if _values(_outline(made.text)) != expected:
        raise CannotRewriteError("the new fact would run into its neighbours")
    return made


def _into(unix: str, top: OutlineEntry | None, block: str) -> WithFact:
    if top is None:
        before = f"{unix}\n" if unix and not unix.endswith("\n") else unix
        return _placed(f"{before}{_TOP}:\n", block, _INDENT, "")
    entries = top.node.entries if top.node.listed else []
    if entries and top.node.flow:
        raise CannotRewriteError("its facts stand in one [...]; run `fmt` first")
    if entries:
        end = end_of(unix, entries[-1])
        return _placed(f"{unix[:end]}\n\n", block, entries[-1].column, unix[end:])
    if top.node.flow:  # `facts: []`, whose brackets go
        unix = unix[: top.node.start].rstrip(" ") + unix[top.node.end :]
    elif top.node.text:
        raise CannotRewriteError("its `facts:` is no list")
    end = unix.find("\n", top.key_end)
    end = len(unix) if end < 0 else end
    return _placed(f"{unix[:end]}\n", block, _INDENT, unix[end:])


def _placed(before: str, block: str, column: int, rest: str) -> WithFact:
    tail = "" if rest.startswith("\n") else "\n"
    text = before + " " * column + indented(block, column) + tail + rest
    return WithFact(text, before.count("\n") + 1, column)


def _outline(unix: str) -> Outline | None:
    """Return the outline of a file, None if there is nothing in it but comments."""
    if all(not line.strip() or line.lstrip().startswith("#") for line in unix.split("\n")):
        return None
    return outline(unix)


def _values(drawn: Outline | None) -> dict[str, Any]:
    return {entry.key: plain(entry.node) for entry in drawn.root.entries} if drawn else {}
