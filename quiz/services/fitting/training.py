"""What the log teaches about a learner's memory, and whether weights learnt from it are better."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from quiz.memory.fsrs6 import Weights, check_weights
from quiz.memory.held_out import Trial, Verdict, judge, recall
from quiz.memory.lines import LineKind, LogLine
from quiz.memory.replay import effective
from quiz.memory.scheduling import Settings
from quiz.services.fitting import optimiser
from quiz.services.fitting.values import FEWEST_REVIEWS, LIKELIEST_GUESS
from quiz.store.log import ReviewRow, log_line

HELD_OUT = 0.2  # the latest fifth of the reviews


@dataclass(frozen=True, slots=True)
class Stretch:
    """One card's answers that count, from a fresh start on: ratings with days between, and when they came."""

    answers: tuple[tuple[int, int], ...]
    at_ms: tuple[int, ...]


@dataclass(frozen=True, slots=True, order=True)
class Review:
    """The answer at `place` of a stretch, on a later day than the one before: what can be foretold."""

    at_ms: int
    stretch: int
    place: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Fitted weights and what became of them; None where there were too few reviews to try.

    `errors` are RMSE (bins) over the reviews held out, under the weights that rule and under the fitted.
    """

    weights: Weights | None
    verdict: Verdict | None
    errors: tuple[float, float]
    fitted_to: int


def stretches_of(
    cards: Iterable[Sequence[ReviewRow]], sets: Mapping[int, Settings]
) -> tuple[list[Stretch], int]:
    """Return what can be learnt from, and how many answers are left out because they may be guesses.

    The optimiser takes every right answer for a memory. Where one in twenty would be right by luck alone, it
    would come to believe in too good a memory; the schedule's own correction for guesses is beyond it.
    """
    stretches: list[Stretch] = []
    left_out = 0
    for rows in cards:
        guessed = any((row.guess_chance or 0.0) > LIKELIEST_GUESS for row in rows)
        for answers in _between_fresh_starts(log_line(row, sets) for row in rows):
            if guessed:
                left_out += len(answers)
            else:
                stretches.append(_stretch(answers))
    return stretches, left_out


def find(stretches: Sequence[Stretch], current: Weights, relearning_steps: int) -> Found:
    """Fit to the earlier reviews and judge by the latest, which the fit has not seen.

    Exactly the weights that were judged are handed out: fitted once more to everything, they would be
    others, whose worth nobody tested.
    """
    reviews = sorted(_reviews(stretches))
    if len(reviews) < FEWEST_REVIEWS:
        return Found(weights=None, verdict=None, errors=(0.0, 0.0), fitted_to=0)
    cut = len(reviews) - math.ceil(len(reviews) * HELD_OUT)
    items = [stretches[each.stretch].answers[: each.place + 1] for each in reviews]
    weights = optimiser.fit(items[:cut], relearning_steps)
    check_weights(weights)
    errors = optimiser.error(items[cut:], current), optimiser.error(items[cut:], weights)
    trials = _trials(stretches, reviews[cut:], current, weights)
    return Found(weights=weights, verdict=judge(trials), errors=errors, fitted_to=cut)


def _between_fresh_starts(lines: Iterable[LogLine]) -> list[list[LogLine]]:
    """Return one card's answers that count, a list for each time that it was learnt anew."""
    learnt: list[list[LogLine]] = [[]]
    for line in effective(lines):
        if line.kind in (LineKind.RESET, LineKind.EDITION):
            learnt.append([])
        elif line.rating is not None:
            learnt[-1].append(line)
    # What a card knew before a log that has lost its beginning is not to be learnt from it.
    return [answers for answers in learnt if answers and answers[0].factor is None]


def _stretch(answers: Sequence[LogLine]) -> Stretch:
    days = [line.day for line in answers]
    gaps = [0, *(max(later - earlier, 0) for earlier, later in pairwise(days))]
    return Stretch(
        answers=tuple(
            (int(line.rating), gap)
            for line, gap in zip(answers, gaps, strict=True)
            if line.rating is not None
        ),
        at_ms=tuple(round(line.moment.at.timestamp() * 1000) for line in answers),
    )


def _reviews(stretches: Sequence[Stretch]) -> Iterable[Review]:
    for number, stretch in enumerate(stretches):
        for place, (_, days) in enumerate(stretch.answers):
            if days > 0:
                yield Review(stretch.at_ms[place], number, place)


def _trials(
    stretches: Sequence[Stretch], reviews: Sequence[Review], before: Weights, after: Weights
) -> list[Trial]:
    """Foretell each review from all that came before it, under both sets of weights."""
    chosen = sorted({each.stretch for each in reviews})
    cards = [stretches[number].answers for number in chosen]
    known = {
        weights: dict(zip(chosen, optimiser.stabilities(cards, weights), strict=True))
        for weights in (before, after)
    }
    trials = []
    for each in reviews:
        rating, days = stretches[each.stretch].answers[each.place]
        old, new = (
            recall(days, known[weights][each.stretch][each.place - 1], weights) for weights in (before, after)
        )
        trials.append(Trial(each.stretch, rating > 1, old, new))
    return trials
