"""Cards: one by one for answering, and the few among which the next is picked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from sqlalchemy import Connection, Row, TextClause, bindparam, text

from quiz.memory.card import Card, State
from quiz.memory.queue import Candidate, CardKey
from quiz.store.times import from_ms, to_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRow:
    """A card as it is stored; `version` is the repetition that its next line in the log gets."""

    learner_id: int
    question_id: int
    part: int
    version: int
    position: int
    suspended: bool
    card: Card


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which of a learner's cards: those of some banks (none named: all), with any of some tags.

    `question_ids` narrows it further to these questions (none named: all).
    """

    learner_id: int
    bank_ids: tuple[int, ...] = ()
    tags: tuple[str, ...] = ()
    question_ids: tuple[int, ...] = ()

    @property
    def parameters(self) -> dict[str, object]:
        given: dict[str, object] = {"learner_id": self.learner_id}
        if self.bank_ids:
            given["bank_ids"] = self.bank_ids
        if self.tags:
            given["tags"] = self.tags
        if self.question_ids:
            given["question_ids"] = self.question_ids
        return given

    @property
    def shape(self) -> tuple[bool, bool, bool]:
        """Return what a query has to ask for: banks, tags, questions."""
        return bool(self.bank_ids), bool(self.tags), bool(self.question_ids)


_EVERY = 10**9  # LIMIT needs a number, and not every database takes a negative one
_MEMORY = (
    "c.state, c.step, c.stability, c.difficulty, c.due_ms, c.due_day, c.interval_days, c.last_review_ms, "
    "c.last_review_day, c.reviews, c.lapses"
)
_ALL = f"c.learner_id, c.question_id, c.part, c.version, c.position, c.suspended, {_MEMORY}"
_FIND = text(
    f"SELECT {_ALL} FROM card c "  # noqa: S608  columns only
    "WHERE c.learner_id = :learner_id AND c.question_id = :question_id AND c.part = :part"
)
_OF_QUESTION = text(
    f"SELECT {_ALL} FROM card c WHERE c.learner_id IN :learner_ids "  # noqa: S608  columns only
    "AND c.question_id = :question_id ORDER BY c.learner_id, c.part"
).bindparams(bindparam("learner_ids", expanding=True))
_OF_LEARNER = text(
    f"SELECT {_ALL} FROM card c WHERE c.learner_id = :learner_id "  # noqa: S608  columns only
    "ORDER BY c.question_id, c.part"
)
_OF_QUESTIONS = text(
    f"SELECT {_ALL} FROM card c "  # noqa: S608  columns only
    "WHERE c.learner_id = :learner_id AND c.question_id IN :question_ids"
).bindparams(bindparam("question_ids", expanding=True))
_REVIEWED = text(
    f"SELECT p.bank_id, {_ALL} FROM card c "  # noqa: S608  columns only
    "JOIN question_part p ON p.question_id = c.question_id AND p.part = c.part "
    "WHERE c.learner_id = :learner_id AND c.state = 2 AND p.served AND NOT c.suspended "
    "ORDER BY c.question_id, c.part"
)
_SAVE = text(
    "UPDATE card SET version = :next_version, state = :state, step = :step, stability = :stability, "
    "difficulty = :difficulty, due_ms = :due_ms, due_day = :due_day, interval_days = :interval_days, "
    "last_review_ms = :last_review_ms, last_review_day = :last_review_day, reviews = :reviews, "
    "lapses = :lapses WHERE learner_id = :learner_id AND question_id = :question_id AND part = :part "
    "AND version = :version"
)
_ASKABLE = text(
    "SELECT c.question_id, c.part FROM card c "
    "JOIN question_part p ON p.question_id = c.question_id AND p.part = c.part "
    "WHERE c.learner_id = :learner_id AND c.question_id IN :question_ids AND p.served AND NOT c.suspended"
).bindparams(bindparam("question_ids", expanding=True))
_SUSPEND = text(
    "UPDATE card SET suspended = :suspended "
    "WHERE learner_id = :learner_id AND question_id = :question_id AND part = :part"
)
_RESTORE = text(_SAVE.text.replace(":next_version", ":version").rsplit(" AND version", 1)[0])


def find_card(connection: Connection, learner_id: int, question_id: int, part: int) -> CardRow | None:
    given = {"learner_id": learner_id, "question_id": question_id, "part": part}
    row = connection.execute(_FIND, given).first()
    return _card_row(row) if row else None


