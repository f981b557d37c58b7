"""What a typed number may mean: `10,000`, `10 000`, `1e4`, `ten thousand`, `$11bn`, `-5 %`."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from question_bank.grading.normal import decimal_mark
from question_bank.grading.number_words import CARDINALS, ORDINALS, SCALES, read_words, scale_factor
from question_bank.grading.rows import row
from question_bank.grading.units import is_unit

_DASHES = str.maketrans(
    {**dict.fromkeys("‐‑‒–—―−﹣－", "-"), **dict.fromkeys("’‘′", "'"), "×": "x", "·": "."}
)
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_NUMBER = re.compile(r"[-+]?(?:[0-9][0-9.,' ]*[0-9]|[0-9]|[.,](?=[0-9])[0-9]+)")
_POWER = re.compile(
    r"\s*(?:e\s*([-+]?[0-9]{1,4})\b|x\s*10\s*(?:\^|\*\*)\s*([-+]?[0-9]{1,4})\b)", re.IGNORECASE
)
_SUPERSCRIPT_POWER = re.compile(r"((?<![0-9.,])10)([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)")
_FRACTION = re.compile(r"([-+]?[0-9]+)\s*[/⁄]\s*([0-9]+)")
_VAGUE = re.compile(
    r"^(?:about|approximately|approx\.?|around|roughly|circa|ca\.|c\.|some|~|≈|etwa|ungefähr)\s*"
)
_HEDGED = row(
    "not no never less more than under over below above least most or between up almost nearly",
    "and half quarter dozen oder bis nicht mehr weniger als",
)
_ORDINAL_ENDING = re.compile(r"^(?:st|nd|rd|th)\b")
_SIGN = re.compile(r"[$€£¥₽₩%]")
_VULGAR = str.maketrans({"½": "1/2", "¼": "1/4", "¾": "3/4", "⅓": "1/3", "⅔": "2/3"})
_BARE_POWER = re.compile(r"^(?=10\s*(?:\^|\*\*))")
_MINUS = re.compile(r"(?:-|\bminus|\bnegative)$", re.IGNORECASE)
_LARGEST_POWER = 400  # more would fill memory, and no answer needs it
_LONGEST = 200  # characters


@dataclass(frozen=True, slots=True)
class NumberReading:
    """One meaning of a typed number: its value with any scale word multiplied in, and the unit typed with it.

    `scaled` says whether a scale word was typed; `unit` is as typed, "" if there was none.
    """

    value: Decimal
    unit: str = ""
    scaled: bool = False


def read_number(text: str, language: str = "en") -> tuple[NumberReading, ...]:
    """Return the meanings of `text`, the one by the language's own marks first; () if it is no number.

    There are two only where marks could be decimal or thousands marks: `1,234` or `1.234`.
    """
    plain = unicodedata.normalize("NFC", text).translate(_DASHES).translate(_VULGAR)
    plain = "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in plain)
    plain = _SUPERSCRIPT_POWER.sub(lambda found: f"{found[1]}^{found[2].translate(_SUPERSCRIPTS)}", plain)
    plain = _VAGUE.sub("", " ".join(plain.split()), count=1) if len(plain) <= _LONGEST else ""
    plain = _BARE_POWER.sub("1 x ", plain)
    if fraction := _FRACTION.search(plain):
        return _fraction(plain, fraction, language)
    number = _NUMBER.search(plain)
    if number is None:
        return _in_words(plain, language)
    return _in_figures(plain, number, language)


def written_number(text: str, language: str = "en") -> tuple[Decimal, ...]:
    """Return what a teacher's figure means: one value, none if it is no bare number, two if it is ambiguous.

    Ambiguous is only what the language would read as decimals although it looks like thousands: `10.000` in
    English, `10,000` in German. The language's own marks are taken at their word.
    """
    readings = read_number(text, language)
    if not readings or any(reading.unit or reading.scaled for reading in readings):
        return ()
    looks_grouped = len(readings) == 2 and text.strip().endswith("0") and decimal_mark(language) in text
    return tuple(reading.value for reading in (readings if looks_grouped else readings[:1]))


def figure_values(figure: str, language: str = "en") -> tuple[Decimal, ...]:
    """Return the values of digits with marks, the language's own reading first; () if the marks are amiss."""
    sign = -1 if figure.startswith("-") else 1
    digits = figure.lstrip("+-").replace(" ", "'")
    own = decimal_mark(language)
    other = "," if own == "." else "."
    found = [_value(digits, mark) for mark in (own, other)]
    values = [sign * value for value in found if value is not None]
    return tuple(dict.fromkeys(values))


