"""The canonical form of a file: key order, indentation, quotes and list style, with every comment kept."""

from __future__ import annotations

from collections import Counter

from question_bank.writing import layout
from question_bank.writing.comments import attach, comments
from question_bank.writing.keys import FILES
from question_bank.writing.outline import (
    CannotRewriteError,
    Node,
    Outline,
    OutlineEntry,
    line_end,
    outline,
    plain,
    unix_text,
)
from question_bank.writing.shapes import AnyOf, Cases, ListOf, Record, Shape


def format_text(text: str) -> str:
    """Return the canonical form of a bank's file.

    It means the same and keeps every comment; formatting it again changes nothing. Line ends stay
    what most of them were. Raises CannotRewriteError for a text of which this cannot be promised.
    """
    before = outline(unix_text(text))
    result = _formatted(before)
    after = outline(result)
    if plain(after.root) != plain(before.root):
        raise CannotRewriteError("its values would not survive")
    if _comment_texts(after) != _comment_texts(before):
        raise CannotRewriteError("a comment stands where it cannot be kept")
    if _formatted(after) != result:
        raise CannotRewriteError("its comments stand where they cannot be placed for good")
    return result.replace("\n", line_end(text))


def _formatted(drawn: Outline) -> str:
    below = attach(drawn)
    _keep_blank_lines(drawn)
    record = next((file for file in FILES if _opens(file, drawn.root)), None)
    if record is None:
        raise CannotRewriteError("it is neither a bank, nor facts, nor questions")
    return layout.document(_record(drawn.root, record, open_=True), below)


def _opens(file: Record, root: Node) -> bool:
    """Say whether a file with these top-level keys is of this sort."""
    return any(entry.key == file.keys[0].name for entry in root.entries)


def _keep_blank_lines(drawn: Outline) -> None:
    """Keep the empty line above a top-level key; inside entries they go."""
    for entry in drawn.root.entries[1:]:
        line = drawn.text.rfind("\n", 0, entry.start)
        if not entry.above and drawn.text[:line].endswith("\n"):
            entry.above.append("")


def _value(node: Node, shape: Shape | None) -> layout.Value:
    if node.text is not None:
        return node.text
    shape = _fitting(node, shape)
    if node.listed:
        return _list(node, shape if isinstance(shape, ListOf) else None)
    if isinstance(shape, Cases):
        shape = _case(node, shape)
    if not isinstance(shape, Record):
        raise CannotRewriteError("a mapping stands where none belongs")
    return _record(node, shape)


def _fitting(node: Node, shape: Shape | None) -> Shape | None:
    """Return the one of several shapes that a node has."""
    if not isinstance(shape, AnyOf):
        return shape
    wanted = ListOf if node.listed else Record
    return next((each for each in shape.shapes if isinstance(each, wanted)), None)


def _case(node: Node, cases: Cases) -> Record:
    word = next((entry.node.text for entry in node.entries if entry.key == cases.key), None)
    record = next((record for name, record in cases.cases if name == word), None)
    if record is None:
        raise CannotRewriteError(f"an entry has no known {cases.key}")
    return record


def _list(node: Node, shape: ListOf | None) -> layout.Items:
    spaced = shape is not None and shape.spaced
    entries = []
    for entry in node.entries:
        value = _value(entry.node, shape.item if shape else None)
        if spaced and isinstance(value, layout.Fields):
            value = layout.Fields(value.entries, open=True)
        entries.append(layout.Entry(value, comments=_comments(entry)))
    return layout.Items(tuple(entries), open=shape is not None and shape.open, spaced=spaced)


def _record(node: Node, record: Record, *, open_: bool = False) -> layout.Fields:
    places = {key.name: place for place, key in enumerate(record.keys)}
    names = [entry.key for entry in node.entries]
    if len(set(names)) < len(names) or not places.keys() >= set(names):
        raise CannotRewriteError("it has an unknown key or one that stands twice")
    entries = [
        layout.Entry(_value(entry.node, record.keys[places[entry.key]].shape), entry.key, _comments(entry))
        for entry in sorted(node.entries, key=lambda entry: places[entry.key])
    ]
    return layout.Fields(tuple(entries), open=open_)


def _comments(entry: OutlineEntry) -> layout.Comments:
    return layout.Comments(tuple(entry.above), entry.beside, tuple(entry.below))


def _comment_texts(drawn: Outline) -> Counter[str]:
    return Counter(comment.text for comment in comments(drawn))
