"""Advice that the editor takes over with one click, tried on the examples of every code."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from question_bank.codes import Entry, ExampleKind
from question_bank.codes.evidence import EXAMPLE_BANK, EXAMPLE_FACTS, EXAMPLE_QUESTIONS, EXAMPLE_SOURCE
from question_bank.codes.registry import all_entries
from question_bank.evidence import check_evidence
from question_bank.problems import Problem
from question_bank.reading import read_bank_texts
from quiz.services.editing.judging import judge
from quiz.services.editing.opening import open_question
from quiz.services.editing.values import Edit, Finding, Target
from quiz.services.workshop.fixes import Fix, fixes_for

FILES = {
    ExampleKind.BANK: EXAMPLE_BANK,
    ExampleKind.FACTS: EXAMPLE_FACTS,
    ExampleKind.QUESTIONS: EXAMPLE_QUESTIONS,
}
MENDED = {
    *(
        f"E{number}"
        for number in (103, *range(110, 120), 121, 122, 124, 125, 126, 131, 133, 134, 135, 147, 148)
    ),
    *("E202", "E203", "E401", "E402"),
}


def problems_with(kind: ExampleKind, text: str) -> tuple[Problem, ...]:
    reading = read_bank_texts({each.value: body.encode() for each, body in (FILES | {kind: text}).items()})
    assert reading.bank is not None
    evidence = check_evidence(reading.bank, {"survey": EXAMPLE_SOURCE})
    return (*reading.problems, *evidence.problems)


def found(problem: Problem) -> Finding:
    return Finding(problem=problem, line=problem.place.line, column=problem.place.column, new=True)


def fixed(text: str, fix: Fix) -> str:
    lines = text.split("\n")
    line = lines[fix.line - 1]
    lines[fix.line - 1] = line[: fix.start - 1] + fix.text + line[fix.end - 1 :]
    return "\n".join(lines)


def examples() -> list[Entry]:
    return [entry for entry in all_entries().values() if entry.example in FILES and entry.wrong.strip()]


@pytest.mark.parametrize("entry", examples(), ids=lambda entry: entry.code)
def test_a_fix_mends_its_finding_and_is_offered_where_one_is_promised(entry: Entry) -> None:
    before = problems_with(entry.example, entry.wrong)
    problem = next(
        (each for each in before if (each.code, each.place.file) == (entry.code, entry.example.value)), None
    )
    target = Target(bank_key="water", file=entry.example.value)
    fix = fixes_for(target, entry.wrong, [found(problem)])[0] if problem else None

    assert (fix is not None) == (entry.code in MENDED)
    if fix is not None:
        after = problems_with(entry.example, fixed(entry.wrong, fix))
        assert entry.code not in {each.code for each in after}


def test_a_fix_in_a_question_by_itself_counts_lines_from_the_question() -> None:
    text = "- id: vapour\n  kind: flashcard\n  promt: Where from?\n  answer: The sea\n"
    whole = "questions:\n" + "".join(f"  {line}\n" for line in text.splitlines())
    problem = next(each for each in problems_with(ExampleKind.QUESTIONS, whole) if each.code == "E103")
    here = replace(found(problem), line=3, column=3)

    fixes = fixes_for(Target(bank_key="water", file="questions/a.yaml", question="vapour"), text, [here])

    assert fixes == (Fix(line=3, start=3, end=8, text="prompt"),)


def test_advice_that_would_break_another_line_or_lies_elsewhere_is_not_offered() -> None:
    text = "questions:\n  - id: a\n    kind: flashcard\n    prompt: Who? said\n    answer: Me\n"
    target = Target(bank_key="water", file="questions/a.yaml")
    problem = Problem("E118", "made up", suggestion='write: prompt: "Who? said')

    breaking = Finding(problem=problem, line=4, column=13, new=True)
    elsewhere = Finding(problem=problem, line=None, column=1, new=True)

    assert fixes_for(target, text, [breaking, elsewhere]) == (None, None)


def test_the_depth_of_a_line_is_advised_as_it_is_in_the_edited_text(world: Any) -> None:
    opened = open_question(world.ctx, world.learner, "water", "salt")
    text = opened.text.replace("  answer: Salt", "    answer: Salt")
    edit = Edit(target=opened.target, text=text, base=opened.base)

    findings = judge(world.ctx, world.learner, edit).findings
    (finding,) = [each for each in findings if each.problem.code == "E121"]

    assert finding.problem.suggestion == "begin the line with 2 spaces:   answer: Salt"
    (fix,) = [each for each in fixes_for(edit.target, text, findings) if each]
    assert fixed(text, fix) == opened.text
