"""Which card comes next: picked from candidates, limits and the learner's day; nothing is looked up.

Questions on the same fact give each other's answers away, as siblings (cloze cards of one question) do.
They are kept apart by these rules:

- In a row: never. A card is not shown right after another one of its question or on a fact of it, whatever
  both are. If nothing else is left, what is left comes in the next study session; each begins anew, so
  that a card waits at most for that. Only the very same card may come again at once, as a step asks.
- Siblings: a new card or a review waits for another day once its sibling was answered today or is in its
  steps.
- Reviews on the same fact: one a day, the most forgotten one; the others wait as long as waiting is
  harmless. That is as many days after the due day as fuzz could have added to the interval, and one at
  least. A review that waited so long comes, and others wait for it; so does one that a plan has ordered.
- New cards on the same fact: those come first on whose facts nothing was or will be asked today. The others
  wait for another day while there are such cards; they come today only if the daily limit leaves room
  and there is nothing else new.
- Learning ahead never brings two cards on one fact on a day: nothing of it is due.
- Steps are never held back for a day, since their time has come today.

Questions that the learner named are all asked on the same day, and apart only as far as that goes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from quiz.memory.apart import Asked, CardKey, Last, Marks, in_turn
from quiz.memory.card import Card, State
from quiz.memory.days import Moment, next_rollover
from quiz.memory.fuzz import unbounded_range

LEARN_AHEAD = timedelta(minutes=20)
_IN_STEPS = (State.LEARNING, State.RELEARNING)

__all__ = ["LEARN_AHEAD", "Candidate", "CardKey", "Counts", "Today", "coming", "count", "pick", "pick_ahead"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A card that might come next: the question's id, its part, and its place among the new cards.

    `place` is its place among the reviews where a plan orders them, before all without one; a card that is
    `called` comes today although it is not due. `exam_plan` and `backlog` decide both. `facts` are what it
    is kept apart by.
    """

    question_id: int
    part: int = 0
    card: Card
    position: int = 0
    suspended: bool = False
    place: int | None = None
    called: bool = False
    facts: Marks = frozenset()

    @property
    def key(self) -> CardKey:
        return (self.question_id, self.part)

    @property
    def marks(self) -> Marks:
        return self.facts | {self.question_id}


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """What the learner did and may still do today.

    `new_left` and `reviews_left` are what the daily limits leave. `answered` are the cards answered on this
    learner's day, in any study session; `previous` the one answered last in this one; `skipped` those set
    aside in this one. `facts` are those of the questions answered, by their ids. `named`: the learner chose
    the questions one by one.
    """

    now: Moment
    new_left: int
    reviews_left: int
    answered: frozenset[CardKey] = frozenset()
    previous: CardKey | None = None
    skipped: frozenset[CardKey] = frozenset()
    facts: Mapping[int, Marks] = field(default_factory=dict)
    named: bool = False

    @property
    def last(self) -> Last:
        if self.previous is None:
            return Last()
        question_id = self.previous[0]
        return Last(self.previous, self.facts.get(question_id, frozenset()) | {question_id})


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many cards today still holds: in steps (due now or later today), reviews and new ones."""

    learning: int
    reviews: int
    new: int

    @property
    def due(self) -> int:
        return self.learning + self.reviews


@dataclass(frozen=True, slots=True, kw_only=True)
class _Day:
    """The cards that today holds, each kind in the order its cards come, daily limits applied.

    `over` and `waiting` are steps; `fresh` are new cards on whose facts nothing else is asked today,
    `stale` the others.
    """

    over: Sequence[Candidate]
    reviews: Sequence[Candidate]
    fresh: Sequence[Candidate]
    stale: Sequence[Candidate]
    waiting: Sequence[Candidate]

    @property
    def stages(self) -> Sequence[Sequence[Candidate]]:
        return ((*self.over, *self.reviews), self.fresh, self.stale, self.waiting)


def pick(candidates: Iterable[Candidate], today: Today) -> Candidate | None:
    """Return the card to show next, or None when there is none for now.

    First cards whose step is over, the longest waiting first; then due reviews, the most forgotten first;
    then new cards by position; at last cards whose step ends within 20 minutes; none after a card that
    gives it away.
    """
    return next(_course(_day(candidates, today), today, LEARN_AHEAD), None)


def pick_ahead(candidates: Iterable[Candidate], today: Today) -> Candidate | None:
    """Return a card to learn before it is due, the most forgotten first, each question once a day.

    Cards in their steps come before, as in `pick`, so that a slip is mended. Daily limits do not apply:
    whoever asks for more gets more. New cards are not brought forward.
    """
    return next(_course(_day(candidates, today, ahead=True), today, LEARN_AHEAD), None)


def count(candidates: Iterable[Candidate], today: Today, *, within: timedelta | None = None) -> Counts:
    """Return how many cards the rest of the day holds: those that come if every answer is right.

    Steps that end later today are included, or only those that end `within` so long.
    """
    course = Counter(one.card.state for one in _course(_day(candidates, today), today, within))
    return Counts(
        learning=course[State.LEARNING] + course[State.RELEARNING],
        reviews=course[State.REVIEW],
        new=course[State.NEW],
    )


def coming(
    candidates: Iterable[Candidate], today: Today, *, within: timedelta | None = None
) -> Iterator[Candidate]:
    """Yield the cards that `count` counts, in the order in which they come."""
    return _course(_day(candidates, today), today, within)


def count_ahead(candidates: Iterable[Candidate], today: Today) -> int:
    """Return how many reviews `pick_ahead` would bring before they are due."""
    course = _course(_day(candidates, today, ahead=True), today, LEARN_AHEAD)
    return sum(one.card.state is State.REVIEW and not _is_due(one, today) for one in course)


def _course(day: _Day, today: Today, within: timedelta | None) -> Iterator[Candidate]:
    """Yield the cards that come from now on, each once."""
    until = next_rollover(today.now) if within is None else today.now.at + within
    soon = [one for one in day.waiting if _step_ends(one, today) <= until]
    return in_turn((*day.stages[:-1], soon), today.last, regardless=today.named)


def _day(candidates: Iterable[Candidate], today: Today, *, ahead: bool = False) -> _Day:
    """Decide what today holds. Answering any of it leaves the rest as decided."""
    available = [one for one in candidates if not one.suspended and one.key not in today.skipped]
    learning = [one for one in available if one.card.state in _IN_STEPS and _is_for_today(one, today)]
    learning.sort(key=lambda one: (_step_ends(one, today), one.key))
    busy = _parts_of_questions({*today.answered, *(one.key for one in learning)})
    free = [one for one in available if not busy.get(one.question_id, frozenset()) - {one.part}]
    reviews = _reviews(free, _asked(today, learning), today, ahead=ahead)
    reviewed = {one.question_id for one in reviews}
    new = [] if ahead else [one for one in free if one.question_id not in reviewed]
    fresh, stale = _new(new, _asked(today, (*learning, *reviews)), today)
    now = today.now.at
    return _Day(
        over=[one for one in learning if _step_ends(one, today) <= now],
        reviews=reviews,
        fresh=fresh,
        stale=stale,
        waiting=[one for one in learning if _step_ends(one, today) > now],
    )


def _asked(today: Today, cards: Iterable[Candidate]) -> Asked:
    """Return what is asked about today by what was answered and by these cards."""
    asked = Asked()
    if today.named:
        return asked
    for question_id, _ in today.answered:
        asked.add(question_id, today.facts.get(question_id, frozenset()))
    for one in cards:
        asked.add(one.question_id, one.facts)
    return asked


def _reviews(free: Iterable[Candidate], asked: Asked, today: Today, *, ahead: bool) -> list[Candidate]:
    """Return the reviews of today: one on each fact, unless others cannot wait."""
    due = [one for one in free if one.card.state is State.REVIEW and _is_wanted(one, today, ahead=ahead)]
    due.sort(key=lambda one: (*_turn(one, today.now), one.key))
    due = _one_a_question(due)
    firm = {one.key for one in due if _is_due(one, today) and _cannot_wait(one, today)}
    for one in due:
        if one.key in firm:
            asked.add(one.question_id, one.facts)
    chosen = []
    for one in due:
        if today.named or one.key in firm or not asked.by_another(one.question_id, one.facts):
            asked.add(one.question_id, one.facts)
            chosen.append(one)
    return chosen if ahead else chosen[: max(today.reviews_left, 0)]


def _new(
    free: Iterable[Candidate], asked: Asked, today: Today
) -> tuple[Sequence[Candidate], Sequence[Candidate]]:
    """Return the new cards of today: those on facts of their own, and others if the limit leaves room."""
    in_order = sorted(
        (one for one in free if one.card.state is State.NEW), key=lambda one: (one.position, one.key)
    )
    fresh, stale = [], []
    for one in _one_a_question(in_order):
        if not today.named and asked.by_another(one.question_id, one.facts):
            stale.append(one)
        else:
            asked.add(one.question_id, one.facts)
            fresh.append(one)
    left = max(today.new_left, 0)
    return fresh[:left], stale[: max(left - len(fresh), 0)]


def _cannot_wait(candidate: Candidate, today: Today) -> bool:
    """Return whether a due review should come today even if something on its fact does."""
    if candidate.place is not None or candidate.called or candidate.card.due_day is None:
        return True
    interval = candidate.card.interval_days
    harmless = max(unbounded_range(interval)[1] - interval, 1)
    return today.now.day >= candidate.card.due_day + harmless


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


def _parts_of_questions(keys: Iterable[CardKey]) -> dict[int, frozenset[int]]:
    parts: dict[int, frozenset[int]] = {}
    for question_id, part in keys:
        parts[question_id] = parts.get(question_id, frozenset()) | {part}
    return parts


def _is_wanted(candidate: Candidate, today: Today, *, ahead: bool) -> bool:
    return candidate.key not in today.answered if ahead else _is_due(candidate, today)


def _is_due(candidate: Candidate, today: Today) -> bool:
    return candidate.called or (
        candidate.card.due_day is not None and candidate.card.due_day <= today.now.day
    )


def _step_ends(candidate: Candidate, today: Today) -> datetime:
    return candidate.card.due_at or today.now.at


def _is_for_today(candidate: Candidate, today: Today) -> bool:
    """A step of a day or more ends on another day, and counts from that day's beginning."""
    return _step_ends(candidate, today) < next_rollover(today.now)


def _one_a_question(candidates: Iterable[Candidate]) -> list[Candidate]:
    first: dict[int, Candidate] = {}
    for candidate in candidates:
        first.setdefault(candidate.question_id, candidate)
    return list(first.values())
