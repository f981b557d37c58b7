"""The schedule: what a card becomes when it is answered, in the same numbers as Anki's own scheduler."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from quiz.memory import steps
from quiz.memory.balancing import NO_LOADS, Loads, Spread
from quiz.memory.card import Card, Rating, State
from quiz.memory.days import Moment, day_start, next_rollover
from quiz.memory.fsrs6 import (
    DEFAULT_WEIGHTS,
    MemoryState,
    check_weights,
    interval_for,
    learns_within_a_day,
    recall_chance,
)
from quiz.memory.fuzz import fuzzed, round_half_up, unbounded_range
from quiz.memory.guessing import state_after

LOWEST_RETENTION = 0.70
HIGHEST_RETENTION = 0.99
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What decides intervals besides the card. ValueError for weights or a retention FSRS cannot use.

    With `guess_correction` a right answer counts the less, the likelier a lucky guess was (`guessing.py`).
    """

    weights: tuple[float, ...] = DEFAULT_WEIGHTS
    desired_retention: float = 0.90
    learning_steps: tuple[timedelta, ...] = (timedelta(minutes=1), timedelta(minutes=10))
    relearning_steps: tuple[timedelta, ...] = (timedelta(minutes=10),)
    maximum_interval_days: int = 36500
    fuzz: bool = True
    guess_correction: bool = True

    def __post_init__(self) -> None:
        check_weights(self.weights)
        if not LOWEST_RETENTION <= self.desired_retention <= HIGHEST_RETENTION:
            raise ValueError(
                f"desired retention {self.desired_retention} is outside "
                f"{LOWEST_RETENTION} to {HIGHEST_RETENTION}; choose one between"
            )
        if self.maximum_interval_days < 1:
            raise ValueError("the maximum interval must be a day or more")
        if any(step <= timedelta(0) for step in (*self.learning_steps, *self.relearning_steps)):
            raise ValueError("learning steps must be longer than nothing")


DEFAULT_SETTINGS = Settings()


def schedule(
    card: Card,
    rating: Rating,
    moment: Moment,
    settings: Settings,
    seed: str,
    *,
    guess_chance: float = 0.0,
    loads: Loads = NO_LOADS,
) -> Card:
    """Return `card` after an answer at `moment`. `seed` chooses the fuzz; the same seed, the same card.

    `guess_chance` is that of being right by a blind guess, 0 for what is typed or self-rated. With `loads`
    the choice among the fuzzed days is balanced (`balancing.py`).
    """
    luck = guess_chance if settings.guess_correction else 0.0
    spread = Spread(seed if settings.fuzz else None, moment.day, loads)
    delay = _delay(card, rating, moment.day, settings, spread, luck)
    if isinstance(delay, timedelta):
        interval_days, due_at = 0, due_in_steps(moment, delay)
    else:
        interval_days, due_at = delay, day_start(moment.day + delay, moment.offset_minutes)
    return advance(card, rating, moment, moment.day, settings.weights, interval_days, due_at, luck)


def preview(
    card: Card,
    moment: Moment,
    settings: Settings,
    seed: str,
    *,
    guess_chance: float = 0.0,
    loads: Loads = NO_LOADS,
) -> dict[Rating, Card]:
    """Return what each rating would make of `card`."""
    return {
        rating: schedule(card, rating, moment, settings, seed, guess_chance=guess_chance, loads=loads)
        for rating in Rating
    }


def advance(
    card: Card,
    rating: Rating,
    moment: Moment,
    day: int,
    weights: tuple[float, ...],
    interval_days: int,
    due_at: datetime | None,
    luck: float = 0.0,
    begun: MemoryState | None = None,
) -> Card:
    """Return `card` after an answer whose interval is already known: 0 days keeps it in its steps.

    `luck` is the chance of a lucky guess as far as it is to be corrected: 0 where correction is off. With
    `begun` that is the memory, whatever the rating. Scheduling and replaying both end here, so that a
    replayed card cannot differ from the scheduled one.
    """
    memory = (begun or _memory_after(card, rating, day, weights, luck)).rounded()
    return replace(
        card,
        state=State.REVIEW if interval_days else _state_in_steps(card.state),
        step=0 if interval_days else steps.step_after(card.step, rating, entering=_enters_steps(card)),
        stability=memory.stability,
        difficulty=memory.difficulty,
        due_at=due_at,
        due_day=day + interval_days if interval_days else None,
        interval_days=interval_days,
        last_review_at=moment.at,
        last_review_day=day,
        reviews=card.reviews + 1,
        lapses=card.lapses + (card.state is State.REVIEW and rating is Rating.AGAIN),
    )


