"""What learners' answers say about a question, as classical test theory measures it.

Everything but recall rests on first attempts: later answers say how well the question was learnt, not how it
was asked. Facility is the mean fraction at the first attempt. Discrimination is the correlation of that
fraction with how the same learner did elsewhere, the item itself left out (corrected item-rest correlation;
for right-or-wrong items a point-biserial; Ebel and Frisbie, Essentials of Educational Measurement, 5th ed.,
1991, ch. 13; Moodle calls it the discrimination index); `item_rest.py` says what counts as elsewhere.

Below `FEWEST_ATTEMPTS` nothing is measured, of a question as of one of its options.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from statistics import median

from quiz.memory.estimates import known_share
from quiz.memory.item_rest import Elsewhere
from quiz.memory.item_values import (
    FEWEST_ATTEMPTS,
    Better,
    Estimate,
    FirstAttempt,
    Item,
    Measures,
    Recalled,
    Recalls,
    Share,
)

FEWEST_RECALLS = 30
MOST_GIVEN = 8  # typed responses that are named one by one
FEWEST_ALIKE = 2  # learners who typed the same; what one learner typed is theirs
_SURE = 1.96  # standard deviations that hold 95 of 100 outcomes


def measure(item: Item, others: Elsewhere) -> Measures | None:
    """Return what the item's answers tell beside `others`, None below thirty first attempts."""
    attempts, count = item.attempts, len(item.attempts)
    if count < FEWEST_ATTEMPTS:
        return None
    facility = share_estimate(_mean([each.fraction for each in attempts]), count)
    rest = others.rest(item)
    compared = [each for each in attempts if each.learner in rest]
    shares, rare = _shares(item, rest)
    return Measures(
        facility=facility,
        known=_without_luck(facility, item.guess_chance),
        discrimination=correlation(
            [each.fraction for each in compared], [rest[each.learner] for each in compared]
        ),
        compared=len(compared),
        shares=shares,
        dont_know=sum(each.chosen is None for each in attempts),
        others=rare,
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


def recalled(recalls: Iterable[Recalls]) -> Recalled | None:
    """Return predicted beside actual recall, as `estimates.py` reckons; None below thirty reviews."""
    told = list(recalls)
    count = sum(each.count for each in told)
    if count < FEWEST_RECALLS:
        return None
    predicted = math.fsum(each.predicted for each in told) / math.fsum(each.weight for each in told)
    right = share_estimate(sum(each.right for each in told) / count, count)
    luck = math.fsum(each.luck for each in told) / count
    return Recalled(count, predicted, _without_luck(right, luck))


def _shares(item: Item, rest: Mapping[int, float]) -> tuple[tuple[Share, ...], int]:
    """Return what was given; and how many first attempts gave nothing of that."""
    counts = Counter(text for each in item.attempts for text in set(each.chosen or ()))
    shown = dict.fromkeys((*item.keys, *item.options))
    if item.options:
        shown |= dict.fromkeys(sorted(counts))  # what is no longer offered still stands in answers
    else:
        alike = sorted(text for text, count in counts.items() if count >= FEWEST_ALIKE and text not in shown)
        shown |= dict.fromkeys(sorted(alike, key=lambda text: -counts[text])[:MOST_GIVEN])
    middle = median(rest.values()) if rest else 0.0
    better = {learner for learner, value in rest.items() if value > middle}
    found = [_share(item, text, rest, better) for text in shown]
    others = sum(bool(each.chosen) and shown.keys().isdisjoint(each.chosen or ()) for each in item.attempts)
    return tuple(sorted(found, key=lambda each: (not each.is_key, -(each.count or 0), each.text))), others


def _share(item: Item, text: str, rest: Mapping[int, float], better: set[int]) -> Share:
    could = [each for each in item.attempts if each.offered is None or text in each.offered]
    if len(could) < FEWEST_ATTEMPTS:
        return Share(text=text, is_key=text in item.keys, offered=len(could), count=None)
    known = [each for each in could if each.learner in rest]
    found = correlation([float(_gave(each, text)) for each in known], [rest[each.learner] for each in known])
    return Share(
        text=text,
        is_key=text in item.keys,
        offered=len(could),
        count=sum(_gave(each, text) for each in could),
        compared=len(known),
        better=_better(item, text, [each for each in known if each.learner in better])
        if len(known) >= FEWEST_ATTEMPTS
        else None,
        discrimination=found.value if found else None,
    )


def _better(item: Item, text: str, attempts: Sequence[FirstAttempt]) -> Better:
    return Better(
        gave=sum(_gave(each, text) for each in attempts),
        right=sum(any(_gave(each, key) for key in item.keys) for each in attempts),
    )


def _gave(attempt: FirstAttempt, text: str) -> bool:
    return attempt.chosen is not None and text in attempt.chosen


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
