"""What learners' answers say about a question, as classical test theory measures it.

Everything but recall rests on first attempts: later answers say how well the question was learnt, not how it
was asked. Facility is the mean fraction at the first attempt. Discrimination is the correlation of that
fraction with how the same learner did elsewhere, the item itself left out (corrected item-rest correlation;
for right-or-wrong items a point-biserial; Ebel and Frisbie, Essentials of Educational Measurement, 5th ed.,
1991, ch. 13; Moodle calls it the discrimination index). Learners here do not answer the same items, so what
stands for "elsewhere" is the mean of how far each of their other first attempts lies above its item's
facility: who happened to meet hard questions is not taken for weak.

Below `FEWEST_ATTEMPTS` first attempts nothing is measured: figures would mostly be chance, and would come
near to telling what single learners answered.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from quiz.memory.estimates import known_share

FEWEST_ATTEMPTS = 30
FEWEST_RECALLS = 30
FEWEST_ELSEWHERE = 5  # other first attempts of a learner whose answers are compared with them
MOST_GIVEN = 8  # typed responses that are named one by one
FEWEST_ALIKE = 2  # learners who typed the same; what one learner typed is theirs
_SURE = 1.96  # standard deviations that hold 95 of 100 outcomes

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

    learner: int
    predicted: float
    right: bool
    guess_chance: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What is known of one card of a question. `keys` are what is right, `options` what there is to choose.

    `answers` counts all answers that stand, `leeches` the learners who keep forgetting it. `kind` names items
    whose times can be compared.
    """

    key: ItemKey
    kind: str
    keys: tuple[str, ...]
    options: tuple[str, ...] = ()
    guess_chance: float = 0.0
    attempts: tuple[FirstAttempt, ...] = ()
    answers: int = 0
    recalls: tuple[Recall, ...] = ()
    leeches: int = 0


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure, and between which the true one lies in 95 cases of 100."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How many first attempts gave `text`; `offered` is in how many it could be. `better` are those of the
    better half of the learners, and `discrimination` how giving it goes with doing well elsewhere.
    """

    text: str
    is_key: bool
    count: int
    offered: int
    better: int = 0
    discrimination: float | None = None

    @property
    def share(self) -> float:
        return self.count / self.offered if self.offered else 0.0


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
    better: int
    shares: tuple[Share, ...]
    dont_know: int
    others: int
    spent_ms: tuple[int, ...]
    recalled: Recalled | None
    leeches: int

    @property
    def median_ms(self) -> float | None:
        return median(self.spent_ms) if len(self.spent_ms) >= FEWEST_ATTEMPTS else None


def elsewhere(items: Iterable[Item]) -> dict[int, tuple[float, int]]:
    """Return, by learner, how far first attempts lie above their items' facility in all, and their number.

    What one item contributes can be taken off again, so that each is compared with the others only.
    """
    sums: dict[int, tuple[float, int]] = {}
    for item in items:
        mean = _mean([each.fraction for each in item.attempts])
        for each in item.attempts:
            total, count = sums.get(each.learner, (0.0, 0))
            sums[each.learner] = total + each.fraction - mean, count + 1
    return sums


def measure(item: Item, sums: Mapping[int, tuple[float, int]]) -> Measures | None:
    """Return what the item's answers tell, None below thirty first attempts; `sums` as from `elsewhere`."""
    attempts, count = item.attempts, len(item.attempts)
    if count < FEWEST_ATTEMPTS:
        return None
    facility = share_estimate(_mean([each.fraction for each in attempts]), count)
    rest = _rest(item, facility.value, sums)
    compared = [each for each in attempts if each.learner in rest]
    middle = median(rest.values()) if rest else 0.0
    better = {learner for learner, value in rest.items() if value > middle}
    shares, others = _shares(item, rest, better)
    return Measures(
        facility=facility,
        known=_without_luck(facility, item.guess_chance),
        discrimination=correlation(
            [each.fraction for each in compared], [rest[each.learner] for each in compared]
        ),
        compared=len(compared),
        better=len(better),
        shares=shares,
        dont_know=sum(each.chosen is None for each in attempts),
        others=others,
        spent_ms=tuple(sorted(each.response_ms for each in attempts if each.response_ms is not None)),
        recalled=recalled(item.recalls),
        leeches=item.leeches,
    )


