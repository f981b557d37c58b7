"""Findings as the database keeps them until somebody mends the file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from question_bank.problems import Place, Problem


def problems_to_json(problems: Sequence[Problem]) -> str:
    return json.dumps([asdict(problem) for problem in problems], ensure_ascii=False)


def problems_from_json(text: str) -> tuple[Problem, ...]:
    return tuple(Problem(**plain | {"place": Place(**plain["place"])}) for plain in json.loads(text))
