"""The report of an export or an import: talk, since the result is a file."""

from __future__ import annotations

from collections.abc import Sequence

from question_bank.commands.terminal import Terminal
from question_bank.problems import Problem, render

_SHOWN = 500


def report(problems: Sequence[Problem], terminal: Terminal) -> None:
    """Say each finding in the order of its place, and of a flood how many more there are."""
    ordered = sorted(problems, key=lambda problem: problem.sort_key)
    for problem in ordered[:_SHOWN]:
        terminal.talk(render(problem))
    if len(ordered) > _SHOWN:
        terminal.talk(f"... and {len(ordered) - _SHOWN:,} more findings")
