"""Names every template may use: sentences of `words`, comparisons, gaps, the learner's switches."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import assert_never

from flask import Flask, get_template_attribute
from flask_babel import format_date, format_time
from markupsafe import Markup

from question_bank.model import (
    ChoiceResponse,
    Cloze,
    DontKnow,
    MatchResponse,
    OrderResponse,
    Question,
    Response,
    SelfRatedResponse,
    TextResponse,
    TextsResponse,
    TrueFalse,
    TrueFalseResponse,
)
from question_bank.model.texts import gaps, key_text, prompt_text
from quiz.services.context import current_context
from quiz.web import words
from quiz.web.comparison import Comparison, compare, looked_at
from quiz.web.learner import current_learner, local_time
from quiz.web.responses import Typed
from quiz.web.say import _
from quiz.web.texts import cloze_html, in_words

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def init_shown(app: Flask) -> None:
    app.jinja_env.globals.update(
        words=words,
        compare=compare,
        letter=letter,
        looked_at=looked_at,
        cloze_to_fill=cloze_to_fill,
        cloze_to_think_of=cloze_to_think_of,
        cloze_filled=cloze_filled,
        cloze_on_paper=cloze_on_paper,
        until=until,
        key_in_words=key_in_words,
        given_in_words=given_in_words,
        current_learner=current_learner,
    )
    app.jinja_env.filters["asked"] = asked
    app.jinja_env.filters["dateformat"] = format_date
    app.jinja_env.filters["moment"] = moment


def letter(index: int) -> str:
    """Return the letter of an option; past Z its number."""
    return LETTERS[index] if index < len(LETTERS) else str(index + 1)


def moment(then: datetime) -> str:
    """Return day and minute in the learner's time zone."""
    local = local_time(then)
    return f"{format_date(local, 'long', rebase=False)}, {format_time(local, 'short', rebase=False)}"


def until(then: datetime) -> str:
    """Return how long it is until `then` (aware), in words."""
    return words.back_in(max(then - current_context().clock(), timedelta(0)))


def asked(question: Question) -> str:
    """Return what a question asks in one plain line."""
    return in_words(prompt_text(question), question)


def key_in_words(question: Question, part: int = 0) -> str:
    """Return the right answer in one plain line."""
    if isinstance(question, TrueFalse):
        return _("True") if question.answer else _("False")
    return in_words(key_text(question, part), question)


def given_in_words(response: Response, question: Question) -> str:
    """Return a response in one plain line, as typed where it was typed."""
    match response:
        case TextResponse(text):
            return text
        case TextsResponse(texts):
            return "; ".join(texts)
        case TrueFalseResponse(value):
            return _("True") if value else _("False")
        case ChoiceResponse(texts) | MatchResponse(texts):
            return "; ".join(in_words(text, question) for text in texts)
        case OrderResponse(texts):
            return " → ".join(in_words(text, question) for text in texts)
        case SelfRatedResponse(knew):
            return _("Knew it") if knew else _("Did not know it")
        case DontKnow():
            return _("I don't know")
        case _:
            assert_never(response)


def cloze_to_fill(question: Cloze, part: int, bank_key: str, typed: Typed) -> Markup:
    """Return the sentence with a field in each gap that is asked, all of one width."""
    field: Callable[..., Markup] = get_template_attribute("study/_inputs.html", "gap_field")
    asked = gaps(question, part)
    texts = (*typed.texts, *[""] * len(asked))
    fills = [field(index, len(asked), gap.hint, texts[index]) for index, gap in enumerate(asked)]
    return cloze_html(question, part, bank_key, fills)


def cloze_to_think_of(question: Cloze, part: int, bank_key: str) -> Markup:
    """Return the sentence with a blank in each gap that is asked, all of one width."""
    blank: Callable[..., Markup] = get_template_attribute("study/_inputs.html", "gap_blank")
    asked = gaps(question, part)
    fills = [blank(index, len(asked), gap.hint) for index, gap in enumerate(asked)]
    return cloze_html(question, part, bank_key, fills)


def cloze_filled(question: Cloze, part: int, bank_key: str, comparison: Comparison) -> Markup:
    """Return the sentence with what was given, and the answer, in each gap that was asked."""
    shown: Callable[..., Markup] = get_template_attribute("study/_answers.html", "gap_shown")
    return cloze_html(
        question, part, bank_key, [shown(line, comparison.answered) for line in comparison.lines]
    )


def cloze_on_paper(question: Cloze, bank_key: str) -> Markup:
    """Return the sentence with a line to write on in each gap, all of one length."""
    line = Markup('<span class="write-line"></span>')
    hinted = Markup('<span class="write-line"></span> ({})')
    return cloze_html(
        question, 0, bank_key, [hinted.format(gap.hint) if gap.hint else line for gap in gaps(question)]
    )
