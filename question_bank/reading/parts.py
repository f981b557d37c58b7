"""What one file of facts or questions says by itself, before it is held against the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from question_bank.model import Fact, Source
from question_bank.model.questions import Question
from question_bank.problems import Place, Problem
from question_bank.reading import material
from question_bank.reading.blocks import read_parts
from question_bank.reading.entries import check_entries
from question_bank.reading.fields import Document, Fields
from question_bank.reading.media import check_placed
from question_bank.reading.questions import QUESTION_KEYS, named_facts, read_question
from question_bank.reading.source_text import SourceText
from question_bank.reading.tree import Mapping as MappingNode
from question_bank.reading.tree import Node, Scalar, parse


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its id and the id's place, and what it makes, None where a finding leaves it unusable.

    `named_facts` are those that a question names, however unusable the rest of it is. `problems` are about
    what was made, and of no interest where another entry has the id already.
    """

    name: str | None
    place: Place
    made: Source | Fact | Question | None
    named_facts: tuple[tuple[str, Place], ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class FilePart:
    """A file's findings, its entries, and the ids of those that could not be read."""

    problems: tuple[Problem, ...]
    entries: tuple[Entry, ...]
    lost_ids: Mapping[str, Place]


class KnownParts(Protocol):
    """What was read before. A part belongs to one text of one file in a bank of one language."""

    def recall(self, source: SourceText, language: str, /) -> FilePart | None: ...

    def keep(self, source: SourceText, language: str, part: FilePart, /) -> None: ...


def read_part(
    source: SourceText,
    key: str,
    language: str,
    known: tuple[str, ...] = (),
    head: Callable[[Fields], None] | None = None,
) -> FilePart:
    """Read the file whose entries stand under `key`; `head` gets its other fields, `known` names them all."""
    reader = _Reader(source, key, language, known or (key,), head)
    reader.read()
    return FilePart(tuple(reader.problems), tuple(reader.entries), reader.lost_ids)


@dataclass(slots=True)
class _Reader:
    source: SourceText
    key: str
    language: str
    known: tuple[str, ...]
    head: Callable[[Fields], None] | None
    problems: list[Problem] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    lost_ids: dict[str, Place] = field(default_factory=dict)

    def read(self) -> None:
        parsed = parse(self.source)
        if parsed.error is None:
            self.problems += parsed.problems
            self._read_root(Document(self.source, self.problems), parsed.root)
            return
        parts = read_parts(self.source, self.known)
        self.problems += parts.problems
        self.lost_ids.update(parts.lost_ids)
        if parts.head is not None:
            self._read_root(Document(parts.head.source, self.problems), parts.head.root)
        for part in parts.entries:
            self._entry(Document(part.source, self.problems), part.root)

    def _read_root(self, document: Document, root: Node | None) -> None:
        if root is None or (type(root) is Scalar and not root.value):
            if not self.problems:
                message, hint = "the file is empty", f"write '{self.known[0]}:' and what belongs to it"
                self.problems.append(Problem("E132", message, Place(document.source.file), hint))
            return
        fields = document.fields(root, "the file", self.known, _misplaced(self.key))
        if fields is None:
            return
        if self.head is not None:
            self.head(fields)
        node = fields.nodes.get(self.key) if self.head is not None else fields.require(self.key)
        if node is None or (type(node) is Scalar and not node.value):
            return
        document.each(node, self.key, lambda item, _: self._entry(document, item))

    def _entry(self, document: Document, node: Node) -> None:
        made: Any
        named: tuple[tuple[str, Place], ...] = ()
        problems: tuple[Problem, ...] = ()
        if self.key == "sources":
            name, made = material.read_source(document, node)
        elif self.key == "facts":
            name, made = material.read_fact(document, node)
        else:
            name, made = read_question(document, node, self.language)
            named = named_facts(document, node)
            if made is not None:
                found = (*check_entries(made), *check_placed(made))
                problems = tuple(replace(each, excerpt=self.source.excerpt(each.place)) for each in found)
        self.entries.append(Entry(name, _id_place(document, node), made, named, problems))


def _misplaced(key: str) -> dict[str, str]:
    """Return what to say about top-level keys that belong elsewhere."""
    homes = {
        "bank": "'bank' belongs into bank.yaml",
        "title": "'title' belongs into bank.yaml",
        "sources": "sources belong into bank.yaml",
        "facts": "facts belong into facts.yaml",
        "questions": "questions belong into a file in questions/",
    }
    within = {"sources": material.SOURCE_KEYS, "facts": material.FACT_KEYS, "questions": QUESTION_KEYS}[key]
    lost = dict.fromkeys(within, f"it belongs to an entry of '{key}': indent it like the keys there")
    return {**lost, **homes}


def _id_place(document: Document, node: Node) -> Place:
    if type(node) is MappingNode:
        for key, value in node.pairs:
            if type(key) is Scalar and key.value == "id":
                return document.source.place(value.start, value.end)
    return document.source.place(node.start, node.end)
