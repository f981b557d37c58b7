"""What has been read of a bank so far, file by file: values, ids, and every file's findings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from question_bank.model import Fact, Question, Source
from question_bank.problems import Place, Places, Problem
from question_bank.reading import material
from question_bank.reading.blocks import read_parts
from question_bank.reading.fields import Document, Fields
from question_bank.reading.questions import QUESTION_KEYS, named_facts, read_language, read_question
from question_bank.reading.source_text import SourceText
from question_bank.reading.tree import Mapping, Node, Scalar, parse


@dataclass(slots=True)
class Draft:
    """The ids hold those of unusable entries too, so that nothing that refers to them is called unknown.

    `named_facts` are those that each question names, unusable questions included.
    """

    problems: list[Problem] = field(default_factory=list)
    documents: dict[str, SourceText] = field(default_factory=dict)
    bank: str | None = None
    title: str | None = None
    language: str = "en"
    description: str = ""
    at: Places = field(default_factory=Places)
    sources: list[Source] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    named_facts: list[tuple[tuple[str, Place], ...]] = field(default_factory=list)
    ids: dict[str, dict[str, Place]] = field(
        default_factory=lambda: {"sources": {}, "facts": {}, "questions": {}}
    )

    def read_bank_file(self, file: str, text: str) -> None:
        """Read bank.yaml."""

        def head(fields: Fields) -> None:
            self.bank = fields.identifier("bank")
            self.title = fields.text("title")
            self.language = read_language(fields, "language") or "en"
            self.description = fields.optional_text("description")
            self.at = fields.at

        self._read(file, text, "sources", material.BANK_KEYS, head)

    def read_facts_file(self, file: str, text: str) -> None:
        """Read facts.yaml."""
        self._read(file, text, "facts", ("facts",))

    def read_questions_file(self, file: str, text: str) -> None:
        """Read one file of questions."""
        self._read(file, text, "questions", ("questions",))

    def with_excerpt(self, problem: Problem) -> Problem:
        """Return a finding with the line it is about."""
        source = self.documents.get(problem.place.file)
        return replace(problem, excerpt=source.excerpt(problem.place)) if source is not None else problem

    def _read(
        self,
        file: str,
        text: str,
        key: str,
        known: tuple[str, ...],
        head: Callable[[Fields], None] | None = None,
    ) -> None:
        source = self.documents[file] = SourceText(file, text)
        parsed = parse(source)
        if parsed.error is None:
            self.problems += parsed.problems
            self._read_root(Document(source, self.problems), parsed.root, key, known, head)
            return
        parts = read_parts(source, known)
        self.problems += parts.problems
        self.ids[key].update(parts.lost_ids)
        if parts.head is not None:
            self._read_root(Document(parts.head.source, self.problems), parts.head.root, key, known, head)
        for part in parts.entries:
            self._entry(Document(part.source, self.problems), key, part.root)

    def _read_root(
        self,
        document: Document,
        root: Node | None,
        key: str,
        known: tuple[str, ...],
        head: Callable[[Fields], None] | None,
    ) -> None:
        if root is None or (type(root) is Scalar and not root.value):
            if not any(problem.place.file == document.source.file for problem in self.problems):
                message, hint = "the file is empty", f"write '{known[0]}:' and what belongs to it"
                self.problems.append(Problem("E132", message, Place(document.source.file), hint))
            return
        fields = document.fields(root, "the file", known, _misplaced(key))
        if fields is None:
            return
        if head is not None:
            head(fields)
        node = fields.nodes.get(key) if head is not None else fields.require(key)
        if node is None or (type(node) is Scalar and not node.value):
            return
        document.each(node, key, lambda item, _: self._entry(document, key, item))

    def _entry(self, document: Document, key: str, node: Node) -> None:
        made: Any
        if key == "sources":
            name, made = material.read_source(document, node)
        elif key == "facts":
            name, made = material.read_fact(document, node)
        else:
            name, made = read_question(document, node, self.language)
            self.named_facts.append(named_facts(document, node))
        if name is None:
            return
        first = self.ids[key].get(name)
        if first is None:
            self.ids[key][name] = _id_place(document, node)
        elif self._is_duplicate(document, name, node, first):
            return
        if made is not None:
            getattr(self, key).append(made)

    def _is_duplicate(self, document: Document, name: str, node: Node, first: Place) -> bool:
        place = _id_place(document, node)
        if place == first:
            return False
        message = f"id {name!r} is taken already, in {first.file}:{first.line}"
        suggestion = "give one of them another id"
        self.problems.append(Problem("E201", message, place, suggestion, document.source.excerpt(place)))
        return True


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
    if type(node) is Mapping:
        for key, value in node.pairs:
            if type(key) is Scalar and key.value == "id":
                return document.source.place(value.start, value.end)
    return document.source.place(node.start, node.end)