def cards_of_question(connection: Connection, learner_ids: Iterable[int], question_id: int) -> list[CardRow]:
    """Return the learners' cards of a question, learner by learner."""
    given = {"learner_ids": list(learner_ids), "question_id": question_id}
    return [_card_row(row) for row in connection.execute(_OF_QUESTION, given)]


def cards_of(connection: Connection, learner_id: int) -> list[CardRow]:
    return [_card_row(row) for row in connection.execute(_OF_LEARNER, {"learner_id": learner_id})]


def cards_of_questions(
    connection: Connection, learner_id: int, question_ids: Iterable[int]
) -> dict[CardKey, CardRow]:
    """Return the learner's cards of these questions."""
    given = {"learner_id": learner_id, "question_ids": list(question_ids)}
    rows = (_card_row(row) for row in connection.execute(_OF_QUESTIONS, given))
    return {(row.question_id, row.part): row for row in rows}


def cards_in_review(connection: Connection, learner_id: int) -> list[tuple[int, CardRow]]:
    """Return every Review card that may be asked, each after the id of its bank."""
    rows = connection.execute(_REVIEWED, {"learner_id": learner_id})
    return [(row.bank_id, _card_row(row)) for row in rows]


def askable(connection: Connection, learner_id: int, keys: Iterable[CardKey]) -> frozenset[CardKey]:
    """Return those of the cards that are neither suspended nor withdrawn from their bank."""
    wanted = frozenset(keys)
    given = {"learner_id": learner_id, "question_ids": sorted({key[0] for key in wanted})}
    rows = connection.execute(_ASKABLE, given) if wanted else ()
    return wanted & {(row.question_id, row.part) for row in rows}


def save_card(connection: Connection, before: CardRow, after: Card, *, lines: int = 1) -> bool:
    """Save the card's new state, so many `lines` of its log later; return whether it was saved.

    It is not if the card moved on since `before` was read.
    """
    versions = {"version": before.version, "next_version": before.version + lines}
    saved = connection.execute(_SAVE, _key(before) | versions | _values(after))
    return saved.rowcount == 1


def restore_card(connection: Connection, row: CardRow, version: int, card: Card) -> None:
    """Write the card as the log makes it, whatever it was."""
    connection.execute(_RESTORE, _key(row) | {"version": version} | _values(card))


def save_suspended(
    connection: Connection, learner_id: int, question_id: int, part: int, *, suspended: bool
) -> bool:
    given = {"learner_id": learner_id, "question_id": question_id, "part": part, "suspended": suspended}
    return connection.execute(_SUSPEND, given).rowcount == 1


def cards_in_steps(connection: Connection, scope: Scope, before_ms: int) -> list[Candidate]:
    """Return the cards whose learning or relearning step ends before that instant."""
    query = _candidates("c.state IN (1, 3) AND c.due_ms < :before_ms", "c.due_ms", *scope.shape)
    return _found(connection, query, scope, before_ms=before_ms, most=_EVERY)


def due_reviews(connection: Connection, scope: Scope, day: int, now_ms: int, most: int) -> list[Candidate]:
    """Return at most so many cards due on `day`, the most forgotten first."""
    return _reviews(connection, scope, -1, day, now_ms, most)


def reviews_of(connection: Connection, scope: Scope, keys: Iterable[CardKey]) -> list[Candidate]:
    """Return those of the cards that are in Review and in the scope, in no order."""
    wanted = frozenset(keys)
    if not wanted:
        return []
    named = replace(scope, question_ids=tuple(sorted({question_id for question_id, _ in wanted})))
    query = _candidates("c.state = 2", "c.question_id, c.part", *named.shape)
    return [one for one in _found(connection, query, named, most=_EVERY) if one.key in wanted]


def reviews_ahead(
    connection: Connection, scope: Scope, days: tuple[int, int], now_ms: int, most: int
) -> list[Candidate]:
    """Return at most so many cards due after the first day and until the second, the most forgotten first."""
    return _reviews(connection, scope, *days, now_ms, most)


def new_cards(connection: Connection, scope: Scope, most: int) -> list[Candidate]:
    """Return the first new cards by position."""
    query = _candidates("c.state = 0", "c.position", *scope.shape)
    return _found(connection, query, scope, most=most)


def all_candidates(connection: Connection, scope: Scope) -> list[Candidate]:
    """Return every card in the scope, by position: what may be practised."""
    query = _candidates("1 = 1", "c.position", *scope.shape)
    return _found(connection, query, scope, most=_EVERY)


