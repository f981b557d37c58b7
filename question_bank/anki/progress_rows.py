"""A learner's progress as rows of Anki's tables: what a card's columns and its log hold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from question_bank.anki.schedule import DAY_ZERO_HOUR, CardOut, Progress, ReviewOut

_DAY_S = 86_400
_IN_STEPS = (1, 3)
_FACTOR = 2500  # of the scheduler before FSRS, which no card of ours has been through
_SUSPENDED, _LEARNING_TODAY, _LEARNING_LATER = -1, 1, 3


class CardState(NamedTuple):
    """The columns of a card from `type` to `left`, and `data`."""

    type: int
    queue: int
    due: int
    interval: int
    factor: int
    reps: int
    lapses: int
    left: int
    data: str


class Schedule:
    """Tells what Anki will hold of each card, counting days from day zero, on which the collection begins."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._taken: set[int] = set()
        cards = [card for held in progress.cards.values() for card in held]
        days = [card.due_day for card in cards if card.due_day is not None]
        days += [self._day_of(card.last_review_s) for card in cards if card.last_review_s is not None]
        # Anki counts on from day zero, so nothing that it is told may have been before.
        self._day_zero = min([progress.today, *days])

    @property
    def created_s(self) -> int:
        """When day zero began for the learner, in seconds since 1970."""
        return self._begins(self._day_zero)

    @property
    def conf(self) -> dict[str, Any]:
        """The collection's options by which Anki counts its days."""
        return {
            "schedVer": 2,
            "sched2021": True,
            "rollover": DAY_ZERO_HOUR,
            "creationOffset": -self._progress.offset_minutes,
            "fsrs": True,
        }

    def card(self, bank_id: str, first_id: str, part: int) -> CardOut | None:
        held = self._progress.cards.get((bank_id, first_id), ())
        return next((card for card in held if card.part == part), None)

    def state(self, card: CardOut, position: int) -> CardState:
        due = self._due(card, position)
        in_steps = card.state in _IN_STEPS
        return CardState(
            type=card.state,
            queue=self._queue(card),
            due=due,
            interval=max(1, card.interval_days) if card.state in (2, 3) else 0,
            factor=_FACTOR if card.state else 0,
            reps=card.reps,
            lapses=card.lapses,
            left=self._steps_left(card) if in_steps else 0,
            data=self._data(card, position),
        )

    def log(self, card: CardOut, card_id: int) -> Iterator[tuple[int, ...]]:
        """Return the card's rows for Anki's `revlog`.

        Their ids are their moments, and must differ among all cards: of two in one millisecond, the later
        one moves on to the next that is free.
        """
        for review in card.reviews:
            moment = review.at_ms
            while moment in self._taken:
                moment += 1
            self._taken.add(moment)
            yield (
                moment, card_id, -1, review.rating, review.interval, review.last_interval,
                _difficulty_factor(review), review.taken_ms, review.kind,
            )  # fmt: skip

    def _due(self, card: CardOut, position: int) -> int:
        if card.due_day is not None:
            return card.due_day - self._day_zero
        if card.due_at_s is None:
            return position
        return (
            card.due_at_s if self._is_before_tomorrow(card) else self._day_of(card.due_at_s) - self._day_zero
        )

    def _queue(self, card: CardOut) -> int:
        if card.suspended:
            return _SUSPENDED
        if card.state in _IN_STEPS:
            return _LEARNING_TODAY if self._is_before_tomorrow(card) else _LEARNING_LATER
        return card.state

    def _is_before_tomorrow(self, card: CardOut) -> bool:
        """Anki counts a step that ends on a later day in days."""
        return card.due_at_s is not None and card.due_at_s < self._begins(self._progress.today + 1)

    def _steps_left(self, card: CardOut) -> int:
        preset = self._progress.preset
        steps = preset.learning_steps_s if card.state == 1 else preset.relearning_steps_s
        return max(1, len(steps) - card.step)

    def _data(self, card: CardOut, position: int) -> str:
        data: dict[str, float] = {"pos": position}
        if card.stability is not None and card.difficulty is not None:
            data["s"] = round(card.stability, 4)
            data["d"] = round(card.difficulty, 3)
            data["dr"] = self._progress.preset.desired_retention
            data["decay"] = round(self._progress.preset.weights[-1], 3)
        if card.last_review_s is not None:
            data["lrt"] = card.last_review_s
        return json.dumps(data, separators=(",", ":")) if card.state else ""

    def _begins(self, day: int) -> int:
        return day * _DAY_S + DAY_ZERO_HOUR * 3600 - self._progress.offset_minutes * 60

    def _day_of(self, moment_s: int) -> int:
        return (moment_s - self._begins(0)) // _DAY_S


def _difficulty_factor(review: ReviewOut) -> int:
    """Return what Anki puts in place of the ease: FSRS's difficulty as a number from 100 to 1100."""
    return int(((review.difficulty - 1) / 9 + 0.1) * 1000) if review.difficulty else 0
