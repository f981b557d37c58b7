"""Practice: a shuffled handful of cards, each until it was right once; the schedule never hears of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from quiz.memory.apart import CardKey, Marks
from quiz.memory.practising import marks_apart, next_practised, practice_order, shuffled_cards
from quiz.services.study.kinship import with_facts
from quiz.services.study.sittings import Sitting
from quiz.store import cards, facts, practice
from quiz.store.cards import Scope
from quiz.store.practice import PracticeRow

PRACTISED_AT_ONCE = 20
_CHOICE = 10  # so many times the cards wanted are looked at for such on different facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """`answers` are all that were given, those taken back included; `marks` keep cards apart.

    `named`: the learner chose the questions one by one.
    """

    queue: tuple[CardKey, ...]
    marks: Mapping[CardKey, Marks]
    named: bool
    skipped: frozenset[CardKey]
    answers: tuple[PracticeRow, ...]

    def open_cards(self) -> list[CardKey]:
        """Return the cards not yet right, the least tried first."""
        tries = Counter(key_of(row) for row in self.answers if not row.voided)
        done = self.skipped | self.right()
        waiting = [key for key in self.queue if key not in done]
        return sorted(waiting, key=lambda key: tries[key])

    def next(self) -> CardKey | None:
        """Return the card to answer now: one not yet right, or one in between that keeps two apart."""
        last = self.last()
        done = self.right() - self.skipped
        known = [key for key in self.queue if key in done]
        return next_practised(
            self.open_cards(), known, key_of(last) if last else None, self.marks, regardless=self.named
        )

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
    most = None if scope.question_ids else PRACTISED_AT_ONCE
    shuffled = shuffled_cards(cards.all_candidates(connection, scope), seed)
    chosen = shuffled if most is None else shuffled[: _CHOICE * most]
    known = facts.facts_of(connection, (one.question_id for one in chosen))
    return practice_order(with_facts(chosen, known), seed, most)


def practice_of(connection: Connection, sitting: Sitting) -> Practice:
    """Return where the practice stands, without cards that were suspended or withdrawn meanwhile."""
    session = sitting.session
    askable = cards.askable(connection, sitting.learner_id, session.queue)
    queue = tuple(key for key in session.queue if key in askable)
    known = facts.facts_of(connection, (question_id for question_id, _ in session.queue))
    marks = {key: known.get(key[0], frozenset()) | {key[0]} for key in session.queue}
    return Practice(
        queue=queue,
        marks=marks_apart(marks),
        named=bool(session.question_ids),
        skipped=frozenset(session.skipped),
        answers=tuple(practice.practice_answers(connection, sitting.learner_id, session.id)),
    )
