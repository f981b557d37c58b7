"""The article as it is kept: the page's lines around a body in which every line is a paragraph."""

from __future__ import annotations

from dataclasses import dataclass

from question_bank.drafting.page import Page
from question_bank.drafting.values import Furniture

_HEAD = (Furniture.TITLE, Furniture.BYLINE, Furniture.DATE)


@dataclass(frozen=True, slots=True)
class Stored:
    """`body` is the first and last line that are material, from 1; None if there is none."""

    text: str
    body: tuple[int, int] | None


def stored(page: Page) -> Stored:
    """Return the text to keep: what tells of the article, its paragraphs, and the rest of the page."""
    head = list(dict.fromkeys(line.text for line in page.lines if line.furniture in _HEAD))
    rest = [line.text for line in page.lines if line.furniture and line.furniture not in _HEAD and line.text]
    first = len(head) + 2 if head else 1
    lines = [*head, *([""] if head else []), *page.paragraphs]
    if rest:
        lines += ["", *rest]
    body = (first, first + len(page.paragraphs) - 1) if page.paragraphs else None
    return Stored("".join(f"{line}\n" for line in lines), body)
