"""The figures and dates in a sentence, each with what it counts and what it is worth."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from question_bank.drafting.vocabulary import FUNCTION_WORDS
from question_bank.grading.date_reading import read_date
from question_bank.grading.normal import decimal_mark
from question_bank.grading.number_reading import written_number
from question_bank.grading.number_words import CARDINALS
from question_bank.grading.units import is_measure
from question_bank.model import PartialDate, Scale


class MentionKind(StrEnum):
    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    NAME = "name"
    DATE = "date"
    FIGURE = "figure"


NAMES = (MentionKind.PERSON, MentionKind.PLACE, MentionKind.ORGANISATION, MentionKind.NAME)


@dataclass(frozen=True, slots=True)
class Figure:
    """`written` are the digits alone; `unit` the currency, the measure, `percent` or "", `noun` what is
    counted. `hedge` is the word before it that makes it inexact; `whole_end` is where unit and noun end
    in the text."""

    written: str
    value: Decimal
    scale: Scale
    unit: str
    noun: str
    hedge: str
    whole_end: int


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of a text that can be asked for: of names `key` is who is meant, however they are called."""

    kind: MentionKind
    start: int
    end: int
    text: str
    key: str = ""
    date: PartialDate | None = None
    figure: Figure | None = None


_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.|Feb\.|Aug\.|Sept\.|Oct\.|Nov\.|Dec\.)"
)
_DATE = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH},?\s+\d{{4}}|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,\s+\d{{4}}"
    rf"|{_MONTH}\s+\d{{4}}|\d{{4}}-\d\d-\d\d)\b"
)
_YEAR = re.compile(
    r"(?i:(?P<before>\b(?:in|of|since|until|till|by|from|before|after|during|early|mid|late"
    r"|year|spring|summer|autumn|winter|fall"
    r"|around|about|between|and|to|or)\s|\())(?P<year>(?:1[0-9]|20)\d\d)(?![\d,.]?\d)(?!\s?(?:%"
    r"|per\b|km|m\b|metres|kilometres|people|tonnes))(?!s\b)(?!-\w)"
)
_BARE_YEAR = re.compile(r"(?<![\d.,$€£])(?P<year>(?:1[0-9]|20)\d\d)(?![\d.,]?\d)(?!s\b)(?=年|[.,;:)]|$)")
_FIGURE = re.compile(
    r"(?P<money>US\$|A\$|[$€£¥₽₩])?\s?(?<![\w.,-])(?P<digits>\d{1,3}(?:[,\u202f\u00a0"
    r" ]\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?)(?![\d,.]?\d)"
    r"(?:[\s-](?P<scale>thousand|million|billion|trillion)\b)?(?:\s?(?P<percent>%|per\s?cent\b"
    r"|percentage points?\b))?(?![\w-])"
)
_WORD_FIGURE = re.compile(
    r"\b(?P<word>two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen"
    r"|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty"
    r"|ninety)\b(?!-)(?P<scale>\s(?:thousand|million|billion))?",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"\b(?P<hedge>about|around|roughly|approximately|some|nearly|almost|an estimated"
    r"|an average of|more than|less than|fewer than|over"
    r"|under|at least|at most|up to|as many as|as much as|no more than|only|just|below|above"
    r"|another|other|every|the other|first"
    r"|last|next|of the|these|those|between|half|number|page|chapter|route|line|phase|aged"
    r"|a further|top|flight)\s$",
    re.IGNORECASE,
)
_TWO_WORD_UNITS = re.compile(
    r"\s+(?P<unit>(?:square|cubic)\s(?:kilomet|met|centimet)(?:re|er)s?|square miles?"
    r"|degrees (?:Celsius|Fahrenheit)|metric tons?"
    r"|kilometres per hour|kilometers per hour|miles per hour|km/h|mph|°C|°F|km²|km2|m²|m³)(?!\w)"
)
_WORD = re.compile(r"\s+([^\W\d_]+(?:-[^\W\d_]+)*)")
_MONEY = {
    "$": "dollars",
    "US$": "US dollars",
    "A$": "Australian dollars",
    "€": "euros",
    "£": "pounds",
    "¥": "yen",
    "₽": "roubles",
    "₩": "won",
}
_NOUN_WORDS = 3
APPROXIMATE = ("about", "around", "roughly", "approximately", "some", "nearly", "almost", "an estimated")
_NO_FIGURE = (
    "another",
    "other",
    "every",
    "the other",
    "first",
    "last",
    "next",
    "of the",
    "these",
    "those",
    "half",
    "number",
    "page",
    "chapter",
    "route",
    "line",
    "phase",
    "aged",
    "top",
    "flight",
    "of",
)  # what makes it the name of something, or a part of other figures
_OF_SO_MANY = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|\d+)\s(?:of|in|out of)\s$", re.IGNORECASE
)
_NO_NOUN = re.compile(r"(?:ly|est)$|^(?:years?-old|times?|more|less|fewer|old|later|earlier|ago)$")


