"""What could be taken for an answer: others of its kind in the article and the bank."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from hashlib import sha256
from typing import TypeVar

from question_bank.drafting.article import Article, Told
from question_bank.drafting.mentions import NAMES, Figure, Mention, MentionKind
from question_bank.drafting.names import names_of
from question_bank.drafting.vocabulary import CITIES, COUNTRIES
from question_bank.grading.words import tokens

_NEAR = (Decimal("0.2"), Decimal(5))  # times the figure: what could still be believed
_FAR_YEARS = 60
_CHOICES = 3
Rank = TypeVar("Rank", int, Decimal)
_TO_COME = re.compile(
    r"\b(?:will|(?:plan|intend|aim|hope|want)s? to|is to|are to)\b|\bto [a-z]+ .*\b(?:before|by) \d{4}"
)


def others_like(mention: Mention, told: Told, article: Article) -> tuple[str, ...]:
    """Return wrong answers of the same type, the most believable first; none that the claim itself names."""
    if mention.kind in NAMES:
        return tuple(_names(mention, told, article))
    if mention.figure is not None:
        return tuple(_figures(mention, mention.figure, told, article))
    if mention.date is not None and mention.date.month == 0:
        return tuple(_years(mention, told, article))
    return ()


def _names(mention: Mention, told: Told, article: Article) -> Iterator[str]:
    used = {each.key for each in article.names.find(told.claim.sentence.text)} | {mention.key}
    used_words = {word for key in used for word in tokens(key)}
    inside = list(article.names.of_kind(mention.kind))
    outside = [text for text in article.others if _same_type(text, mention)]
    for name in dict.fromkeys([*inside, *outside]):
        if name in used or set(tokens(name)) & used_words or _is_form(name, mention):
            continue
        if mention.kind is MentionKind.PLACE and _class(name) != _class(mention.key):
            continue
        if mention.kind is MentionKind.PERSON and (" " in name) != (" " in mention.key):
            continue
        yield name


def _same_type(text: str, mention: Mention) -> bool:
    found = names_of((f"It was {text}.",))
    return found.kinds.get(text) is mention.kind


def _is_form(name: str, mention: Mention) -> bool:
    return name.casefold() in mention.key.casefold() or mention.key.casefold() in name.casefold()


def _class(place: str) -> str:
    """Return what kind of place a name says it is, so that rivers stand among rivers."""
    folded = place.casefold()
    if folded in COUNTRIES:
        return "country"
    if folded in CITIES:
        return ""
    first, last = folded.split(" ")[0], folded.split(" ")[-1]
    return first if first in ("lake", "mount") else last if " " in folded else ""


def _figures(mention: Mention, figure: Figure, told: Told, article: Article) -> Iterator[str]:
    """Yield other figures for the same sort of thing: some below and some above, so that it has any rank.

    None is made up: a figure that nobody ever gave for anything is told apart by that.
    """
    if figure.value == 0 or mention.text[:1].isalpha():
        return
    taken = {each.figure.value * each.figure.scale.factor for each in told.mentions if each.figure}
    fit = [
        value
        for value in dict.fromkeys((*_mates(figure, article), *_of_bank(figure, article)))
        if value * figure.scale.factor not in taken and _NEAR[0] <= value / figure.value <= _NEAR[1]
    ]
    chosen = _of_any_rank(figure.value, fit, told)
    for value in [*chosen, *(each for each in fit if each not in chosen)]:
        yield _written_like(mention, figure, value)


def _mates(figure: Figure, article: Article) -> list[Decimal]:
    """Return the article's figures of the same unit and scale."""
    return [
        each.figure.value
        for other in article.told
        for each in other.of(MentionKind.FIGURE)
        if each.figure
        and each.figure.unit == figure.unit
        and each.figure.scale == figure.scale
        and (figure.unit or each.figure.noun == figure.noun)
        and each.text[:1].isdigit()
    ]


def _of_bank(figure: Figure, article: Article) -> list[Decimal]:
    """Return the bank's figures of the same unit and scale, or that count the same."""
    return [
        each.value
        for each in article.bank_figures
        if each.scale == figure.scale
        and (each.unit == figure.unit if figure.unit else figure.noun and figure.noun in each.asked)
    ]


def _written_like(mention: Mention, figure: Figure, value: Decimal) -> str:
    plain = f"{value:f}"
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    if ("," in figure.written and value >= 1000) or value >= 10_000:
        plain = f"{value:,f}"
        plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return mention.text.replace(figure.written, plain) if figure.written in mention.text else plain


def _years(mention: Mention, told: Told, article: Article) -> Iterator[str]:
    """Yield other years of the article and the bank, the nearest first, some before and some after.

    None is so far off that nobody would believe it, nor of what is to come where this has happened.
    """
    if mention.date is None:
        return
    year = mention.date.year
    seen = {year} | {each.date.year for each in told.mentions if each.date}
    of_article = (
        each.date.year
        for other in article.told
        if is_to_come(other) == is_to_come(told)
        for each in other.of(MentionKind.DATE)
        if each.date
    )
    fit = [
        other
        for other in dict.fromkeys((*of_article, *article.bank_years))
        if other not in seen and abs(other - year) <= _FAR_YEARS
    ]
    nearest = sorted(fit, key=lambda other: abs(other - year))
    chosen = _of_any_rank(year, nearest, told)
    for other in [*chosen, *(each for each in nearest if each not in chosen)]:
        yield str(other)


def is_to_come(told: Told) -> bool:
    """Say whether a claim is about the future."""
    return bool(_TO_COME.search(told.says))


def _of_any_rank(key: Rank, others: list[Rank], told: Told) -> list[Rank]:
    """Return the first of some that are less and some that are more, so that the key has any rank."""
    under = sha256(told.says.encode()).digest()[0] % (_CHOICES + 1)
    below = [each for each in others if each < key]
    above = [each for each in others if each > key]
    return below[:under] + above[: _CHOICES - under]
