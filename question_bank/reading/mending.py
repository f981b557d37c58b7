"""A syntax error explained by mending it: the first likely repair after which the parser gets further.

What libyaml says about an error is hard to understand and often about a later line. Each candidate here
names a mistake that teachers make; trying it proves whether that was it, whatever the message said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from question_bank.problems import Problem
from question_bank.reading.candidates import Candidate, moves, slips
from question_bank.reading.quoting import shown
from question_bank.reading.source_text import SourceText
from question_bank.reading.tree import LimitError, Parsed, parse

_LONGEST = 20_000  # characters: trying is parsing again
_ROUNDS = 25
_TRIES = 60


@dataclass(slots=True)
class Budget:
    """How many characters may still be parsed in trying, so that no file takes minutes."""

    characters: int = 10_000_000


@dataclass(frozen=True, slots=True)
class Mended:
    """`source` is the text after all repairs; `parsed.error` remains if the last mistake was not found."""

    source: SourceText
    parsed: Parsed
    problems: tuple[Problem, ...]


def mend(source: SourceText, whole: SourceText, budget: Budget) -> Mended:
    """Return a text's nodes after repairing what keeps it from being parsed, each repair a finding."""
    problems: list[Problem] = []
    parsed = parse(source)
    rounds = 0
    while parsed.error is not None:
        if isinstance(parsed.error, LimitError):
            problems.append(parsed.error.finding)
            break
        step = _step(source, parsed.error, whole, budget) if rounds < _ROUNDS else None
        if step is None:
            problems.append(_unexplained(source, parsed.error))
            break
        candidate, better, reparsed = step
        problems.append(_finding(source, candidate, better))
        source, parsed, rounds = better, reparsed, rounds + 1
    return Mended(source, parsed, (*problems, *parsed.problems))


def _step(
    source: SourceText, error: yaml.MarkedYAMLError, whole: SourceText, budget: Budget
) -> tuple[Candidate, SourceText, Parsed] | None:
    """Return the first candidate that mends all, else the first that gets the parser past the error."""
    if len(source.text) > _LONGEST:
        return None
    reached = _line(error)
    further: tuple[Candidate, SourceText, Parsed] | None = None
    for count, candidate in enumerate(_candidates(source, error)):
        if count == _TRIES or budget.characters < 0:
            break
        budget.characters -= len(source.text)
        text = source.text[: candidate.start] + candidate.better + source.text[candidate.end :]
        better = SourceText(source.file, text, whole, source.first_line)
        parsed = parse(better)
        if parsed.error is None:
            return candidate, better, parsed
        if further is None and _line(parsed.error) > reached:
            further = candidate, better, parsed
    return further


def _candidates(source: SourceText, error: yaml.MarkedYAMLError) -> Iterator[Candidate]:
    """Return the repairs of the lines around the error, the likeliest line first."""
    marks = [mark.line for mark in (error.context_mark, error.problem_mark) if mark is not None]
    lines: dict[int, None] = dict.fromkeys(marks)
    for line in list(lines):
        before = [
            other for other in range(line - 1, max(line - 8, -1), -1) if source.line_text(other).strip()
        ]
        lines.update(dict.fromkeys(before[:3]))
    last = len(source.starts) - 1
    # Almost any text can be made to parse by moving lines, so a slip within a line is tried first.
    for repairs in (slips, moves):
        for line in lines:
            if line <= last:
                yield from repairs(source, line)


def _line(error: yaml.MarkedYAMLError) -> int:
    mark = error.problem_mark or error.context_mark
    return mark.line if mark is not None else 0


def _finding(source: SourceText, candidate: Candidate, better: SourceText) -> Problem:
    line = better.line_of(candidate.start)
    hint = candidate.hint or f"write: {shown(_shown_lines(candidate, better, line))}"
    return source.problem(candidate.code, candidate.message, candidate.caret_start, candidate.caret_end, hint)


def _shown_lines(candidate: Candidate, better: SourceText, line: int) -> str:
    last = better.line_of(candidate.start + len(candidate.better))
    return " ".join(better.line_text(each).strip() for each in range(line, last + 1))


def _unexplained(source: SourceText, error: yaml.MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    index = min(mark.index, len(source.text)) if mark is not None else 0
    line = source.line_of(index)
    begin = source.starts[line] + len(source.line_text(line)) - len(source.line_text(line).lstrip())
    detail = error.problem or "no value was found"
    return source.problem(
        "E100",
        f"this is not valid YAML: {detail}",
        max(begin, index) if index < source.starts[line] + len(source.line_text(line)) else begin,
        index + 1,
        "look at this line and the one above: indentation, quotes, brackets",
    )
