"""Do the parts of one question go together: no choice twice, nothing both accepted and rejected."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from question_bank.model import (
    ListQuestion,
    Matching,
    MultipleChoice,
    Ordering,
    Question,
    ShortAnswer,
    SingleChoice,
)
from question_bank.problems import Problem

Path = tuple[str | int, ...]


def check_entries(question: Question) -> Iterator[Problem]:
    """Return what in one question is there twice or contradicts itself."""
    match question:
        case SingleChoice():
            yield from _same_choices(question, [(("answer",), question.answer)])
        case MultipleChoice():
            answers = [(("answers", index), text) for index, text in enumerate(question.answers)]
            yield from _same_choices(question, answers)
        case ShortAnswer():
            yield from _contradictions(question)
        case ListQuestion():
            texts: list[tuple[Path, str]] = [
                (("answers", index), item.answer) for index, item in enumerate(question.answers)
            ]
            yield from _twice(question, texts, "answers")
        case Ordering():
            texts = [(("items", index), item.text) for index, item in enumerate(question.items)]
            yield from _twice(question, texts, "items")
        case Matching():
            texts = [(("pairs", index, "left"), pair.left) for index, pair in enumerate(question.pairs)]
            yield from _twice(question, texts, "left sides")
            yield from _useless_spares(question)
        case _:
            pass


def _same_choices(
    question: SingleChoice | MultipleChoice, answers: Iterable[tuple[Path, str]]
) -> Iterator[Problem]:
    wrong: list[tuple[Path, str]] = [
        (("distractors", index), choice.text) for index, choice in enumerate(question.distractors)
    ]
    seen: set[str] = set()
    for path, text in [*answers, *wrong]:
        if _folded(text) in seen:
            message = f"two choices are both {_short(text)}"
            yield Problem("E120", message, question.at.of(*path, "text"), "change one")
        seen.add(_folded(text))


def _contradictions(question: ShortAnswer) -> Iterator[Problem]:
    taken = {_folded(text) for text in (question.answer, *question.accept)}
    for index, text in enumerate(question.reject):
        if _folded(text) in taken:
            message = f"{_short(text)} is accepted and rejected"
            yield Problem("E213", message, question.at.of("reject", index), "delete it in one of the two")


def _twice(question: Question, texts: Iterable[tuple[Path, str]], what: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for path, text in texts:
        if _folded(text) in seen:
            yield Problem("E214", f"two {what} are both {_short(text)}", question.at.of(*path), "change one")
        seen.add(_folded(text))


def _useless_spares(question: Matching) -> Iterator[Problem]:
    rights = {_folded(pair.right) for pair in question.pairs}
    for index, text in enumerate(question.spare):
        if _folded(text) in rights:
            message = f"spare {_short(text)} belongs to a pair"
            yield Problem(
                "E215", message, question.at.of("spare", index), "a spare belongs to none: delete it"
            )


def _folded(text: str) -> str:
    """Return what a reader sees of a text. Case counts: a spelling lesson may ask about it."""
    return (
        unicodedata.normalize("NFC", " ".join(text.split())) if not text.isascii() else " ".join(text.split())
    )


def _short(text: str) -> str:
    shown = text if len(text) <= 60 else f"{text[:60]}..."
    return f'"{shown}"'
