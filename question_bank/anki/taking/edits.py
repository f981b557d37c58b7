"""One thing of a question named by its path, read and replaced."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from typing import Any

from question_bank.anki.taking.choices import truth
from question_bank.anki.taking.values import EditedInAnki
from question_bank.model import Matching, Question
from question_bank.reading.limits import TEXT_CHARACTERS

Path = tuple[str | int, ...]
_MAY_BE_EMPTY = {"explanation", "feedback", "label", "accept"}


def value_at(question: Question, path: Path) -> str:
    """Return what stands at a path as text: several answers divided by commas, a truth as its word."""
    value: Any = question
    for step in path:
        value = value[step] if isinstance(step, int) else getattr(value, step)
    if isinstance(value, bool):
        return "True" if value else "False"
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def with_value(question: Question, path: Path, text: str) -> Question | None:
    """Return the question with another text at a path; None where that text cannot stand there."""
    if not path or len(text) > TEXT_CHARACTERS or (not text and path[-1] not in _MAY_BE_EMPTY):
        return None
    value: Any = text
    if path[-1] == "accept":
        value = tuple(piece.strip() for piece in text.split(", ") if piece.strip())
    elif path == ("answer",) and isinstance(question.answer if hasattr(question, "answer") else "", bool):
        value = truth(text)
        if value is None:
            return None
    if isinstance(question, Matching) and path[0] == "pairs" and path[-1] == "right":
        return _with_right(question, int(path[1]), text)
    changed: Question = _replaced(question, path, value)
    return changed


def with_edits(question: Question, differences: Iterable[EditedInAnki]) -> Question:
    """Return the question with several of its differences taken over; those without a path change nothing."""
    for each in differences:
        if each.path and each.question_id == question.id:
            question = with_value(question, each.path, each.theirs) or question
    return question


def _replaced(value: Any, path: Path, new: Any) -> Any:
    if not path:
        return new
    step, *rest = path
    if isinstance(step, int):
        return (*value[:step], _replaced(value[step], tuple(rest), new), *value[step + 1 :])
    if not is_dataclass(value) or step not in {each.name for each in fields(value)}:
        raise LookupError(step)
    return replace(value, **{step: _replaced(getattr(value, step), tuple(rest), new)})  # type: ignore[type-var]


def _with_right(question: Matching, index: int, text: str) -> Matching:
    """Return the matching with one right side said otherwise, for every left side that it belongs to."""
    before = question.pairs[index].right
    pairs = (replace(pair, right=text) if pair.right == before else pair for pair in question.pairs)
    return replace(question, pairs=tuple(pairs))
