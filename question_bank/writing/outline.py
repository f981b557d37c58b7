"""A file's entries with their exact stretches of text and their comments: what `fmt` and splicing work on.

The reader gives values and places; rewriting needs more: where each entry begins and ends to the
character, and which comment belongs to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

_LONGEST = 5_000_000


class CannotRewriteError(ValueError):
    """The text cannot be rewritten safely; the message says why, as the end of a sentence."""


@dataclass(slots=True)
class Node:
    """A value: a scalar's `text`, or the entries of a collection. `start` and `end` are character offsets."""

    start: int
    end: int = 0
    text: str | None = None
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
    parent: OutlineEntry | None = None
    above: list[str] = field(default_factory=list)
    beside: str = ""
    below: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Outline:
    """A whole text: its top-level mapping, all entries in order, and its block texts' stretches."""

    text: str
    root: Node
    entries: tuple[OutlineEntry, ...]
    scalars: tuple[tuple[int, int], ...]


def outline(text: str) -> Outline:
    """Return the outline of a YAML mapping with plain keys, without anchors, aliases and tags."""
    if len(text) > _LONGEST or any(mark in text for mark in "\r\x85\u2028\u2029\ufeff"):
        raise CannotRewriteError("it holds unusual line breaks or is far too long")
    builder = _Builder(text)
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):  # events only; no value is built by PyYAML
            builder.take(event)
    except yaml.YAMLError as error:
        raise CannotRewriteError("it is not valid YAML") from error
    if builder.root is None or builder.root.listed or builder.root.text is not None:
        raise CannotRewriteError("it does not begin with a key")
    entries = tuple(_walk(builder.root))
    return Outline(text, builder.root, entries, tuple(builder.scalars))


def plain(node: Node) -> object:
    """Return the bare texts, lists and dicts of a node."""
    if node.text is not None:
        return node.text
    if node.listed:
        return [plain(entry.node) for entry in node.entries]
    return {entry.key: plain(entry.node) for entry in node.entries}


class _Builder:
    """Builds nodes from the parser's events with a stack of its own, so that depth is no danger."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.root: Node | None = None
        self.scalars: list[tuple[int, int]] = []
        self._stack: list[tuple[Node, OutlineEntry | None]] = []
        self._key: tuple[str, int] | None = None

    def take(self, event: yaml.Event) -> None:
        if (
            isinstance(event, yaml.AliasEvent)
            or getattr(event, "anchor", None)
            or getattr(event, "tag", None)
        ):
            raise CannotRewriteError("it uses anchors, aliases or tags")
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            node = Node(
                _start(event),
                listed=isinstance(event, yaml.SequenceStartEvent),
                flow=bool(event.flow_style),
            )
            self._stack.append((node, self._place(node)))
        elif isinstance(event, yaml.CollectionEndEvent):
            node, _ = self._stack.pop()
            last = node.entries[-1].node.end if node.entries else _end(event)
            node.end = _end(event) if node.flow else last

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        start, end = _start(event), _end(event)
        if event.style in ("|", ">"):
            header = self.text.find("\n", start)
            self.scalars.append((header if header >= 0 else end, end))
            end = self._block_end(start, end)
        else:
            self.scalars.append((start, end))
        within = self._stack[-1][0] if self._stack else None
        if within is not None and not within.listed and self._key is None:
            self._key = (event.value, start)
        else:
            self._place(Node(start, end, text=event.value))

    def _block_end(self, start: int, end: int) -> int:
        """Return where a block text ends: empty lines below it belong to it only after `|+`."""
        header = self.text[start : self.text.find("\n", start)].partition("#")[0]
        return end if "+" in header else start + len(self.text[start:end].rstrip("\n "))

    def _place(self, node: Node) -> OutlineEntry | None:
        """Put a node where it belongs: the root, the value of the last key, or the next item."""
        if not self._stack:
            if self.root is not None:
                raise CannotRewriteError("it holds several documents")
            self.root = node
            return None
        within, parent = self._stack[-1]
        if within.listed:
            start = node.start if within.flow else self._dash(within)
            entry = OutlineEntry(start, self._column(start), node, parent=parent)
        elif self._key is None:
            raise CannotRewriteError("it has a key that is not a text")
        else:
            name, start = self._key
            self._key = None
            entry = OutlineEntry(start, self._column(start), node, name, parent)
        within.entries.append(entry)
        return entry

    def _dash(self, within: Node) -> int:
        """Return where the next item's dash stands: the first line of its column that begins with one."""
        if not within.entries:
            return within.start
        dash = "\n" + " " * self._column(within.start) + "-"
        return self.text.index(dash, within.entries[-1].node.end) + len(dash) - 1

    def _column(self, index: int) -> int:
        return index - (self.text.rfind("\n", 0, index) + 1)


def _start(event: yaml.Event) -> int:
    return event.start_mark.index if event.start_mark else 0


def _end(event: yaml.Event) -> int:
    return event.end_mark.index if event.end_mark else 0


def _walk(node: Node) -> Iterator[OutlineEntry]:
    stack = list(reversed(node.entries))
    while stack:
        entry = stack.pop()
        yield entry
        stack.extend(reversed(entry.node.entries))
