"""What a learner's log says about them: what was answered, what was predicted, what is known.

Days are learners' days as in `quiz.memory.days`. Every figure comes from answers that count: what was undone
is not among them, and a changed rating replaces the first one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from quiz.memory.card import Card, Rating, State
from quiz.memory.days import Moment
from quiz.memory.replay import LogLine, replay_steps

LONGEST_COUNTED_MS = 60_000
FEWEST_FOR_CALIBRATION = 30
BIN_EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0)
MOST_WEEKS = 26
MOST_MONTHS = 24
_EPOCH = date(1970, 1, 1)
_SURE = 1.96  # standard deviations that hold 95 of 100 outcomes


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that counts. `predicted` is the chance of recall on its day, None unless it was a Review.

    `response_ms` is None when it was not measured; `target` is the desired retention of its schedule.
    """

    day: int
    recalled: bool
    predicted: float | None
    target: float
    response_ms: int | None

    @property
    def counted_ms(self) -> int:
        """How long it took, a minute at most: whoever left the page was not studying."""
        return min(self.response_ms or 0, LONGEST_COUNTED_MS)


@dataclass(frozen=True, slots=True)
class DayTotal:
    answers: int
    ms: int


@dataclass(frozen=True, slots=True)
class Bin:
    """Reviews whose predicted recall lies between `begins` and `ends`; `actual` is the share recalled.

    With so few outcomes the true share lies, 95 times in 100, between `low` and `high` (Wilson's interval).
    """

    begins: float
    ends: float
    count: int
    predicted: float
    actual: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Predicted against actual recall. There are no bins while there are too few reviews to say anything."""

    count: int
    predicted: float | None
    actual: float | None
    bins: tuple[Bin, ...]


@dataclass(frozen=True, slots=True)
class Period:
    """A week or a month of reviews, by its first day."""

    begins: date
    count: int
    recalled: int
    target: float

    @property
    def retention(self) -> float:
        return self.recalled / self.count


@dataclass(frozen=True, slots=True)
class Retention:
    """Periods in which there were reviews, the oldest first; `monthly` if they are months."""

    monthly: bool
    periods: tuple[Period, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """How many cards are New, in their steps, and in Review; mean predicted recall of those ever answered."""

    new: int
    learning: int
    review: int
    recall: float | None

    @property
    def cards(self) -> int:
        return self.new + self.learning + self.review


def date_of(day: int) -> date:
    """Return the calendar date on which a learner's day begins."""
    return _EPOCH + timedelta(days=day)


def week_of(day: int) -> int:
    """Return the Monday of the week that holds `day`."""
    return day - date_of(day).weekday()


def answers_of_card(lines: Iterable[LogLine], response_ms: Mapping[int, int | None]) -> tuple[Answer, ...]:
    """Return one card's answers that count; `response_ms` is by repetition."""
    return tuple(
        Answer(
            day=line.day,
            recalled=line.rating is not Rating.AGAIN,
            predicted=_predicted(card, line),
            target=line.desired_retention,
            response_ms=response_ms.get(line.repetition),
        )
        for card, line in replay_steps(lines)
        if line.rating is not None
    )


def day_totals(answers: Iterable[Answer]) -> dict[int, DayTotal]:
    """Return how many answers each day had, and the time they took."""
    counts: dict[int, int] = {}
    times: dict[int, int] = {}
    for answer in answers:
        counts[answer.day] = counts.get(answer.day, 0) + 1
        times[answer.day] = times.get(answer.day, 0) + answer.counted_ms
    return {day: DayTotal(counts[day], times[day]) for day in sorted(counts)}


def calibrate(answers: Iterable[Answer]) -> Calibration:
    """Compare what was predicted of reviews with what happened."""
    reviews = [(each.predicted, each.recalled) for each in answers if each.predicted is not None]
    if len(reviews) < FEWEST_FOR_CALIBRATION:
        return Calibration(len(reviews), None, None, ())
    binned: dict[int, list[tuple[float, bool]]] = {}
    for predicted, recalled in reviews:
        binned.setdefault(_bin(predicted), []).append((predicted, recalled))
    return Calibration(
        count=len(reviews),
        predicted=sum(predicted for predicted, _ in reviews) / len(reviews),
        actual=sum(recalled for _, recalled in reviews) / len(reviews),
        bins=tuple(_summed(number, binned[number]) for number in sorted(binned)),
    )


