"""What `check` keeps of each file of a bank, so that one changed file costs one file.

Of every file of facts or questions: what reading made of it, what the rules say of its questions one by one,
what rules over the whole bank noted of each, and its questions' hashes in the lock; all with a digest of
whatever they were made from.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from question_bank.model import Bank, Question
from question_bank.problems import Problem, problem_from_row, problem_to_row
from question_bank.reading.kept import part_from_plain, part_to_plain
from question_bank.reading.parts import FilePart
from question_bank.reading.source_text import SourceText
from question_bank.rules import Observe, check_each
from question_bank.writing.lock import Fingerprints, fingerprints


class KnownFiles:
    """The files of one bank: `old` is what the last check kept, and `new` what this one will."""

    def __init__(self, old: dict[str, Any], program: str) -> None:
        files = old.get("files") if old.get("program") == program else None
        self._old: dict[str, Any] = files if isinstance(files, dict) else {}
        self._new: dict[str, Any] = {}
        self._program = program
        self._notes: dict[tuple[str, str], dict[str, Any]] = {}
        self._fresh = False

    @property
    def files(self) -> dict[str, Any]:
        """What is known now of the files that were read."""
        return self._new

    @property
    def plain(self) -> dict[str, Any] | None:
        """What to keep now; None if that is what was kept already."""
        unchanged = not self._fresh and self._old.keys() == self._new.keys()
        return None if unchanged else {"program": self._program, "files": self._new}

    def recall(self, source: SourceText, language: str) -> FilePart | None:
        """Return what reading made of this very text the last time, or None."""
        record: Any = self._old.get(source.file)
        with suppress(KeyError, TypeError, ValueError, AttributeError):
            if record["of"] == _digest([source.file, language, source.text]):
                part = self._restored(record["part"], source.file)
                self._new[source.file] = record
                return part
        return None

    def keep(self, source: SourceText, language: str, part: FilePart) -> None:
        """Keep what reading made of a text."""
        of = _digest([source.file, language, source.text])
        self._new[source.file] = {"of": of, "part": self._kept(part)}
        self._fresh = True

    def _kept(self, part: FilePart) -> Any:
        return part_to_plain(part)

    def _restored(self, kept: Any, file: str) -> FilePart:
        return part_from_plain(kept, file)

    def check_each(self, bank: Bank) -> Iterator[Problem]:
        """Yield what the rules say of each question by itself."""
        for file, questions in _by_file(bank):
            # Nothing but the file's own questions and the language is there for the rules to see.
            alone = Bank(id=bank.id, title=bank.title, language=bank.language, questions=questions)
            on = [bank.language, *(question.id for question in questions)]
            yield from map(problem_from_row, self._remembered(file, "rules", on, _Rows(alone)))

    def note(self, observe: Observe, question: Question, bank: Bank) -> Any:
        """Return what `observe` says of a question."""
        file, name = question.at.start.file, observe.__name__
        notes = self._notes.get((file, name))
        if notes is None:
            of_file = self._new.get(file, {}).setdefault("notes", {})
            notes = self._notes[file, name] = of_file.setdefault(name, {})
        if question.id not in notes:
            notes[question.id] = observe(question, question.lang or bank.language)
            self._fresh = True
        return notes[question.id]

    def fingerprints(self, bank: Bank, material: Iterable[str]) -> dict[str, Fingerprints]:
        """Return all questions' hashes by id; `material` is what they rest on beside their own file."""
        prints: dict[str, Fingerprints] = {}
        beside = _digest(material)
        for file, questions in _by_file(bank):
            shown = [" ".join([each.id, *(media.digest for media in each.media)]) for each in questions]
            made = self._remembered(file, "lock", [beside, *shown], _Hashes(bank, questions))
            prints.update((name, Fingerprints(*pair)) for name, pair in made.items())
        return prints

    def _remembered(self, file: str, name: str, on: Iterable[str], make: Callable[[], Any]) -> Any:
        """Return the plain data made of the same file and `on` before, or else make and keep it."""
        digest = _digest(on)
        record = self._new.get(file, {})
        kept = record.get(name, {})
        if kept.get("on") == digest:
            return kept["made"]
        made = make()
        if record:
            self._new[file] = {**record, name: {"on": digest, "made": made}}
            self._fresh = True
        return made


class HeldFiles(KnownFiles):
    """The same for as long as a process lives: `old` is what an earlier one has in `files`, as it is."""

    def __init__(self, old: Mapping[str, Any] | None = None) -> None:
        super().__init__({"program": "", "files": dict(old or {})}, "")

    def _kept(self, part: FilePart) -> Any:
        return part

    def _restored(self, kept: Any, _file: str) -> FilePart:
        part: FilePart = kept
        return part


@dataclass(frozen=True, slots=True)
class _Rows:
    alone: Bank

    def __call__(self) -> list[list[Any]]:
        return [problem_to_row(each) for each in check_each(self.alone)]


@dataclass(frozen=True, slots=True)
class _Hashes:
    bank: Bank
    questions: tuple[Question, ...]

    def __call__(self) -> dict[str, list[str]]:
        return {each.id: list(fingerprints(each, self.bank)) for each in self.questions}


def _by_file(bank: Bank) -> Iterator[tuple[str, tuple[Question, ...]]]:
    for file, questions in groupby(bank.questions, key=lambda question: question.at.start.file):
        yield file, tuple(questions)


def _digest(parts: Iterable[str]) -> str:
    whole = hashlib.sha256()
    for part in parts:
        encoded = part.encode("utf-8", "surrogatepass")
        whole.update(len(encoded).to_bytes(8, "big") + encoded)
    return whole.hexdigest()
