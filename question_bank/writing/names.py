"""Ids for questions that have none: from their own words, unique, and the same at every import."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

from question_bank.markup import plain_text
from question_bank.reading.fields import ID

_LONGEST = 48
_SISTERS = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})
_WORD = re.compile(r"[a-z0-9]+")


def slug(text: str) -> str:
    """Return the words of a text as an id, "" where it has no Latin letter."""
    lowered = unicodedata.normalize("NFKD", text.casefold().translate(_SISTERS))
    bare = "".join(char for char in lowered if not unicodedata.combining(char)).replace("'", "")
    words = _WORD.findall(bare.replace("’", ""))
    made = ""
    for word in words:
        longer = f"{made}-{word}" if made else word.lstrip("0123456789")
        if len(longer) > _LONGEST:
            break
        made = longer
    return made or "".join(words[:1])[:_LONGEST].lstrip("0123456789")


def says_all(text: str, made: str) -> bool:
    """Say whether an id still tells the words that it was made of, whatever their case and accents."""
    lowered = unicodedata.normalize("NFKD", text.casefold().translate(_SISTERS))
    letters = [char for char in lowered if char.isalnum()]
    return "".join(letters) == made.replace("-", "")


class Ids:
    """Gives each question an id that nobody else has."""

    def __init__(self, taken: Container[str] = ()) -> None:
        self._taken = taken
        self._given: set[str] = set()
        self._counts: dict[str, int] = {}

    def propose(self, *texts: str) -> str:
        """Return an id made of the first text that yields one, with a number where it is taken."""
        for text in texts:
            if ID.fullmatch(text.strip()):
                return self.free(text.strip())
            if made := slug(plain_text(text)):
                return self.free(made)
        return self.free("question")

    def free(self, wanted: str) -> str:
        """Return `wanted`, or else the first of `wanted-2`, `wanted-3` ... that is free, and take it."""
        name, number = wanted, self._counts.get(wanted, 1)
        while name in self._given or name in self._taken:
            number += 1
            name = f"{wanted[: 63 - len(str(number))].rstrip('-')}-{number}"
        self._counts[wanted] = number
        self._given.add(name)
        return name
