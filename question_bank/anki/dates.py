"""Dates as a reader of the bank's language writes them; ISO where we do not know how that is."""

from __future__ import annotations

from datetime import date

from question_bank.model import PartialDate, Precision

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_EXAMPLES = {Precision.DAY: "5 March 1999", Precision.MONTH: "March 1999", Precision.YEAR: "1999"}
_PATTERNS = {Precision.DAY: "YYYY-MM-DD", Precision.MONTH: "YYYY-MM", Precision.YEAR: "YYYY"}


def date_text(when: PartialDate | date, language: str) -> str:
    """Return `24 August 2011` for English and `2011-08-24` for every other language."""
    known = when if isinstance(when, PartialDate) else PartialDate(when.year, when.month, when.day)
    if not _is_english(language):
        return str(known)
    month = _MONTHS[known.month - 1] if known.month else ""
    return " ".join(piece for piece in (str(known.day or ""), month, str(known.year)) if piece)


def date_hint(precision: Precision, language: str) -> str:
    """Return how the date is to be typed."""
    return f"like {_EXAMPLES[precision]}" if _is_english(language) else f"as {_PATTERNS[precision]}"


def rounded(when: PartialDate, precision: Precision) -> PartialDate:
    """Return the date without what the learner need not know."""
    match precision:
        case Precision.DAY:
            return when
        case Precision.MONTH:
            return PartialDate(when.year, when.month)
        case Precision.YEAR:
            return PartialDate(when.year)


def _is_english(language: str) -> bool:
    return language.lower().split("-")[0] == "en"
