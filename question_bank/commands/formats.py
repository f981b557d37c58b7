"""Findings as text for people, as JSON for programs, and as annotations for GitHub."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from question_bank.commands.terminal import Terminal
from question_bank.problems import Problem, Severity


def as_text(problems: Sequence[Problem], terminal: Terminal) -> None:
    for problem in problems:
        terminal.finding(problem)


def as_json(problems: Sequence[Problem], terminal: Terminal) -> None:
    """Print one JSON array, an object a finding."""
    rows = [json.dumps(_plain(problem), ensure_ascii=False) for problem in problems]
    terminal.result("[" + ",".join(f"\n  {row}" for row in rows) + ("\n]" if rows else "]"))


def as_github(problems: Sequence[Problem], terminal: Terminal) -> None:
    """Print workflow commands, which GitHub shows beside the lines they are about."""
    for problem in problems:
        place = problem.place
        level = "error" if problem.severity is Severity.ERROR else "warning"
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
        terminal.result(f"::{level} {shown}::{_data(message)}")


FORMATS: dict[str, Callable[[Sequence[Problem], Terminal], None]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
}


def _plain(problem: Problem) -> dict[str, Any]:
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
