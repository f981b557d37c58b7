"""Practice: a shuffled handful of cards, each until it was right once; the schedule never hears of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import Connection

from quiz.memory.queue import CardKey, practice_order
from quiz.services.study.sittings import Sitting
from quiz.store import cards, practice
from quiz.store.cards import Scope
from quiz.store.practice import PracticeRow

PRACTISED_AT_ONCE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """`answers` are all that were given, those taken back included."""

    queue: tuple[CardKey, ...]
    skipped: frozenset[CardKey]
    answers: tuple[PracticeRow, ...]

    def open_cards(self) -> list[CardKey]:
        """Return the cards not yet right, the least tried first."""
        tries = Counter(key_of(row) for row in self.answers if not row.voided)
        done = self.skipped | self.right()
        waiting = [key for key in self.queue if key not in done]
        return sorted(waiting, key=lambda key: tries[key])

    def right(self) -> frozenset[CardKey]:
        """Return the cards whose last answer that stands was right."""
        last = {key_of(row): row for row in self.answers if not row.voided}
        return frozenset(key for key, row in last.items() if row.fraction >= 1.0)

    def repetition(self, key: CardKey) -> int:
        """Return the number that the card's next answer gets."""
        return sum(key_of(row) == key for row in self.answers)

    def last(self) -> PracticeRow | None:
        """Return the last answer that stands: the one that can be taken back."""
        return next((row for row in reversed(self.answers) if not row.voided), None)


def key_of(row: PracticeRow) -> CardKey:
    return (row.question_id, row.part)


def draw(connection: Connection, scope: Scope, seed: str) -> tuple[CardKey, ...]:
    """Return the cards to practise: the seed decides which and in what order.

    Of questions that were named all come, and else a handful.
    """
    ordered = practice_order(cards.all_candidates(connection, scope), seed)
    most = None if scope.question_ids else PRACTISED_AT_ONCE
    return tuple(candidate.key for candidate in ordered[:most])


def practice_of(connection: Connection, sitting: Sitting) -> Practice:
    """Return where the practice stands, without cards that were suspended or withdrawn meanwhile."""
    session = sitting.session
    askable = cards.askable(connection, sitting.learner_id, session.queue)
    queue = tuple(key for key in session.queue if key in askable)
    return Practice(
        queue=queue,
        skipped=frozenset(session.skipped),
        answers=tuple(practice.practice_answers(connection, sitting.learner_id, session.id)),
    )
