"""Advice that can be taken over with one click: what to write instead of which part of the text.

The advice is a sentence for people; what it means for the text is read from it, and proven by reading the
changed text before it is offered: the finding is gone and nothing else is wrong.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from question_bank.problems import Problem, Severity
from question_bank.reading import read_bank_texts
from quiz.services.editing.values import Finding, Target

_LARGEST = 60_000  # characters: each fix is proven by reading the text once more
_MOST = 8
_CUT = " ..."
_MEANT = re.compile(r"did you mean (?:paragraph )?(?P<quote>['\"]?)(?P<word>[^\s'\"?]+)(?P=quote)\?")
_LINE = re.compile(r"(?:write|begin the line with \d+ spaces): (?P<line>.+?)(?: \(or .+\))?", re.DOTALL)
_WORDS = re.compile(r"write (?P<words>'[^\"\\]*'|\"[^\"\\]*\")")
_GAP = re.compile(r"write (?P<gap>\{\{.+\}\})")
# What no reading of one file alone can tell: an id or a file that is named elsewhere.
_ELSEWHERE = "E2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """Write `text` over the columns `start` to `end` of a line; all count from 1, `end` is the one behind."""

    line: int
    start: int
    end: int
    text: str


def fixes_for(target: Target, text: str, findings: Sequence[Finding]) -> tuple[Fix | None, ...]:
    """Return for each finding the change that mends it, None where only a person can."""
    lines = text.split("\n")
    budget = _MOST if len(text) <= _LARGEST else 0
    before = _codes(target, text) if budget else Counter()
    found: list[Fix | None] = []
    for finding in findings:
        fix = _fix(finding, lines)
        if fix is not None and not finding.problem.code.startswith(_ELSEWHERE):
            budget -= 1
            helps = budget >= 0 and _helps(finding.problem, before, _codes(target, _changed(lines, fix)))
            fix = fix if helps else None
        found.append(fix)
    return tuple(found)


def _fix(finding: Finding, lines: Sequence[str]) -> Fix | None:
    advice, number = finding.problem.suggestion, finding.line
    if number is None or not 1 <= number <= len(lines) or advice.endswith(_CUT):
        return None
    line = lines[number - 1]
    if match := _LINE.fullmatch(advice):
        better = match["line"].rstrip()
        begin = 0 if better.startswith(" ") else len(line) - len(line.lstrip())
        return Fix(line=number, start=begin + 1, end=len(line) + 1, text=better)
    start, end = finding.column, finding.column + finding.problem.place.width
    better = _instead(advice, line[start - 1 : end - 1])
    return Fix(line=number, start=start, end=end, text=better) if better else None


def _instead(advice: str, marked: str) -> str:
    """Return what the advice wants in the place of the marked part of a line, "" if it is no such advice."""
    if match := _MEANT.fullmatch(advice):
        quote = marked[0] if len(marked) > 1 and marked[0] == marked[-1] and marked[0] in "'\"" else ""
        is_plain = quote or not re.search(r"['\"{}\[\],]", marked)
        return f"{quote}{match['word']}{quote}" if is_plain else ""
    if match := _WORDS.fullmatch(advice):
        inner = match["words"][1:-1]
        quote = "'" if '"' in inner else '"'
        return f"{quote}{inner}{quote}"
    match = _GAP.fullmatch(advice)
    return match["gap"] if match else ""


def _changed(lines: Sequence[str], fix: Fix) -> str:
    row = lines[fix.line - 1]
    better = row[: fix.start - 1] + fix.text + row[fix.end - 1 :]
    return "\n".join((*lines[: fix.line - 1], better, *lines[fix.line :]))


def _codes(target: Target, text: str) -> Counter[str]:
    """Return how often each error stands in the text by itself."""
    if target.question:
        lines = "".join(f"  {line}" if line.strip() else line for line in text.splitlines(keepends=True))
        text = f"questions:\n{lines}"
    name = "questions/edited.yaml" if target.question else target.file
    problems = read_bank_texts({name: text.encode()}).problems
    return Counter(
        problem.code
        for problem in problems
        if problem.severity is Severity.ERROR and not problem.code.startswith(_ELSEWHERE)
    )


def _helps(problem: Problem, before: Counter[str], after: Counter[str]) -> bool:
    fewer = after[problem.code] < before[problem.code]
    # E402 and its like need the sources' texts, so that reading alone does not know them.
    unknown = problem.code not in before
    return (fewer or unknown) and not after - before
