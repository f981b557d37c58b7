"""What the description of a bank's files is made of: a shape for every value, a sentence for every key."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """Any text. Editors that guess types see `answer: 2011` as a number, so plain figures are text too."""

    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number from `least` to `most` (0: without end)."""

    least: int = 1
    most: int = 0


@dataclass(frozen=True, slots=True)
class Truth:
    """true or false."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of a few words."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list; `open` says that each item stands on a line of its own in the canonical form."""

    item: Shape
    least: int = 1
    open: bool = False
    spaced: bool = False


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a record, with the sentence an editor shows for it; `shared` by all kinds of question."""

    name: str
    shape: Shape
    description: str
    required: bool = False
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping with known keys, in canonical order."""

    name: str
    description: str
    keys: tuple[Key, ...]

    def key(self, name: str) -> Key | None:
        return next((key for key in self.keys if key.name == name), None)


@dataclass(frozen=True, slots=True)
class Cases:
    """A record whose other keys depend on the word under `key`."""

    key: str
    cases: tuple[tuple[str, Record], ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One of several shapes, e.g. a text or a record."""

    shapes: tuple[Shape, ...]


Shape = Text | Whole | Truth | OneOf | ListOf | Record | Cases | AnyOf
