"""A teacher's figures and dates as values. What could mean two things is asked about, never guessed."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from question_bank.grading import written_number
from question_bank.grading.date_reading import read_date as typed_date
from question_bank.grading.normal import decimal_mark
from question_bank.model import PartialDate

_DIGITS = re.compile(r"[-+]?[0-9]{1,30}")
_TWO_PARTS = re.compile(r"[-+\u2212]?([0-9]+)([.,])([0-9]+)")
_TOLERANCE = re.compile(r"([0-9]{1,30}(?:[.,][0-9]{1,30})?)\s*(%?)")
_DATE = re.compile(r"([0-9]{1,4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_LOOSE_DATE = re.compile(r"([0-9]{4})[-./ ]([0-9]{1,2})(?:[-./ ]([0-9]{1,2}))?")
_DAY_FIRST = re.compile(r"([0-9]{1,2})\.\s?([0-9]{1,2})\.\s?([0-9]{4})")


def figure_values(text: str, language: str) -> tuple[Decimal, ...]:
    """Return what a figure may mean: one value if clear, several if not, () if it is no number."""
    plain = text.strip()
    if len(plain) <= 30 and _DIGITS.fullmatch(plain):
        return (Decimal(plain),)
    values = written_number(plain, language)
    parts = _TWO_PARTS.fullmatch(plain)
    if (
        len(values) == 1
        and parts
        and parts[2] != decimal_mark(language)
        and not _is_grouped(parts[1], parts[3])
    ):
        return (values[0], Decimal(f"{parts[1]}{parts[3]}").copy_sign(values[0]))
    return values


def _is_grouped(first: str, rest: str) -> bool:
    return len(rest) == 3 and len(first) <= 3 and first != "0"


def read_tolerance(text: str, language: str) -> tuple[Decimal, bool] | None:
    """Return a tolerance's amount and whether it is percent; None if it is neither."""
    found = _TOLERANCE.fullmatch(text.strip())
    if found is None:
        return None
    values = figure_values(found[1], language)
    return (values[0], bool(found[2])) if len(values) == 1 else None


def read_date(text: str) -> PartialDate | None:
    """Return a date written 2011, 2011-08 or 2011-08-24; None if it is another form or no such day exists."""
    found = _DATE.fullmatch(text.strip())
    if found is None:
        return None
    made = PartialDate(int(found[1]), int(found[2] or 0), int(found[3] or 0))
    if found[2] == "00" or found[3] == "00":
        return None
    try:
        date(made.year, made.month or 1, made.day or 1)
    except ValueError:
        return None
    return made


def is_no_day(text: str) -> bool:
    """Say whether a date has the right form and yet is none, as 2011-02-30."""
    return _DATE.fullmatch(text.strip()) is not None and read_date(text) is None


def better_date(text: str, language: str = "en") -> str:
    """Return a date in another form as it should be written, or "" where that would be guessing."""
    loose, day_first = _LOOSE_DATE.fullmatch(text.strip()), _DAY_FIRST.fullmatch(text.strip())
    if loose:
        parts = [loose[1], *(f"{int(part):02d}" for part in (loose[2], loose[3]) if part)]
    elif day_first:
        parts = [day_first[3], f"{int(day_first[2]):02d}", f"{int(day_first[1]):02d}"]
    else:
        meanings = typed_date(text, language) or ()
        return str(meanings[0]) if len(meanings) == 1 else ""
    better = "-".join(parts)
    return better if read_date(better) else ""
