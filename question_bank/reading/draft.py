"""What has been read of a bank so far, file by file: values, ids, and every file's findings."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from question_bank.model import Fact, Question, Source
from question_bank.problems import Place, Places, Problem
from question_bank.reading import material
from question_bank.reading.fields import Fields
from question_bank.reading.parts import Entry, FilePart, KnownParts, read_part
from question_bank.reading.questions import read_language
from question_bank.reading.source_text import SourceText


@dataclass(slots=True)
class Draft:
    """The ids hold those of unusable entries too, so that nothing that refers to them is called unknown.

    `named_facts` are those that each question names, unusable questions included. What `known` remembers of
    a file need not be read again.
    """

    problems: list[Problem] = field(default_factory=list)
    known: KnownParts | None = None
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

        source = self.documents[file] = SourceText(file, text)
        self._add("sources", file, read_part(source, "sources", "", material.BANK_KEYS, head))

    def read_facts_file(self, file: str, text: str) -> None:
        """Read facts.yaml."""
        self._add("facts", file, self._part(file, text, "facts"))

    def read_questions_file(self, file: str, text: str) -> None:
        """Read one file of questions."""
        self._add("questions", file, self._part(file, text, "questions"))

    def with_excerpt(self, problem: Problem) -> Problem:
        """Return a finding with the line it is about."""
        source = self.documents.get(problem.place.file)
        return replace(problem, excerpt=source.excerpt(problem.place)) if source is not None else problem

    def _part(self, file: str, text: str, key: str) -> FilePart:
        source = self.documents[file] = SourceText(file, text)
        part = self.known.recall(source, self.language) if self.known is not None else None
        if part is None:
            part = read_part(source, key, self.language)
            if self.known is not None:
                self.known.keep(source, self.language, part)
        return part

    def _add(self, key: str, file: str, part: FilePart) -> None:
        problems = part.problems
        if any(each.code == "E132" for each in problems) and any(
            each.place.file == file for each in self.problems
        ):
            # A file that is no text at all is empty only because nothing of it was let through.
            problems = ()
        self.problems += problems
        self.ids[key].update(part.lost_ids)
        for entry in part.entries:
            if key == "questions":
                self.named_facts.append(entry.named_facts)
            if entry.name is not None and not self._is_duplicate(key, entry, entry.name):
                self._take(key, entry)

    def _take(self, key: str, entry: Entry) -> None:
        if entry.made is not None:
            getattr(self, key).append(entry.made)
            self.problems += entry.problems

    def _is_duplicate(self, key: str, entry: Entry, name: str) -> bool:
        first = self.ids[key].setdefault(name, entry.place)
        if entry.place == first:
            return False
        message = f"id {name!r} is taken already, in {first.file}:{first.line}"
        suggestion = "give one of them another id"
        self.problems.append(self.with_excerpt(Problem("E201", message, entry.place, suggestion)))
        return True
