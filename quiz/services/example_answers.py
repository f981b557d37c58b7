"""Answers as learners might give them to a question, so that a teacher sees what becomes of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain
from typing import assert_never

from question_bank.grading import Vocabulary, grade, vocabulary_of
from question_bank.model import (
    AskAgain,
    Bank,
    ChoiceResponse,
    Cloze,
    DateQuestion,
    Flashcard,
    Grade,
    ListQuestion,
    Matching,
    MatchResponse,
    MultipleChoice,
    NumberQuestion,
    Ordering,
    OrderResponse,
    Question,
    Response,
    SelfRatedResponse,
    ShortAnswer,
    SingleChoice,
    TextResponse,
    TextsResponse,
    TrueFalse,
    TrueFalseResponse,
)
from question_bank.model.keys import key_response
from question_bank.model.texts import gaps, number_text

_NEVER_AN_ANSWER = "xyz"
_MOST_TRIED = 40  # answers of other questions that are tried as wrong ones


@dataclass(frozen=True, slots=True)
class Example:
    """An answer and what it is worth."""

    response: Response
    grade: Grade


def right_answer(bank: Bank, question: Question, part: int = 0) -> Example | None:
    """Return the key as a learner would give it; None where it cannot be read, which a check finds too."""
    return _first(bank, question, part, iter((key_response(question, part),)), right=True)


def wrong_answer(bank: Bank, question: Question, part: int = 0) -> Example | None:
    """Return an answer that is not right, one that the teacher foresaw if there is any; None if all are."""
    return _first(bank, question, part, _wrong(bank, question, part), right=False)


def _first(
    bank: Bank, question: Question, part: int, responses: Iterator[Response], *, right: bool
) -> Example | None:
    vocabulary = _vocabulary(bank, question)
    for response in responses:
        worth = grade(question, response, vocabulary, language=bank.language, part=part)
        if not isinstance(worth, AskAgain) and worth.right is right:
            return Example(response, worth)
    return None


def _vocabulary(bank: Bank, question: Question) -> Vocabulary:
    # The words of a whole bank take a second to gather, and what is read as a slip is not the point here.
    return vocabulary_of(replace(bank, questions=(question,), facts=()))


def _wrong(bank: Bank, question: Question, part: int) -> Iterator[Response]:
    """Yield answers that are likely to be wrong, the most telling first."""
    match question:
        case Flashcard():
            yield SelfRatedResponse(knew=False)
        case TrueFalse():
            yield TrueFalseResponse(not question.answer)
        case SingleChoice() | MultipleChoice():
            yield from _wrong_choices(question)
        case ShortAnswer():
            others = (each.answer for each in bank.questions if isinstance(each, ShortAnswer))
            yield from map(TextResponse, (*question.reject, *_some(others), _NEVER_AN_ANSWER))
        case NumberQuestion():
            yield from _wrong_numbers(question)
        case DateQuestion():
            # A leap day is none in the year before, and is asked for again.
            years = (question.answer.year + step for step in (-1, 1, -4, 4, -8))
            yield from (TextResponse(str(replace(question.answer, year=year))) for year in years)
        case ListQuestion():
            first = question.answers[0].answer
            yield TextsResponse((first, *[_NEVER_AN_ANSWER] * question.need)[: question.need])
            yield TextsResponse((_NEVER_AN_ANSWER,) * question.need)
        case Cloze():
            yield from _wrong_gaps(question, part)
        case Ordering() | Matching():
            yield from _wrong_arrangements(question)
        case _:
            assert_never(question)


def _wrong_arrangements(question: Ordering | Matching) -> Iterator[Response]:
    if isinstance(question, Ordering):
        texts = tuple(item.text for item in question.items)
        yield from map(OrderResponse, ((*texts[1:2], *texts[:1], *texts[2:]), texts[::-1]))
        return
    rights = tuple(pair.right for pair in question.pairs)
    yield from (MatchResponse((each, *rights[1:])) for each in (*question.spare, *rights))
    yield MatchResponse((*rights[1:], rights[0]))


def _wrong_choices(question: SingleChoice | MultipleChoice) -> Iterator[Response]:
    """Yield wrong choices, those first that have a word for who makes them."""
    wrong = sorted(question.distractors, key=lambda each: not each.feedback)
    for each in wrong:
        if isinstance(question, MultipleChoice):
            yield ChoiceResponse((question.answers[0], each.text))
        yield ChoiceResponse((each.text,))
    if isinstance(question, MultipleChoice):
        yield ChoiceResponse(question.answers[:1])


def _wrong_numbers(question: NumberQuestion) -> Iterator[Response]:
    for factor in (Decimal(2), Decimal(10), Decimal(1000)):
        figure = f"{(question.answer or Decimal(1)) * factor:f}"
        yield TextResponse(number_text(replace(question, written=figure)))
        yield TextResponse(figure)


def _wrong_gaps(question: Cloze, part: int) -> Iterator[Response]:
    count = len(gaps(question, part))
    others = [gap.answer for gap in gaps(question) if part not in (0, gap.number)]
    for text in chain(others, (_NEVER_AN_ANSWER,)):
        yield TextsResponse((text,) * count)


def _some(texts: Iterator[str]) -> Sequence[str]:
    return [text for text, _ in zip(texts, range(_MOST_TRIED), strict=False)]
