"""A typed number against a number question: value, scale, tolerance and unit."""

from __future__ import annotations

import re
from decimal import Decimal

from question_bank.grading.normal import is_blank
from question_bank.grading.number_reading import NumberReading, read_number
from question_bank.grading.number_words import ABBREVIATED_SCALES, SCALES
from question_bank.grading.typos import allowed_slips, distance
from question_bank.grading.units import is_measure, same_unit
from question_bank.markup import plain_text
from question_bank.model import AskAgain, AskReason, Grade, Note, NoteKind, NumberQuestion, TextResponse

_WORD = re.compile(r"[^\W\d_]+")
_ROUNDING = Decimal("1e-12")  # of the key; 1/3 has no exact decimal form


def grade_number(question: NumberQuestion, response: TextResponse, language: str) -> Grade | AskAgain:
    """Return 1 or 0, or ask again where the text is no number, lacks its scale, or has two meanings.

    A figure whose marks could be read both ways is taken by the language's own marks if that is right, and
    asked about if only the other way would be right: `1,234` for 1.234. Where the key has a scale, a bare
    figure counts in that scale only if the prompt or the unit names it ("how many billion dollars");
    otherwise it is asked about, unless it is so large that it can only be the number written out.
    """
    if is_blank(response.text):
        return AskAgain(AskReason.EMPTY)
    readings = read_number(response.text, language)
    if not readings:
        return AskAgain(AskReason.NOT_A_NUMBER)
    factor = _factor(question)
    if question.unit is None or factor > 1:
        readings = tuple(_in_millions(reading) for reading in readings)
    if factor > 1 and not _states_scale(question) and _lacks_scale(readings[0], factor):
        return AskAgain(AskReason.INCOMPLETE)
    own, *others = (_is_right(question, reading, factor) for reading in readings)
    if not own and any(others):
        return AskAgain(AskReason.AMBIGUOUS_NUMBER, tuple(_plain(reading.value) for reading in readings))
    if not own:
        return Grade(0.0)
    return _with_unit(question, readings[0].unit)


def _factor(question: NumberQuestion) -> int:
    """Return what the key is multiplied by: its scale, or a scale word that the teacher put into the unit."""
    if question.scale.factor > 1 or question.unit is None:
        return question.scale.factor
    first = question.unit.name.casefold().split()[:1]
    return SCALES.get(first[0], 1) if first else 1


def _states_scale(question: NumberQuestion) -> bool:
    """Say whether the learner reads the scale beside the question and may leave it out."""
    stated = {*_WORD.findall(plain_text(question.prompt).casefold())}
    if question.unit is not None:
        stated |= set(_WORD.findall(question.unit.name.casefold()))
    wanted = _factor(question)
    factors = {**SCALES, **ABBREVIATED_SCALES, **{f"{word}s": value for word, value in SCALES.items()}}
    return any(factors.get(word) == wanted for word in stated if len(word) > 1)


def _in_millions(reading: NumberReading) -> NumberReading:
    """Take `m` for million, where it cannot be metres."""
    if reading.unit != "m":
        return reading
    return NumberReading(reading.value * SCALES["million"], scaled=True)


def _lacks_scale(reading: NumberReading, factor: int) -> bool:
    return not reading.scaled and abs(reading.value) < factor


def _is_right(question: NumberQuestion, reading: NumberReading, factor: int) -> bool:
    key = question.answer * factor
    slack = abs(key) * _ROUNDING
    if question.tolerance.percent:
        slack = max(slack, abs(key) * abs(question.tolerance.amount) / 100)
    else:
        slack = max(slack, abs(question.tolerance.amount) * factor)
    meant = [reading.value]
    if _lacks_scale(reading, factor):
        meant = [reading.value * factor]
    return any(abs(value - key) <= slack for value in meant)


def _with_unit(question: NumberQuestion, typed: str) -> Grade:
    """A unit may be left out unless it is required; where the question names none, any is passed over."""
    unit = question.unit
    if unit is None:
        return Grade(1.0)
    if not typed:
        return Grade(0.0, (Note(NoteKind.MISSING_UNIT, unit.name),)) if unit.required else Grade(1.0)
    names = [name for full in (unit.name, *unit.accept) for name in (full, _without_scale(full)) if name]
    if _is_unit(typed, names):
        return Grade(1.0)
    return Grade(0.0, (Note(NoteKind.WRONG_UNIT, unit.name),))


def _is_unit(typed: str, names: list[str]) -> bool:
    """Say whether `typed` is one of the units, has one in front (`trips to Russia`) or is a slip of one.

    Where things are counted rather than measured, other words than a measure's name are passed over:
    `3 times` says as much as `3 trips`.
    """
    if any(same_unit(typed, name) for name in names):
        return True
    if is_measure(typed):
        return False
    words = typed.split()
    if any(same_unit(" ".join(words[: len(name.split())]), name) for name in names):
        return True
    if any(
        distance(typed.casefold(), name.casefold()) <= min(1, allowed_slips(typed, name)) for name in names
    ):
        return True
    return not any(is_measure(word) for word in (*names, *words))


def _without_scale(name: str) -> str:
    words = name.split()
    return " ".join(words[1:] if words and words[0].casefold() in SCALES else words)


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
