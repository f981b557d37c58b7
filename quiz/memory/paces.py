"""How long a learner's answers take and how they turn out, from what the log counts of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from quiz.memory.card import Rating, State
from quiz.memory.outcomes import Pace

FEWEST_TIMED = 50
USUAL = Pace()
_FEWEST_OF_A_KIND = 10
_FEWEST_FOR_SHARES = 20
_RARE = 0.02
_LEAST_STEP_RIGHT = 0.5  # somebody who knows less within minutes answers without reading


@dataclass(frozen=True, slots=True)
class Tally:
    """So many answers with this rating to cards in this state; `timed` of them took `ms` together."""

    state: State
    rating: Rating
    answers: int
    timed: int
    ms: int


def timed_answers(tallies: Iterable[Tally]) -> int:
    return sum(tally.timed for tally in tallies)


def pace_from(tallies: Iterable[Tally]) -> Pace:
    """Return the learner's pace. Where there are too few answers of a kind, the usual one is adapted.

    With fewer than FEWEST_TIMED timed answers all times are the usual ones.
    """
    given = tuple(tallies)
    first = [tally for tally in given if tally.state is State.NEW]
    steps = [tally for tally in given if tally.state in (State.LEARNING, State.RELEARNING)]
    passed = [tally for tally in given if tally.state is State.REVIEW and tally.rating is not Rating.AGAIN]
    lapses = [tally for tally in given if tally.state is State.REVIEW and tally.rating is Rating.AGAIN]
    first_ms, step_ms, passed_ms, lapse_ms = _times(
        (first, USUAL.first_ms), (steps, USUAL.step_ms), (passed, USUAL.passed_ms), (lapses, USUAL.lapse_ms)
    )
    hard, good, easy = _shares(passed, (Rating.HARD, Rating.GOOD, Rating.EASY), USUAL.passed)
    again, first_hard, first_good, first_easy = _shares(first, tuple(Rating), USUAL.first)
    return Pace(
        first_ms=first_ms,
        step_ms=step_ms,
        passed_ms=passed_ms,
        lapse_ms=lapse_ms,
        first=(again, first_hard, first_good, first_easy),
        passed=(hard, good, easy),
        step_right=_step_right(steps),
    )


def _times(*kinds: tuple[Sequence[Tally], float]) -> list[float]:
    """Return the mean time of each kind; a rare kind takes the usual time at the learner's own speed."""
    if sum(timed_answers(kind) for kind, _ in kinds) < FEWEST_TIMED:
        return [usual for _, usual in kinds]
    spent = sum(_ms(kind) for kind, _ in kinds)
    speed = spent / sum(timed_answers(kind) * usual for kind, usual in kinds)
    return [
        _ms(kind) / timed_answers(kind) if timed_answers(kind) >= _FEWEST_OF_A_KIND else usual * speed
        for kind, usual in kinds
    ]


def _shares(kind: Sequence[Tally], ratings: Sequence[Rating], usual: Sequence[float]) -> Sequence[float]:
    """Return the share of each rating; those next to never given are left out."""
    counts = [sum(tally.answers for tally in kind if tally.rating is rating) for rating in ratings]
    if sum(counts) < _FEWEST_FOR_SHARES:
        return usual
    kept = [count if count >= _RARE * sum(counts) else 0 for count in counts]
    return [count / sum(kept) for count in kept]


def _step_right(steps: Sequence[Tally]) -> float:
    answers = sum(tally.answers for tally in steps)
    if answers < _FEWEST_FOR_SHARES:
        return USUAL.step_right
    again = sum(tally.answers for tally in steps if tally.rating is Rating.AGAIN)
    return max(1 - again / answers, _LEAST_STEP_RIGHT)


def _ms(kind: Sequence[Tally]) -> int:
    return sum(tally.ms for tally in kind)
