"""A response beside the key, taken apart the way its kind wants it; plain values, no sentences."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest

from question_bank.model import (
    ChoiceResponse,
    Cloze,
    Flashcard,
    Grade,
    ListQuestion,
    Matching,
    MatchResponse,
    MultipleChoice,
    Ordering,
    OrderResponse,
    Question,
    Response,
    SelfRatedResponse,
    SingleChoice,
    TextResponse,
    TextsResponse,
    TrueFalse,
    TrueFalseResponse,
)
from question_bank.model.cloze import deletions
from question_bank.model.texts import answer_texts, gaps, key_text
from quiz.memory.presenting import Presentation


@dataclass(frozen=True, slots=True)
class OptionShown:
    """An option after answering; `feedback` is the teacher's word to who chose it wrongly."""

    text: str
    chosen: bool
    right: bool
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One part of an answer: what it belongs to, what was given, what belongs there."""

    label: str
    given: str
    expected: str
    right: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Of `options`, `lines` and `given` beside `key` only what the kind uses is filled.

    `also` are other answers that are taken, `answered` is False where nothing was claimed, and `self_rated`
    is a card that was looked at.
    """

    answered: bool
    options: tuple[OptionShown, ...] = ()
    lines: tuple[Line, ...] = ()
    given: str = ""
    key: str = ""
    also: tuple[str, ...] = ()
    self_rated: bool = False


def compare(
    question: Question, part: int, presentation: Presentation, response: Response | None, grade: Grade
) -> Comparison:
    """Return `response` beside the key of `question`."""
    match question:
        case SingleChoice() | MultipleChoice():
            return _choices(question, presentation, response)
        case TrueFalse():
            value = response.value if isinstance(response, TrueFalseResponse) else None
            shown = (("true", True), ("false", False))
            options = tuple(
                OptionShown(text, truth is value, truth is question.answer) for text, truth in shown
            )
            return Comparison(value is not None, options=options)
        case ListQuestion() | Cloze():
            return _several(question, part, response, grade)
        case Ordering():
            return _ordering(question, response)
        case Matching():
            return _matching(question, response)
        case _:
            return _single(question, part, response)


def looked_at(question: Question, part: int, presentation: Presentation) -> Comparison:
    """Return the key of `question` as a learner sees it who has not said anything yet."""
    return compare(question, part, presentation, None, Grade(0.0))


def _choices(
    question: SingleChoice | MultipleChoice, presentation: Presentation, response: Response | None
) -> Comparison:
    chosen = response.chosen if isinstance(response, ChoiceResponse) else ()
    right = question.answers if isinstance(question, MultipleChoice) else (question.answer,)
    feedback = {wrong.text: wrong.feedback for wrong in question.distractors}
    options = tuple(
        OptionShown(text, text in chosen, text in right, feedback.get(text, "") if text in chosen else "")
        for text in presentation.options
    )
    return Comparison(bool(chosen), options=options)


def _single(question: Question, part: int, response: Response | None) -> Comparison:
    given = response.text if isinstance(response, TextResponse) else ""
    also = () if isinstance(question, Flashcard) else answer_texts(question)[1:]
    return Comparison(bool(given), given=given, key=key_text(question, part), also=also)


def _several(
    question: ListQuestion | Cloze, part: int, response: Response | None, grade: Grade
) -> Comparison:
    given = response.texts if isinstance(response, TextsResponse) else ()
    if isinstance(question, Cloze):
        expected = [gap.answer for gap in gaps(question, part)]
        details = {index: detail.right for index, detail in enumerate(grade.details)}
        lines = tuple(
            Line("", text, answer, details.get(index, grade.right))
            for index, (text, answer) in enumerate(
                zip_longest(given[: len(expected)], expected, fillvalue="")
            )
        )
        looked = isinstance(response, SelfRatedResponse)
        return Comparison(any(given), lines=lines, also=_also(question, part), self_rated=looked)
    # What was not said needs no line: the key below names everything.
    said = [detail for detail in grade.details if detail.given.strip()]
    lines = tuple(Line("", detail.given, detail.expected, detail.right) for detail in said)
    return Comparison(any(given), lines=lines, key=key_text(question))


def _also(question: Cloze, part: int) -> tuple[str, ...]:
    """Return the other answers that the gaps of cloze number `part` take."""
    accepted = zip(deletions(question.text), question.accept, strict=False)
    return tuple(text for gap, others in accepted if part in (0, gap.number) for text in others)


def _ordering(question: Ordering, response: Response | None) -> Comparison:
    given = response.texts if isinstance(response, OrderResponse) else ()
    labels = {item.text: item.label for item in question.items}
    lines = []
    for text, item in zip_longest(given, question.items, fillvalue=None):
        said = text if isinstance(text, str) else ""
        if item is None or isinstance(item, str):
            continue
        tie = bool(item.label) and labels.get(said) == item.label
        lines.append(Line(item.label, said, item.text, said == item.text or tie))
    return Comparison(bool(given), lines=tuple(lines))


def _matching(question: Matching, response: Response | None) -> Comparison:
    given = response.rights if isinstance(response, MatchResponse) else ()
    lines = tuple(
        Line(pair.left, said, pair.right, said == pair.right)
        for pair, said in zip(question.pairs, (*given, *[""] * len(question.pairs)), strict=False)
    )
    return Comparison(any(given), lines=lines)
