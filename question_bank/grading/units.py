"""Names of units that mean the same, so that `km`, `kilometres` and `kilometers` are one."""

from __future__ import annotations

from functools import cache

_SAME: tuple[str, ...] = (
    "%|percent|per cent|pct|prozent",
    "$|dollar|dollars|us dollar|us dollars|usd|us$|u.s. dollars|u.s. dollar|american dollars",
    "€|euro|euros|eur",
    "£|pound sterling|pounds sterling|gbp",
    "¥|yen|jpy",
    "₽|rouble|roubles|ruble|rubles|rub",
    "₩|won|krw",
    "mm|millimetre|millimetres|millimeter|millimeters",
    "cm|centimetre|centimetres|centimeter|centimeters",
    "m|metre|metres|meter|meters",
    "km|kms|kilometre|kilometres|kilometer|kilometers",
    "mi|mile|miles|meile|meilen",
    "ft|foot|feet",
    "in|inch|inches",
    "g|gram|grams|gramme|grammes|gramm",
    "mg|milligram|milligrams",
    "kg|kgs|kilogram|kilograms|kilo|kilos|kilogramm",
    "t|tonne|tonnes|metric ton|metric tons",
    "lb|lbs|pound|pounds",
    "l|litre|litres|liter|liters",
    "ml|millilitre|millilitres|milliliter|milliliters",
    "km²|km2|square kilometre|square kilometres|square kilometer|square kilometers|sq km",
    "m²|m2|square metre|square metres|square meter|square meters|sq m",
    "m³|m3|cubic metre|cubic metres|cubic meter|cubic meters|cu m",
    "km/h|kph|kmh|kilometres per hour|kilometers per hour",
    "mph|miles per hour",
    "°c|degrees celsius|celsius|° c|degree celsius",
    "°f|degrees fahrenheit|fahrenheit",
    "s|sec|secs|second|seconds|sekunde|sekunden",
    "min|mins|minute|minutes|minuten",
    "h|hr|hrs|hour|hours|stunde|stunden",
    "day|days|tag|tage",
    "week|weeks|woche|wochen",
    "month|months|monat|monate",
    "year|years|yr|yrs|years old|year old|years of age|jahr|jahre",
    "decade|decades",
    "century|centuries",
    "person|persons|people",
    "barrel|barrels|bbl",
    "w|watt|watts",
    "kw|kilowatt|kilowatts",
    "mw|megawatt|megawatts",
    "kwh|kilowatt hour|kilowatt hours",
)


@cache
def _groups() -> dict[str, int]:
    return {name: number for number, row in enumerate(_SAME) for name in row.split("|")}


def is_unit(word: str) -> bool:
    """Say whether a casefolded word names a unit; one-letter symbols are too much like other things."""
    return len(word) > 1 and word in _groups()


def is_measure(name: str) -> bool:
    """Say whether a unit, of one word or more, is in the table; what is counted (trips, tests) is not."""
    return " ".join(name.casefold().replace("-", " ").split()).rstrip(".") in _groups()


def same_unit(typed: str, name: str) -> bool:
    """Say whether two ways of writing a unit mean the same.

    Case matters only where it tells a milli from a mega: `MW` is not `mW`.
    """
    one, other = " ".join(typed.replace("-", " ").split()), " ".join(name.replace("-", " ").split())
    if one == other:
        return True
    if one[:1] in "mM" and one[:1] != other[:1] and one[1:] == other[1:] and 2 <= len(one) <= 3:
        return False
    a, b = one.casefold().rstrip("."), other.casefold().rstrip(".")
    if a == b or a == b + "s" or b == a + "s":
        return True
    groups = _groups()
    return a in groups and groups[a] == groups.get(b)
