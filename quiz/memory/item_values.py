"""What is known of a question before it is measured, and what is measured: plain values.

A question has a card for each of its gaps; an item is one card of a question with all its learners' answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

# Below, figures would mostly be chance, and come near to telling what single learners answered.
FEWEST_ATTEMPTS = 30

ItemKey = tuple[int, int]  # a question's id and the number of its card


@dataclass(frozen=True, slots=True)
class FirstAttempt:
    """A learner's first answer to a card. `chosen` are the options or texts given, None for "I don't know".

    `offered` are the options there were to choose from, None where the answer was free.
    """

    learner: int
    fraction: float
    chosen: tuple[str, ...] | None
    response_ms: int | None = None
    offered: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Recall:
    """A later review: the chance of recall predicted before it, whether it was right, and that of luck."""

    predicted: float
    right: bool
    guess_chance: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalls:
    """A learner's later reviews of one card, as sums.

    `weight` is the sum of the chances that luck does not decide, `predicted` that of the recalls predicted,
    each times that chance. `variance` is that of the number of right answers if all predictions held.
    """

    learner: int
    count: int
    right: int
    weight: float
    predicted: float
    variance: float

    @classmethod
    def of(cls, learner: int, recalls: Sequence[Recall]) -> Recalls:
        expected = [each.predicted + (1 - each.predicted) * each.guess_chance for each in recalls]
        return cls(
            learner=learner,
            count=len(recalls),
            right=sum(each.right for each in recalls),
            weight=sum(1 - each.guess_chance for each in recalls),
            predicted=sum(each.predicted * (1 - each.guess_chance) for each in recalls),
            variance=sum(chance * (1 - chance) for chance in expected),
        )

    @property
    def luck(self) -> float:
        """The sum of the chances of being right by luck alone."""
        return self.count - self.weight

    @property
    def expected(self) -> float:
        """How many right answers were to be expected, by memory or by luck."""
        return self.predicted + self.luck


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What is known of one card of a question. `keys` are what is right, `options` what there is to choose.

    `facts` are what the question rests on. `answers` counts all answers that stand, `leeches` the learners
    who keep forgetting it. `kind` names items whose times can be compared.
    """

    key: ItemKey
    kind: str
    keys: tuple[str, ...]
    options: tuple[str, ...] = ()
    facts: frozenset[str] = frozenset()
    guess_chance: float = 0.0
    attempts: tuple[FirstAttempt, ...] = ()
    answers: int = 0
    recalls: tuple[Recalls, ...] = ()
    leeches: int = 0


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure, and between which the true one lies in 95 cases of 100."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Better:
    """Of the better half of those who could give a text: how many gave it, and how many a right one."""

    gave: int
    right: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How many first attempts gave `text`; in `offered` of them it could be given.

    `count` is None below thirty of those. `compared` of them are by learners known from elsewhere; below
    thirty of those there is no `better`, and no `discrimination`: how giving it goes with doing well there.
    """

    text: str
    is_key: bool
    offered: int
    count: int | None
    compared: int = 0
    better: Better | None = None
    discrimination: float | None = None

    @property
    def share(self) -> float | None:
        return None if self.count is None else self.count / self.offered


@dataclass(frozen=True, slots=True)
class Recalled:
    """Later reviews: the mean recall predicted, and the share known with luck left out."""

    count: int
    predicted: float
    known: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """What at least thirty first attempts tell. `compared` of them are by learners known from elsewhere.

    `known` is the facility with blind luck taken off; `shares` has the key first, then what was given most
    often; `others` gave something too rare to name. `spent_ms` are the times of those that were measured.
    """

    facility: Estimate
    known: Estimate
    discrimination: Estimate | None
    compared: int
    shares: tuple[Share, ...]
    dont_know: int
    others: int
    spent_ms: tuple[int, ...]
    recalled: Recalled | None
    leeches: int

    @property
    def median_ms(self) -> float | None:
        return median(self.spent_ms) if len(self.spent_ms) >= FEWEST_ATTEMPTS else None
