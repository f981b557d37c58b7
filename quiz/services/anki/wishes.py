"""What can be wished of a package: which of a bank's questions, which decks, with or without progress."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from quiz.memory.card import State
from quiz.memory.leeches import LEECH_AFTER
from quiz.store.anki import CardStanding
from quiz.store.times import to_ms

LONGEST_PLACE = 60  # characters


class Standing(StrEnum):
    """How a card stands with its learner; only SUSPENDED says anything of suspended ones."""

    NEW = "new"
    LEARNING = "learning"
    REVIEW = "review"
    DUE = "due"
    LEECH = "leech"
    SUSPENDED = "suspended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Questions with any of the tags, and any of whose cards stands so; none given: all.

    `by_tag`: each card into a deck below the bank's for its question's first tag. `progress` None: as the
    page proposes. `place` is the learner's name for the collection in Anki that it is for, "" for the one
    without a name, None for the one of the last time.
    """

    tags: tuple[str, ...] = ()
    standings: tuple[Standing, ...] = ()
    by_tag: bool = False
    progress: bool | None = None
    place: str | None = None


class WishProblem(StrEnum):
    EMPTY_BANK = "empty bank"
    UNKNOWN_TAG = "unknown tag"
    NOTHING_CHOSEN = "nothing chosen"
    LONG_PLACE = "long place"


class WishError(ValueError):
    """There is no package for the wish; `detail` is the tag that no question has."""

    def __init__(self, problem: WishProblem, detail: str = "") -> None:
        super().__init__(f"{problem}: {detail}" if detail else problem)
        self.problem = problem
        self.detail = detail


def standings_of(card: CardStanding, now: datetime, day: int) -> frozenset[Standing]:
    """Return all that can be said of how the card stands."""
    if card.suspended:
        return frozenset({Standing.SUSPENDED})
    found = {_STATES[State(card.state)]}
    in_steps = card.state in (State.LEARNING, State.RELEARNING)
    if in_steps and card.due_ms is not None and card.due_ms <= to_ms(now):
        found.add(Standing.DUE)
    if card.state == State.REVIEW and card.due_day is not None and card.due_day <= day:
        found.add(Standing.DUE)
    if card.lapses >= LEECH_AFTER:
        found.add(Standing.LEECH)
    return frozenset(found)


_STATES = {
    State.NEW: Standing.NEW,
    State.LEARNING: Standing.LEARNING,
    State.REVIEW: Standing.REVIEW,
    State.RELEARNING: Standing.LEARNING,
}


def settled(wish: Wish, *, place: str, progress: bool) -> Wish:
    """Return the wish with what it leaves open. Raises WishError for a place whose name is too long."""
    named = place if wish.place is None else " ".join(wish.place.replace("\0", "").split())
    if len(named) > LONGEST_PLACE:
        raise WishError(WishProblem.LONG_PLACE)
    return replace(wish, place=named, progress=progress if wish.progress is None else wish.progress)


def refuse_unknown(wish: Wish, tags: Collection[str]) -> None:
    """Raise WishError for a tag that no question has."""
    for tag in wish.tags:
        if tag not in tags:
            raise WishError(WishProblem.UNKNOWN_TAG, tag)


def as_json(wish: Wish, notes: int) -> str:
    """Return what is kept of a wish that was fulfilled with so many notes."""
    kept = {
        "tags": wish.tags,
        "cards": wish.standings,
        "by_tag": wish.by_tag,
        "progress": wish.progress,
        "notes": notes,
    }
    return json.dumps(kept)


def from_json(text: str, place: str) -> tuple[Wish, int]:
    """Return the wish and how many notes it came to."""
    kept: dict[str, Any] = json.loads(text)
    wish = Wish(
        tags=tuple(kept["tags"]),
        standings=tuple(Standing(each) for each in kept["cards"]),
        by_tag=kept["by_tag"],
        progress=kept["progress"],
        place=place,
    )
    return wish, int(kept["notes"])
