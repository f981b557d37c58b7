"""Why a question may be a poor one, as its answers say; the most serious reason first.

A reason needs two things: a figure past the mark that the literature sets, and proof that this is not chance,
which is that a sound question, one on the safe side of a second mark, would hardly ever show such a figure.
The marks: a facility above .95 or below .20 (Moodle's quiz report calls these extremely easy, and difficult);
a correlation with the rest below .20, which makes a poor item, or below zero (Ebel and Frisbie, Essentials of
Educational Measurement, 1991, ch. 13; .30 is reasonably good); a distractor that fewer than 5 in 100 take
does no work, and one that strong learners take is no plain mistake (Haladyna and Downing, How many options is
enough for a multiple-choice test item?, 1993).

A bank has hundreds of questions with several reasons each; by chance alone one test in twenty would accuse.
So every reason is tested over the whole bank at once by the step-up procedure of Benjamini and Hochberg
(1995): of what a reason accuses, one in twenty at most is expected to be innocent.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from quiz.memory.item_analysis import measure
from quiz.memory.item_rest import elsewhere
from quiz.memory.item_values import FEWEST_ATTEMPTS, Item, ItemKey, Measures, Recalls

FALSE_DISCOVERIES = 0.05
HARD, HARD_FOR_SURE = 0.20, 0.30  # the mark, and where a question is sound
EASY, EASY_FOR_SURE = 0.95, 0.90
POOR_DISCRIMINATION, GOOD_DISCRIMINATION = 0.20, 0.30
IDLE, IDLE_FOR_SURE = 0.05, 0.10
STRONG = 0.10
SLOW = 2.0  # times the median of its kind
FEWEST_OF_KIND = 5
RECALLED_LESS = 0.10


class Reason(StrEnum):
    """What may be wrong with a question, the most serious first."""

    KEY = "key"  # the better learners give another answer than the key
    NEGATIVE = "negative"  # who is right here does worse elsewhere
    HARD = "hard"
    STRONG_DISTRACTOR = "strong-distractor"
    FORGOTTEN = "forgotten"  # recalled less than predicted
    LOW = "low"  # says little about who knows the rest
    LEECH = "leech"
    IDLE_DISTRACTOR = "idle-distractor"
    EASY = "easy"
    SLOW = "slow"


@dataclass(frozen=True, slots=True)
class Flaw:
    """A reason with its figure, what it is compared with, and the option or response that it is about."""

    reason: Reason
    value: float
    beside: float
    text: str = ""


@dataclass(frozen=True, slots=True)
class ItemAnalysis:
    """`attempts` are first attempts, `answers` all that stand. Below thirty of the first there is no more."""

    attempts: int
    answers: int
    measures: Measures | None = None
    flaws: tuple[Flaw, ...] = ()


@dataclass(frozen=True, slots=True)
class _Suspicion:
    key: ItemKey
    flaw: Flaw
    chance: float  # of seeing this or worse in an innocent question
    accuses: bool  # whether the figure is past its mark


@dataclass(frozen=True, slots=True)
class _Usual:
    """What is usual in the bank: the middle discrimination, the times by kind, and the drift of predictions.

    `drift` is by how much everything is recalled less than predicted, as a number up to 0: a schedule that
    expects too much of all is no fault of one question.
    """

    discrimination: float
    times: Mapping[str, float]
    drift: float


def analyse(items: Sequence[Item]) -> dict[ItemKey, ItemAnalysis]:
    """Return what their answers say of a bank's items, each judged beside the others."""
    others = elsewhere(items)
    measured = {item.key: found for item in items if (found := measure(item, others)) is not None}
    flaws = _flaws([item for item in items if item.key in measured], measured)
    return {
        item.key: ItemAnalysis(
            attempts=len(item.attempts),
            answers=item.answers,
            measures=measured.get(item.key),
            flaws=flaws.get(item.key, ()),
        )
        for item in items
    }


def proven(chances: Sequence[float], rate: float = FALSE_DISCOVERIES) -> float:
    """Return the largest chance that still counts as proof among these (Benjamini and Hochberg, 1995)."""
    ordered = sorted(chances)
    return max(
        (chance for rank, chance in enumerate(ordered, 1) if chance <= rate * rank / len(ordered)),
        default=-1.0,
    )


