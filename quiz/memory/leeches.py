"""Leeches: cards that were forgotten so often that another review will not help, but another look may."""

from __future__ import annotations

from collections.abc import Iterable

from quiz.memory.card import Rating
from quiz.memory.lines import LogLine
from quiz.memory.replay import effective, replay

LEECH_AFTER = 8  # lapses; then after every LEECH_EVERY more
LEECH_EVERY = 4


def becomes_leech(lapses: int) -> bool:
    """Return whether a lapse that makes it so many is one of those that call for another look."""
    return lapses >= LEECH_AFTER and (lapses - LEECH_AFTER) % LEECH_EVERY == 0


def leech_at(lines: Iterable[LogLine], repetition: int) -> int | None:
    """Return how many lapses the answer in line `repetition` brought the card to, if that calls for a look.

    It depends on the card's lines up to that answer alone, so that it is the same whenever it is asked.
    """
    counting = effective(lines)
    places = [place for place, line in enumerate(counting) if line.repetition == repetition]
    if not places or counting[places[0]].rating is not Rating.AGAIN:
        return None
    before, after = (replay(counting[:end]).lapses for end in (places[0], places[0] + 1))
    return after if after > before and becomes_leech(after) else None
