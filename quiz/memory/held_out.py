"""Whether fitted weights foretell what they have not seen better than those that rule now.

The judge is log loss, the mean surprise at what happened: 0 for a prophet, 0.693 for a coin. Reviews of one
card are not independent of each other, so chance is measured over cards.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from quiz.memory.fsrs6 import Weights

SURE = 1.64  # standard errors that chance alone passes once in twenty times
_LEAST_CHANCE = 1e-4


@dataclass(frozen=True, slots=True)
class Trial:
    """A review and the chances of recall that the two sets of weights gave it; `card` says whose it is."""

    card: int
    recalled: bool
    before: float
    after: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Log losses over the same reviews, `before` of the weights that rule; `noise` is the standard error
    of their difference."""

    reviews: int
    recalled: int
    loss_before: float
    loss_after: float
    noise: float

    @property
    def gain(self) -> float:
        return self.loss_before - self.loss_after

    @property
    def better(self) -> bool:
        """Return whether the fitted weights are better by more than chance explains."""
        return self.gain > SURE * self.noise and self.gain > 0


def judge(trials: Sequence[Trial]) -> Verdict:
    """Compare both sets of weights; ValueError without trials."""
    if not trials:
        raise ValueError("without reviews there is nothing to judge weights by")
    count = len(trials)
    before = sum(loss(trial.before, recalled=trial.recalled) for trial in trials) / count
    after = sum(loss(trial.after, recalled=trial.recalled) for trial in trials) / count
    return Verdict(
        reviews=count,
        recalled=sum(trial.recalled for trial in trials),
        loss_before=before,
        loss_after=after,
        noise=_noise(trials, before - after),
    )


def loss(chance: float, *, recalled: bool) -> float:
    """Return the surprise at one outcome, in nats."""
    bounded = min(max(chance, _LEAST_CHANCE), 1 - _LEAST_CHANCE)
    return -math.log(bounded if recalled else 1 - bounded)


def recall(elapsed_days: int, stability: float, weights: Weights) -> float:
    """Return the predicted chance of recall in ordinary floats: means need no 32-bit rounding."""
    decay = -weights[20]
    factor = 0.9 ** (1 / decay) - 1
    return float((1 + factor * max(elapsed_days, 0) / stability) ** decay)


def _noise(trials: Sequence[Trial], gain: float) -> float:
    """Return the standard error of the mean gain, each card's reviews taken together."""
    by_card: dict[int, float] = {}
    for trial in trials:
        own = loss(trial.before, recalled=trial.recalled) - loss(trial.after, recalled=trial.recalled)
        by_card[trial.card] = by_card.get(trial.card, 0.0) + own - gain
    return math.sqrt(sum(each**2 for each in by_card.values())) / len(trials)