def share_estimate(share: float, count: int) -> Estimate:
    """Return a mean of so many values from 0 to 1 with its interval (E. B. Wilson, 1927).

    Wilson's is for values that are 0 or 1. Of all values between, those vary most (Bhatia and Davis, 2000),
    so that for partly right answers the interval is only wider than it needs to be.
    """
    squared = _SURE**2
    middle = (share + squared / (2 * count)) / (1 + squared / count)
    spread = _SURE * math.sqrt(share * (1 - share) / count + squared / (4 * count**2)) / (1 + squared / count)
    return Estimate(share, max(min(middle - spread, share), 0.0), min(max(middle + spread, share), 1.0))


def correlation(ones: Sequence[float], others: Sequence[float]) -> Estimate | None:
    """Return Pearson's correlation with its interval by Fisher's transformation (R. A. Fisher, 1921).

    None where one side does not vary, or there are fewer than thirty pairs.
    """
    count = len(ones)
    if count < FEWEST_ATTEMPTS:
        return None
    found = _pearson(ones, others)
    if found is None:
        return None
    value, spread = math.atanh(max(min(found, 1 - 1e-9), -1 + 1e-9)), _SURE / math.sqrt(count - 3)
    return Estimate(found, min(math.tanh(value - spread), found), max(math.tanh(value + spread), found))


def recalled(recalls: Sequence[Recall]) -> Recalled | None:
    """Return predicted beside actual recall, as `estimates.py` reckons; None below thirty reviews."""
    telling = [each for each in recalls if each.guess_chance < 1]
    if len(telling) < FEWEST_RECALLS:
        return None
    weights = [1 - each.guess_chance for each in telling]
    predicted = sum(each.predicted * weight for each, weight in zip(telling, weights, strict=True))
    right = share_estimate(_mean([float(each.right) for each in telling]), len(telling))
    luck = _mean([each.guess_chance for each in telling])
    return Recalled(len(telling), predicted / sum(weights), _without_luck(right, luck))


def _rest(item: Item, facility: float, sums: Mapping[int, tuple[float, int]]) -> dict[int, float]:
    """Return how well each learner did on the other items, where there are enough of them to say."""
    found: dict[int, float] = {}
    for each in item.attempts:
        total, count = sums.get(each.learner, (0.0, 0))
        if count - 1 >= FEWEST_ELSEWHERE:
            # Rounded, so that learners who did equally well stay equal whatever the order of the sum.
            found[each.learner] = round((total - (each.fraction - facility)) / (count - 1), 9)
    return found


def _shares(item: Item, rest: Mapping[int, float], better: set[int]) -> tuple[tuple[Share, ...], int]:
    """Return what was given; and how many first attempts gave nothing of that."""
    counts = Counter(text for each in item.attempts for text in set(each.chosen or ()))
    shown = dict.fromkeys((*item.keys, *item.options))
    if item.options:
        shown |= dict.fromkeys(sorted(counts))  # what is no longer offered still stands in answers
    else:
        alike = sorted(text for text, count in counts.items() if count >= FEWEST_ALIKE and text not in shown)
        shown |= dict.fromkeys(sorted(alike, key=lambda text: -counts[text])[:MOST_GIVEN])
    found = [_share(item, text, rest, better) for text in shown]
    others = sum(bool(each.chosen) and shown.keys().isdisjoint(each.chosen or ()) for each in item.attempts)
    return tuple(sorted(found, key=lambda each: (not each.is_key, -each.count, each.text))), others


def _share(item: Item, text: str, rest: Mapping[int, float], better: set[int]) -> Share:
    could = [each for each in item.attempts if each.offered is None or text in each.offered]
    gave = [each for each in could if text in (each.chosen or ())]
    known = [each for each in could if each.learner in rest]
    found = correlation(
        [float(text in (each.chosen or ())) for each in known], [rest[each.learner] for each in known]
    )
    return Share(
        text=text,
        is_key=text in item.keys,
        count=len(gave),
        offered=len(could),
        better=sum(each.learner in better for each in gave),
        discrimination=found.value if found else None,
    )


def _without_luck(share: Estimate, luck: float) -> Estimate:
    if luck >= 1:
        return share
    return Estimate(
        known_share(share.value, luck), known_share(share.low, luck), known_share(share.high, luck)
    )


def _pearson(ones: Sequence[float], others: Sequence[float]) -> float | None:
    first, second = _mean(ones), _mean(others)
    one = math.fsum((x - first) ** 2 for x in ones)
    other = math.fsum((y - second) ** 2 for y in others)
    if one < 1e-12 or other < 1e-12:
        return None
    both = math.fsum((x - first) * (y - second) for x, y in zip(ones, others, strict=True))
    return max(min(both / math.sqrt(one * other), 1.0), -1.0)


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values) if values else 0.0
