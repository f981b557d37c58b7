"""Rules about how a prompt asks, and about the options that only a test has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from question_bank.markup import plain_text
from question_bank.model import Bank, MultipleChoice, Question, SingleChoice, TrueFalse
from question_bank.model.texts import prompt_text
from question_bank.problems import Problem
from question_bank.rules.options import language_of, right_options, wrong_options

_NEGATIVE = {
    "en": re.compile(r"\b(?:not|never|except|neither|nor)\b|n['’]t\b"),
    "de": re.compile(r"\b(?:nicht|nie|niemals|außer|ausgenommen|kein(?:e[rnms]?)?|weder)\b"),
}
_ALL_OR_NONE = re.compile(
    r"^(?:all|none|both|neither|any|alle|keine[rs]?|beide)\b.*\b(?:above|these|them|others?|answers?|options?|"
    r"following|genannten?|antworten?|davon)\b|^(?:all|none|both|neither|alle|keine[rs]?|beides?)$",
    re.IGNORECASE,
)
# What is emphasised is marked, and what somebody said is not the question's own `not`.
_MARKED_OR_QUOTED = re.compile(r"\*{1,2}[^*]+\*{1,2}|\b_{1,2}[^_]+_{1,2}\b|[\"“„«].*?[\"”“»]")


# Said of what is chosen from or judged; a typed answer to a prompt with `not` shows whether it was read.
_JUDGED = (SingleChoice, MultipleChoice, TrueFalse)


def all_or_none_of_the_above(bank: Bank) -> Iterator[Problem]:
    """W513: no option speaks of the other options, whose order is drawn anew each time."""
    for question in bank.questions:
        if not isinstance(question, (SingleChoice, MultipleChoice)):
            continue
        for text in (*right_options(question), *wrong_options(question)):
            if _ALL_OR_NONE.match(plain_text(text).strip().rstrip(".")):
                yield Problem(
                    "W513",
                    f"the option {plain_text(text)!r} of {question.id!r} speaks of the other options",
                    question.at.of("distractors"),
                    "take it out; where several are right, make it a multiple_choice",
                )
                break


def unmarked_negatives(bank: Bank) -> Iterator[Problem]:
    """W514: a `not` in what is asked to be chosen or judged is marked, so that nobody reads past it."""
    for question in bank.questions:
        negative = _negative(language_of(question, bank))
        if negative is None or not isinstance(question, _JUDGED):
            continue
        found = negative.search(_MARKED_OR_QUOTED.sub("", prompt_text(question)))
        if found:
            yield Problem(
                "W514",
                f"the prompt of {question.id!r} says {found[0]!r} without marking it",
                question.at.of("prompt"),
                f"ask it the other way round, or mark the word: **{found[0]}**",
            )


def with_marked_negatives(question: Question, language: str) -> Question:
    """Return a question whose negatives are emphasised, where W514 asks for that; else the same."""
    negative = _negative(language)
    if negative is None or not isinstance(question, _JUDGED):
        return question
    whole = re.compile(rf"(?P<left>{_MARKED_OR_QUOTED.pattern})|\w*(?:{negative.pattern})")
    marked = whole.sub(lambda found: found[0] if found["left"] else f"**{found[0]}**", question.prompt)
    return replace(question, prompt=marked)


def _negative(language: str) -> re.Pattern[str] | None:
    return _NEGATIVE.get(language.split("-")[0].casefold())