def dates_in(text: str, language: str) -> tuple[Mention, ...]:
    """Return the dates that name their year."""
    found = []
    for match in _DATE.finditer(text):
        readings = read_date(match[0].rstrip("."), language) or ()
        if len(readings) == 1:
            found.append(Mention(MentionKind.DATE, match.start(), match.end(), match[0], date=readings[0]))
    for pattern in (_YEAR, _BARE_YEAR):
        for match in pattern.finditer(text):
            start, end = match.span("year")
            if not any(start < other.end and other.start < end for other in found):
                date = PartialDate(int(match["year"]))
                found.append(Mention(MentionKind.DATE, start, end, match["year"], date=date))
    return tuple(sorted(found, key=lambda each: each.start))


def figures_in(text: str, language: str, dates: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Return the figures that are no part of a date, with digits or, up to ninety, in words."""
    found = [each for match in _FIGURE.finditer(text) if (each := _in_digits(text, match, language))]
    found += [each for match in _WORD_FIGURE.finditer(text) if (each := _in_words(text, match))]
    found = [each for each in found if not _OF_SO_MANY.search(text, max(0, each.start - 20), each.start)]
    taken = [(date.start, date.end) for date in dates]
    found = [each for each in found if each.figure and each.figure.hedge not in _NO_FIGURE]
    free = [each for each in found if not any(each.start < end and start < each.end for start, end in taken)]
    return tuple(sorted(free, key=lambda each: each.start))


def _in_digits(text: str, match: re.Match[str], language: str) -> Mention | None:
    start = match.start("money") if match["money"] else match.start("digits")
    written = "".join(
        "," if char in "\u202f\u00a0 " and decimal_mark(language) == "." else char for char in match["digits"]
    )
    values = written_number(written, language)
    if (
        len(values) != 1
        or text[match.end() : match.end() + 1] in ("/", ":")
        or _is_ordinal(text, match.end())
    ):
        return None
    unit = "percent" if match["percent"] else _MONEY.get(match["money"] or "", "")
    if match["percent"] and match["percent"].startswith("percentage"):
        return None
    end = match.end()
    figure = _figure(text, start, end, written, values[0], Scale(match["scale"] or ""), unit)
    return Mention(MentionKind.FIGURE, start, end, text[start:end], figure=figure)


def _is_ordinal(text: str, end: int) -> bool:
    return bool(re.match(r"(?:st|nd|rd|th)\b", text[end:]))


def _in_words(text: str, match: re.Match[str]) -> Mention | None:
    value = Decimal(CARDINALS[match["word"].casefold()])
    scale = Scale((match["scale"] or "").strip())
    figure = _figure(text, match.start(), match.end(), f"{value}", value, scale, "")
    # `two` alone stands for things named before; only with what it counts does it say something.
    if not figure.noun and not figure.unit:
        return None
    return Mention(MentionKind.FIGURE, match.start(), match.end(), match[0], figure=figure)


def _figure(text: str, start: int, end: int, written: str, value: Decimal, scale: Scale, unit: str) -> Figure:
    hedge = _HEDGE.search(text, max(0, start - 20), start)
    noun, whole_end = "", end
    if unit != "percent":
        measured = _TWO_WORD_UNITS.match(text, end)
        if measured and not unit:
            unit, whole_end = measured["unit"], measured.end()
        noun, whole_end = _noun(text, whole_end)
        first = noun.split(" ")[0]
        if not unit and first and is_measure(first):
            unit = first
    return Figure(written, value, scale, unit, noun, hedge["hedge"].casefold() if hedge else "", whole_end)


def _noun(text: str, start: int) -> tuple[str, int]:
    """Return the words after a figure that say what is counted, and where they end."""
    words: list[str] = []
    end = start
    while len(words) < _NOUN_WORDS and (found := _WORD.match(text, end)):
        word = found[1]
        if word.casefold() in FUNCTION_WORDS or _NO_NOUN.search(word) or (word[0].isupper() and not words):
            break
        if words and (word[0].isupper() or word.endswith(("ed", "ing")) or _is_plural(words[-1])):
            break
        words.append(word)
        end = found.end()
    return " ".join(words), end


def _is_plural(word: str) -> bool:
    return word in ("people", "men", "women", "children", "feet", "percent") or (
        word.endswith("s") and not word.endswith(("ss", "us", "is"))
    )
