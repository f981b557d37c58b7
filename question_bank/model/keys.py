"""The answer of somebody who knows: a question's key as the response that would give it."""

from __future__ import annotations

from typing import assert_never

from question_bank.model.questions import (
    Cloze,
    DateQuestion,
    Flashcard,
    ListQuestion,
    Matching,
    MultipleChoice,
    NumberQuestion,
    Ordering,
    Question,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
)
from question_bank.model.responses import (
    ChoiceResponse,
    MatchResponse,
    OrderResponse,
    Response,
    SelfRatedResponse,
    TextResponse,
    TextsResponse,
    TrueFalseResponse,
)
from question_bank.model.texts import gaps, key_text


def key_response(question: Question, part: int = 0) -> Response:
    """Return the key as a learner would give it, for a cloze in the gaps of number `part` (0: all)."""
    match question:
        case Flashcard():
            return SelfRatedResponse(knew=True)
        case TrueFalse():
            return TrueFalseResponse(question.answer)
        case SingleChoice():
            return ChoiceResponse((question.answer,))
        case MultipleChoice():
            return ChoiceResponse(question.answers)
        case ShortAnswer() | NumberQuestion() | DateQuestion():
            return TextResponse(key_text(question))
        case ListQuestion():
            return TextsResponse(tuple(item.answer for item in question.answers[: question.need]))
        case Cloze():
            return TextsResponse(tuple(gap.answer for gap in gaps(question, part)))
        case Ordering():
            return OrderResponse(tuple(item.text for item in question.items))
        case Matching():
            return MatchResponse(tuple(pair.right for pair in question.pairs))
        case _:
            assert_never(question)
