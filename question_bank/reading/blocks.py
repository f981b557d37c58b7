"""After a syntax error: the text cut into its entries, so that the others are still checked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from question_bank.problems import Place, Problem
from question_bank.reading.mending import Budget, mend
from question_bank.reading.source_text import SourceText
from question_bank.reading.tree import Node, Sequence

_ENTRY = re.compile(r"(?P<indent>[ \t]*)-(?:[ \t]|$)")
_ID_ENTRY = re.compile(r"""[ \t]*+-[ \t]*+(?:\{[ \t]*+)?["']?id["']?[ \t]*:""")
_ID = re.compile(
    r"""^[ \t]*+(?:-[ \t]*+)?(?:\{[ \t]*+)?id[ \t]*+:[ \t]*+["']?(?P<id>[a-z][a-z0-9-]*)""", re.MULTILINE
)
_TOP_KEY = re.compile(r"(?P<key>[A-Za-z_]+)[ \t]*:")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the file with its node."""

    source: SourceText
    root: Node


@dataclass(slots=True)
class Parts:
    """What is left of a file with a syntax error: its own keys, and its entries one by one."""

    head: Part | None = None
    entries: list[Part] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    lost_ids: dict[str, Place] = field(default_factory=dict)
    budget: Budget = field(default_factory=Budget)


def read_parts(source: SourceText, known: tuple[str, ...]) -> Parts:
    """Return the parts of a text that cannot be parsed as a whole; `known` are its top-level keys."""
    lines = source.text.splitlines(keepends=True)
    parts = Parts()
    head, blocks = _cut(lines, known)
    first_indent = _indent_of(lines[blocks[0][0]]) if blocks else ""
    parts.head = _read(SourceText(source.file, head, source), source, parts)
    for begin, end in blocks:
        text = "".join(lines[begin:end])
        indent = _indent_of(lines[begin])
        if indent != first_indent and "\t" not in indent:
            parts.problems.append(_misplaced(source, begin, indent, first_indent))
        part = _read(SourceText(source.file, text, source, begin), source, parts)
        if part is None:
            continue
        if type(part.root) is Sequence:
            parts.entries += [Part(part.source, item) for item in part.root.items]
    if not parts.problems:
        whole = mend(source, source, parts.budget)
        parts.problems += whole.problems
    return parts


def _cut(lines: list[str], known: tuple[str, ...]) -> tuple[str, list[tuple[int, int]]]:
    """Return the text with its entries blanked out, and the entries' first lines and ends."""
    indent: str | None = None
    blocks: list[tuple[int, int]] = []
    begin: int | None = None
    head = list(lines)
    for number, line in enumerate(lines):
        top = _TOP_KEY.match(line)
        entry = _ENTRY.match(line)
        if top and top["key"] in known:
            if begin is not None:
                blocks.append((begin, number))
            begin = None
        elif entry and (indent is None or entry["indent"] == indent or _ID_ENTRY.match(line)):
            indent = entry["indent"] if indent is None else indent
            if begin is not None:
                blocks.append((begin, number))
            begin = number
        if begin is not None:
            head[number] = "\n"
    if begin is not None:
        blocks.append((begin, len(lines)))
    return "".join(head), blocks


def _read(part: SourceText, whole: SourceText, parts: Parts) -> Part | None:
    mended = mend(part, whole, parts.budget)
    parts.problems += mended.problems
    if mended.parsed.root is not None:
        return Part(mended.source, mended.parsed.root)
    if found := _ID.search(part.text):
        parts.lost_ids[found["id"]] = part.place(found.start("id"), found.end("id"))
    return None


def _indent_of(line: str) -> str:
    found = _ENTRY.match(line)
    return found["indent"] if found else ""


def _misplaced(source: SourceText, line: int, indent: str, wanted: str) -> Problem:
    start = source.starts[line] + len(indent)
    message = "this entry is not indented like the first one"
    hint = f"begin the line with {len(wanted)} spaces" if wanted else "begin the line at its very left"
    return source.problem("E121", message, start, start + 1, hint)
