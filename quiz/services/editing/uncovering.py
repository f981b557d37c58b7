"""Errors that an edit brings, told from those that were there before and could not be seen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from question_bank.problems import Problem, Severity
from quiz.services.bank_checks import Checked
from quiz.services.editing.changes import Change
from quiz.services.editing.placing import Region

_PLACE = re.compile(r":\d+(:\d+)?\b")
_NUMBER = re.compile(r"\d+")
_ENTRY = re.compile(r"[ \t]*-[ \t]+(?:\{[ \t]*)?[\"']?id[\"']?[ \t]*:[ \t]*[\"']?(?P<id>[\w-]+)")


class Uncovered:
    """An error hides what stands behind it: mending it must not be refused for what is seen then.

    Where an edit mends an error, what is found elsewhere is not its doing, and neither is what is found
    in the same entry.
    """

    def __init__(self, change: Change, before: Region | None, after: Region) -> None:
        self._after = after
        self._text = change.then.loaded.reading.texts.get(after.file, "").split("\n")
        mended = _mended(change, before)
        self._any = bool(mended)
        self._is_entry = after.last is not None
        old = change.now.loaded.reading.texts.get(before.file, "").split("\n") if before else []
        self._entries = {_entry_at(old, each.place.line) for each in mended}

    def holds(self, problem: Problem) -> bool:
        """Say whether the finding was hidden before."""
        if not self._any:
            return False
        if self._is_entry or not self._after.holds(problem.place):
            return True
        return _entry_at(self._text, problem.place.line) in self._entries


def essence(problem: Problem) -> tuple[str, str, str]:
    """Return what stays the same of a finding when lines are added above it; counts are but advice."""
    message = _PLACE.sub("", problem.message)
    if problem.severity is Severity.WARNING:
        message = _NUMBER.sub("", message)
    return problem.code, problem.place.file, message


def _mended(change: Change, before: Region | None) -> list[Problem]:
    """Return the errors in the text as it was that are not there any more."""
    if before is None:
        return []
    left = Counter(map(essence, _errors(change.then)))
    gone = []
    for problem in _errors(change.now):
        left[essence(problem)] -= 1
        if left[essence(problem)] < 0 and before.holds(problem.place):
            gone.append(problem)
    return gone


def _errors(checked: Checked) -> Iterable[Problem]:
    return (each for each in checked.problems if each.severity is Severity.ERROR)


def _entry_at(lines: list[str], line: int) -> str:
    """Return the id of the entry that a line of a file belongs to, "" for what stands above all entries."""
    for text in reversed(lines[:line]):
        if found := _ENTRY.match(text):
            return found["id"]
    return ""
