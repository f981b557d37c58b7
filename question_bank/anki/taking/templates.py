"""Which fields a card template shows on the front and on the back. The rest of it is never looked at."""

from __future__ import annotations

import re
from dataclasses import dataclass

from question_bank.anki.packages.values import AnkiTemplate

_REFERENCE = re.compile(r"\{\{([^{}]{1,400})\}\}")
# What Anki fills in by itself, whatever the fields are called.
_ANKIS_OWN = {"FrontSide", "Tags", "Type", "Deck", "Subdeck", "Card", "CardFlag", "CardID"}
_STAND_IN = re.compile(r"\{\{\^([^{}]{1,200})\}\}.*?\{\{/\1\}\}", re.DOTALL)
_LONGEST_FRONT, _MOST_STAND_INS = 20_000, 50
_TOO_LONG = 200_000  # characters; templates with whole libraries in them are shorter


@dataclass(frozen=True, slots=True)
class Sides:
    """Names of fields, each in the order in which it is first shown.

    `typed` is what is to be typed, `clozes` have gaps, `hints` are shown on demand only; `condition` is the
    field without which there is no card, "" if none.
    """

    front: tuple[str, ...]
    back: tuple[str, ...]
    typed: tuple[str, ...]
    clozes: tuple[str, ...]
    hints: tuple[str, ...]
    condition: str


def sides(template: AnkiTemplate) -> Sides:
    """Return what the two sides of a card show; `back` is without what the front shows already."""
    usual = _references(_without_stand_ins(template.front))
    front, back = usual or _references(template.front), _references(template.back)
    shown = [name for filters, name in front if not {"type", "hint"} & set(filters)]
    typed = [name for filters, name in (*front, *back) if "type" in filters and "cloze" not in filters]
    on_front = _unique([name for name in shown if name not in typed])
    return Sides(
        on_front,
        _unique([name for _, name in (*back, *front) if name not in on_front]),
        _unique(typed),
        _unique([name for filters, name in (*front, *back) if "cloze" in filters]),
        _unique([name for filters, name in front if "hint" in filters]),
        _condition(template.front, set(on_front)),
    )


def _without_stand_ins(front: str) -> str:
    """Return a front without what it shows only where a field is empty, which may well be the answer."""
    is_usual = len(front) <= _LONGEST_FRONT and front.count("{{^") <= _MOST_STAND_INS
    return _STAND_IN.sub("", front) if is_usual else front


def _references(text: str) -> list[tuple[tuple[str, ...], str]]:
    """Return the fields that a side names, each with its filters."""
    found = []
    for reference in _REFERENCE.findall(text[:_TOO_LONG]):
        inside = reference.strip()
        if inside[:1] in {"#", "^", "/", "!"}:
            continue
        *filters, name = (part.strip() for part in inside.split(":"))
        if name and name not in _ANKIS_OWN:
            found.append((tuple(each.lower().partition(" ")[0] for each in filters), name))
    return found


def _condition(front: str, shown: set[str]) -> str:
    """Return the field whose being filled the whole front depends on, unless the front shows it."""
    text = front[:_TOO_LONG].strip()
    found = re.match(r"\{\{#([^{}]{1,200})\}\}", text)
    if found is None or not text.endswith(f"{{{{/{found[1]}}}}}"):
        return ""
    name = found[1].strip()
    return "" if name in shown or name in _ANKIS_OWN else name


def _unique(names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
