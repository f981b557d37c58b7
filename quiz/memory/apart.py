"""Cards that give each other away, and an order in which none follows another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

CardKey = tuple[int, int]
Marks = frozenset[Hashable]


class Marked(Protocol):
    """A card and what it asks about: two cards with a mark in common are akin."""

    @property
    def key(self) -> CardKey: ...

    @property
    def marks(self) -> Marks: ...


Some = TypeVar("Some", bound=Marked)


@dataclass(frozen=True, slots=True)
class Last:
    """The card that was shown last; its key is None if there was none."""

    key: CardKey | None = None
    marks: Marks = frozenset()

    @classmethod
    def of(cls, card: Marked) -> Last:
        return cls(card.key, card.marks)

    def lets_follow(self, card: Marked) -> bool:
        """Return whether `card` may come next: it is not akin, or it is the very same card again."""
        return card.key == self.key or self.marks.isdisjoint(card.marks)


class Lane(Generic[Some]):
    """Cards in the order in which they should come, given away one by one."""

    def __init__(self, cards: Iterable[Some]) -> None:
        self._cards = list(cards)
        self._left = Counter(mark for card in self._cards for mark in card.marks)
        # Looking for the crowd at every card would be slow with many; no crowd was ever larger than this.
        self._largest = max(self._left.values(), default=0)

    def take(self, last: Last, *, regardless: bool = False) -> Some | None:
        """Take the first card that may follow `last`; None if there is none.

        A mark that more than half of the cards have comes first, or they would be left alone together.
        `regardless` takes the first card in any case.
        """
        crowd = self._crowd()
        place = self._place(last, crowd)
        if place is None and crowd is not None:
            place = self._place(last, None)
        if place is None and regardless and self._cards:
            place = 0
        return None if place is None else self._pop(place)

    def _crowd(self) -> Hashable | None:
        left = len(self._cards)
        if 2 * self._largest <= left or left < 2:
            return None
        mark, self._largest = self._left.most_common(1)[0]
        return mark if 2 * self._largest > left else None

    def _place(self, last: Last, crowd: Hashable | None) -> int | None:
        fitting = (
            place
            for place, card in enumerate(self._cards)
            if (crowd is None or crowd in card.marks) and last.lets_follow(card)
        )
        return next(fitting, None)

    def _pop(self, place: int) -> Some:
        card = self._cards.pop(place)
        self._left.subtract(card.marks)
        return card


class Asked:
    """Which facts are asked about, and by which questions."""

    def __init__(self) -> None:
        self._questions: dict[Hashable, set[int]] = {}

    def add(self, question_id: int, facts: Marks) -> None:
        for fact in facts:
            self._questions.setdefault(fact, set()).add(question_id)

    def by_another(self, question_id: int, facts: Marks) -> bool:
        """Return whether a question other than this one asks about any of the facts."""
        return any(self._questions.get(fact, set()) - {question_id} for fact in facts)


def in_turn(
    stages: Sequence[Iterable[Some]], last: Last = Last(), *, regardless: bool = False
) -> Iterator[Some]:
    """Yield cards from the first stage that has one to follow, until none has.

    Akin cards that are left when nothing can come between them are not given, unless `regardless`.
    """
    lanes = [Lane(stage) for stage in stages]
    while True:
        card = next((found for lane in lanes if (found := lane.take(last)) is not None), None)
        if card is None and regardless:
            card = next(
                (one for lane in lanes if (one := lane.take(last, regardless=True)) is not None), None
            )
        if card is None:
            return
        yield card
        last = Last.of(card)


def inseparable(cards: Iterable[Marked]) -> Marks:
    """Return the marks that so many of the cards have that no order could keep them all apart."""
    counted, total = Counter[Hashable](), 0
    for card in cards:
        counted.update(card.marks)
        total += 1
    return frozenset(mark for mark, count in counted.items() if cannot_be_parted(count, total))


def cannot_be_parted(count: int, total: int) -> bool:
    """Return whether so many of so many cards must meet in any order: the others are too few between them."""
    return 2 * count > total + 1
