"""Reads mutated banks, a JSON object a line, and answers with what it found: run by test_mutations."""

from __future__ import annotations

import json
import sys

from question_bank.problems import render
from question_bank.reading import read_bank_texts

for line in sys.stdin:
    files = {name: bytes.fromhex(raw) for name, raw in json.loads(line).items()}
    reading = read_bank_texts(files)
    shown = [render(problem) for problem in reading.problems]
    lines = {name: len(text.splitlines()) + 1 for name, text in reading.texts.items()}
    for problem in reading.problems:
        assert problem.place.line >= 1, problem
        assert problem.place.column >= 1, problem
        assert problem.place.line <= lines.get(problem.place.file, 1) + 1, problem
    sys.stdout.write(json.dumps({"problems": len(shown), "bank": reading.bank is not None}) + "\n")
    sys.stdout.flush()