def retrievability(card: Card, moment: Moment, weights: tuple[float, ...] = DEFAULT_WEIGHTS) -> float | None:
    """Return the predicted chance of recall on the learner's day of `moment`; None for a new card."""
    if card.stability is None or card.last_review_day is None:
        return None
    return recall_chance(moment.day - card.last_review_day, card.stability, weights)


def _memory_after(
    card: Card, rating: Rating, day: int, weights: tuple[float, ...], luck: float
) -> MemoryState:
    if card.stability is None or card.difficulty is None or card.last_review_day is None:
        return state_after(None, rating, 0, weights, luck)
    before = MemoryState(card.stability, card.difficulty)
    return state_after(before, rating, day - card.last_review_day, weights, luck)


def _state_in_steps(before: State) -> State:
    return State.LEARNING if before in (State.NEW, State.LEARNING) else State.RELEARNING


def _enters_steps(card: Card) -> bool:
    return card.state in (State.NEW, State.REVIEW)


def _delay(
    card: Card, rating: Rating, day: int, settings: Settings, spread: Spread, luck: float
) -> int | timedelta:
    """Return whole days until the next review, or a time when the card is in its steps."""
    if card.state is State.REVIEW and rating is not Rating.AGAIN:
        return _passing_interval(card, rating, day, settings, spread, luck)
    learning = card.state in (State.NEW, State.LEARNING)
    chosen = settings.learning_steps if learning else settings.relearning_steps
    step = 0 if _enters_steps(card) else card.step
    in_steps = steps.delay(chosen, step, rating)
    if in_steps is not None:
        # A step of days is an interval to whoever has an exam before it ends.
        return min(in_steps, _DAY * settings.maximum_interval_days)
    return _leaving_interval(card, rating, day, settings, spread, luck, has_steps=bool(chosen))


def _exact_interval(card: Card, rating: Rating, day: int, settings: Settings, luck: float) -> float:
    """Return the interval before rounding; it comes from the memory state before rounding, as in Anki."""
    memory = _memory_after(card, rating, day, settings.weights, luck)
    return interval_for(memory.stability, settings.desired_retention, settings.weights)


def _passing_interval(
    card: Card, rating: Rating, day: int, settings: Settings, spread: Spread, luck: float
) -> int:
    """Return a Review card's interval: Hard, Good and Easy each longer than the one before."""
    floor = 1
    for passed in (Rating.HARD, Rating.GOOD, Rating.EASY):
        exact = _exact_interval(card, passed, day, settings, luck)
        minimum = max(floor, _least_after(card.interval_days, exact))
        interval = spread.choose(exact, minimum, settings.maximum_interval_days)
        if passed is rating:
            return interval
        floor = interval + 1
    raise ValueError(f"{rating!r} does not pass a card")


def _least_after(previous: int, exact: float) -> int:
    """A passed card must not come back sooner because of fuzz alone, neither last time's nor this time's."""
    if round_half_up(exact) > previous:
        return previous + 1
    _, last = unbounded_range(exact)
    return previous if previous <= last else 0


def _leaving_interval(
    card: Card,
    rating: Rating,
    day: int,
    settings: Settings,
    spread: Spread,
    luck: float,
    *,
    has_steps: bool,
) -> int | timedelta:
    """Return the interval of a card that has no further step."""
    exact = _exact_interval(card, rating, day, settings, luck)
    longest = settings.maximum_interval_days
    if rating is Rating.EASY:
        good = spread.choose(_exact_interval(card, Rating.GOOD, day, settings, luck), 1, longest)
        return spread.choose(max(round_half_up(exact), 1), good + 1, longest)
    if not has_steps and exact < 0.5 and learns_within_a_day(settings.weights):
        return timedelta(seconds=int(exact * 86_400))
    if card.state is State.REVIEW:
        # A card that lapses without relearning steps takes its interval unfuzzed, as in Anki.
        return fuzzed(exact, 1, longest, None)
    return spread.choose(max(round_half_up(exact), 1), 1, longest)


def due_in_steps(moment: Moment, delay: timedelta) -> datetime:
    """Return when a step ends; one that ends on another day is due from that day's beginning, as in Anki."""
    due_at = moment.at + delay
    rollover = next_rollover(moment)
    if due_at < rollover:
        return due_at
    return rollover + timedelta(days=(due_at - rollover).days)
