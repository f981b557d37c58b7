"""New due days for cards as they would be if the present parameters had scheduled them, without a backlog."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quiz.memory.card import Card, State
from quiz.memory.fsrs6 import interval_for
from quiz.memory.fuzz import fuzzed
from quiz.memory.queue import CardKey
from quiz.memory.scheduling import Settings

SPREAD_DAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A card that may get another due day: after `settings`, not past `last_day` if there is one."""

    key: CardKey
    card: Card
    settings: Settings
    seed: str
    last_day: int | None = None


def due_days(cards: Sequence[Placed], today: int) -> dict[CardKey, int]:
    """Return the new due day of every Review card that would move; the same again moves none.

    Cards that should have come before today, but are due a week ahead or later, are spread over the next
    seven days, the most forgotten first; those due earlier than that stay where they are.
    """
    new: dict[CardKey, int] = {}
    late: list[Placed] = []
    for each in cards:
        due_day = _due_day(each)
        if due_day is None or each.card.due_day is None:
            continue
        if due_day > today:
            new[each.key] = due_day
        elif each.card.due_day >= today + SPREAD_DAYS:
            late.append(each)
    late.sort(key=lambda each: (-_forgotten(each.card, today), each.key))
    for place, each in enumerate(late):
        day = today + place * SPREAD_DAYS // len(late)
        new[each.key] = day if each.last_day is None else max(min(day, each.last_day), today)
    old = {each.key: each.card.due_day for each in cards}
    return {key: day for key, day in new.items() if day != old[key]}


def _due_day(placed: Placed) -> int | None:
    """Return the day on which the card would be due; None unless it is in Review."""
    card, settings = placed.card, placed.settings
    if card.state is not State.REVIEW or card.stability is None or card.last_review_day is None:
        return None
    exact = interval_for(card.stability, settings.desired_retention, settings.weights)
    seed = placed.seed if settings.fuzz else None
    day = card.last_review_day + fuzzed(exact, 1, settings.maximum_interval_days, seed)
    return day if placed.last_day is None else min(day, placed.last_day)


def _forgotten(card: Card, today: int) -> float:
    """Return what orders cards by forgetting: the days since the last answer over the stability."""
    if card.stability is None or card.last_review_day is None:
        raise ValueError("a card that was never answered has forgotten nothing")
    return (today - card.last_review_day) / card.stability
