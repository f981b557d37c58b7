"""Findings as text for people, as JSON for programs, and as annotations for GitHub."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from question_bank.commands.terminal import Terminal
from question_bank.problems import Problem, render_github, render_json


def as_text(problems: Sequence[Problem], terminal: Terminal) -> None:
    for problem in problems:
        terminal.finding(problem)


def as_json(problems: Sequence[Problem], terminal: Terminal) -> None:
    terminal.result(render_json(problems))


def as_github(problems: Sequence[Problem], terminal: Terminal) -> None:
    for problem in problems:
        terminal.result(render_github(problem))


FORMATS: dict[str, Callable[[Sequence[Problem], Terminal], None]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
}
