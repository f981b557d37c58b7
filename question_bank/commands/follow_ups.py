"""What a finding brings with it: findings that go away by themselves once the first one is mended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from question_bank.model import Bank, Fact, Question
from question_bank.problems import Place, Problem, Severity

Entry = TypeVar("Entry", Fact, Question)

# Each says that something is not there. After an error it may only be unreadable.
_ABSENCES = frozenset({"W302", "W303", "W409", "W501", "W505"})
# Each compares what an entry says. With an error inside, the entry does not yet say what was meant.
_COMPARISONS = frozenset({"E301", "E403", "E407"})


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of its file that an entry is written on."""

    file: str
    first: int
    last: int

    def hold(self, place: Place) -> bool:
        return place.file == self.file and self.first <= place.line <= self.last


def without_follow_ups(bank: Bank, reading: Iterable[Problem], found: Iterable[Problem]) -> list[Problem]:
    """Return the findings that would stay if the errors of `reading`, YAML to values, were mended."""
    findings = list(found)
    broken = [problem.place for problem in reading if problem.severity is Severity.ERROR]
    unproved = [one.place for one in findings if one.code.startswith("E4") and one.code != "E407"]
    if not broken and not unproved:
        return findings
    facts = {fact.id for fact in _holding(bank.facts, [*broken, *unproved])}
    doubtful = [_lines(entry) for entry in (*_holding(bank.facts, broken), *_holding(bank.questions, broken))]
    resting = [_lines(question) for question in bank.questions if facts.intersection(question.facts)]

    uncounted = any(one.code == "E400" for one in findings)
    unsure_bodies = any(place.file == bank.at.start.file for place in broken)

    def stays(problem: Problem) -> bool:
        if problem.code.startswith("E4") and (unsure_bodies or (uncounted and problem.code != "E400")):
            return False
        if problem.code in _ABSENCES and broken:
            return False
        if problem.code in _COMPARISONS and any(lines.hold(problem.place) for lines in doubtful):
            return False
        return not (problem.code == "E407" and any(lines.hold(problem.place) for lines in resting))

    return [problem for problem in findings if stays(problem)]


def _holding(entries: Iterable[Entry], places: list[Place]) -> list[Entry]:
    """Return the entries that any of the places is in."""
    files = {place.file for place in places}
    inside = [entry for entry in entries if entry.at.start.file in files]
    return [entry for entry in inside if any(map(_lines(entry).hold, places))]


def _lines(entry: Fact | Question) -> _Lines:
    start = entry.at.start
    last = max((place.line for place in entry.at.by_path.values()), default=start.line)
    return _Lines(start.file, start.line, last)