def _flaws(items: Sequence[Item], measured: Mapping[ItemKey, Measures]) -> dict[ItemKey, tuple[Flaw, ...]]:
    usual = _usual(items, measured)
    tested: dict[Reason, list[_Suspicion]] = {}
    for item in items:
        found = measured[item.key]
        for each in _suspicions(item, found, usual):
            tested.setdefault(each.flaw.reason, []).append(each)
    accused: dict[ItemKey, list[Flaw]] = {}
    for suspicions in tested.values():
        limit = proven([each.chance for each in suspicions])
        for each in suspicions:
            if each.accuses and each.chance <= limit:
                accused.setdefault(each.key, []).append(each.flaw)
    return {key: _told(own) for key, own in accused.items()}


def _told(flaws: Sequence[Flaw]) -> tuple[Flaw, ...]:
    """Return the flaws, most serious first, without those that another already says."""
    reasons = {flaw.reason for flaw in flaws}
    silent: set[Reason] = set()
    if reasons & {Reason.KEY, Reason.NEGATIVE}:
        silent |= {Reason.HARD, Reason.LOW}
    if Reason.KEY in reasons:
        silent |= {Reason.NEGATIVE, Reason.STRONG_DISTRACTOR}
    order = list(Reason)
    kept = (flaw for flaw in flaws if flaw.reason not in silent)
    return tuple(sorted(kept, key=lambda flaw: (order.index(flaw.reason), flaw.text)))


def _suspicions(item: Item, found: Measures, usual: _Usual) -> Iterator[_Suspicion]:
    facility, known, count = found.facility.value, found.known.value, len(item.attempts)
    if len(item.keys) == 1:  # where several are right, giving one says nothing against another
        yield from _preferred(item, found)
    sure = HARD_FOR_SURE + (1 - HARD_FOR_SURE) * item.guess_chance  # in shares of right answers
    hard = at_most(facility * count, count, sure)
    yield _Suspicion(item.key, Flaw(Reason.HARD, facility, item.guess_chance), hard, known < HARD)
    easy = at_most((1 - facility) * count, count, 1 - EASY_FOR_SURE)
    yield _Suspicion(item.key, Flaw(Reason.EASY, facility, EASY), easy, facility > EASY)
    yield from _about_discrimination(item, found, usual.discrimination)
    yield from _about_distractors(item, found)
    yield from _about_later(item, found, usual.drift)
    if item.kind in usual.times and len(found.spent_ms) >= FEWEST_ATTEMPTS:
        limit = SLOW * usual.times[item.kind]
        longer = sum(spent > limit for spent in found.spent_ms)
        slow = at_least(longer, len(found.spent_ms), 0.5)
        flaw = Flaw(Reason.SLOW, found.median_ms or 0.0, usual.times[item.kind])
        yield _Suspicion(item.key, flaw, slow, flaw.value > limit)


def _preferred(item: Item, found: Measures) -> Iterator[_Suspicion]:
    """Yield what the better half may prefer to the key, of those who could give either (a sign test)."""
    for each in found.shares:
        if not each.is_key and each.better is not None:
            gave, right = each.better.gave, each.better.right
            flaw = Flaw(Reason.KEY, gave, right, each.text)
            yield _Suspicion(item.key, flaw, at_least(gave, gave + right, 0.5), gave > right)


def _about_discrimination(item: Item, found: Measures, usual: float) -> Iterator[_Suspicion]:
    if found.discrimination is None:
        return
    value = found.discrimination.value
    negative = Flaw(Reason.NEGATIVE, value, 0.0)
    yield _Suspicion(item.key, negative, correlated_below(value, found.compared, 0.0), value < 0)
    # Where nearly all are right or wrong, nothing can tell learners apart; that has a reason of its own.
    if HARD <= found.facility.value <= EASY_FOR_SURE:
        chance = correlated_below(value, found.compared, min(GOOD_DISCRIMINATION, usual))
        low = Flaw(Reason.LOW, value, POOR_DISCRIMINATION)
        yield _Suspicion(item.key, low, chance, value < POOR_DISCRIMINATION)


