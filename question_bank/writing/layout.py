"""Values with their comments, laid out as YAML: two spaces a level, short collections on one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from question_bank.writing import scalars


@dataclass(frozen=True, slots=True)
class Comments:
    """Comment lines above an entry ("" is a blank line), at the end of its line, and below all of it."""

    above: tuple[str, ...] = ()
    beside: str = ""
    below: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.above or self.beside or self.below)


@dataclass(frozen=True, slots=True)
class Entry:
    """A value in a collection: `key` names it in `Fields` and is "" in `Items`."""

    value: Value
    key: str = ""
    comments: Comments = Comments()


@dataclass(frozen=True, slots=True)
class Fields:
    """A mapping; `open` keeps it from being put on one line."""

    entries: tuple[Entry, ...]
    open: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A list; `open` keeps it from being put on one line, `spaced` puts an empty line between items."""

    entries: tuple[Entry, ...]
    open: bool = False
    spaced: bool = False


Value = str | Fields | Items


@dataclass(slots=True)
class _Page:
    lines: list[str] = field(default_factory=list)

    def comments(self, comments: Sequence[str], indent: int) -> None:
        for comment in comments:
            if comment:
                self.lines.append(" " * indent + comment)
            elif self.lines and self.lines[-1]:
                self.lines.append("")


def document(fields: Fields, below: Sequence[str] = ()) -> str:
    """Return a whole file: its top-level entries, and the comments after the last of them."""
    page = _Page()
    _fields(page, fields, 0)
    page.comments(below, 0)
    while page.lines and not page.lines[-1]:
        page.lines.pop()
    return "".join(f"{line}\n" for line in page.lines)


def item(value: Fields) -> str:
    """Return one list item, `- id: ...`, beginning at column one."""
    page = _Page()
    _items(page, Items((Entry(value),), open=True), 0)
    return "".join(f"{line}\n" for line in page.lines)


def _fields(page: _Page, fields: Fields, indent: int) -> None:
    for entry in fields.entries:
        page.comments(entry.comments.above, indent)
        _value(page, f"{' ' * indent}{entry.key}:", entry, indent)
        page.comments(entry.comments.below, indent)


def _items(page: _Page, items: Items, indent: int) -> None:
    for number, entry in enumerate(items.entries):
        if number and items.spaced and page.lines[-1]:
            page.lines.append("")
        _item(page, entry, indent)


def _item(page: _Page, entry: Entry, indent: int) -> None:
    """Lay out one item; a mapping begins on the line of its dash."""
    value = entry.value
    page.comments(entry.comments.above, indent)
    head = " " * indent + "-"
    if isinstance(value, Fields) and value.entries and not _fits(value, len(head)):
        page.comments(value.entries[0].comments.above, indent)
        first = len(page.lines)
        _fields(page, _without_first_above(value), indent + 2)
        page.lines[first] = head + page.lines[first][len(head) :]
        if entry.comments.beside:
            page.lines.insert(first, " " * indent + entry.comments.beside)
    else:
        _value(page, head, entry, indent)
    page.comments(entry.comments.below, indent + 2)


def _without_first_above(fields: Fields) -> Fields:
    first = fields.entries[0]
    comments = Comments((), first.comments.beside, first.comments.below)
    return Fields((Entry(first.value, first.key, comments), *fields.entries[1:]), open=fields.open)


def _value(page: _Page, head: str, entry: Entry, indent: int) -> None:
    """Put a value after `head` (a key or a dash), below it where it does not fit beside it."""
    beside = f"  {entry.comments.beside}" if entry.comments.beside else ""
    value = entry.value
    if isinstance(value, str):
        first, below = scalars.lines(value, indent + 2, len(head) + 1)
        page.lines.extend([f"{head} {first}{beside}", *below])
    elif _fits(value, len(head)):
        page.lines.append(f"{head} {_flow(value)}{beside}")
    else:
        page.lines.append(f"{head}{beside}")
        if isinstance(value, Fields):
            _fields(page, value, indent + 2)
        else:
            _items(page, value, indent + 2)


def _fits(value: Fields | Items, used: int) -> bool:
    """Say whether a collection goes on one line: short, without comments or long texts inside."""
    if not value.entries:
        return True
    if value.open:
        return False
    flow = _flow(value)
    return flow is not None and used + 1 + len(flow) <= scalars.WIDTH


def _flow(value: Value) -> str | None:
    if isinstance(value, str):
        return None if "\n" in value else scalars.inline(value, flow=True)
    shown = []
    for entry in value.entries:
        inner = _flow(entry.value)
        if inner is None or entry.comments or (not isinstance(entry.value, str) and entry.value.open):
            return None
        shown.append(f"{entry.key}: {inner}" if entry.key else inner)
    return f"[{', '.join(shown)}]" if isinstance(value, Items) else f"{{{', '.join(shown)}}}"