def _value(digits: str, mark: str) -> Decimal | None:
    """Return the value of `digits` if `mark` is the decimal mark, or None where thousands marks are amiss."""
    whole, found, decimals = digits.partition(mark)
    if found and not decimals.isdigit():
        return None
    if not whole and not found:
        return None
    if whole and not whole.isdigit():
        marks = {char for char in whole if not char.isdigit()}
        if len(marks) != 1 or not _well_grouped(whole.split(marks.pop())):
            return None
    plain = "".join(char for char in whole if char.isdigit()) or "0"
    return Decimal(f"{plain}.{decimals}" if decimals else plain)


def _well_grouped(groups: list[str]) -> bool:
    """Say whether digits are grouped by threes, or as in India by twos above the last three."""
    first, *middle, last = groups
    sizes = {len(group) for group in middle}
    return len(last) == 3 and 1 <= len(first) <= 3 and first != "0" and (sizes <= {3} or sizes <= {2})


def _in_figures(plain: str, number: re.Match[str], language: str) -> tuple[NumberReading, ...]:
    before, after = plain[: number.start()].strip(), plain[number.end() :]
    figure = number[0]
    power = _POWER.match(after)
    exponent = int(power[1] or power[2]) if power else 0
    after = after[power.end() :] if power else after
    if number.start() and plain[number.start() - 1].isalpha() and not is_unit(before.casefold()):
        return ()  # `B12` is no number
    if sign := _MINUS.search(before):
        before, figure = before[: sign.start()].strip(), f"-{figure}"
    found = _rest(before, after.strip(), language)
    if found is None or abs(exponent) > _LARGEST_POWER:
        return ()
    unit, factor = found
    return tuple(
        NumberReading(value.scaleb(exponent) * (factor or 1), unit, factor is not None)
        for value in figure_values(figure, language)
    )


def _fraction(plain: str, found: re.Match[str], language: str) -> tuple[NumberReading, ...]:
    rest = _rest(plain[: found.start()].strip(), plain[found.end() :].strip(), language)
    if rest is None or int(found[2]) == 0:
        return ()
    unit, factor = rest
    try:
        value = Decimal(found[1]) / Decimal(found[2])
    except InvalidOperation:
        return ()
    return (NumberReading(value * (factor or 1), unit, factor is not None),)


def _in_words(plain: str, language: str) -> tuple[NumberReading, ...]:
    """Return the number that the leading words spell, the rest being its unit."""
    words = plain.casefold().rstrip(".!").replace("-", " ").split()
    sign = 1
    if words and words[0] in {"minus", "negative"}:
        sign, words = -1, words[1:]
    if words and words[0] in ORDINALS and (rest := _rest("", " ".join(words[1:]), language)):
        return (NumberReading(Decimal(ORDINALS[words[0]]), rest[0]),)
    for end in range(len(words), 0, -1):
        value = read_words(words[:end], language)
        if value is None:
            continue
        rest = _rest("", " ".join(words[end:]), language)
        if rest is None:
            return ()
        scaled = any(SCALES.get(word, 0) >= 1000 for word in words[:end]) or rest[1] is not None
        return (NumberReading(sign * value * (rest[1] or 1), rest[0], scaled),)
    return ()


def _rest(before: str, after: str, language: str) -> tuple[str, Decimal | None] | None:
    """Return the unit and the scale's factor (None: no scale) beside a number, or None if it is hedged."""
    factor: Decimal | None = None
    after = _SIGN.sub(r" \g<0>", _ORDINAL_ENDING.sub("", after).replace("-", " "))
    words = after.rstrip(".!").split()
    while words and (scale := scale_factor(_scale_word(words[0]), language)):
        if words == ["m"] and not before:
            break  # `11 m` is metres unless money stands before it or people after it
        factor = (factor or Decimal(1)) * scale
        words = words[1:]
    if factor is not None and words[:1] == ["of"]:
        words = words[1:]
    unit = " ".join(part for part in (before, *words) if part)
    hedges = {word.strip(".,;") for word in unit.casefold().split()}
    if hedges & _HEDGED or hedges & CARDINALS.keys() or any(char.isdecimal() for char in unit):
        return None
    return unit, factor


def _scale_word(word: str) -> str:
    return word.casefold().rstrip(".,")
