"""The findings of an export or an import while it goes on: each with its place, none forgotten."""

from __future__ import annotations

import re
from collections.abc import Sequence

from question_bank.model import Question
from question_bank.problems import Place, Problem
from question_bank.reading.source_text import SourceText

_LONGEST = 80
_SHOWN_BEFORE = 20
# What makes the rest of a line run the other way, so that "gpj.exe" is read as "exe.jpg".
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def quoted(text: str) -> str:
    """Return a text as messages show it: on one line, and not all of a long one."""
    return _cut(_line(text))


def quoted_apart(one: str, other: str) -> tuple[str, str]:
    """Return two texts as messages show them: long ones from shortly before the place where they part."""
    lines = _line(one), _line(other)
    letters = enumerate(zip(*lines, strict=False))
    alike = next((place for place, (own, its) in letters if own != its), min(map(len, lines)))
    if max(map(len, lines)) <= _LONGEST:
        return _cut(lines[0]), _cut(lines[1])
    begin = lines[0].rfind(" ", 0, max(alike - _SHOWN_BEFORE, 0)) + 1
    if alike - begin > _LONGEST // 2:  # words without spaces
        begin = alike - _SHOWN_BEFORE
    return _cut(lines[0], begin), _cut(lines[1], begin)


def _line(text: str) -> str:
    return _TURNING.sub("\N{REPLACEMENT CHARACTER}", " ".join(text.split()))


def _cut(line: str, begin: int = 0) -> str:
    end = "..." if len(line) > begin + _LONGEST else ""
    return f'"{"..." if begin else ""}{line[begin : begin + _LONGEST]}{end}"'


def listed(things: Sequence[str]) -> str:
    """Return e.g. `facts, difficulty and edition`."""
    return things[0] if len(things) == 1 else f"{', '.join(things[:-1])} and {things[-1]}"


def what_is_lost(problem: Problem, question_id: str) -> str:
    """Return what an export's finding is about, e.g. `facts and tags`: its message without the question."""
    if problem.code == "W711":
        what = problem.message.partition(" has no equal for ")[2]
        return what.removesuffix(f" of {question_id!r}")
    return problem.message.removeprefix(f"{question_id!r}: ")


class Leaving:
    """What one question leaves behind when a bank is written in the format called `name`."""

    def __init__(self, name: str, question: Question) -> None:
        self.name = name
        self.question = question
        self.found: list[Problem] = []

    def lost(self, what: str, *path: str | int, hint: str = "") -> None:
        """Say that something has no equal in the format."""
        self._add("W711", f"{self.name} has no equal for {what} of {self.question.id!r}", path, hint)

    def changed(self, what: str, *path: str | int, hint: str = "") -> None:
        """Say what was written as something else that is nearest to it."""
        self._add("W712", f"{self.question.id!r}: {what}", path, hint)

    def _add(self, code: str, message: str, path: tuple[str | int, ...], hint: str) -> None:
        self.found.append(Problem(code, message, self.question.at.of(*path), hint))


class Arriving:
    """What is found in a text that is imported: `losses` of questions that come in, `problems` of others."""

    def __init__(self, source: SourceText) -> None:
        self.source = source
        self.losses: list[Problem] = []
        self.problems: list[Problem] = []

    def refused(self, code: str, message: str, start: int, end: int, hint: str) -> None:
        """Say why an entry does not come in, and what to do about it."""
        self.problems.append(self.source.problem(code, message, start, end, hint))

    def lost(self, message: str, start: int, end: int, hint: str = "") -> None:
        """Say what has no equal in a bank."""
        self.losses.append(self.source.problem("W713", message, start, end, hint))

    def changed(self, message: str, start: int, end: int, hint: str = "") -> None:
        """Say what was read as something else, for somebody to look at."""
        self.losses.append(self.source.problem("W714", message, start, end, hint))

    def repaired(self, message: str, start: int, end: int, hint: str = "") -> None:
        """Say which slip of a program or a keyboard was set right."""
        self.losses.append(self.source.problem("W715", message, start, end, hint))

    def about(self, code: str, message: str, hint: str = "") -> Problem:
        """Return a finding about the file as a whole."""
        return Problem(code, message, Place(self.source.file), hint)
