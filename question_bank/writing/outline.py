"""A file's entries with their exact stretches of text and their comments: what `fmt` and splicing work on.

The reader's nodes know where values stand; rewriting also needs where each entry begins, dash or
key included, and which comment belongs to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from question_bank.reading.source_text import SourceText
from question_bank.reading.tree import Mapping, Scalar, Sequence, parse
from question_bank.reading.tree import Node as Read


class CannotRewriteError(ValueError):
    """The text cannot be rewritten safely; the message says why, as the end of a sentence."""


class NotYamlError(CannotRewriteError):
    """The text has a syntax error."""


@dataclass(slots=True)
class Node:
    """A value: a scalar's `text`, or the entries of a collection. `start` and `end` are character offsets."""

    start: int
    end: int
    text: str | None = None
    block: bool = False
    listed: bool = False
    flow: bool = False
    entries: list[OutlineEntry] = field(default_factory=list)


@dataclass(slots=True)
class OutlineEntry:
    """A key with its value, or a list's item (`key` is ""); it starts at its key or dash."""

    start: int
    column: int
    node: Node
    key: str = ""
    key_end: int = 0
    parent: OutlineEntry | None = None
    above: list[str] = field(default_factory=list)
    beside: str = ""
    below: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Outline:
    """A whole text: its top-level mapping, and all entries in the order of the text."""

    text: str
    root: Node
    entries: tuple[OutlineEntry, ...]

    def scalars(self) -> Iterator[tuple[int, int]]:
        """Return the stretches in which a `#` is no comment, in order; a text after `|` begins below it."""
        for entry in self.entries:
            if entry.key:
                yield entry.start, entry.key_end
            node = entry.node
            if node.text is not None:
                header = self.text.find("\n", node.start) if node.block else -1
                yield (header if header >= 0 else node.start), node.end


def outline(text: str) -> Outline:
    """Return the outline of a YAML mapping with plain keys, without anchors, aliases and tags."""
    if any(mark in text for mark in "\r\x85\u2028\u2029\ufeff"):
        raise CannotRewriteError("it holds unusual line breaks")
    parsed = parse(SourceText("", text))
    if parsed.error is not None:
        raise NotYamlError("it is not valid YAML")
    if parsed.problems:
        raise CannotRewriteError(f"it has more than plain values: {parsed.problems[0].message}")
    if not isinstance(parsed.root, Mapping):
        raise CannotRewriteError("it does not begin with a key")
    root = _node(text, parsed.root, None)
    return Outline(text, root, tuple(_walk(root)))


def plain(node: Node) -> object:
    """Return the bare texts, lists and dicts of a node."""
    if node.text is not None:
        return node.text
    if node.listed:
        return [plain(entry.node) for entry in node.entries]
    return {entry.key: plain(entry.node) for entry in node.entries}


def unix_text(text: str) -> str:
    """Return the text without a byte order mark and with plain line ends."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def line_end(text: str) -> str:
    """Return the line end that most lines of the text have."""
    return "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"


def _node(text: str, read: Read, owner: OutlineEntry | None) -> Node:
    if isinstance(read, Scalar):
        return Node(read.start, read.end, text=read.value, block=read.style in {"|", ">"})
    node = Node(read.start, read.end, listed=isinstance(read, Sequence), flow=read.flow)
    pairs = read.pairs if isinstance(read, Mapping) else [(None, item) for item in read.items]
    for key, value in pairs:
        start, name = _beginning(text, node, key, value)
        key_end = key.end if key else start
        entry = OutlineEntry(start, _column(text, start), node, name, key_end, owner)
        entry.node = _node(text, value, entry)
        node.entries.append(entry)
    return node


def _beginning(text: str, within: Node, key: Read | None, value: Read) -> tuple[int, str]:
    """Return where an entry begins, and its key."""
    if key is not None:
        if not isinstance(key, Scalar):
            raise CannotRewriteError("it has a key that is not a text")
        return key.start, key.value
    if within.flow:
        return value.start, ""
    if not within.entries:
        return within.start, ""
    dash = "\n" + " " * _column(text, within.start) + "-"
    return text.index(dash, within.entries[-1].node.end) + len(dash) - 1, ""


def _column(text: str, index: int) -> int:
    return index - (text.rfind("\n", 0, index) + 1)


def _walk(node: Node) -> Iterator[OutlineEntry]:
    stack = list(reversed(node.entries))
    while stack:
        entry = stack.pop()
        yield entry
        stack.extend(reversed(entry.node.entries))
