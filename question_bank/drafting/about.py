"""What a page says about its article: title, author, publisher, the day it appeared, and its address."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from question_bank.drafting.values import Furniture, Line
from question_bank.grading.date_reading import read_date

_BY = re.compile(
    r"^(?:by|von|text:|words by|written by|reported by|story by|author:?|reporting by)\s+(?P<who>.+)$",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r",?\s+(?:(?:staff|special|senior|chief|science)\s+)?(?:correspondent|reporter|writer|editor)\b.*$",
    re.IGNORECASE,
)
_AFTER = re.compile(r"\s*(?:[|•·]|\d|\bfor\b|\bin [A-Z]|,).*$")
_RIGHTS = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:©|\(c\))?\s*(?:\d{4}(?:\s*[-–]\s*\d{4})?)?\s*,?\s*(?:by\s+)?"
    r"(?P<who>[^.|,;©]{2,60}?)"
    r"(?:\s+\d{4})?\s*(?:[.|,;]|all rights|$)",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\b\d{4}-\d\d-\d\d\b|\b\d{1,2}[./]\d{1,2}[./]\d{4}\b"
    r"|\b\d{1,2}(?:st|nd|rd|th)?\s+[A-Za-zä]{3,9}\.?,?\s+\d{4}\b"
    r"|\b[A-Za-z]{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}\b"
)
_URL = re.compile(r"https?://[^\s<>\"'()]+[^\s<>\"'().,;:!?]")
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class About:
    """What was found; "" and None for what was not."""

    title: str
    author: str
    publisher: str
    published: date | None
    url: str


def about(lines: Iterable[Line], language: str) -> About:
    """Return what the furniture tells about the article."""
    furniture = [line for line in lines if line.furniture is not None]
    return About(
        title=next((line.text[:300] for line in furniture if line.furniture is Furniture.TITLE), ""),
        author=next(
            (who for line in furniture if line.furniture is Furniture.BYLINE and (who := _author(line.text))),
            "",
        ),
        publisher=next(
            (
                who
                for line in furniture
                if line.furniture is Furniture.RIGHTS and (who := _publisher(line.text))
            ),
            "",
        ),
        published=next(
            (day for line in furniture if line.furniture in _DATED and (day := _day(line.text, language))),
            None,
        ),
        url=next((found[0] for line in furniture if (found := _URL.search(line.text))), ""),
    )


_DATED = (Furniture.DATE, Furniture.BYLINE)


def _author(text: str) -> str:
    found = _BY.match(text)
    who = _AFTER.sub("", _ROLE.sub("", found["who"] if found else text))
    return who.strip(" .,|")[:_LONGEST]


def _publisher(text: str) -> str:
    found = _RIGHTS.search(text)
    return found["who"].strip()[:_LONGEST] if found and re.search(r"[^\W\d]", found["who"]) else ""


def _day(text: str, language: str) -> date | None:
    """Return the only day that a line names; an ambiguous one is for the teacher to say."""
    for found in _DATE.finditer(text):
        readings = read_date(found[0], language) or ()
        days = [each for each in readings if each.day]
        if len(days) == 1:
            return date(days[0].year, days[0].month, days[0].day)
    return None
