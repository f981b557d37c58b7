"""Gap texts, statements to be judged, and choices: what can be made of any claim that names something."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256

from question_bank.drafting.article import Article, Told
from question_bank.drafting.candidates import Candidate, framed, is_named_twice
from question_bank.drafting.distractors import others_like
from question_bank.drafting.mentions import NAMES, Mention, MentionKind
from question_bank.drafting.names import is_surely_place
from question_bank.grading.words import content_words
from question_bank.model import (
    Cloze,
    DateQuestion,
    Distractor,
    NumberQuestion,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
)

_HINTS = {
    MentionKind.PERSON: "person",
    MentionKind.PLACE: "place",
    MentionKind.ORGANISATION: "organisation",
}
_WORTH = {
    MentionKind.PERSON: 0.6,
    MentionKind.PLACE: 0.58,
    MentionKind.ORGANISATION: 0.56,
    MentionKind.NAME: 0.5,
    MentionKind.DATE: 0.62,
    MentionKind.FIGURE: 0.64,
}
_LONGEST_STATEMENT = 16  # words
_CHOICES = 3  # distractors
_LESS_THAN_TYPED = 0.06
_LESS_THAN_A_DATE = 0.03  # a year is typed as fast as it is chosen; by turns both are asked
_NOT = re.compile(r"\b(?:not|never|except|neither|nor|no|none|only)\b|n['’]t\b")


def gap_questions(told: Told, article: Article) -> Iterator[Candidate]:
    """Yield the claim with one thing left out, for each that may be."""
    for mention in told.mentions:
        if is_named_twice(mention, told) or not _leaves_enough(told, mention):
            continue
        start, end = gap_of(mention)
        if mention.figure is not None and (
            mention.figure.hedge == "between"
            or _IN_RANGE.search(told.says[:start])
            or _RANGE_FOLLOWS.match(told.says[end:])
        ):
            continue  # one end of a range alone
        hint = f"::{said}" if (said := _hint(mention, told)) else ""
        gap = f"{{{{c1::{told.says[start:end]}{hint}}}}}"
        answer = mention.key or mention.text
        # Framed as a whole, so that a name in front keeps its capital; then the gap is put in its place.
        whole = framed(told.says, told, article, answer)
        shift = len(whole) - len(told.says)
        text = whole[: start + shift] + gap + whole[end + shift :]
        yield Candidate(
            Cloze(id="", draft=True, text=text),
            (told,),
            "gap",
            answer,
            _WORTH[mention.kind] - _vague(mention) - _known(answer, article),
        )


def _hint(mention: Mention, told: Told) -> str:
    """Return what sort of thing is missing; nothing where only the rules' guess would say so."""
    if mention.date is not None:
        return mention.date.precision.value if mention.date.month == 0 else "date"
    before = told.says[: mention.start].rstrip().rpartition(" ")[2]
    if mention.kind is MentionKind.PLACE and not is_surely_place(mention, before):
        return ""
    return _HINTS.get(mention.kind, "")


_RANGE_FOLLOWS = re.compile(r"\sto\s[$€£]?\d")
_IN_RANGE = re.compile(r"(?:\d|\bbetween\s\S+(?:\s\S+)?\sand|\sto)\s?(?:to|and)?\s$")


def gap_of(mention: Mention) -> tuple[int, int]:
    """Return the span that a gap takes: of a name without its title."""
    return mention.end - len(mention.text), mention.end


def _vague(mention: Mention) -> float:
    """Return how much less a small number in words is worth: `two` is hardly worth learning."""
    figure = mention.figure
    return 0.2 if figure is not None and mention.text[0].isalpha() else 0.0


def _known(answer: str, article: Article) -> float:
    """Return how much less it is worth to ask for what the topic names already."""
    return 0.2 if content_words(answer).keys() & content_words(article.topic).keys() else 0.0


def _leaves_enough(told: Told, mention: Mention) -> bool:
    return len(told.says) - len(mention.text) >= 25


def statement_questions(told: Told, article: Article) -> Iterator[Candidate]:
    """Yield the claim to be judged: by turns as it is, and with one thing replaced by another like it."""
    # Who judges a long statement does not know which word of it is in doubt.
    if _NOT.search(told.says) or told.clause is None or len(told.says.split()) > _LONGEST_STATEMENT:
        return
    for mention in told.mentions:
        if is_named_twice(mention, told) or not _leaves_enough(told, mention):
            continue
        if mention.kind in NAMES and mention.start < told.clause.verb_at:
            continue
        if mention.figure is not None and (mention.figure.hedge or not mention.text[:1].isdigit()):
            continue
        like = others_like(mention, told, article)
        if not like:
            continue
        start, end = gap_of(mention)
        answer = mention.key or mention.text
        wrong = like[_draw(told.says, min(2, len(like)))]
        first = _draw(told.says, 2) == 0
        for is_true in (first, not first):
            said = told.says if is_true else told.says[:start] + wrong + told.says[end:]
            right = _capital(told.says[start:end])
            question = TrueFalse(
                id="",
                draft=True,
                prompt=framed(said, told, article, answer),
                answer=is_true,
                explanation="" if is_true else f"{right} would be right, not {wrong}.",
            )
            # One statement of a claim would tell the other.
            yield Candidate(question, (told,), "true" if is_true else "false", "whether it is true", 0.5)


def choice_questions(told: Told, article: Article, typed: tuple[Candidate, ...]) -> Iterator[Candidate]:
    """Yield a choice for each typed question of the claim that has enough others to choose from."""
    for candidate in typed:
        question = candidate.question
        if not isinstance(question, (ShortAnswer, NumberQuestion, DateQuestion)):
            continue
        mention = next((each for each in told.mentions if (each.key or each.text) == candidate.asks), None)
        if mention is None or (mention.kind in NAMES and mention.kind is MentionKind.NAME):
            continue
        like = others_like(mention, told, article)[:_CHOICES]
        if len(like) < _CHOICES:
            continue
        key = mention.key or mention.text
        choice = SingleChoice(
            id="",
            draft=True,
            prompt=question.prompt,
            answer=key,
            distractors=tuple(Distractor(text=each) for each in like),
        )
        less = _LESS_THAN_A_DATE if isinstance(question, DateQuestion) else _LESS_THAN_TYPED
        yield replace(candidate, question=choice, suffix="choice", usefulness=candidate.usefulness - less)


def _draw(text: str, count: int) -> int:
    """Return one of 0 to count - 1, always the same for the same text."""
    return sha256(text.encode()).digest()[0] % count


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
