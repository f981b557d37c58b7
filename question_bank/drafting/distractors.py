"""What could be taken for an answer: others of its kind in the article and the bank, and figures near it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from hashlib import sha256

from question_bank.drafting.article import Article, Told
from question_bank.drafting.mentions import NAMES, Figure, Mention, MentionKind
from question_bank.drafting.names import names_of
from question_bank.drafting.vocabulary import CITIES, COUNTRIES
from question_bank.grading.words import tokens

_NEAR = (Decimal("0.4"), Decimal("2.6"))  # times the figure: what could still be believed
_FACTORS = tuple(Decimal(text) for text in ("0.5", "0.6", "0.75", "1.25", "1.5", "2"))
_CHOICES = 3
_YEARS = (-12, -7, -4, -2, 3, 5, 8, 11)
_LATEST = 2026


def others_like(
    mention: Mention, told: Told, article: Article, *, of_equal_words: bool = False
) -> tuple[str, ...]:
    """Return wrong answers of the same type, the most believable first; none that the claim itself names."""
    if mention.kind in NAMES:
        return tuple(_names(mention, told, article))
    if mention.figure is not None:
        return tuple(_figures(mention, mention.figure, told, article))
    if mention.date is not None and mention.date.month == 0:
        return tuple(_years(mention, told, article, of_equal_words))
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
    """Yield other figures for the same sort of thing: so many below and above that the key has any rank."""
    size = figure.value * figure.scale.factor
    if size == 0 or mention.text[:1].isalpha():
        return
    taken = {each.figure.value * each.figure.scale.factor for each in told.mentions if each.figure}
    values = [
        *_mates(figure, article),
        *(_rounded(figure.value * factor, figure.value) for factor in _FACTORS),
    ]
    most = Decimal(100) if figure.unit == "percent" else Decimal("Infinity")
    fit = [
        value
        for value in dict.fromkeys(values)
        if 0 < value <= most
        and value * figure.scale.factor not in taken
        and _NEAR[0] <= value / figure.value <= _NEAR[1]
    ]
    below, above = (
        [each for each in fit if each < figure.value],
        [each for each in fit if each > figure.value],
    )
    under = sha256(told.says.encode()).digest()[0] % 4
    chosen = [*below[:under], *above[: _CHOICES - under]]
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


def _rounded(value: Decimal, like: Decimal) -> Decimal:
    """Return a value as exact as the one it stands beside: 4,200 among hundreds, 3.5 among tenths."""
    exponent = like.normalize().as_tuple().exponent
    step = Decimal(1).scaleb(int(exponent))
    if like == like.to_integral_value() and like >= 20:
        step = min(step, Decimal(1).scaleb(like.adjusted() - 1))
    return (value / step).to_integral_value() * step


def _written_like(mention: Mention, figure: Figure, value: Decimal) -> str:
    plain = f"{value:f}"
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    if ("," in figure.written and value >= 1000) or value >= 10_000:
        plain = f"{value:,f}"
        plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return mention.text.replace(figure.written, plain) if figure.written in mention.text else plain


def _years(mention: Mention, told: Told, article: Article, choosing: bool) -> Iterator[str]:
    if mention.date is None:
        return
    year = mention.date.year
    seen = {year} | {each.date.year for each in told.mentions if each.date}
    for other in article.told:
        for each in other.of(MentionKind.DATE):
            if (
                each.date
                and each.date.year not in seen
                and abs(each.date.year - year) <= 60
                and each.date.year != year
            ):
                seen.add(each.date.year)
                yield str(each.date.year)
    turn = sha256(told.says.encode()).digest()[1] % len(_YEARS)
    for step in (*_YEARS[turn:], *_YEARS[:turn]):
        if year + step not in seen and (year + step <= _LATEST or year > _LATEST) and choosing is not None:
            seen.add(year + step)
            yield str(year + step)
