"""What a learner's log says about them: what was answered, what was predicted, what is known.

Days are learners' days as in `quiz.memory.days`. Every figure comes from answers that count: what was undone
is not among them, and a changed rating replaces the first one. What was known is estimated from what was
right, since a choice can be right by luck: see `estimates.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from quiz.memory.card import Card, Rating, State
from quiz.memory.days import Moment
from quiz.memory.estimates import Review, known_share, likely_share, mean_of, right_and_luck
from quiz.memory.fsrs6 import forgetting_curve
from quiz.memory.lines import LogLine
from quiz.memory.replay import replay_steps

LONGEST_COUNTED_MS = 60_000
FEWEST_FOR_CALIBRATION = 30
BIN_EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0)
MOST_WEEKS = 26
MOST_MONTHS = 24
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that counts. `predicted` is the chance of recall on its day, None unless it was a Review.

    `guess_chance` is how likely a blind guess was right; `admitted` that it was right and the learner says it
    was guessed. `response_ms` is None when it was not measured; `target` is the desired retention of its
    schedule.
    """

    day: int
    recalled: bool
    predicted: float | None
    target: float
    response_ms: int | None
    guess_chance: float = 0.0
    admitted: bool = False

    @property
    def right(self) -> bool:
        """Whether it was right, by luck or not."""
        return self.recalled or self.admitted

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
    """Reviews whose predicted recall lies between `begins` and `ends`; `actual` is the share known.

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
    """Predicted against actual recall. There are no bins while there are too few reviews to say anything.

    `luck` is the mean chance of a lucky guess, which `actual` leaves out.
    """

    count: int
    predicted: float | None
    actual: float | None
    bins: tuple[Bin, ...]
    luck: float = 0.0


@dataclass(frozen=True, slots=True)
class Period:
    """A week or a month of reviews, by its first day. `luck` is the mean chance of a lucky guess."""

    begins: date
    count: int
    right: int
    target: float
    luck: float = 0.0

    @property
    def retention(self) -> float:
        """The share known."""
        return known_share(self.right / self.count, self.luck)


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


def answers_of_card(lines: Sequence[LogLine], response_ms: Mapping[int, int | None]) -> tuple[Answer, ...]:
    """Return one card's answers that count; `response_ms` is by repetition."""
    first_said = {line.repetition: line.rating for line in lines}
    return tuple(
        Answer(
            day=line.day,
            recalled=line.rating is not Rating.AGAIN,
            predicted=_predicted(card, line),
            target=line.desired_retention,
            response_ms=response_ms.get(line.repetition),
            guess_chance=line.guess_chance,
            admitted=_was_lucky(line, first_said[line.repetition]),
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
    reviews = _reviews(answers)
    if len(reviews) < FEWEST_FOR_CALIBRATION:
        return Calibration(len(reviews), None, None, ())
    binned: dict[int, list[Review]] = {}
    for review in reviews:
        binned.setdefault(_bin(review.predicted), []).append(review)
    share, luck = right_and_luck(reviews)
    return Calibration(
        count=len(reviews),
        predicted=mean_of(reviews, lambda each: each.predicted),
        actual=known_share(share, luck),
        bins=tuple(_summed(number, binned[number]) for number in sorted(binned)),
        luck=luck,
    )


def retention(answers: Iterable[Answer], today: int) -> Retention:
    """Return the share of reviews known, by week; by month once the reviews reach back half a year."""
    reviews = _reviews(answers)
    this_week = week_of(today)
    first = min((each.day for each in reviews), default=today)
    monthly = (this_week - week_of(first)) // 7 >= MOST_WEEKS
    grouped: dict[date, list[Review]] = {}
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


def _reviews(answers: Iterable[Answer]) -> list[Review]:
    """Return the answers that prove something: of Review cards, and not those that cannot be wrong."""
    return [
        Review(each.day, each.right, each.predicted, each.target, each.guess_chance)
        for each in answers
        if each.predicted is not None and each.guess_chance < 1
    ]


def _was_lucky(line: LogLine, first_said: Rating | None) -> bool:
    """Return whether an answer was right, although it counts as forgotten since the learner guessed it."""
    return line.guess_chance > 0 and line.rating is Rating.AGAIN and first_said is not Rating.AGAIN


def _predicted(card: Card, line: LogLine) -> float | None:
    return _recall(card, line.day, line.weights) if card.state is State.REVIEW else None


def _recall(card: Card, day: int, weights: tuple[float, ...]) -> float | None:
    """Return what `retrievability` does, in ordinary floats: means over thousands need no 32-bit rounding."""
    if card.stability is None or card.last_review_day is None:
        return None
    factor, decay = forgetting_curve(weights)
    elapsed_days = max(day - card.last_review_day, 0)
    return float((1 + factor * elapsed_days / card.stability) ** decay)


def _bin(predicted: float) -> int:
    """Return the number of the bin; a bin holds its lower edge, and the last one both."""
    above = sum(predicted >= edge for edge in BIN_EDGES)
    return min(above, len(BIN_EDGES) - 1) - 1


def _summed(number: int, reviews: Sequence[Review]) -> Bin:
    share, luck = right_and_luck(reviews)
    low, high = likely_share(sum(each.right for each in reviews), len(reviews))
    return Bin(
        begins=BIN_EDGES[number],
        ends=BIN_EDGES[number + 1],
        count=len(reviews),
        predicted=mean_of(reviews, lambda each: each.predicted),
        actual=known_share(share, luck),
        low=known_share(low, luck),
        high=known_share(high, luck),
    )


def _period(begins: date, reviews: Sequence[Review]) -> Period:
    _, luck = right_and_luck(reviews)
    return Period(
        begins=begins,
        count=len(reviews),
        right=sum(each.right for each in reviews),
        target=mean_of(reviews, lambda each: each.target),
        luck=luck,
    )
