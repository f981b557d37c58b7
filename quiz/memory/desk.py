"""What a forecast of the workload begins with: the learner's cards, aims, limits and pace."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from quiz.memory.card import Card, State
from quiz.memory.fsrs6_plain import Memory
from quiz.memory.outcomes import Pace
from quiz.memory.scheduling import Settings

MOST_FOLLOWED = 800


@dataclass(frozen=True, slots=True, kw_only=True)
class Strand:
    """Cards that share an aim. `retention` is None where the retention in question holds.

    `counted` strands make up the result; the others only share the daily limits with them. `exam_day` is
    a learner's day; no interval passes it. `guess_chance` is the mean over these cards.
    """

    retention: float | None = None
    exam_day: int | None = None
    guess_chance: float = 0.0
    counted: bool = True


@dataclass(frozen=True, slots=True)
class Held:
    """A card of the strand with that number."""

    strand: int
    card: Card


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What a forecast begins with. `cards` hold the new ones in the order in which they come.

    `new_left` and `reviews_left` are what the daily limits leave of today; None: all of it.
    """

    today: int
    strands: tuple[Strand, ...]
    cards: tuple[Held, ...]
    settings: Settings
    pace: Pace
    new_per_day: int
    reviews_per_day: int
    new_left: int | None = None
    reviews_left: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Review:
    """Cards in review that are alike: their memory, and the days since their last answer when they come.

    There is one for each pair, from `Forecast.review_of`: finding it by identity is what the speed is from.
    """

    memory: Memory
    elapsed: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """`weight` cards like this one, which come so many days from today."""

    strand: int
    day: int
    review: Review
    weight: float


def waiting(desk: Desk, review_of: Callable[[Memory, int], Review]) -> Iterator[Waiting]:
    """Yield the cards in review, or of very many an even choice that stands for all."""
    found = sorted(
        _review_cards(desk, review_of),
        key=lambda one: (one.strand, one.day, one.review.memory, one.review.elapsed),
    )
    every = max(len(found) / MOST_FOLLOWED, 1)
    for number in range(min(len(found), MOST_FOLLOWED)):
        yield replace(found[int((number + 0.5) * every)], weight=every)


def _review_cards(desk: Desk, review_of: Callable[[Memory, int], Review]) -> Iterator[Waiting]:
    for held in desk.cards:
        card, memory = held.card, memory_of(held.card)
        if card.state is State.REVIEW and memory and card.due_day is not None:
            day = max(card.due_day - desk.today, 0)
            elapsed = desk.today + day - (card.last_review_day or 0)
            yield Waiting(held.strand, day, review_of(memory, max(elapsed, 0)), 1)


def memory_of(card: Card) -> Memory | None:
    """Return the memory of a card that was ever answered."""
    if card.stability is None or card.difficulty is None:
        return None
    return card.stability, card.difficulty
