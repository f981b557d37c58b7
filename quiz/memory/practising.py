"""Practice: which cards it goes through, and which of them comes next.

As in the queue, no card is shown right after another one of its question or on a fact of it. A card that was
right already comes between where nothing else could. What no order could keep apart (all questions on one
fact, say) is not kept apart.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from quiz.memory.apart import CardKey, Lane, Last, Marks, in_turn, inseparable
from quiz.memory.queue import Candidate


@dataclass(frozen=True, slots=True)
class _Card:
    key: CardKey
    marks: Marks


def shuffled_cards(candidates: Iterable[Candidate], seed: str) -> list[Candidate]:
    """Return the cards that may be practised, in an order that depends on them and the seed alone."""
    allowed = (candidate for candidate in candidates if not candidate.suspended)
    return sorted(allowed, key=lambda candidate: _place(candidate, seed))


def practice_order(
    candidates: Iterable[Candidate], seed: str, most: int | None = None
) -> tuple[CardKey, ...]:
    """Return the cards to practise, shuffled by the seed and kept apart.

    At most so many, rather on different facts, and none that could not be kept apart. Without a limit every
    card comes, after an akin one only if it must.
    """
    shuffled = shuffled_cards(candidates, seed)
    marks = marks_apart({one.key: one.marks for one in shuffled})
    cards = [_Card(one.key, marks[one.key]) for one in shuffled]
    drawn = cards if most is None else _rather_apart(cards, most)
    return tuple(one.key for one in in_turn((drawn,), regardless=most is None))


def marks_apart(marks: Mapping[CardKey, Marks]) -> Mapping[CardKey, Marks]:
    """Return the marks by which these cards can be kept apart: without those that too many of them have."""
    hopeless = inseparable(_Card(key, own) for key, own in marks.items())
    return {key: own - hopeless for key, own in marks.items()}


def next_practised(
    waiting: Sequence[CardKey],
    known: Collection[CardKey],
    last: CardKey | None,
    marks: Mapping[CardKey, Marks],
    *,
    regardless: bool = False,
) -> CardKey | None:
    """Return the card to practise now; None if there is none, or none that may come after the last one.

    `waiting` are the cards not yet right, `known` those that are; `regardless` shows a waiting card in any
    case.
    """
    before = Last() if last is None else Last(last, marks.get(last, frozenset()))
    others = [_Card(key, marks.get(key, frozenset())) for key in waiting if key != last]
    chosen = Lane(others).take(before)
    if chosen is not None:
        return chosen.key
    found = _between(before, others, known, marks)
    if found is None and last in waiting:
        found = last
    return next(iter(waiting), None) if found is None and regardless else found


def _between(
    before: Last, cards: Sequence[_Card], known: Collection[CardKey], marks: Mapping[CardKey, Marks]
) -> CardKey | None:
    """Return a card that was right already and may stand between the last one and one that waits."""
    fillers = [_Card(key, marks.get(key, frozenset())) for key in known if key != before.key]
    apart = [one for one in fillers if before.lets_follow(one)]
    return next(
        (filler.key for filler in apart if any(filler.marks.isdisjoint(one.marks) for one in cards)), None
    )


def _rather_apart(cards: Sequence[_Card], most: int) -> list[_Card]:
    """Return at most so many of the cards, in their order: on different facts as far as there are such."""
    asked: set[Hashable] = set()
    fresh: list[_Card] = []
    stale: list[_Card] = []
    for one in cards:
        if asked.isdisjoint(one.marks):
            asked |= one.marks
            fresh.append(one)
        else:
            stale.append(one)
    chosen = {one.key for one in (*fresh, *stale)[:most]}
    return [one for one in cards if one.key in chosen]


def _place(candidate: Candidate, seed: str) -> bytes:
    return hashlib.sha256(f"{seed}\0{candidate.question_id}.{candidate.part}".encode()).digest()
