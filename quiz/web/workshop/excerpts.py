"""The line that a finding is about, cut to what a page has room for, with the part that is meant apart."""

from __future__ import annotations

from dataclasses import dataclass

from question_bank.problems import Problem

_BEFORE = 60
_AFTER = 80
_MARKED = 120
_CUT = "…"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Together they are the line without its indent; "…" stands where it is cut."""

    before: str
    marked: str
    after: str


def excerpt_of(problem: Problem) -> Excerpt | None:
    """Return the line of a finding, None if the finding brings none."""
    line = problem.excerpt.rstrip("\r\n").replace("\t", " ")
    if not line.strip():
        return None
    begin = min(max(problem.place.column - 1, 0), len(line))
    end = min(begin + max(problem.place.width, 1), len(line))
    before, marked, after = line[:begin].lstrip(" "), line[begin:end], line[end:]
    if len(before) > _BEFORE:
        before = _CUT + before[-_BEFORE:]
    if len(marked) > _MARKED:
        marked, after = marked[:_MARKED] + _CUT, ""
    if len(after) > _AFTER:
        after = after[:_AFTER] + _CUT
    # What is missing is pointed at past the line's end: the caret needs something to stand under.
    return Excerpt(before, marked or " ", after)
