"""What a stored response gave, in the words by which answers to a question are counted."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from question_bank.codec import from_plain, response_from_plain
from question_bank.grading.normal import normal
from question_bank.markup import plain_text
from question_bank.model import (
    ChoiceResponse,
    Cloze,
    Detail,
    DontKnow,
    Flashcard,
    Grade,
    ListQuestion,
    Matching,
    MatchResponse,
    MultipleChoice,
    OrderResponse,
    Question,
    Response,
    SelfRatedResponse,
    TextResponse,
    TextsResponse,
    TrueFalse,
    TrueFalseResponse,
)
from question_bank.model.texts import gaps, key_text, option_texts

ARROW = " → "
_LONGEST = 120
_EMPTY = "–"


@dataclass(frozen=True, slots=True)
class Given:
    """How right an answer was, and what was chosen or typed; None for "I don't know"."""

    fraction: float
    chosen: tuple[str, ...] | None


def keys_of(question: Question, part: int) -> tuple[str, ...]:
    """Return what is right, as `given` names it; () where learners judge themselves."""
    match question:
        case Flashcard():
            return ()
        case MultipleChoice():
            return question.answers
        case ListQuestion():
            return tuple(plain_text(item.answer) for item in question.answers)
        case Matching():
            return tuple(f"{pair.left}{ARROW}{pair.right}" for pair in question.pairs)
        case _:
            return (key_text(question, part),)


def options_of(question: Question) -> tuple[str, ...]:
    """Return what there is to choose from, () where the answer is free."""
    return ("true", "false") if isinstance(question, TrueFalse) else option_texts(question)


def given(
    question: Question, part: int, response: str, grade: str, language: str, *, right: bool | None = None
) -> Given:
    """Return what a stored answer gave. `right` is what counts where a dispute or the learner's word does."""
    answered, graded = response_from_plain(json.loads(response)), from_plain(json.loads(grade), Grade)
    if right is not None:
        graded = Grade(float(right))
    return Given(graded.fraction, _chosen(question, part, answered, graded, language))


def given_in_whole(question: Cloze, part: int, response: str, grade: str, language: str) -> Given:
    """Return what an answer to all gaps of a cloze gave for those of one number."""
    answered, graded = response_from_plain(json.loads(response)), from_plain(json.loads(grade), Grade)
    places = [at for at, gap in enumerate(gaps(question)) if gap.number == part]
    own = tuple(graded.details[at] for at in places if at < len(graded.details))
    fraction = sum(each.right for each in own) / len(places) if places else 0.0
    if isinstance(answered, TextsResponse):
        answered = TextsResponse(tuple(answered.texts[at] for at in places if at < len(answered.texts)))
    return Given(fraction, _chosen(question, part, answered, Grade(fraction, details=own), language))


def is_self_rated(response: str) -> bool:
    return response.startswith('{"type": "SelfRatedResponse"')


def _chosen(
    question: Question, part: int, response: Response, grade: Grade, language: str
) -> tuple[str, ...] | None:
    match response:
        case DontKnow():
            return None
        case SelfRatedResponse():
            return ()
        case ChoiceResponse(chosen):
            return chosen
        case TrueFalseResponse(value):
            return ("true" if value else "false",)
        case MatchResponse(rights):
            return _pairs(question, rights)
        case TextsResponse(texts) if isinstance(question, ListQuestion):
            return _listed(texts, grade.details, language)
        case _ if grade.right:
            return (key_text(question, part),)
        case TextResponse(text):
            return (_short(normal(text, language)),)
        case TextsResponse(texts):
            return (_short("; ".join(normal(text, language) or _EMPTY for text in texts)),)
        case OrderResponse(texts):
            return (_short(ARROW.join(texts)),)
        case _:
            assert_never(response)


def _pairs(question: Question, rights: Sequence[str]) -> tuple[str, ...]:
    if not isinstance(question, Matching):
        return ()
    return tuple(
        f"{pair.left}{ARROW}{right}" for pair, right in zip(question.pairs, rights, strict=False) if right
    )


def _listed(texts: Sequence[str], details: Sequence[Detail], language: str) -> tuple[str, ...]:
    """Return each line, right ones by the answer that they were taken for."""
    if not details:
        return tuple(_short(normal(text, language)) for text in texts if text.strip())
    return tuple(
        each.expected if each.right else _short(normal(each.given, language))
        for each in details
        if each.given.strip()
    )


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
