"""What a teacher adds to a question's key because a learner's answer showed that it was missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from question_bank.grading.normal import key_normal
from question_bank.model import (
    Cloze,
    ListItem,
    ListQuestion,
    NumberQuestion,
    Question,
    ShortAnswer,
    Tolerance,
)
from question_bank.model.cloze import deletions


class Into(StrEnum):
    """Where a text goes."""

    ACCEPT = "accept"  # of a short answer; it leaves `reject` if it stood there
    REJECT = "reject"  # of a short answer
    ITEM = "item"  # one of a list's answers, of which it is another wording
    ANSWER = "answer"  # the list, as one more answer; as many are needed as before
    GAP = "gap"  # one of a cloze's gaps
    UNIT = "unit"  # a number's unit, of which it is another writing
    TOLERANCE = "tolerance"  # how far off a number may be, in its own scale


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """A text, as Markdown, and where it goes: `item` is a list's answer, `gap` a gap's number from 0.

    A tolerance is a decimal figure with a dot.
    """

    into: Into
    text: str
    item: str = ""
    gap: int = 0


class UnfitError(ValueError):
    """The question has no place for what is to be added."""


def with_additions(question: Question, additions: Iterable[Addition], language: str = "en") -> Question:
    """Return the question with its key so much wider; what it accepts already is not added again.

    `language` is the bank's. Raises UnfitError.
    """
    for addition in additions:
        question = _with(question, addition, question.lang or language)
    return question


def _with(question: Question, addition: Addition, language: str) -> Question:
    text = addition.text
    match question, addition.into:
        case ShortAnswer(), Into.ACCEPT:
            reject = tuple(each for each in question.reject if not same(each, text, language))
            return replace(question, accept=_and(question.accept, text), reject=reject)
        case ShortAnswer(), Into.REJECT:
            return replace(question, reject=_and(question.reject, text))
        case ListQuestion(), Into.ITEM:
            return _with_wording(question, addition)
        case ListQuestion(), Into.ANSWER:
            known = any(item.answer == text for item in question.answers)
            return (
                question if known else replace(question, answers=(*question.answers, ListItem(answer=text)))
            )
        case Cloze(), Into.GAP:
            return _with_gap(question, addition)
        case NumberQuestion(), Into.UNIT if question.unit is not None:
            unit = replace(question.unit, accept=_and(question.unit.accept, text))
            return replace(question, unit=unit)
        case NumberQuestion(), Into.TOLERANCE:
            wider = _off(question) < Decimal(text)
            return replace(question, tolerance=Tolerance(amount=Decimal(text))) if wider else question
    raise UnfitError(f"a question of kind {question.kind} has no {addition.into}")


def has_addition(question: Question, addition: Addition, language: str = "en") -> bool:
    """Say whether the question's key is so wide already; one without a place for it is not."""
    try:
        return with_additions(question, [addition], language) == question
    except UnfitError:
        return False


def without_additions(
    question: Question, additions: Iterable[Addition], before: Question, language: str = "en"
) -> Question:
    """Return the question without what was added to it when it was `before`; all else stays as it is.

    What the additions took the place of comes back from there: a text that was rejected, a tolerance. What is
    there no longer, or has been changed since, is left alone. `language` is the bank's.
    """
    for addition in additions:
        if has_addition(question, addition, language):
            question = _without(question, addition, before, question.lang or language)
    return question


def _without(question: Question, addition: Addition, before: Question, language: str) -> Question:
    text = addition.text
    match question, addition.into:
        case ShortAnswer(), Into.ACCEPT:
            known = before.reject if isinstance(before, ShortAnswer) else ()
            back = [each for each in known if same(each, text, language) and each not in question.reject]
            return replace(question, accept=_minus(question.accept, text), reject=(*question.reject, *back))
        case ShortAnswer(), Into.REJECT:
            return replace(question, reject=_minus(question.reject, text))
        case ListQuestion(), Into.ITEM:
            answers = (
                replace(item, accept=_minus(item.accept, text)) if item.answer == addition.item else item
                for item in question.answers
            )
            return replace(question, answers=tuple(answers))
        case ListQuestion(), Into.ANSWER:
            kept = tuple(item for item in question.answers if item.answer != text)
            return replace(question, answers=kept) if len(kept) >= question.need else question
        case Cloze(), Into.GAP:
            gaps = [
                _minus(texts, text) if gap == addition.gap else texts
                for gap, texts in enumerate(question.accept)
            ]
            return replace(question, accept=tuple(gaps) if any(gaps) else ())
        case NumberQuestion(), Into.UNIT if question.unit is not None:
            unit = replace(question.unit, accept=_minus(question.unit.accept, text))
            return replace(question, unit=unit)
        case NumberQuestion(), Into.TOLERANCE if isinstance(before, NumberQuestion):
            is_own = question.tolerance == Tolerance(amount=Decimal(text))
            return replace(question, tolerance=before.tolerance) if is_own else question
    return question


def same(text: str, other: str, language: str) -> bool:
    """Say whether two texts of a key accept the same answers letter for letter."""
    return key_normal(text, language) == key_normal(other, language)


def _off(question: NumberQuestion) -> Decimal:
    """Return how far off a number may be, in the question's own scale."""
    amount = question.tolerance.amount
    return abs(question.answer) * amount / 100 if question.tolerance.percent else amount


def _and(texts: tuple[str, ...], text: str) -> tuple[str, ...]:
    return texts if text in texts else (*texts, text)


def _minus(texts: tuple[str, ...], text: str) -> tuple[str, ...]:
    return tuple(each for each in texts if each != text)


def _with_wording(question: ListQuestion, addition: Addition) -> ListQuestion:
    if all(item.answer != addition.item for item in question.answers):
        raise UnfitError(f"the list has no answer {addition.item!r}")
    answers = tuple(
        replace(item, accept=_and(item.accept, addition.text)) if item.answer == addition.item else item
        for item in question.answers
    )
    return replace(question, answers=answers)


def _with_gap(question: Cloze, addition: Addition) -> Cloze:
    """Return the cloze with a text at one of its gaps; the others have an entry too, if an empty one."""
    gaps = len(deletions(question.text))
    if not 0 <= addition.gap < gaps:
        raise UnfitError(f"the text has no gap {addition.gap}")
    if addition.text in (*question.accept, *[()] * gaps)[addition.gap]:
        return question
    accept = [*question.accept, *[()] * (gaps - len(question.accept))]
    accept[addition.gap] = _and(accept[addition.gap], addition.text)
    return replace(question, accept=tuple(accept))