def _about_distractors(item: Item, found: Measures) -> Iterator[_Suspicion]:
    for each in found.shares:
        if each.is_key or each.text not in item.options:
            continue
        if each.share is not None and found.facility.value <= EASY_FOR_SURE:
            idle = at_most(each.share * each.offered, each.offered, IDLE_FOR_SURE)
            flaw = Flaw(Reason.IDLE_DISTRACTOR, each.share, IDLE, each.text)
            yield _Suspicion(item.key, flaw, idle, each.share < IDLE)
        if each.discrimination is not None:
            strong = correlated_below(-each.discrimination, each.compared, 0.0)
            flaw = Flaw(Reason.STRONG_DISTRACTOR, each.discrimination, 0.0, each.text)
            yield _Suspicion(item.key, flaw, strong, each.discrimination > STRONG)


def _about_later(item: Item, found: Measures, drift: float) -> Iterator[_Suspicion]:
    if found.recalled is not None:
        value, beside = found.recalled.known.value, found.recalled.predicted
        chance = _recall_chance(item.recalls, drift)
        flaw = Flaw(Reason.FORGOTTEN, value, beside)
        yield _Suspicion(item.key, flaw, chance, value < beside + drift - RECALLED_LESS)
    if found.leeches:
        yield _Suspicion(item.key, Flaw(Reason.LEECH, found.leeches, len(item.attempts)), 0.0, True)


def _recall_chance(recalls: Sequence[Recalls], drift: float) -> float:
    """Return how likely so few right answers are if predictions hold as they do in the whole bank.

    One learner's answers may go together, so the variance is that between learners where it is the larger one
    (the sandwich of Liang and Zeger, 1986).
    """
    missed = [each.right - each.expected - drift * each.weight for each in recalls]
    alone = math.fsum(each.variance for each in recalls)
    variance = max(alone, math.fsum(value**2 for value in missed))
    if variance <= 0:
        return 1.0
    return _normal_below((math.fsum(missed) + 0.5) / math.sqrt(variance))


def _usual(items: Sequence[Item], measured: Mapping[ItemKey, Measures]) -> _Usual:
    discriminations = [each.discrimination.value for each in measured.values() if each.discrimination]
    recalls = [each for item in items for each in item.recalls]
    weight = math.fsum(each.weight for each in recalls)
    surplus = math.fsum(each.right - each.expected for each in recalls)
    return _Usual(
        discrimination=median(discriminations) if discriminations else 0.0,
        times=_usual_times(items, measured),
        drift=min(surplus / weight, 0.0) if weight else 0.0,
    )


def _usual_times(items: Sequence[Item], measured: Mapping[ItemKey, Measures]) -> dict[str, float]:
    """Return the median of the items' median times, by kind, where enough items have one."""
    times: dict[str, list[float]] = {}
    for item in items:
        own = measured[item.key].median_ms
        if own is not None:
            times.setdefault(item.kind, []).append(own)
    return {kind: median(own) for kind, own in times.items() if len(own) >= FEWEST_OF_KIND}


def at_least(successes: float, trials: int, share: float) -> float:
    """Return the chance of so many successes or more if each comes with that chance (binomial)."""
    return at_most(trials - successes, trials, 1 - share)


def at_most(successes: float, trials: int, share: float) -> float:
    """Return the chance of so many successes or fewer; partial ones are counted up."""
    if trials == 0 or successes >= trials:
        return 1.0
    if not 0 < share < 1:
        return float(share <= 0)
    logs = (
        math.lgamma(trials + 1)
        - math.lgamma(k + 1)
        - math.lgamma(trials - k + 1)
        + k * math.log(share)
        + (trials - k) * math.log1p(-share)
        for k in range(math.ceil(successes - 1e-9) + 1)
    )
    return min(math.fsum(math.exp(each) for each in logs), 1.0)


def correlated_below(value: float, count: int, truth: float) -> float:
    """Return the chance of so small a correlation if the true one is `truth` (R. A. Fisher, 1921)."""
    return _normal_below((_fisher(value) - _fisher(truth)) * math.sqrt(count - 3))


def _fisher(correlation: float) -> float:
    return math.atanh(max(min(correlation, 1 - 1e-9), -1 + 1e-9))


def _normal_below(deviations: float) -> float:
    return 0.5 * math.erfc(-deviations / math.sqrt(2))
