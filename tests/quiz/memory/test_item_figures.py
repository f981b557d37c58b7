"""Every figure and every chance held to a second reckoning, as slow and as plain as textbooks have it."""

from __future__ import annotations

import math
import statistics
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quiz.memory.item_analysis import correlation, measure, recalled, share_estimate
from quiz.memory.item_judgements import Reason, analyse, at_least, at_most, correlated_below, proven
from quiz.memory.item_rest import elsewhere
from quiz.memory.item_values import FirstAttempt, Item, Recall, Recalls

Z = 1.96
NORMAL = statistics.NormalDist()
OPTIONS = ("key", "one", "two")


@st.composite
def a_bank(draw):
    """Return the items of a bank: gaps of one question, facts in common, and learners who left some out."""
    chance = Random(draw(st.integers(0, 10**6)))
    learners = draw(st.integers(30, 60))
    ability = [chance.random() for _ in range(learners)]
    items = []
    for number in range(draw(st.integers(6, 12))):
        attempts = []
        for learner in range(learners):
            if chance.random() < 0.9:
                right = chance.random() < ability[learner]
                offered = frozenset(OPTIONS if chance.random() < 0.7 else OPTIONS[:2])
                chosen = "key" if right else chance.choice(sorted(offered - {"key"}))
                fraction = chance.choice((0.5, 1.0)) if right else 0.0
                attempts.append(
                    FirstAttempt(learner, fraction, (chosen,), chance.randrange(1, 9999), offered)
                )
        items.append(
            Item(
                key=(number // 2, number % 2),
                kind="cloze",
                keys=("key",),
                options=OPTIONS,
                facts=frozenset(chance.sample("abcdefghijkl", 1)),
                attempts=tuple(attempts),
            )
        )
    return items


def mean(item):
    return statistics.fmean(each.fraction for each in item.attempts)


def plain_rest(item, items):
    """Return, by learner, the mean of what lies above the mean at every unrelated item, five at least."""
    found = {}
    for attempt in item.attempts:
        above = [
            each.fraction - mean(other)
            for other in items
            if other.key[0] != item.key[0] and not other.facts & item.facts
            for each in other.attempts
            if each.learner == attempt.learner
        ]
        if len(above) >= 5:
            found[attempt.learner] = statistics.fmean(above)
    return found


@settings(max_examples=15)
@given(a_bank())
def test_facility_discrimination_shares_and_times_are_those_of_the_textbook(items):
    for item in items:
        found = measure(item, elsewhere(items))
        if found is None:
            assert len(item.attempts) < 30
            continue
        assert found.facility.value == pytest.approx(mean(item))
        assert found.median_ms == statistics.median(each.response_ms for each in item.attempts)
        rest = plain_rest(item, items)
        known = [each for each in item.attempts if each.learner in rest]
        assert found.compared == len(known)
        if found.discrimination:
            wanted = statistics.correlation(
                [each.fraction for each in known], [rest[each.learner] for each in known]
            )
            assert found.discrimination.value == pytest.approx(wanted)
        for share in found.shares:
            could = [each for each in item.attempts if share.text in each.offered]
            gave = [each for each in could if share.text in each.chosen]
            assert share.offered == len(could)
            assert share.share == (pytest.approx(len(gave) / len(could)) if len(could) >= 30 else None)


@settings(max_examples=30)
@given(st.lists(st.tuples(st.booleans(), st.integers(-20, 20)), min_size=30, max_size=50))
def test_for_right_or_wrong_answers_discrimination_is_the_point_biserial(pairs):
    """(M1 - M0) / s * sqrt(p * q), with the standard deviation of the whole group."""
    right = [value for outcome, value in pairs if outcome]
    wrong = [value for outcome, value in pairs if not outcome]
    found = correlation([float(outcome) for outcome, _ in pairs], [float(value) for _, value in pairs])
    spread = statistics.pstdev(value for _, value in pairs)
    if not right or not wrong or not spread:
        assert found is None
        return
    share = len(right) / len(pairs)
    between = statistics.fmean(right) - statistics.fmean(wrong)
    assert found.value == pytest.approx(between / spread * math.sqrt(share * (1 - share)), abs=1e-9)
    if abs(found.value) < 0.999:
        reach = Z / math.sqrt(len(pairs) - 3)
        assert math.atanh(found.high) - math.atanh(found.value) == pytest.approx(reach)
        assert math.atanh(found.value) - math.atanh(found.low) == pytest.approx(reach)


@given(st.integers(0, 200), st.integers(1, 200))
def test_an_interval_ends_where_the_share_would_be_as_far_off_as_chance_allows(count, trials):
    """Wilson's: each end b solves |share - b| = z * sqrt(b * (1 - b) / n)."""
    share = min(count, trials) / trials
    found = share_estimate(share, trials)
    for end in (found.low, found.high):
        reach = Z * math.sqrt(max(end * (1 - end), 0) / trials)
        assert abs(share - end) == pytest.approx(reach, abs=1e-7)


REVIEWS = st.lists(
    st.lists(
        st.tuples(st.floats(0.05, 0.99), st.booleans(), st.sampled_from((0.0, 0.25, 0.5))),
        min_size=1,
        max_size=4,
    ),
    min_size=30,
    max_size=40,
)


@settings(max_examples=40)
@given(REVIEWS)
def test_predicted_and_known_recall_are_means_over_single_reviews(given_reviews):
    told = [Recalls.of(n, [Recall(*each) for each in own]) for n, own in enumerate(given_reviews)]
    found = recalled(told)
    flat = [each for own in given_reviews for each in own]
    right = statistics.fmean(outcome for _, outcome, _ in flat)
    luck = statistics.fmean(chance for _, _, chance in flat)
    assert found.count == len(flat)
    assert found.known.value == pytest.approx(max((right - luck) / (1 - luck), 0))
    weights = [1 - chance for _, _, chance in flat]
    wanted = sum(p * w for (p, _, _), w in zip(flat, weights, strict=True)) / sum(weights)
    assert found.predicted == pytest.approx(wanted)
    for own, each in zip(told, given_reviews, strict=True):
        expected = [p + (1 - p) * luck for p, _, luck in each]
        assert own.expected == pytest.approx(sum(expected))
        assert own.variance == pytest.approx(sum(chance * (1 - chance) for chance in expected))


def test_what_is_recalled_less_than_predicted_is_judged_by_how_learners_differ():
    """Thirty learners with three reviews each: the sum of what they missed over its standard error."""
    outcomes = [[True] * 3] * 12 + [[False, False, True]] * 18
    attempts = tuple(FirstAttempt(n, float(n % 2), ("key",)) for n in range(30))
    item = Item(key=(0, 0), kind="k", keys=("key",), attempts=attempts)
    poor = [Recalls.of(n, [Recall(0.8, right) for right in own]) for n, own in enumerate(outcomes)]
    sound = [Recalls.of(n, [Recall(0.8, True)] * 4 + [Recall(0.8, False)]) for n in range(600)]

    def flaws(own):
        asked = Item(key=(1, 0), kind="k", keys=("key",), attempts=attempts, recalls=tuple(sound))
        found = analyse([Item(**{**_fields(item), "recalls": tuple(own)}), asked])
        return {flaw.reason for flaw in found[(0, 0)].flaws}

    drift = (sum(each.right - 2.4 for each in poor) - 0) / (90 + 3000)
    missed = [each.right - 2.4 - drift * 3 for each in poor]
    variance = max(90 * 0.8 * 0.2, sum(value**2 for value in missed))
    chance = NORMAL.cdf((sum(missed) + 0.5) / math.sqrt(variance))
    assert 0.0001 < chance < 0.025, "one test of two must be below half of five in a hundred"
    assert Reason.FORGOTTEN in flaws(poor)
    assert Reason.FORGOTTEN not in flaws(poor[:10] + sound[:20])


def _fields(item):
    return {name: getattr(item, name) for name in Item.__slots__}


@given(st.integers(1, 60), st.data(), st.sampled_from((0.05, 0.1, 0.25, 0.3, 0.475, 0.5, 0.9)))
def test_chances_of_counts_are_sums_of_the_binomial(trials, data, share):
    count = data.draw(st.integers(0, trials))
    chance = Fraction(share)
    terms = [math.comb(trials, k) * chance**k * (1 - chance) ** (trials - k) for k in range(trials + 1)]
    assert at_most(count, trials, share) == pytest.approx(float(sum(terms[: count + 1])))
    assert at_least(count, trials, share) == pytest.approx(float(sum(terms[count:])))


@given(st.floats(-0.95, 0.95), st.integers(30, 500), st.floats(-0.5, 0.5))
def test_chances_of_correlations_are_those_of_fishers_normal(value, count, truth):
    """artanh r is normal around artanh rho with a standard deviation of 1 / sqrt(n - 3)."""
    wanted = statistics.NormalDist(math.atanh(truth), 1 / math.sqrt(count - 3)).cdf(math.atanh(value))
    assert correlated_below(value, count, truth) == pytest.approx(wanted, abs=1e-9)


@given(st.lists(st.sampled_from([n / 200 for n in range(200)]), max_size=30))
def test_proof_is_that_of_the_step_up_procedure(chances):
    """The largest k of which the k smallest chances all come out at or below k * 0.05 / m."""
    ordered = sorted(chances)
    most = max(
        (k for k in range(1, len(ordered) + 1) if ordered[k - 1] <= 0.05 * k / len(ordered)), default=0
    )
    limit = proven(chances)
    assert sorted(chance for chance in chances if chance <= limit) == [
        chance for chance in ordered if most and chance <= ordered[most - 1]
    ]


@pytest.mark.parametrize(("classes", "accused"), [(1, False), (4, True)])
def test_a_strong_distractor_is_judged_by_those_who_could_take_it_and_are_known(classes, accused):
    """A correlation of a quarter is chance among 35 learners and none among 140, whoever else there is."""
    known = 35 * classes
    strong = [n % 35 < 18 for n in range(known)]
    takers = [n % 35 in (0, 1, 2, 3, 4, 5, 18, 19) for n in range(known)]
    people = range(known + 130)  # of the last 130 half were offered it, and the other half are known

    def choice(n):
        return "two" if n < known and takers[n] else "one" if n % 7 == 0 else "key"

    def attempt(n):
        offered = OPTIONS if n < known + 65 else OPTIONS[:2]
        return FirstAttempt(n, float(choice(n) == "key"), (choice(n),), None, frozenset(offered))

    def on_others():
        return tuple(
            FirstAttempt(n, float(strong[n] if n < known else n % 2), ("key",))
            for n in people
            if not known <= n < known + 65
        )

    items = [Item(key=(number, 0), kind="k", keys=("key",), attempts=on_others()) for number in range(1, 7)]
    asked = Item(
        key=(0, 0),
        kind="single_choice",
        keys=("key",),
        options=OPTIONS,
        attempts=tuple(attempt(n) for n in people),
    )
    share = next(each for each in measure(asked, elsewhere([asked, *items])).shares if each.text == "two")
    assert (share.offered, share.compared) == (known + 65, known)
    assert share.discrimination == pytest.approx(0.256, abs=0.001)
    found = analyse([asked, *items])[(0, 0)].flaws
    assert ("two" in {flaw.text for flaw in found if flaw.reason is Reason.STRONG_DISTRACTOR}) == accused
