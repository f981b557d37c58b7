"""Ids and file names proposed from what a teacher wrote, so that nobody has to think of one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from itertools import count

from question_bank.folders import is_questions_file
from question_bank.markup import plain_text

_LONGEST = 40  # characters; ids may have 64, and are read by people
_OTHER = re.compile(r"[^a-z0-9]+")
_MARKS = re.compile(r"['’`]")
# What Unicode does not take apart into a letter and its mark.
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)


def proposed_id(text: str, taken: Collection[str], otherwise: str) -> str:
    """Return an id made from the first words of `text`, unlike all that are taken.

    `otherwise` is what to begin with where the text has no letter of the Latin alphabet.
    """
    stem = slug(plain_text(text)) or otherwise
    if stem not in taken:
        return stem
    return next(name for number in count(2) if (name := f"{stem}-{number}") not in taken)


def slug(text: str) -> str:
    """Return the first words of a text in small letters with hyphens; "" if none can be written so."""
    folded = unicodedata.normalize("NFKD", _MARKS.sub("", text).lower().translate(_LETTERS))
    words = _OTHER.split("".join(char for char in folded if not unicodedata.combining(char)))
    stem = ""
    for word in (word for word in words if word):
        if len(stem) + len(word) >= _LONGEST:
            return stem or word[:_LONGEST].lstrip("0123456789")
        # An id begins with a letter.
        stem = f"{stem}-{word}" if stem else word.lstrip("0123456789")
    return stem


def questions_file(name: str) -> str:
    """Return the path in a bank's folder for a new file of questions; "" if the name makes none."""
    stem = name.strip().removeprefix("questions/").removesuffix(".yaml").removesuffix(".yml")
    path = f"questions/{slug(stem)}.yaml"
    return path if slug(stem) and is_questions_file(path) else ""
