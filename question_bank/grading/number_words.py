"""Numbers written as words: `ten thousand`, `twenty-one`, `third`. English, and the commonest of German."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal


def _row(words: str, first: int = 0, step: int = 1) -> dict[str, int]:
    """Return the words with their values, counted from `first`."""
    return {word: first + step * position for position, word in enumerate(words.split())}


CARDINALS: dict[str, int] = {
    **_row("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"),
    **_row("sixteen seventeen eighteen nineteen", 16),
    **_row("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10),
    **_row("null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn"),
    **_row("sechzehn siebzehn achtzehn neunzehn", 16),
    **_row("zwanzig dreissig vierzig fünfzig sechzig siebzig achtzig neunzig", 20, 10),  # casefolded
}

ORDINALS: dict[str, int] = {
    **_row("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth", 1),
    **_row("thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth", 13),
    **_row("twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth", 20, 10),
}

SCALES: dict[str, int] = {
    "hundred": 10**2,
    "thousand": 10**3,
    "million": 10**6,
    "millions": 10**6,
    "billion": 10**9,
    "billions": 10**9,
    "trillion": 10**12,
    "trillions": 10**12,
    "hundert": 10**2,
    "tausend": 10**3,
    "millionen": 10**6,
    "milliarde": 10**9,
    "milliarden": 10**9,
    "billionen": 10**12,
}

ABBREVIATED_SCALES: dict[str, int] = {
    "k": 10**3,
    "m": 10**6,
    "mn": 10**6,
    "mln": 10**6,
    "mio": 10**6,
    "b": 10**9,
    "bn": 10**9,
    "bln": 10**9,
    "mrd": 10**9,
    "tn": 10**12,
    "trn": 10**12,
}


def scale_factor(word: str, language: str = "en") -> int | None:
    """Return what a scale word or its abbreviation multiplies by; a German `Billion` is a million million."""
    if language.startswith("de") and word == "billion":
        return 10**12
    return SCALES.get(word) or ABBREVIATED_SCALES.get(word)


def cardinal_or_ordinal(word: str) -> int | None:
    """Return the value of one word below a hundred (`three`, `third`, `thirty`), or None."""
    if word in CARDINALS:
        return CARDINALS[word]
    return ORDINALS.get(word)


def read_words(words: Sequence[str], language: str = "en") -> Decimal | None:
    """Return the number that casefolded `words` spell as a whole, or None: `two hundred and five` is 205."""
    total, group, seen = 0, 0, False
    for position, word in enumerate(words):
        factor = SCALES.get(word) and scale_factor(word, language)
        if word in CARDINALS:
            value = CARDINALS[word]
            if seen and group % 100 and not (group % 100 >= 20 and group % 10 == 0 and value < 10):
                return None  # `two three` is not a number
            group, seen = group + value, True
        elif word in {"a", "an"} and position == 0 and len(words) > 1:
            group, seen = 1, True
        elif factor == 100 and seen and group:
            group *= factor
        elif factor and seen and (not total or total >= 1000 * factor):
            total, group = total + max(group, 0) * factor, 0
        elif not (word == "and" and seen and position < len(words) - 1):
            return None
    return Decimal(total + group) if seen else None
