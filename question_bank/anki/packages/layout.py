"""What both schemas say of a collection besides its rows."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from question_bank.anki.packages.refusals import BadPackageError, Reason
from question_bank.anki.packages.tables import no_longer
from question_bank.anki.packages.values import STOCK, AnkiDeck, AnkiNoteType, Limits

_HALVES = re.compile("[\ud800-\udfff]")
_MINUTES_OF_A_DAY = 1440
_HOURS_OF_A_DAY = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Note types, decks, and what days begin when; see `AnkiPackage`."""

    rollover_hour: int | None
    minutes_west: int | None
    note_types: tuple[AnkiNoteType, ...]
    decks: tuple[AnkiDeck, ...]


def parsed(written: str | bytes, what: str, **options: Any) -> Any:
    """Return what a JSON text says; `options` are those of `json.loads`."""
    try:
        return json.loads(written, **options)
    except (ValueError, RecursionError) as error:
        raise BadPackageError(Reason.WRONG_VALUE, f"{what} is no JSON") from error


def name(value: object, what: str, limits: Limits) -> str:
    """Return a name that is one, of a length that names have."""
    return text(value, what, limits.name_characters)


def text(value: object, what: str, most: int) -> str:
    """Return a text that is one: JSON can also hold halves of letters, which nothing can write."""
    if not isinstance(value, str) or _HALVES.search(value):
        raise BadPackageError(Reason.WRONG_VALUE, f"{what} is no text")
    no_longer(value, most, what)
    return value


def stock(number: object) -> str:
    """Return the name of the note type of Anki's own with this number, "" if there is none."""
    return STOCK.get(number, "") if isinstance(number, int) else ""


def hour(value: object) -> int | None:
    return value if type(value) is int and 0 <= value < _HOURS_OF_A_DAY else None


def minutes(value: object) -> int | None:
    return value if type(value) is int and abs(value) <= _MINUTES_OF_A_DAY else None


def no_more(count: int, most: int, what: str) -> None:
    """Refuse a larger number of things."""
    if count > most:
        raise BadPackageError(Reason.TOO_MANY, f"{count:,} {what}, and {most:,} is the most")
