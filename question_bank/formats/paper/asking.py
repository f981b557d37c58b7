"""One question as it stands on paper; nothing here looks at what is right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import assert_never

from question_bank.formats.paper.shuffling import letter
from question_bank.formats.paper.texts import Texts
from question_bank.model import (
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

_BLANK = '<div class="blank"></div>'
_BOX = '<span class="box"></span>'
_PLACE = '<span class="place"></span>'


def asked(question: Question, options: Sequence[str], texts: Texts) -> str:
    """Return what is asked, with room for the answer."""
    prompt = texts.with_lines(question) if isinstance(question, Cloze) else texts.html(question.prompt)
    below = _room(question, options, texts)
    return f'<p class="do">{_task(question)}</p>\n<p>{prompt}</p>\n{texts.pictures()}{below}'


def _task(question: Question) -> str:
    match question:
        case TrueFalse():
            return "True or false?"
        case SingleChoice():
            return "Choose one"
        case MultipleChoice():
            return "Choose all that are right"
        case Flashcard() | ShortAnswer():
            return "Write the answer"
        case ListQuestion():
            return "Write one answer per line, in any order"
        case NumberQuestion():
            return "Write a number"
        case DateQuestion():
            return "Write a date"
        case Cloze():
            return "Fill in what is missing"
        case Ordering():
            return "Number the lines in the right order"
        case Matching():
            return "Write the letter of what belongs to each"
        case _:
            assert_never(question)


def _room(question: Question, options: Sequence[str], texts: Texts) -> str:
    match question:
        case TrueFalse():
            return _rows([f"{_BOX}True", f"{_BOX}False"])
        case SingleChoice() | MultipleChoice():
            return _rows(
                f"{_BOX}<span>{letter(index)}</span><span>{texts.html(option)}</span>"
                for index, option in enumerate(options)
            )
        case Ordering():
            return _rows(f"{_PLACE}<span>{texts.html(option)}</span>" for option in options)
        case Matching():
            lefts = _rows(f"{_PLACE}<span>{texts.html(pair.left)}</span>" for pair in question.pairs)
            rights = _rows(
                f"<span>{letter(index)}</span><span>{texts.html(option)}</span>"
                for index, option in enumerate(options)
            )
            return f'<div class="columns">{lefts}{rights}</div>'
        case ListQuestion():
            return _BLANK * question.need
        case Flashcard() | ShortAnswer() | NumberQuestion() | DateQuestion():
            return _BLANK
        case Cloze():
            return ""
        case _:
            assert_never(question)


def _rows(rows: Iterable[str]) -> str:
    return '<ul class="options">' + "".join(f"<li>{row}</li>" for row in rows) + "</ul>"
