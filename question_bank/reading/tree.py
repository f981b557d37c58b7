"""YAML text to nodes with places, by the parser's events: nothing but text, lists and mappings exists.

The parser yields one event at a time and reads hardly further than it has to, so the limits on depth
and number stop it long before nesting could exhaust it. No value is ever built by PyYAML itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from question_bank.problems import Problem
from question_bank.reading import limits
from question_bank.reading.quoting import mended_hint
from question_bank.reading.source_text import SourceText

_LOADER: Any = getattr(yaml, "CLoader", yaml.Loader)


class Scalar:
    """A text. `style` is "" when plain, otherwise the character it begins with: " ' | or >."""

    __slots__ = ("end", "start", "style", "value")

    def __init__(self, value: str, style: str, start: int, end: int) -> None:
        self.value = value
        self.style = style
        self.start = start
        self.end = end


class Sequence:
    """A list of nodes; `flow` if written in square brackets."""

    __slots__ = ("end", "flow", "items", "start")

    def __init__(self, flow: bool, start: int, end: int) -> None:
        self.items: list[Node] = []
        self.flow = flow
        self.start = start
        self.end = end


class Mapping:
    """Keys with their values in the order written, duplicates included; `flow` if written in braces."""

    __slots__ = ("end", "flow", "pairs", "start")

    def __init__(self, flow: bool, start: int, end: int) -> None:
        self.pairs: list[tuple[Node, Node]] = []
        self.flow = flow
        self.start = start
        self.end = end


Node = Scalar | Sequence | Mapping


class LimitError(yaml.MarkedYAMLError):
    """The text was given up on purpose; `finding` says why."""

    def __init__(self, finding: Problem, mark: Any) -> None:
        super().__init__(problem=finding.message, problem_mark=mark)
        self.finding = finding


@dataclass(frozen=True, slots=True)
class Parsed:
    """`root` is None for an empty text or after a syntax `error`; `problems` are what else was refused."""

    root: Node | None
    problems: tuple[Problem, ...] = ()
    error: yaml.MarkedYAMLError | None = None