def retention(answers: Iterable[Answer], today: int) -> Retention:
    """Return the share of reviews recalled, by week; by month once the reviews reach back half a year."""
    reviews = [each for each in answers if each.predicted is not None]
    this_week = week_of(today)
    first = min((each.day for each in reviews), default=today)
    monthly = (this_week - week_of(first)) // 7 >= MOST_WEEKS
    grouped: dict[date, list[Answer]] = {}
    for each in reviews:
        begins = date_of(each.day).replace(day=1) if monthly else date_of(week_of(each.day))
        grouped.setdefault(begins, []).append(each)
    latest = sorted(grouped)[-MOST_MONTHS if monthly else -MOST_WEEKS :]
    return Retention(monthly, tuple(_period(begins, grouped[begins]) for begins in latest))


def forecast(due_days: Iterable[int], today: int, days: int) -> tuple[int, ...]:
    """Return how many cards come due today and on each day after it; what is overdue counts today."""
    counts = [0] * days
    for day in due_days:
        if day < today + days:
            counts[max(day - today, 0)] += 1
    return tuple(counts)


def known(cards: Iterable[Card], now: Moment, weights: tuple[float, ...]) -> Known:
    """Return how far a set of cards is learnt."""
    states = dict.fromkeys(State, 0)
    recalls: list[float] = []
    for card in cards:
        states[card.state] += 1
        chance = _recall(card, now.day, weights)
        if chance is not None:
            recalls.append(chance)
    return Known(
        new=states[State.NEW],
        learning=states[State.LEARNING] + states[State.RELEARNING],
        review=states[State.REVIEW],
        recall=sum(recalls) / len(recalls) if recalls else None,
    )


def _predicted(card: Card, line: LogLine) -> float | None:
    return _recall(card, line.day, line.weights) if card.state is State.REVIEW else None


def _recall(card: Card, day: int, weights: tuple[float, ...]) -> float | None:
    """Return what `retrievability` does, in ordinary floats: means over thousands need no 32-bit rounding."""
    if card.stability is None or card.last_review_day is None:
        return None
    factor, decay = _curve(weights)
    elapsed_days = max(day - card.last_review_day, 0)
    return float((1 + factor * elapsed_days / card.stability) ** decay)


@lru_cache(maxsize=64)
def _curve(weights: tuple[float, ...]) -> tuple[float, float]:
    """Return the factor and exponent of FSRS-6's forgetting curve: recall is 0.9 after `stability` days."""
    decay = -weights[20]
    return 0.9 ** (1 / decay) - 1, decay


def _bin(predicted: float) -> int:
    """Return the number of the bin; a bin holds its lower edge, and the last one both."""
    above = sum(predicted >= edge for edge in BIN_EDGES)
    return min(above, len(BIN_EDGES) - 1) - 1


def _summed(number: int, reviews: list[tuple[float, bool]]) -> Bin:
    count = len(reviews)
    recalled = sum(was for _, was in reviews)
    low, high = likely_share(recalled, count)
    return Bin(
        begins=BIN_EDGES[number],
        ends=BIN_EDGES[number + 1],
        count=count,
        predicted=sum(predicted for predicted, _ in reviews) / count,
        actual=recalled / count,
        low=low,
        high=high,
    )


def likely_share(recalled: int, count: int) -> tuple[float, float]:
    """Return between which shares the true one probably lies (E. B. Wilson, 1927)."""
    share, squared = recalled / count, _SURE**2
    middle = (share + squared / (2 * count)) / (1 + squared / count)
    spread = _SURE * math.sqrt(share * (1 - share) / count + squared / (4 * count**2)) / (1 + squared / count)
    # At the very edge the sum of floats can miss the share itself by a last bit.
    return max(min(middle - spread, share), 0.0), min(max(middle + spread, share), 1.0)


def _period(begins: date, answers: list[Answer]) -> Period:
    return Period(
        begins=begins,
        count=len(answers),
        recalled=sum(each.recalled for each in answers),
        target=sum(each.target for each in answers) / len(answers),
    )
