"""Chosen and self-rated answers: true or false, one option, several options, a flashcard."""

from __future__ import annotations

from question_bank.model import (
    AskAgain,
    AskReason,
    ChoiceResponse,
    Detail,
    Grade,
    MultipleChoice,
    SelfRatedResponse,
    SingleChoice,
    TrueFalse,
    TrueFalseResponse,
)
from question_bank.model.texts import option_texts


def grade_true_false(question: TrueFalse, response: TrueFalseResponse) -> Grade:
    return Grade(float(response.value is question.answer))


def grade_self_rated(response: SelfRatedResponse) -> Grade:
    return Grade(float(response.knew))


def grade_single_choice(question: SingleChoice, response: ChoiceResponse) -> Grade | AskAgain:
    if not response.chosen:
        return AskAgain(AskReason.EMPTY)
    return Grade(float(set(response.chosen) == {question.answer}))


def grade_multiple_choice(question: MultipleChoice, response: ChoiceResponse) -> Grade | AskAgain:
    """Return max(0, (right ticks - wrong ticks) / number of keys)."""
    ticked, keys = set(response.chosen), set(question.answers)
    if not ticked:
        return AskAgain(AskReason.EMPTY)
    share = (len(ticked & keys) - len(ticked - keys)) / len(keys)
    details = tuple(
        Detail(
            text if text in ticked else "", text if text in keys else "", (text in ticked) == (text in keys)
        )
        for text in option_texts(question)
    )
    return Grade(max(0.0, share), details=details)
