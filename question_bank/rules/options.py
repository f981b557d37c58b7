"""A question's options as the rules see them, and the rules on overlapping ones and ones of another kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

from question_bank.grading.words import tokens
from question_bank.markup import plain_text
from question_bank.model import Bank, MultipleChoice, Question, SingleChoice
from question_bank.problems import Problem

_RANGE = re.compile(r"^(?P<low>\d[\d,.]*)\s*(?:-|–|to|bis)\s*(?P<high>\d[\d,.]*)\b")
_MONTHS = re.compile(
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"januar|februar|märz|mai|juni|juli|oktober|dezember)\b",
    re.IGNORECASE,
)


Extent = tuple[tuple[float, float] | None, frozenset[tuple[str, ...]]]


class Form(StrEnum):
    """What an option looks like at a glance."""

    FIGURE = "a figure"
    DATE = "a date"
    SENTENCE = "a whole sentence"
    WORDS = "words"


def right_options(question: SingleChoice | MultipleChoice) -> tuple[str, ...]:
    return (question.answer,) if isinstance(question, SingleChoice) else question.answers


def wrong_options(question: SingleChoice | MultipleChoice) -> tuple[str, ...]:
    return tuple(wrong.text for wrong in question.distractors)


def language_of(question: Question, bank: Bank) -> str:
    return question.lang or bank.language


def distractors_of_another_form(bank: Bank) -> Iterator[Problem]:
    """W515: figures stand among figures, dates among dates, sentences among sentences."""
    for question in bank.questions:
        if not isinstance(question, (SingleChoice, MultipleChoice)):
            continue
        keys = {form_of(text) for text in right_options(question)}
        for at, text in enumerate(wrong_options(question)):
            form = form_of(text)
            if form not in keys:
                wanted = " or ".join(sorted(keys))
                yield Problem(
                    "W515",
                    f"a distractor of {question.id!r} is {form}, while the key is {wanted}",
                    question.at.of("distractors", at),
                    "write distractors that could be the answer by their looks",
                )
                break


def form_of(text: str) -> Form:
    """Return what kind of thing an option is."""
    plain = plain_text(text).strip()
    if plain.endswith((".", "!", "?")) and len(plain.split()) > 3:
        return Form.SENTENCE
    if re.fullmatch(r"(?:1[0-9]|20)\d\d", plain) or (_MONTHS.search(plain) and re.search(r"\d", plain)):
        return Form.DATE
    first = plain.split(maxsplit=1)[0] if plain else ""
    if re.match(r"[-−+~<>]?\s*[$€£]?\d", plain) and not re.match(r"\d+(?:st|nd|rd|th)\b", first):
        return Form.FIGURE
    return Form.WORDS


def overlapping_options(bank: Bank) -> Iterator[Problem]:
    """W516: of two options of one choice, none is true whenever the other is."""
    for question in bank.questions:
        if not isinstance(question, SingleChoice):
            continue
        texts = [plain_text(text) for text in (question.answer, *wrong_options(question))]
        extents = [(_range(text), _things(text)) for text in texts]
        for at, extent in enumerate(extents):
            earlier = next((one for one in range(at) if _overlap(extent, extents[one])), None)
            if earlier is not None:
                yield Problem(
                    "W516",
                    f"the options {texts[earlier]!r} and {texts[at]!r} of {question.id!r} overlap",
                    question.at.of("distractors", at - 1),
                    "let each option shut the others out",
                )
                break


def _overlap(one: Extent, other: Extent) -> bool:
    """Say whether two ranges share a number, or one list of things holds all of the other's."""
    (range_, things), (other_range, other_things) = one, other
    if range_ and other_range:
        return max(range_[0], other_range[0]) <= min(range_[1], other_range[1])
    return things != other_things and (things < other_things or other_things < things)


def _range(text: str) -> tuple[float, float] | None:
    found = _RANGE.match(text)
    if found is None:
        return None
    low, high = (float(found[name].replace(",", "").rstrip(".")) for name in ("low", "high"))
    return (low, high) if low < high else None


def _things(text: str) -> frozenset[tuple[str, ...]]:
    """Return what a list such as `Russia, China and Japan` names, each thing by its words."""
    parts = re.split(r",|;|\band\b|\bund\b|&", text)
    return frozenset(words for part in parts if (words := tokens(part)))
