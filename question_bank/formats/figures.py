"""Figures as programs write them, and as a bank of some language does."""

from __future__ import annotations

import re
from decimal import Decimal

from question_bank.grading.normal import decimal_mark

_FIGURE = re.compile(
    r"[-+]?(?:[0-9]{1,30}(?:\.[0-9]{0,30})?|\.[0-9]{1,30})(?:[eE](?P<power>[-+]?[0-9]{1,3}))?"
)
_LARGEST_POWER = 30


def figure(text: str) -> Decimal | None:
    """Return a number with a point for decimals; None for anything else, and where it would be endless."""
    found = _FIGURE.fullmatch(text.strip().replace("\u2212", "-"))
    if found is None or abs(int(found["power"] or 0)) > _LARGEST_POWER:
        return None
    return Decimal(f"{Decimal(found[0]):f}")


def written(value: Decimal, language: str) -> str:
    """Return the figure with the decimal mark of the language and no thousands marks."""
    return plain(value).replace(".", decimal_mark(language))


def plain(value: Decimal) -> str:
    """Return the figure with a point for decimals, without needless zeros after it."""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text
