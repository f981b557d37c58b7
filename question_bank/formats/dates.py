"""The forms in which a date is typed, for programs that know no dates."""

from __future__ import annotations

from question_bank.grading.normal import is_english
from question_bank.model import PartialDate, Precision

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def date_forms(answer: PartialDate, precision: Precision, language: str) -> tuple[str, ...]:
    """Return how a date of this exactness is written: as 2011-08-24 and, in English, in words."""
    match precision:
        case Precision.YEAR:
            return (str(PartialDate(answer.year)),)
        case Precision.MONTH:
            known = PartialDate(answer.year, answer.month)
            words: tuple[str, ...] = (f"{_MONTHS[known.month - 1]} {known.year}",)
        case Precision.DAY:
            known = answer
            month = _MONTHS[known.month - 1]
            words = (f"{known.day} {month} {known.year}", f"{month} {known.day}, {known.year}")
    return (*words, str(known)) if is_english(language) else (str(known),)
