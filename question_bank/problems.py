"""A finding is a value with a code and a place; nobody raises one."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """Errors keep a bank from being served; warnings are advice."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a value stands: line and column count from 1, `width` is in characters on that line."""

    file: str = ""
    line: int = 1
    column: int = 1
    width: int = 1


@dataclass(frozen=True, slots=True)
class Places:
    """The places of one entry's values, looked up by path, e.g. `of("distractors", 2, "text")`."""

    start: Place = Place()
    by_path: Mapping[tuple[str | int, ...], Place] = field(default_factory=dict)

    def of(self, *path: str | int) -> Place:
        """Return the place of the value at `path`, or of its nearest enclosing value that has one."""
        while path:
            if path in self.by_path:
                return self.by_path[path]
            path = path[:-1]
        return self.start


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding; `code` begins with E (error) or W (warning), and `excerpt` is the line it is about."""

    code: str
    message: str
    place: Place = Place()
    suggestion: str = ""
    excerpt: str = ""

    @property
    def severity(self) -> Severity:
        return Severity.ERROR if self.code.startswith("E") else Severity.WARNING

    @property
    def sort_key(self) -> tuple[Place, str, str]:
        return (self.place, self.code, self.message)


def problem_to_row(problem: Problem) -> list[Any]:
    """Return a finding as plain data."""
    place = problem.place
    where = (place.file, place.line, place.column, place.width)
    return [problem.code, problem.message, *where, problem.suggestion, problem.excerpt]


def problem_from_row(row: Sequence[Any]) -> Problem:
    """Return the finding that `problem_to_row` was given."""
    code, message, file, line, column, width, suggestion, excerpt = row
    return Problem(code, message, Place(file, line, column, width), suggestion, excerpt)


def has_errors(problems: tuple[Problem, ...] | list[Problem]) -> bool:
    return any(problem.severity is Severity.ERROR for problem in problems)


def render(problem: Problem) -> str:
    """Return the finding as the terminal, the pages and the hooks show it, without a final newline."""
    place = problem.place
    head = f"{place.file}:{place.line}:{place.column}: {problem.code} {problem.message}"
    if not problem.excerpt.strip():
        return f"{head}\n    {problem.suggestion}" if problem.suggestion else head
    text, before, width = _window(problem.excerpt, place)
    caret = " " * before + "^" * width
    hint = f" {problem.suggestion}" if problem.suggestion else ""
    return f"{head}\n    {text}\n    {caret}{hint}"


def render_json(problems: Sequence[Problem]) -> str:
    """Return the findings as one JSON array, an object a line, without a final newline."""
    rows = [json.dumps(_plain(problem), ensure_ascii=False) for problem in problems]
    return "[" + ",".join(f"\n  {row}" for row in rows) + ("\n]" if rows else "]")


def render_github(problem: Problem) -> str:
    """Return the finding as a workflow command, which GitHub shows beside the line it is about."""
    place = problem.place
    properties = {
        "file": place.file,
        "line": place.line,
        "endLine": place.line,
        "col": place.column,
        "endColumn": place.column + max(place.width, 1) - 1,
        "title": problem.code,
    }
    shown = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    message = ". ".join(part for part in (problem.message, problem.suggestion) if part)
    return f"::{problem.severity.value} {shown}::{_data(message)}"


def _plain(problem: Problem) -> dict[str, str | int]:
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "message": problem.message,
        "suggestion": problem.suggestion,
        "file": problem.place.file,
        "line": problem.place.line,
        "column": problem.place.column,
        "width": problem.place.width,
        "excerpt": problem.excerpt,
    }


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


_WINDOW = 100


def _window(excerpt: str, place: Place) -> tuple[str, int, int]:
    """Cut a long line around the caret; return the text, the caret's offset and its width in cells."""
    line = excerpt.rstrip("\r\n").replace("\t", " ")
    begin = min(max(place.column - 1, 0), len(line))
    end = min(begin + max(place.width, 1), max(len(line), begin + 1))
    left = len(line) - len(line.lstrip(" "))
    left = min(left, begin)
    if begin - left > _WINDOW // 2:
        left = begin - _WINDOW // 2
    text = line[left : left + _WINDOW]
    before = _cells(line[left:begin])
    width = _cells(line[begin : min(end, left + _WINDOW)])
    return text, before, max(width, 1)


def _cells(text: str) -> int:
    """Return how many terminal columns `text` fills: wide characters two, combining marks none."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )
