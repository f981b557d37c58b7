"""What a desired retention costs and brings: minutes a day over the next days, and what is known after them.

Nothing is drawn. The learner's cards are followed as expected shares: a review splits into recalled and
forgotten by the predicted chance, and each share waits for its own next review. After its first review a
card is gathered with others in a grid of memories, so that thousands cost little more than hundreds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from quiz.memory.card import State
from quiz.memory.desk import Desk, Held, Review, Strand, memory_of, waiting
from quiz.memory.fsrs6_plain import Plain
from quiz.memory.outcomes import Outcomes, Way, interval_of, spread

DAYS = 90
RETENTIONS = tuple(percent / 100 for percent in range(80, 96))


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """Minutes and reviews on each day from today on. New cards' first days count in minutes alone.

    After these days `learnt` cards were answered at least once, and `known` of them are likely recalled.
    """

    retention: float
    minutes: tuple[float, ...]
    reviews: tuple[float, ...]
    known: float
    learnt: float

    @property
    def minutes_a_day(self) -> float:
        return sum(self.minutes) / len(self.minutes)


class Forecast:
    """Workloads of one desk by retention; what does not depend on it is computed once."""

    def __init__(self, desk: Desk, days: int = DAYS) -> None:
        self.desk, self.days = desk, days
        self.plain = Plain(desk.settings.weights)
        self.review_of = cache(Review)
        self.courses = tuple(_Course(desk, self.plain, strand) for strand in desk.strands)
        self.waiting = tuple(waiting(desk, self.review_of))
        self.new = tuple(held.strand for held in desk.cards if held.card.state is State.NEW)

    def at(self, retention: float) -> Workload:
        """Return the workload if `retention` were desired from now on."""
        run = _Run(self, retention)
        run.begin()
        for day in range(self.days):
            run.live(day)
        return run.workload()


# Looking at another retention asks for the same curve again.
@lru_cache(maxsize=4)
def curve(desk: Desk, retentions: tuple[float, ...] = RETENTIONS, days: int = DAYS) -> tuple[Workload, ...]:
    """Return the workload at each retention."""
    forecast = Forecast(desk, days)
    return tuple(forecast.at(retention) for retention in retentions)


class _Course:
    """What answers to one strand's cards lead to, whatever the retention."""

    def __init__(self, desk: Desk, plain: Plain, strand: Strand) -> None:
        settings = desk.settings
        self.outcomes = Outcomes(
            plain,
            desk.pace,
            len(settings.learning_steps),
            len(settings.relearning_steps),
            strand.guess_chance,
            guess_correction=settings.guess_correction,
        )
        self.first_ways, self.first_ms = self.outcomes.of_first(), self.outcomes.first_ms()
        self.lapse_ms = self.outcomes.lapse_ms()
        self.of_review = cache(self.outcomes.of_review)


@dataclass(frozen=True, slots=True)
class _Move:
    """A way with its interval, and the reviews that its share waits for then."""

    chance: float
    stability: float
    interval: int
    reviews: tuple[tuple[Review, float], ...]


class _Lane:
    """A strand on its way through the days at one retention."""

    def __init__(self, forecast: Forecast, number: int, retention: float) -> None:
        strand = forecast.desk.strands[number]
        self.forecast, self.strand, self.course = forecast, strand, forecast.courses[number]
        self.growth = forecast.plain.growth(retention if strand.retention is None else strand.retention)
        self.due: list[dict[Review, float]] = [{} for _ in range(forecast.days)]
        self.ms, self.counts = [0.0] * forecast.days, [0.0] * forecast.days
        self.known = self.learnt = 0.0
        self._moves = cache(self._moves_after)

    def review(self, review: Review, day: int, share: float) -> None:
        """Take so many reviews like this one on `day`."""
        right, moves = self._moves(review, self._longest(day))
        passed_ms, lapse_ms = self.forecast.desk.pace.passed_ms, self.course.lapse_ms
        self.ms[day] += share * (right * passed_ms + (1 - right) * lapse_ms)
        self.counts[day] += share
        for move in moves:
            self._land(move, day, share)

    def learn(self, ways: Iterable[Way], day: int, share: float, ms: float) -> None:
        """Take so many cards through their steps on `day`."""
        self.learnt += share
        self.ms[day] += share * ms
        for way in ways:
            self._land(self._move(way, self._longest(day)), day, share)

    def wait(self, review: Review, day: int, share: float) -> None:
        """Let cards wait until `day` as they are."""
        if day >= self.forecast.days:
            self._remember(review.memory[0], review.elapsed + self.forecast.days - day, share)
        else:
            self.due[day][review] = self.due[day].get(review, 0.0) + share

    def _land(self, move: _Move, day: int, share: float) -> None:
        then = day + move.interval
        if then >= self.forecast.days:
            self._remember(move.stability, self.forecast.days - day, share * move.chance)
            return
        due = self.due[then]
        for review, part in move.reviews:
            due[review] = due.get(review, 0.0) + share * part

    def _remember(self, stability: float, elapsed: int, share: float) -> None:
        self.known += share * self.forecast.plain.recall(elapsed, stability)

    def _moves_after(self, review: Review, longest: int) -> tuple[float, tuple[_Move, ...]]:
        right, ways = self.course.of_review(review.memory, review.elapsed)
        return right, tuple(self._move(way, longest) for way in ways)

    def _move(self, way: Way, longest: int) -> _Move:
        interval = interval_of(way, self.growth, longest)
        review_of, elapsed = self.forecast.review_of, _about(interval)
        reviews = tuple((review_of(near, elapsed), way.chance * part) for near, part in spread(way.memory))
        return _Move(way.chance, way.memory[0], interval, reviews)

    def _longest(self, day: int) -> int:
        """Return the longest interval that does not pass the exam."""
        longest = self.forecast.desk.settings.maximum_interval_days
        if self.strand.exam_day is None:
            return longest
        left = self.strand.exam_day - self.forecast.desk.today - day
        return min(longest, max(left - 1, 1)) if left > 0 else longest


_Due = tuple[_Lane, Review, float]


class _Run:
    """All strands on their way through the days, under the daily limits they share."""

    def __init__(self, forecast: Forecast, retention: float) -> None:
        self.forecast, self.retention = forecast, retention
        self.met = 0
        self.lanes = [_Lane(forecast, number, retention) for number in range(len(forecast.courses))]

    def begin(self) -> None:
        """Put every card where it waits."""
        for one in self.forecast.waiting:
            self.lanes[one.strand].learnt += one.weight
            self.lanes[one.strand].wait(one.review, one.day, one.weight)
        for held in self.forecast.desk.cards:
            if held.card.state in (State.LEARNING, State.RELEARNING):
                self._pass_steps(held)

    def live(self, day: int) -> None:
        """Take the day's reviews and new cards."""
        due = [(lane, review, share) for lane in self.lanes for review, share in lane.due[day].items()]
        limit = self._limit(day)
        backlog = sum(share for _, _, share in due) > limit
        for lane, review, share in self._within(limit, due, day) if backlog else due:
            lane.review(review, day, share)
        if not backlog:
            self._meet_new(day)

    def workload(self) -> Workload:
        counted = [lane for lane in self.lanes if lane.strand.counted]
        return Workload(
            retention=self.retention,
            minutes=tuple(sum(ms) / 60_000 for ms in zip(*(lane.ms for lane in counted), strict=True)),
            reviews=tuple(map(sum, zip(*(lane.counts for lane in counted), strict=True))),
            known=sum(lane.known for lane in counted),
            learnt=sum(lane.learnt for lane in counted),
        )

    def _pass_steps(self, held: Held) -> None:
        """Count what is left of a card's steps today; those that end on a later day are few and short."""
        settings, memory = self.forecast.desk.settings, memory_of(held.card)
        if memory is None:
            return
        learning = held.card.state is State.LEARNING
        all_steps = len(settings.learning_steps if learning else settings.relearning_steps)
        steps, outcomes = max(all_steps - held.card.step, 1), self.forecast.courses[held.strand].outcomes
        way = Way(1, outcomes.after_steps(memory, steps))
        self.lanes[held.strand].learn((way,), 0, 1, outcomes.steps_ms(steps))

    def _limit(self, day: int) -> float:
        desk = self.forecast.desk
        return desk.reviews_left if day == 0 and desk.reviews_left is not None else desk.reviews_per_day

    def _within(self, limit: float, due: list[_Due], day: int) -> Iterable[_Due]:
        """Return the day's reviews within the limit, the most forgotten first; the rest waits a day."""
        taken: list[_Due] = []
        for lane, review, share in sorted(due, key=lambda one: -one[1].elapsed / one[1].memory[0]):
            now = min(share, limit)
            limit -= now
            if now:
                taken.append((lane, review, now))
            if share > now:
                later = self.forecast.review_of(review.memory, review.elapsed + 1)
                lane.wait(later, day + 1, share - now)
        return taken

    def _meet_new(self, day: int) -> None:
        """Take the day's new cards; there are none while more is due than a day may bring."""
        desk = self.forecast.desk
        most = desk.new_left if day == 0 and desk.new_left is not None else desk.new_per_day
        coming = Counter(self.forecast.new[self.met : self.met + most])
        self.met += most
        for strand, count in coming.items():
            course = self.forecast.courses[strand]
            self.lanes[strand].learn(course.first_ways, day, count, course.first_ms)


def _about(interval: int) -> int:
    """Return the interval rounded by a sixteenth at most, so that reviews alike are counted together."""
    step = max(interval // 8, 1)
    return round(interval / step) * step
