"""Findings as the database keeps them until somebody mends the file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from question_bank.folders import is_read
from question_bank.problems import Place, Problem


def problems_to_json(problems: Sequence[Problem]) -> str:
    return json.dumps([asdict(problem) for problem in problems], ensure_ascii=False)


def problems_from_json(text: str) -> tuple[Problem, ...]:
    """Return the findings that keep a version from being served; what else is kept there is passed over."""
    return tuple(problem_from_plain(plain) for plain in json.loads(text) if "code" in plain)


def file_in_bank(shown: str) -> str:
    """Return the name within its bank of a file as findings show it, "" if a bank reads no such file."""
    *_, parent, name = ("", *shown.split("/"))
    inside = f"questions/{name}" if parent == "questions" else name
    return inside if is_read(inside) else ""


def problem_from_plain(plain: dict[str, Any]) -> Problem:
    return Problem(**plain | {"place": Place(**plain["place"])})
