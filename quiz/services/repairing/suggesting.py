"""What could be added to a question's key so that a response counts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from difflib import SequenceMatcher

from question_bank.formats.hypertext import from_plain
from question_bank.grading.number_reading import read_number
from question_bank.markup import plain_text
from question_bank.model import (
    Cloze,
    DontKnow,
    Grade,
    ListQuestion,
    NumberQuestion,
    Question,
    Response,
    SelfRatedResponse,
    ShortAnswer,
    TextResponse,
    TextsResponse,
)
from question_bank.model.cloze import deletions
from question_bank.writing import Addition, Into
from quiz.services.repairing.values import Obstacle, Suggested, Wrong

_LOOKS_LIKE = 0.6


def suggest(
    question: Question, part: int, response: Response | None, grade: Grade, language: str
) -> Suggested:
    """Return what could be added, part by part of the response, which is worth `grade` now."""
    if response is None or isinstance(response, DontKnow | SelfRatedResponse):
        return Suggested(obstacle=Obstacle.NOT_TYPED)
    match question, response:
        case ShortAnswer(), TextResponse():
            option = Addition(into=Into.ACCEPT, text=_markdown(response.text))
            return _suggested([Wrong(text=_clean(response.text), options=(option,))])
        case NumberQuestion(), TextResponse():
            return _for_number(question, response.text, language)
        case ListQuestion(), TextsResponse():
            return _suggested(list(_in_list(question, grade)))
        case Cloze(), TextsResponse():
            return _suggested(list(_in_gaps(question, part, grade)))
        case _, TextResponse() | TextsResponse():
            return Suggested(obstacle=Obstacle.NO_PLACE)
    return Suggested(obstacle=Obstacle.CHOSEN)


def _suggested(wrongs: list[Wrong]) -> Suggested:
    found = tuple(each for each in wrongs if each.text)
    return Suggested(wrongs=found) if found else Suggested(obstacle=Obstacle.UNREADABLE)


def _in_list(question: ListQuestion, grade: Grade) -> Iterator[Wrong]:
    """Yield each line that was no answer: it may be another wording of one that is missing, or a new one.

    A line that looks like a missing answer is likeliest that one. Else it is a new one where the list has
    more answers than are needed, as open lists do, and where it has no more, one that is missing.
    """
    named = {detail.expected for detail in grade.details if detail.right}
    missing = [item.answer for item in question.answers if plain_text(item.answer) not in named]
    others = [item.answer for item in question.answers if item.answer not in missing]
    for detail in grade.details:
        if detail.given.strip() and not detail.right:
            text = _markdown(detail.given)
            by_looks = sorted(missing, key=lambda answer: -_alike(detail.given, answer))
            items = [Addition(into=Into.ITEM, text=text, item=answer) for answer in (*by_looks, *others)]
            closed = question.need == len(question.answers)
            first = 1 if missing and (closed or _alike(detail.given, by_looks[0]) >= _LOOKS_LIKE) else 0
            new = Addition(into=Into.ANSWER, text=text)
            yield Wrong(text=_clean(detail.given), options=(*items[:first], new, *items[first:]))


def _alike(given: str, answer: str) -> float:
    """Return how much a line looks like an answer, from 0 to 1."""
    return SequenceMatcher(a=given.casefold(), b=plain_text(answer).casefold(), autojunk=False).ratio()


def _in_gaps(question: Cloze, part: int, grade: Grade) -> Iterator[Wrong]:
    asked = [at for at, gap in enumerate(deletions(question.text)) if part in (0, gap.number)]
    for at, detail in zip(asked, grade.details, strict=False):
        if detail.given.strip() and not detail.right:
            option = Addition(into=Into.GAP, text=_markdown(detail.given), gap=at)
            yield Wrong(text=_clean(detail.given), options=(option,))


def _for_number(question: NumberQuestion, typed: str, language: str) -> Suggested:
    """A figure may be off by less than matters, or have a unit that was not foreseen."""
    readings = read_number(typed, question.lang or language)
    if not readings:
        return Suggested(obstacle=Obstacle.UNREADABLE)
    options = []
    if question.unit is not None and readings[0].unit:
        options.append(Addition(into=Into.UNIT, text=_markdown(readings[0].unit)))
    off = abs(readings[0].value / question.scale.factor - question.answer)
    if off:
        options.append(Addition(into=Into.TOLERANCE, text=_figure(off)))
    return _suggested([Wrong(text=_clean(typed), options=tuple(options))] if options else [])


def _figure(amount: Decimal) -> str:
    return f"{amount.normalize():f}"


def _clean(text: str) -> str:
    return " ".join(text.split())


def _markdown(text: str) -> str:
    """Return what was typed as a text of a key, in which marks of Markdown stand for themselves."""
    return from_plain(_clean(text))
