"""What a typed date may mean: 2011-08-24, 24.8.2011, August 24, 2011, 24 Aug. 2011, 4/5/2011."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from question_bank.grading.normal import without_accents
from question_bank.grading.rows import row
from question_bank.grading.typos import distance
from question_bank.model import PartialDate

_MONTHS: dict[str, int] = {
    without_accents(name): number
    for number, names in enumerate(
        (
            "january jan januar janvier enero",
            "february feb februar février febrero",
            "march mar märz mars marzo",
            "april apr avril abril",
            "may mai mayo",
            "june jun juni juin junio",
            "july jul juli juillet julio",
            "august aug août agosto",
            "september sept sep septembre septiembre",
            "october oct oktober okt octobre octubre",
            "november nov novembre noviembre",
            "december dec dezember dez décembre diciembre",
        ),
        1,
    )
    for name in names.split()
}
_WEEKDAYS = row(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat",
    "sun montag dienstag mittwoch donnerstag freitag samstag sonntag",
)
_FILLERS = row(
    "of in on the year am im den der le de del el date",
)
_TWO = "(0?[1-9]|[1-9][0-9])"  # a month or a day: there is none of number 0
_ISO = re.compile(rf"([0-9]{{4}})([-./]){_TWO}(?:\2{_TWO})?")
_COMPACT = re.compile(r"([0-9]{4})(?!00)([0-9]{2})(?!00)([0-9]{2})")
_NUMERIC = re.compile(rf"{_TWO}\s?([-./])\s?{_TWO}\s?\2\s?([0-9]{{4}}|'?[0-9]{{2}})")
_MONTH_YEAR = re.compile(rf"{_TWO}\s?[-./]\s?([0-9]{{4}})")
_DAY = re.compile(rf"{_TWO}(?:st|nd|rd|th|er|\.)?")
_LONGEST = 100  # characters


def read_date(text: str, language: str = "en") -> tuple[PartialDate, ...] | None:
    """Return the dates that `text` may mean: one, two or more if it is ambiguous, () if it lacks its year.

    None means that it is no date at all. Dots put the day first, and so do slashes except in English, where
    both orders are in use; `en-GB` and `en-US` settle it.
    """
    plain = unicodedata.normalize("NFC", text).translate(_DASHES).casefold()
    plain = " ".join(plain.split()).strip(" .,;!?")
    if len(plain) > _LONGEST:
        return None
    if iso := _ISO.fullmatch(plain):
        return _valid([(int(iso[1]), int(iso[3]), int(iso[4] or 0))])
    if compact := _COMPACT.fullmatch(plain):
        return _valid([(int(compact[1]), int(compact[2]), int(compact[3]))])
    if numeric := _NUMERIC.fullmatch(plain):
        return _numeric(numeric, language)
    if month_year := _MONTH_YEAR.fullmatch(plain):
        return _valid([(int(month_year[2]), int(month_year[1]), 0)])
    return _in_words(plain)


_DASHES = str.maketrans({**dict.fromkeys("‐‑‒–—―−", "-"), "’": "'", "‘": "'"})


def _numeric(found: re.Match[str], language: str) -> tuple[PartialDate, ...] | None:
    first, second = int(found[1]), int(found[3])
    years = _years(found[4])
    day_first = [(year, second, first) for year in years]
    month_first = [(year, first, second) for year in years]
    order = language.casefold()
    if found[2] == "." or order == "en-gb" or order.split("-")[0] != "en":
        return _valid(day_first) or _valid(month_first)
    if order == "en-us":
        return _valid(month_first) or _valid(day_first)
    return _valid([*day_first, *month_first])


def _years(written: str) -> list[int]:
    """Return the years that digits may stand for: two of them may belong to this century or the last."""
    digits = written.lstrip("'")
    return [int(digits)] if len(digits) == 4 else [2000 + int(digits), 1900 + int(digits)]


def _in_words(plain: str) -> tuple[PartialDate, ...] | None:
    year = month = day = 0
    for word in plain.replace(",", " ").split():
        bare = word.rstrip(".")
        if bare in _FILLERS or bare in _WEEKDAYS:
            continue
        named = _month(bare)
        if named and not month:
            month = named
        elif re.fullmatch(r"[0-9]{4}", bare) and not year:
            year = int(bare)
        elif (found := _DAY.fullmatch(word)) and not day:
            day = int(found[1])
        else:
            return None
    if not year:
        return () if (month or day) else None
    if day and not month:
        return None
    return _valid([(year, month, day)])


def _month(word: str) -> int:
    """Return the month's number, forgiving accents and, from five letters, one slip; 0 if it is none."""
    word = without_accents(word)
    if word in _MONTHS:
        return _MONTHS[word]
    if len(word) < 4 or not word.isalpha():
        return 0
    near = {number for name, number in _MONTHS.items() if len(name) >= 5 and distance(word, name) == 1}
    return near.pop() if len(near) == 1 else 0


def _valid(candidates: list[tuple[int, int, int]]) -> tuple[PartialDate, ...] | None:
    """Return the candidates that are in the calendar, or None if none is."""
    kept = []
    for year, month, day in candidates:
        try:
            date(year, month or 1, day or 1)
        except ValueError:
            continue
        kept.append(PartialDate(year, month, day))
    return tuple(dict.fromkeys(kept)) or None
