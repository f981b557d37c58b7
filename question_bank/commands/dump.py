"""`dump`: every question as one JSON object a line, for scripts."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from question_bank.commands.banks import bank_folders
from question_bank.commands.loading import LoadedBank, load
from question_bank.commands.terminal import Terminal, counted
from question_bank.model import Bank, Evidence, Fact, MultipleChoice, Question, SingleChoice
from question_bank.model.texts import answer_texts, prompt_text
from question_bank.problems import Severity


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="banks or files in them")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    broken = 0
    for folder in bank_folders(arguments.paths):
        broken += _dump(load(folder), terminal)
    return 1 if broken else 0


def _dump(loaded: LoadedBank, terminal: Terminal) -> int:
    """Print what could be read of one bank; return how many errors kept the rest from it."""
    bank = loaded.reading.bank
    for question in bank.questions if bank else ():
        terminal.result(json.dumps(plain(question, bank), ensure_ascii=False) if bank else "")
    errors = sum(problem.severity is Severity.ERROR for problem in loaded.reading.problems)
    if errors:
        folder = loaded.folder.as_posix()
        terminal.talk(
            f"{folder}: {counted(errors, 'error')}; what has them is left out (see `check {folder}`)"
        )
    return errors


def plain(question: Question, bank: Bank) -> dict[str, Any]:
    """Return the question as scripts get it; these names and their order are promised."""
    facts = [fact for name in question.facts if (fact := bank.fact(name))]
    wrong = question.distractors if isinstance(question, (SingleChoice, MultipleChoice)) else ()
    return {
        "id": question.id,
        "kind": question.kind.value,
        "prompt": prompt_text(question),
        "answers": list(answer_texts(question)),
        "distractors": [distractor.text for distractor in wrong],
        "explanation": question.explanation,
        "tags": list(question.tags),
        "facts": [_fact(fact) for fact in facts],
        "draft": question.draft,
        "bank": bank.id,
        "file": question.at.start.file,
        "line": question.at.start.line,
    }


def _fact(fact: Fact) -> dict[str, Any]:
    return {"id": fact.id, "says": fact.says, "by": list(fact.by), "evidence": _evidence(fact.evidence)}


def _evidence(evidence: Evidence) -> Any:
    passages = [
        {"source": one.source, "paragraph": one.paragraph, "from": one.begins, "to": one.ends}
        for one in evidence.passages
    ]
    return {"any": passages} if evidence.alternatives else passages
