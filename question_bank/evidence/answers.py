"""Whether a question's answer stands in the passages of its facts: a rule per kind.

What must occur, by kind: the key of a single choice, each key of a multiple choice, each item of a list,
each gap of a cloze, each side of each matching pair, each item to be ordered, the figure of a number with its
scale word, the year, month and day of a date as far as they are asked for. Where a question accepts several
answers, one of them is enough. True or false is exempt, since a false statement stands nowhere.

How much of it: every figure, always. Of words, only those that carry meaning count (no stop words; case,
accents, hyphens, endings and British or American spelling make no difference). An answer of up to three such
words needs all of them; a longer one three fifths, since it is a sentence in the teacher's own words. A
flashcard's answer and the items of an ordering retell more freely: of more than three words, half suffices.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil
from typing import assert_never

from question_bank.grading.words import content_words, figure, figures, tokens
from question_bank.markup import plain_text
from question_bank.model import (
    Cloze,
    DateQuestion,
    Flashcard,
    ListQuestion,
    Matching,
    MultipleChoice,
    NumberQuestion,
    Ordering,
    Precision,
    Question,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
)
from question_bank.model.cloze import deletions

SHORT = 3  # words; up to here every word is needed
SHARE = 0.6
RETOLD_SHARE = 0.5

_PRONOUN = re.compile(r"\bones?\b", re.IGNORECASE)  # `one of them` counts nothing

_MONTHS = (
    ("january", "jan", "januar"),
    ("february", "feb", "februar"),
    ("march", "mar", "märz"),
    ("april", "apr"),
    ("may", "mai"),
    ("june", "jun", "juni"),
    ("july", "jul", "juli"),
    ("august", "aug"),
    ("september", "sept", "sep"),
    ("october", "oct", "oktober", "okt"),
    ("november", "nov"),
    ("december", "dec", "dezember", "dez"),
)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an answer that must occur, any of its `texts` being enough; `path` leads to its place."""

    texts: tuple[str, ...]
    path: tuple[str | int, ...]
    share: float = SHARE


@dataclass(frozen=True, slots=True)
class Missing:
    """What of one part's best text does not occur: words as written, figures as digits."""

    part: Part
    words: tuple[str, ...]
    figures: tuple[str, ...]


def missing_parts(question: Question, passages: Iterable[str], language: str) -> tuple[Missing, ...]:
    """Return the parts of the answer that do not occur in `passages` taken together."""
    held = frozenset(word for passage in passages for word in tokens(passage))
    match question:
        case TrueFalse():
            return ()
        case NumberQuestion():
            return _number(question, held)
        case DateQuestion():
            return _date(question, held)
        case (
            Flashcard()
            | SingleChoice()
            | MultipleChoice()
            | ShortAnswer()
            | ListQuestion()
            | Cloze()
            | Ordering()
            | Matching()
        ):
            checked = (_best(part, held, language) for part in text_parts(question))
            return tuple(found for found in checked if found is not None)
        case _:
            assert_never(question)


def text_parts(question: Question) -> tuple[Part, ...]:
    """Return the parts of an answer that consists of words; none for numbers, dates and true or false."""
    match question:
        case Flashcard():
            return (Part((question.answer,), ("answer",), RETOLD_SHARE),)
        case SingleChoice():
            return (Part((question.answer,), ("answer",)),)
        case MultipleChoice():
            return tuple(Part((text,), ("answers", at)) for at, text in enumerate(question.answers))
        case ShortAnswer():
            return (Part((question.answer, *question.accept), ("answer",)),)
        case ListQuestion():
            return tuple(
                Part((item.answer, *item.accept), ("answers", at)) for at, item in enumerate(question.answers)
            )
        case Cloze():
            return _gaps(question)
        case Ordering():
            return tuple(
                Part((item.text,), ("items", at), RETOLD_SHARE) for at, item in enumerate(question.items)
            )
        case Matching():
            return tuple(
                Part((side,), ("pairs", at, name))
                for at, pair in enumerate(question.pairs)
                for name, side in (("left", pair.left), ("right", pair.right))
            )
        case TrueFalse() | NumberQuestion() | DateQuestion():
            return ()
        case _:
            assert_never(question)


def _gaps(question: Cloze) -> tuple[Part, ...]:
    gaps = deletions(question.text)
    accepted = [*question.accept, *[()] * len(gaps)]
    return tuple(Part((gap.answer, *others), ("text",)) for gap, others in zip(gaps, accepted, strict=False))


def _best(part: Part, held: frozenset[str], language: str) -> Missing | None:
    """Return what is missing of the text that lacks least, or None if one of them occurs."""
    missing = []
    for text in part.texts:
        plain = plain_text(text)
        words = content_words(plain, language)
        absent = tuple(written for word, written in words.items() if word not in held)
        numbers = tuple(sorted(figures(tokens(_PRONOUN.sub("", plain))) - held))
        needed = len(words) if len(words) <= SHORT else ceil(part.share * len(words))
        if not numbers and len(words) - len(absent) >= needed:
            return None
        missing.append(Missing(part, absent if len(words) - len(absent) < needed else (), numbers))
    return min(missing, key=lambda one: len(one.words) + len(one.figures))


def _number(question: NumberQuestion, held: frozenset[str]) -> tuple[Missing, ...]:
    part = Part((question.written,), ("answer",))
    value = figure(f"{abs(question.answer):f}")
    whole = figure(f"{abs(question.answer * question.scale.factor):f}")
    if whole in held:
        return ()
    if value not in held:
        return (Missing(part, (), (value,)),)
    if question.scale and not held & _scale_words(question.scale.value):
        return (Missing(Part((question.scale.value,), ("scale",)), (question.scale.value,), ()),)
    return ()


def _scale_words(scale: str) -> set[str]:
    short = {"thousand": {"k"}, "million": {"m", "mn"}, "billion": {"b", "bn"}, "trillion": {"tn"}}
    return {scale, *short[scale]}


def _date(question: DateQuestion, held: frozenset[str]) -> tuple[Missing, ...]:
    """A weekday, or the day on which the source was published, names no date: such a question is derived."""
    asked, date = question.precision, question.answer
    numbers = [str(date.year)]
    words: tuple[str, ...] = ()
    if asked is not Precision.YEAR and date.month:
        names = {word for name in _MONTHS[date.month - 1] for word in tokens(name)}
        if not held & (names | {str(date.month)}):
            words = (_MONTHS[date.month - 1][0],)
    if asked is Precision.DAY and date.day:
        numbers.append(str(date.day))
    absent = tuple(number for number in numbers if number not in held)
    return (Missing(Part((str(date),), ("answer",)), words, absent),) if absent or words else ()
