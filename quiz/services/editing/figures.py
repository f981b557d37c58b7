"""Figures and dates as a teacher types them into a form; what could mean two things is asked about."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from question_bank.grading.normal import decimal_mark
from question_bank.model import PartialDate, Tolerance
from question_bank.reading import figures


@dataclass(frozen=True, slots=True)
class Figure:
    """One meaning of a figure; `written` is a spelling that can mean nothing else."""

    value: Decimal
    written: str


def meanings(text: str, language: str) -> tuple[Figure, ...]:
    """Return what a figure may mean: one meaning if it is clear, () if it is no figure."""
    values = figures.figure_values(text, language)
    if len(values) == 1:
        return (Figure(values[0], text.strip()),)
    return tuple(Figure(value, _clear(value, language)) for value in values)


def tolerance_of(text: str, language: str) -> Tolerance | None:
    """Return a tolerance, an amount or percent of the answer; None where it is neither or not clear."""
    read = figures.read_tolerance(text, language)
    return None if read is None else Tolerance(amount=read[0], percent=read[1])


def date_of(text: str) -> PartialDate | None:
    """Return a date written 2011, 2011-08 or 2011-08-24; None if it is another form or no such day exists."""
    return figures.read_date(text)


def date_meant(text: str, language: str) -> str:
    """Return a date in another form, such as 24 August 2011, as it should be; "" if that is a guess."""
    return figures.better_date(text, language)


def _clear(value: Decimal, language: str) -> str:
    """Return a spelling with this one meaning."""
    plain = f"{value.normalize():f}"
    longer = plain + ("0" if "." in plain else ".0")  # 0.125 may be read as 125, and 0.1250 may not
    spellings = [each.replace(".", decimal_mark(language)) for each in (plain, longer)]
    return next((each for each in spellings if figures.figure_values(each, language) == (value,)), plain)