def parse(source: SourceText) -> Parsed:
    """Return the first document of a text as nodes whose offsets are those of the text."""
    builder = _Builder(source)
    try:
        builder.build(yaml.parse(source.text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        return Parsed(None, tuple(builder.problems), error)
    except (yaml.YAMLError, ValueError, OverflowError) as error:  # the pure parser trips over odd escapes
        return Parsed(None, tuple(builder.problems), yaml.MarkedYAMLError(problem=str(error)))
    return Parsed(builder.root, tuple(builder.problems))


class _Builder:
    def __init__(self, source: SourceText) -> None:
        self.source = source
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self.anchors: dict[str, tuple[int, int]] = {}
        self.aliases: list[tuple[str, int, int]] = []
        self.documents = 0

    def build(self, events: Iterator[Any]) -> None:
        """Consume the events up to the second document; LimitError beyond a limit."""
        stack: list[Sequence | Mapping] = []
        keys: list[Node | None] = []  # per open collection, the key that waits for its value
        nodes = 0
        for event in events:
            kind = type(event)
            if kind is yaml.ScalarEvent:
                node: Node = self._scalar(event)
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                _close(stack.pop(), event)
                keys.pop()
                continue
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                node = self._collection(event, kind)
            elif kind is yaml.AliasEvent:
                node = self._alias(event)
            elif kind is yaml.DocumentStartEvent and self._is_another_document(event):
                break
            else:
                continue
            nodes += 1
            self._put(node, stack, keys)
            if type(node) is not Scalar:
                stack.append(node)  # type: ignore[arg-type]  # told apart by its exact type for speed
                keys.append(None)
            if len(stack) > limits.DEPTH or nodes > limits.NODES:
                raise self._limit(node, nodes, event.start_mark)
        self._report_anchors()

    def _put(self, node: Node, stack: list[Sequence | Mapping], keys: list[Node | None]) -> None:
        """Put a node where it belongs: the root, a list's next item, a mapping's key or value."""
        if not stack:
            self.root = node
            return
        parent, key = stack[-1], keys[-1]
        if type(parent) is Sequence:
            parent.items.append(node)
        elif key is None:
            keys[-1] = node
        else:
            parent.pairs.append((key, node))  # type: ignore[union-attr]  # told apart above
            keys[-1] = None

    def _scalar(self, event: Any) -> Scalar:
        start, end, style = event.start_mark.index, event.end_mark.index, event.style or ""
        if event.anchor is not None or event.tag is not None:
            start = self._decorated(event, start)
            if not event.value and not style:  # nothing but an anchor or a tag: show it as the text
                return Scalar(self.source.text[start:end], "&", start, end)
        if style == "|" or style == ">":
            end = start + len(self.source.text[start:end].rstrip())
        return Scalar(event.value, style, start, end)

    def _collection(self, event: Any, kind: type) -> Node:
        start = event.start_mark.index
        if event.anchor is not None or event.tag is not None:
            start = self._decorated(event, start)
        made = Mapping if kind is yaml.MappingStartEvent else Sequence
        return made(bool(event.flow_style), start, event.end_mark.index)

    def _alias(self, event: Any) -> Scalar:
        start, end = event.start_mark.index, event.end_mark.index
        self.aliases.append((event.anchor, start, end))
        return Scalar(self.source.text[start:end], "*", start, end)

    def _decorated(self, event: Any, start: int) -> int:
        """Report a tag or remember an anchor; return where the node's own text begins."""
        end = start + len(self.source.text[start : start + 200].split(None, 1)[0])
        if event.anchor is not None:
            self.anchors[event.anchor] = (start, end)
        if event.tag is not None:
            self.problems.append(_tag_problem(self.source, start, end))
        return start

    def _is_another_document(self, event: Any) -> bool:
        self.documents += 1
        if self.documents == 1:
            return False
        start = event.start_mark.index
        message = "'---' begins a second document, which is not read"
        self.problems.append(
            self.source.problem("E107", message, start, start + 3, "use a file of its own for it")
        )
        return True

    def _limit(self, node: Node, nodes: int, mark: Any) -> LimitError:
        if nodes > limits.NODES:
            message, hint = f"the file has more than {limits.NODES:,} values", "divide it into several files"
        else:
            message = f"brackets or lists are nested more than {limits.DEPTH} deep"
            hint = "quote the text if the brackets belong to it"
        return LimitError(self.source.problem("E108", message, node.start, node.start + 1, hint), mark)

    def _report_anchors(self) -> None:
        used = {name for name, _, _ in self.aliases}
        for name, (start, end) in self.anchors.items():
            self.problems.append(_anchor_problem(self.source, name in used, start, end))
        for name, start, end in self.aliases:
            self.problems.append(_alias_problem(self.source, name in self.anchors, start, end))


def _close(node: Sequence | Mapping, event: Any) -> None:
    """Set where a collection ends. A block's end mark is behind the next comment, its last value is not."""
    if node.flow:
        node.end = event.end_mark.index
    elif type(node) is Sequence:
        node.end = node.items[-1].end if node.items else node.end
    else:
        node.end = node.pairs[-1][1].end if node.pairs else node.end  # type: ignore[union-attr]  # a Mapping


def _tag_problem(source: SourceText, start: int, end: int) -> Problem:
    word = source.text[start:end]
    if word.startswith(("!!", "!<")):
        return source.problem("E106", f"tag {word!r}: YAML types are not used here", start, end, "delete it")
    return source.problem(
        "E113", "a value that begins with '!' must be quoted", start, end, _quoting_hint(source, start)
    )


def _anchor_problem(source: SourceText, used: bool, start: int, end: int) -> Problem:
    word = source.text[start:end]
    if used:
        return source.problem(
            "E105",
            f"anchor {word!r}: repeating by reference is not allowed",
            start,
            end,
            "write the text out",
        )
    return source.problem(
        "E117", "a value that begins with '&' must be quoted", start, end, _quoting_hint(source, start)
    )


def _alias_problem(source: SourceText, known: bool, start: int, end: int) -> Problem:
    word = source.text[start:end]
    if known:
        return source.problem(
            "E105", f"alias {word!r}: repeating by reference is not allowed", start, end, "write the text out"
        )
    return source.problem(
        "E112", "a value that begins with '*' must be quoted", start, end, _quoting_hint(source, start)
    )


def _quoting_hint(source: SourceText, start: int) -> str:
    line = source.line_of(start)
    return mended_hint(source.line_text(line), start - source.starts[line])
