"""What learners type into the shipped bank is graded as its teacher means it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from question_bank.grading import grade, vocabulary_of
from question_bank.model import Bank, Grade, Question, Response, ShortAnswer, TextResponse
from question_bank.model.keys import key_response
from question_bank.model.texts import parts

Graded = Callable[..., Grade]


@pytest.fixture(scope="module")
def graded(bank: Bank) -> Graded:
    vocabulary = vocabulary_of(bank)

    def graded(question: Question, response: Response, part: int = 0) -> Grade:
        result = grade(question, response, vocabulary, language=bank.language, part=part)
        assert isinstance(result, Grade), (question.id, response, result)
        return result

    return graded


def test_every_key_is_right_as_it_is_written(bank: Bank, graded: Graded) -> None:
    wrong = [
        (question.id, part)
        for question in bank.questions
        for part in parts(question)
        if not graded(question, key_response(question, part), part).right
    ]
    assert wrong == []


def test_every_accepted_answer_is_right_and_every_rejected_one_wrong(bank: Bank, graded: Graded) -> None:
    for question in bank.questions:
        if isinstance(question, ShortAnswer):
            for text in question.accept:
                assert graded(question, TextResponse(text)).right, (question.id, text)
            for text in question.reject:
                assert not graded(question, TextResponse(text)).right, (question.id, text)


@pytest.mark.parametrize(
    ("question", "typed"),
    [
        ("meeting-city", "Ulan-Ude"),
        ("meeting-city", "Ulan Ude"),
        ("summit-guest", "Kim Jong-Il"),
        ("summit-guest", "Kim Jong-il"),
        ("summit-guest", "kim jong il"),
        ("successor", "Kim Jong-un"),
        ("successor", "Kim Jong Un"),
        ("kim-train", "armoured"),
        ("kim-train", "an armored train"),
        ("summit-president", "Medvedev"),
        ("summit-president", "President Medvedev"),
        ("summit-president", "Dmitri Medvedev"),
        ("itar-tass", "Itar Tass"),
        ("talks-to-return-to", "six party talks"),
        ("debt-amount", "11 billion"),
        ("debt-amount", "$11 billion"),
        ("debt-amount", "11"),
        ("debt-amount", "11,000,000,000 dollars"),
        ("railway-length", "10 000 km"),
        ("railway-length", "ten thousand kilometers"),
        ("trips-to-russia", "three"),
        ("summit-date", "24 August 2011"),
        ("summit-date", "August 24, 2011"),
        ("last-in-russia", "2002"),
        ("moscow-journey-year", "2001"),
    ],
)
def test_both_spellings_and_usual_forms_are_taken(
    graded: Graded, questions: dict[str, Question], question: str, typed: str
) -> None:
    assert graded(questions[question], TextResponse(typed)).right


@pytest.mark.parametrize(
    ("question", "typed"),
    [
        ("meeting-city", "Ulan Bator"),
        ("summit-guest", "Kim Jong-un"),
        ("successor", "Kim Jong-il"),
        ("summit-president", "Vladimir Putin"),
        ("host-in-moscow", "Medvedev"),
        ("trilateral-word", "bilateral"),
        ("corridor-destination", "North Korea"),
        ("pipeline-crosses", "South Korea"),
        ("yonhap", "KCNA"),
        ("debt-amount", "11 million"),
        ("railway-length", "10,000 miles"),
        ("summit-date", "25 August 2011"),
        ("departure-date", "24 August 2011"),
        ("last-in-russia", "2001"),
        ("moscow-journey-year", "2002"),
    ],
)
def test_near_misses_are_wrong(
    graded: Graded, questions: dict[str, Question], question: str, typed: str
) -> None:
    assert not graded(questions[question], TextResponse(typed)).right
