"""From a form to a response, and from a response back to what its form showed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from question_bank.model import (
    AskAgain,
    AskReason,
    ChoiceResponse,
    Cloze,
    DateQuestion,
    DontKnow,
    Flashcard,
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
from question_bank.model.texts import gaps
from quiz.memory.card import Rating
from quiz.memory.presenting import Presentation
from quiz.web.forms import LONGEST_TYPED, AnswerForm

NOT_CHOSEN = AskAgain(AskReason.EMPTY)
NOT_ALL_PLACED = AskAgain(AskReason.INCOMPLETE)


@dataclass(frozen=True, slots=True)
class Typed:
    """What a form's fields hold: nothing at first, later what the learner had put there."""

    choices: frozenset[str] = frozenset()
    truth: str = ""
    text: str = ""
    texts: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    matches: tuple[str, ...] = ()


def typed_in(form: AnswerForm) -> Typed:
    """Return what was typed, cut to what can be an answer, to be shown again as it was."""
    return Typed(
        choices=frozenset(form.choice.data or ()),
        truth=form.truth.data or "",
        text=_cut(form.text.data),
        texts=tuple(_cut(text) for text in form.texts.data),
        places=tuple(_cut(text) for text in form.place.data),
        matches=tuple(_cut(text) for text in form.match.data),
    )


def read_response(
    form: AnswerForm, question: Question, part: int, presentation: Presentation, *, may_rate: bool = False
) -> Response | AskAgain:
    """Return the response the form holds for `question` as it was presented; AskAgain if it holds none.

    Where the learner `may_rate`, a cloze can have been looked at instead of typed, and the fields tell which.
    """
    if form.dont_know.data:
        return DontKnow()
    if may_rate and isinstance(question, Cloze) and form.rating.data:
        return _self_rated(form.rating.data)
    typed = typed_in(form)
    match question:
        case Flashcard():
            return _self_rated(form.rating.data)
        case TrueFalse():
            return TrueFalseResponse(typed.truth == "true") if typed.truth in _TRUTHS else NOT_CHOSEN
        case SingleChoice() | MultipleChoice():
            return _chosen(typed, presentation, several=isinstance(question, MultipleChoice))
        case ShortAnswer() | NumberQuestion() | DateQuestion():
            return TextResponse(typed.text)
        case ListQuestion():
            return TextsResponse(typed.texts[: question.need])
        case Cloze():
            lines = len(gaps(question, part))
            return TextsResponse((*typed.texts, *[""] * lines)[:lines])
        case Ordering():
            return _ordered(typed, presentation)
        case Matching():
            return _matched(typed, presentation)
        case _:
            assert_never(question)


def typed_before(response: Response | None, presentation: Presentation) -> Typed:
    """Return what a form must hold to give `response` again."""
    options = presentation.options
    match response:
        case ChoiceResponse(chosen):
            return Typed(choices=frozenset(str(options.index(text)) for text in chosen if text in options))
        case TrueFalseResponse(value):
            return Typed(truth="true" if value else "false")
        case TextResponse(text):
            return Typed(text=text)
        case TextsResponse(texts):
            return Typed(texts=texts)
        case OrderResponse(texts):
            return Typed(
                places=tuple(str(texts.index(text) + 1) if text in texts else "" for text in options)
            )
        case MatchResponse(rights):
            return Typed(
                matches=tuple(str(options.index(text)) if text in options else "" for text in rights)
            )
        case DontKnow() | SelfRatedResponse() | None:
            return Typed()
        case _:
            assert_never(response)


_TRUTHS = frozenset({"true", "false"})


def _cut(text: str | None) -> str:
    return (text or "")[:LONGEST_TYPED]


def _self_rated(rating: int | None) -> Response | AskAgain:
    if rating not in {value.value for value in Rating}:
        return NOT_CHOSEN
    return SelfRatedResponse(knew=rating != Rating.AGAIN)


def _chosen(typed: Typed, presentation: Presentation, *, several: bool) -> Response | AskAgain:
    shown = presentation.options
    chosen = tuple(text for index, text in enumerate(shown) if str(index) in typed.choices)
    if not chosen or (len(chosen) > 1 and not several):
        return NOT_CHOSEN
    return ChoiceResponse(chosen)


def _ordered(typed: Typed, presentation: Presentation) -> Response | AskAgain:
    count = len(presentation.options)
    wanted = [str(place) for place in range(1, count + 1)]
    if sorted(typed.places) != sorted(wanted):
        return NOT_CHOSEN if not any(typed.places) else NOT_ALL_PLACED
    by_place = dict(zip(typed.places, presentation.options, strict=True))
    return OrderResponse(tuple(by_place[place] for place in wanted))


def _matched(typed: Typed, presentation: Presentation) -> Response | AskAgain:
    known = {str(index): text for index, text in enumerate(presentation.options)}
    rights = tuple(known.get(choice, "") for choice in typed.matches)
    if not any(rights):
        return NOT_CHOSEN
    if not all(rights) or len(rights) != len(presentation.lefts):
        return NOT_ALL_PLACED
    return MatchResponse(rights)
