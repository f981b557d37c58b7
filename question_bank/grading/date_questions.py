"""A typed date against a date question."""

from __future__ import annotations

from question_bank.grading.date_reading import read_date
from question_bank.grading.normal import is_blank
from question_bank.model import AskAgain, AskReason, DateQuestion, Grade, PartialDate, Precision, TextResponse


def grade_date(question: DateQuestion, response: TextResponse, language: str) -> Grade | AskAgain:
    """Return 1 or 0, or ask again: no date, less exact than asked, or two meanings.

    Whether it is asked again depends on the text and the asked precision alone, never on the key, so that
    being asked gives nothing away. A date more exact than asked is right if it agrees with all of the key.
    """
    if is_blank(response.text):
        return AskAgain(AskReason.EMPTY)
    readings = read_date(response.text, language)
    if readings is None:
        return AskAgain(AskReason.NOT_A_DATE)
    if not readings or not all(_reaches(reading, question.precision) for reading in readings):
        return AskAgain(AskReason.INCOMPLETE)
    if len({_cut(reading, question.precision) for reading in readings}) > 1:
        return AskAgain(AskReason.AMBIGUOUS_DATE, tuple(str(reading) for reading in readings))
    return Grade(float(any(_agrees(reading, question.answer) for reading in readings)))


def _reaches(reading: PartialDate, precision: Precision) -> bool:
    exact = list(Precision)
    return exact.index(reading.precision) >= exact.index(precision)


def _cut(reading: PartialDate, precision: Precision) -> tuple[int, ...]:
    return (reading.year, reading.month, reading.day)[: 1 + list(Precision).index(precision)]


def _agrees(reading: PartialDate, key: PartialDate) -> bool:
    if reading.year != key.year:
        return False
    if not reading.month or not key.month:
        return True
    return reading.month == key.month and (not reading.day or not key.day or reading.day == key.day)