def next_dues(
    connection: Connection, scope: Scope, now_ms: int, day: int
) -> tuple[int | None, int | None, bool]:
    """Return when the next step after now ends, the next day with reviews, and whether any wait already."""
    in_steps = _candidates("c.state IN (1, 3) AND c.due_ms > :now_ms", "c.due_ms", *scope.shape)
    step = _found(connection, in_steps, scope, now_ms=now_ms, most=1)
    review = _candidates("c.state = 2 AND c.due_day > :day", "c.due_day", *scope.shape)
    later = _found(connection, review, scope, day=day, most=1)
    waiting = new_cards(connection, scope, 1) or due_reviews(connection, scope, day, now_ms, 1)
    due_at = step[0].card.due_at if step else None
    return (to_ms(due_at) if due_at else None, later[0].card.due_day if later else None, bool(waiting))


def _reviews(
    connection: Connection, scope: Scope, after: int, until: int, now_ms: int, most: int
) -> list[Candidate]:
    query = _candidates(
        "c.state = 2 AND c.due_day > :after AND c.due_day <= :until",
        "(:now_ms - c.last_review_ms) / c.stability DESC, c.question_id, c.part",
        *scope.shape,
    )
    return _found(connection, query, scope, after=after, until=until, now_ms=now_ms, most=most)


@cache
def _candidates(
    condition: str, order: str, in_banks: bool, with_tags: bool, of_questions: bool
) -> TextClause:
    banks = " AND p.bank_id IN :bank_ids" if in_banks else ""
    tags = (
        " AND EXISTS (SELECT 1 FROM question_tag t WHERE t.question_id = c.question_id AND t.tag IN :tags)"
        if with_tags
        else ""
    )
    questions = " AND c.question_id IN :question_ids" if of_questions else ""
    query = text(
        f"SELECT c.question_id, c.part, c.position, {_MEMORY} FROM card c "  # noqa: S608  fixed clauses only
        "JOIN question_part p ON p.question_id = c.question_id AND p.part = c.part "
        f"WHERE c.learner_id = :learner_id AND {condition} AND NOT c.suspended AND p.served"
        f"{banks}{tags}{questions} ORDER BY {order} LIMIT :most"
    )
    used = {"bank_ids": in_banks, "tags": with_tags, "question_ids": of_questions}
    expanding = [name for name, is_used in used.items() if is_used]
    return query.bindparams(*(bindparam(name, expanding=True) for name in expanding))


def _found(connection: Connection, query: TextClause, scope: Scope, **given: object) -> list[Candidate]:
    rows: Iterable[Row[tuple[object, ...]]] = connection.execute(query, scope.parameters | given)
    return [
        Candidate(
            question_id=row.question_id,
            part=row.part,
            position=row.position,
            card=_card(row),
            suspended=False,
        )
        for row in rows
    ]


def _card_row(row: Row[tuple[object, ...]]) -> CardRow:
    return CardRow(
        learner_id=row.learner_id,
        question_id=row.question_id,
        part=row.part,
        version=row.version,
        position=row.position,
        suspended=bool(row.suspended),
        card=_card(row),
    )


def _card(row: Row[tuple[object, ...]]) -> Card:
    return Card(
        state=State(row.state),
        step=row.step,
        stability=row.stability,
        difficulty=row.difficulty,
        due_at=None if row.due_ms is None else from_ms(row.due_ms),
        due_day=row.due_day,
        interval_days=row.interval_days,
        last_review_at=None if row.last_review_ms is None else from_ms(row.last_review_ms),
        last_review_day=row.last_review_day,
        reviews=row.reviews,
        lapses=row.lapses,
    )


def _key(row: CardRow) -> dict[str, object]:
    return {"learner_id": row.learner_id, "question_id": row.question_id, "part": row.part}


def _values(card: Card) -> dict[str, object]:
    return {
        "state": int(card.state),
        "step": card.step,
        "stability": card.stability,
        "difficulty": card.difficulty,
        "due_ms": None if card.due_at is None else to_ms(card.due_at),
        "due_day": card.due_day,
        "interval_days": card.interval_days,
        "last_review_ms": None if card.last_review_at is None else to_ms(card.last_review_at),
        "last_review_day": card.last_review_day,
        "reviews": card.reviews,
        "lapses": card.lapses,
    }
