"""The one way in: a question and a response of its kind become a grade, or the answer is asked for again."""

from __future__ import annotations

from typing import TypeVar, assert_never

from question_bank.grading.choices import (
    grade_multiple_choice,
    grade_self_rated,
    grade_single_choice,
    grade_true_false,
)
from question_bank.grading.date_questions import grade_date
from question_bank.grading.matching_text import Judge
from question_bank.grading.number_questions import grade_number
from question_bank.grading.sequences import grade_matching, grade_ordering
from question_bank.grading.typed import grade_cloze, grade_list, grade_short_answer
from question_bank.grading.vocabulary import Vocabulary
from question_bank.model import (
    AskAgain,
    ChoiceResponse,
    Cloze,
    DateQuestion,
    DontKnow,
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

R = TypeVar("R")

_REVEALED = (Flashcard, Cloze, Ordering, Matching)  # what a page may also show and let the learner rate


def grade(
    question: Question,
    response: Response,
    vocabulary: Vocabulary,
    *,
    language: str = "en",
    part: int = 0,
) -> Grade | AskAgain:
    """Return how right `response` is, or AskAgain where it cannot be read.

    `language` is the bank's; a question's own `lang` goes before it. `part` is the cloze number asked, 0 for
    all gaps. A response of a class that the question's kind does not take is a TypeError.
    """
    if (settled := _settled(question, response)) is not None:
        return settled
    judge = Judge(vocabulary, question.lang or language, _is_strict(question))
    return _grade_answer(question, response, judge, part)


def _grade_answer(question: Question, response: Response, judge: Judge, part: int) -> Grade | AskAgain:
    match question:
        case Flashcard():
            return grade_self_rated(_expect(response, SelfRatedResponse))
        case TrueFalse():
            return grade_true_false(question, _expect(response, TrueFalseResponse))
        case SingleChoice():
            return grade_single_choice(question, _expect(response, ChoiceResponse))
        case MultipleChoice():
            return grade_multiple_choice(question, _expect(response, ChoiceResponse))
        case ShortAnswer():
            return grade_short_answer(question, _expect(response, TextResponse), judge)
        case ListQuestion():
            return grade_list(question, _expect(response, TextsResponse), judge)
        case NumberQuestion():
            return grade_number(question, _expect(response, TextResponse), judge.language)
        case DateQuestion():
            return grade_date(question, _expect(response, TextResponse), judge.language)
        case Cloze():
            return grade_cloze(question, _expect(response, TextsResponse), judge, part)
        case Ordering():
            return grade_ordering(question, _expect(response, OrderResponse))
        case Matching():
            return grade_matching(question, _expect(response, MatchResponse))
        case _:
            assert_never(question)


def _is_strict(question: Question) -> bool:
    return isinstance(question, ShortAnswer) and question.strict


def _settled(question: Question, response: Response) -> Grade | None:
    """Return the grade of a response that needs no reading: the answer was asked for, or was looked at."""
    if isinstance(response, DontKnow):
        return Grade(0.0)
    if isinstance(response, SelfRatedResponse) and isinstance(question, _REVEALED):
        return grade_self_rated(response)
    return None


def _expect(response: Response, kind: type[R]) -> R:
    if not isinstance(response, kind):
        raise TypeError(f"expected {kind.__name__}, got {type(response).__name__}")
    return response
