"""Which card comes next: picked from candidates, limits and the learner's day; nothing is looked up."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from quiz.memory.card import Card, State
from quiz.memory.days import Moment, next_rollover

LEARN_AHEAD = timedelta(minutes=20)
CardKey = tuple[int, int]
_IN_STEPS = (State.LEARNING, State.RELEARNING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A card that might come next: the question's id, its part, and its place among the new cards.

    `place` is its place among the reviews where a plan orders them, before all without one; a card that is
    `called` comes today although it is not due. `exam_plan` and `backlog` decide both.
    """

    question_id: int
    part: int = 0
    card: Card
    position: int = 0
    suspended: bool = False
    place: int | None = None
    called: bool = False

    @property
    def key(self) -> CardKey:
        return (self.question_id, self.part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """What the learner did and may still do today.

    `new_left` and `reviews_left` are what the daily limits leave. `answered` are the cards answered on this
    learner's day, in any study session; `previous` the one answered last in this one; `skipped` those set
    aside in this one.
    """

    now: Moment
    new_left: int
    reviews_left: int
    answered: frozenset[CardKey] = frozenset()
    previous: CardKey | None = None
    skipped: frozenset[CardKey] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many cards today still holds: in steps (due now or later today), reviews and new ones."""

    learning: int
    reviews: int
    new: int

    @property
    def due(self) -> int:
        return self.learning + self.reviews


@dataclass(frozen=True, slots=True)
class _Tiers:
    """Today's cards by kind, each kind in the order its cards come.

    Reviews and new cards are without those whose sibling was answered today or is in its steps.
    """

    learning: tuple[Candidate, ...]
    reviews: tuple[Candidate, ...]
    new: tuple[Candidate, ...]


def pick(candidates: Iterable[Candidate], today: Today) -> Candidate | None:
    """Return the card to show next, or None when there is none for now.

    First cards whose step is over, the longest waiting first; then due reviews, the most forgotten first;
    then new cards by position; at last cards whose step ends within 20 minutes. Siblings (cloze cards of one
    question) never follow each other while anything else is left, and a new card or a review waits for
    another day once its sibling was answered today or is in its steps.
    """
    return _first(_tiers(candidates, today), today)


def count(candidates: Iterable[Candidate], today: Today) -> Counts:
    """Return how many cards the rest of the day holds, steps that end later today included."""
    tiers = _tiers(candidates, today)
    reviews = _one_a_question(tiers.reviews)[: max(today.reviews_left, 0)]
    reviewed = {candidate.question_id for candidate in reviews}
    new = _one_a_question(one for one in tiers.new if one.question_id not in reviewed)
    return Counts(learning=len(tiers.learning), reviews=len(reviews), new=len(new[: max(today.new_left, 0)]))


def pick_ahead(candidates: Iterable[Candidate], today: Today) -> Candidate | None:
    """Return a card to learn before it is due, the most forgotten first, each question once a day.

    Cards in their steps come before, as in `pick`, so that a slip is mended. Daily limits do not apply:
    whoever asks for more gets more. New cards are not brought forward.
    """
    tiers = replace(_tiers(candidates, today, ahead=True), new=())
    return _first(tiers, replace(today, reviews_left=len(tiers.reviews)))


def practice_order(candidates: Iterable[Candidate], seed: str) -> tuple[Candidate, ...]:
    """Return the cards to practise, shuffled by the seed; siblings follow each other only if they must."""
    allowed = (candidate for candidate in candidates if not candidate.suspended)
    remaining = sorted(allowed, key=lambda candidate: _place(candidate, seed))
    left_of = Counter(candidate.question_id for candidate in remaining)
    largest = max(left_of.values(), default=0)
    ordered: list[Candidate] = []
    while remaining:
        last = ordered[-1].question_id if ordered else None
        # Looking for the crowd at every card would take seconds over thousands; no crowd was ever larger.
        crowd = left_of.most_common(1)[0] if 2 * largest > len(remaining) else None
        chosen = remaining.pop(_next_place(remaining, crowd, last))
        left_of[chosen.question_id] -= 1
        ordered.append(chosen)
    return tuple(ordered)


def _forgotten(card: Card, now: Moment) -> float:
    """Return how far a card is forgotten, for sorting: orders as retrievability does, without its power."""
    if card.last_review_at is None or card.stability is None:
        return 0.0
    return (now.at - card.last_review_at) / timedelta(days=1) / card.stability


def _turn(candidate: Candidate, now: Moment) -> tuple[bool, float]:
    """Return what sorts reviews: those with a place first, then the most forgotten ones."""
    if candidate.place is not None:
        return False, candidate.place
    return True, -_forgotten(candidate.card, now)


def _next_place(remaining: list[Candidate], crowd: tuple[int, int] | None, last: int | None) -> int:
    """Return the place of the first card that is no sibling of the last one, or 0 if all are.

    `crowd` is the question with the most parts left, and how many. When it makes up more than half of what is
    left it comes first, or its parts would meet at the end.
    """
    must = crowd[0] if crowd and 2 * crowd[1] > len(remaining) and crowd[0] != last else None
    fitting = (
        place
        for place, one in enumerate(remaining)
        if one.question_id != last and must in (None, one.question_id)
    )
    return next(fitting, 0)


def _tiers(candidates: Iterable[Candidate], today: Today, *, ahead: bool = False) -> _Tiers:
    available = [one for one in candidates if not one.suspended and one.key not in today.skipped]
    learning = [one for one in available if one.card.state in _IN_STEPS and _is_for_today(one, today)]
    busy = _parts_of_questions({*today.answered, *(one.key for one in learning)})
    free = [one for one in available if not busy.get(one.question_id, frozenset()) - {one.part}]
    reviews = [one for one in free if one.card.state is State.REVIEW and _is_due(one, today, ahead=ahead)]
    new = [one for one in free if one.card.state is State.NEW]
    return _Tiers(
        learning=tuple(sorted(learning, key=lambda one: (_step_ends(one, today), one.key))),
        reviews=tuple(sorted(reviews, key=lambda one: (*_turn(one, today.now), one.key))),
        new=tuple(sorted(new, key=lambda one: (one.position, one.key))),
    )


def _first(tiers: _Tiers, today: Today) -> Candidate | None:
    now = today.now.at
    in_order = (
        *(one for one in tiers.learning if _step_ends(one, today) <= now),
        *(tiers.reviews if today.reviews_left > 0 else ()),
        *(tiers.new if today.new_left > 0 else ()),
        *(one for one in tiers.learning if _step_ends(one, today) <= now + LEARN_AHEAD),
    )
    apart = (one for one in in_order if not _follows_its_sibling(one, today))
    return next(apart, None) or next(iter(in_order), None)


def _parts_of_questions(keys: Iterable[CardKey]) -> dict[int, frozenset[int]]:
    parts: dict[int, frozenset[int]] = {}
    for question_id, part in keys:
        parts[question_id] = parts.get(question_id, frozenset()) | {part}
    return parts


def _is_due(candidate: Candidate, today: Today, *, ahead: bool) -> bool:
    if ahead:
        return candidate.key not in today.answered
    return candidate.called or (
        candidate.card.due_day is not None and candidate.card.due_day <= today.now.day
    )


def _step_ends(candidate: Candidate, today: Today) -> datetime:
    return candidate.card.due_at or today.now.at


def _is_for_today(candidate: Candidate, today: Today) -> bool:
    """A step of a day or more ends on another day, and counts from that day's beginning."""
    return _step_ends(candidate, today) < next_rollover(today.now)


def _follows_its_sibling(candidate: Candidate, today: Today) -> bool:
    previous = today.previous
    return previous is not None and candidate.question_id == previous[0] and candidate.key != previous


def _one_a_question(candidates: Iterable[Candidate]) -> list[Candidate]:
    first: dict[int, Candidate] = {}
    for candidate in candidates:
        first.setdefault(candidate.question_id, candidate)
    return list(first.values())


def _place(candidate: Candidate, seed: str) -> bytes:
    return hashlib.sha256(f"{seed}\0{candidate.question_id}.{candidate.part}".encode()).digest()
