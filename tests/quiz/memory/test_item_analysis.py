"""Figures about items, worked out by hand and by properties that must always hold."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quiz.memory.item_analysis import correlation, measure, recalled, share_estimate
from quiz.memory.item_rest import elsewhere
from quiz.memory.item_values import FEWEST_ATTEMPTS, Better, FirstAttempt, Item, Recall, Recalls
from tests.quiz.memory.simulated_class import OPTIONS, Made, simulated

ALONE = elsewhere(())


def item(number, outcomes, part=0, **given):
    """Return an item that learner n answered with the n-th of these fractions; None left it out."""
    attempts = tuple(
        FirstAttempt(learner, fraction, ("key" if fraction == 1 else "wrong",))
        for learner, fraction in enumerate(outcomes)
        if fraction is not None
    )
    return Item(key=(number, part), kind="short_answer", keys=("key",), attempts=attempts, **given)


def reviews(predicted, outcomes, guess_chance=0.0):
    return Recalls.of(1, [Recall(predicted, right, guess_chance) for right in outcomes])


def a_class():
    """Return five items that 20 learners know and 20 do not, and one that 15 and 5 of them know."""
    strong, weak = [1.0] * 20, [0.0] * 20
    others = [item(number, strong + weak) for number in range(1, 6)]
    asked = item(0, [1.0] * 15 + [0.0] * 5 + [1.0] * 5 + [0.0] * 15)
    return asked, [asked, *others]


def test_facility_and_discrimination_are_what_hand_calculation_gives():
    asked, items = a_class()
    found = measure(asked, elsewhere(items))
    assert found.facility.value == 0.5
    # Wilson: (0.5 ± 1.96 * sqrt(0.25 / 40 + 3.8416 / 6400) / 1.09604)
    assert (found.facility.low, found.facility.high) == pytest.approx((0.3520, 0.6480), abs=1e-4)
    # The other items make rest scores of +0.5 and -0.5, so that phi = (15 * 15 - 5 * 5) / (20 * 20).
    assert found.discrimination.value == pytest.approx(0.5)
    # Fisher: tanh(atanh(0.5) ± 1.96 / sqrt(37))
    assert (found.discrimination.low, found.discrimination.high) == pytest.approx((0.2233, 0.7022), abs=1e-4)
    assert found.compared == 40
    assert found.shares[0].better == Better(gave=15, right=15)


def test_an_item_is_compared_with_the_others_and_never_with_itself():
    alone = item(0, [1.0] * 20 + [0.0] * 20)
    flat = [item(number, [1.0, 0.0] * 20) for number in range(1, 7)]
    found = measure(alone, elsewhere([alone, *flat]))
    assert found.discrimination.value == pytest.approx(0)


def test_meeting_hard_items_does_not_make_a_learner_weak():
    """Two halves of a class met easy and hard items; within each half all did alike."""
    easy = [item(number, [1.0] * 19 + [0.0] + [None] * 20) for number in range(1, 7)]
    hard = [item(number, [None] * 20 + [1.0] + [0.0] * 19) for number in range(7, 13)]
    asked = item(0, [1.0, 0.0] * 20)
    found = measure(asked, elsewhere([asked, *easy, *hard]))
    strangers = elsewhere([asked, *easy, *hard]).rest(asked)
    assert strangers[0] == pytest.approx(0.05)
    assert strangers[39] == pytest.approx(-0.05)
    assert abs(found.discrimination.value) < 0.25


def test_without_variance_there_is_no_discrimination():
    asked, items = a_class()
    everybody_right = item(9, [1.0] * 40)
    found = measure(everybody_right, elsewhere([*items, everybody_right]))
    assert found.discrimination is None
    assert found.facility.value == 1
    assert measure(asked, elsewhere([asked])).discrimination is None, "nobody is known from elsewhere"


def test_partial_points_count_as_what_they_are():
    found = measure(item(0, [0.5] * 30 + [1.0] * 10), ALONE)
    assert found.facility.value == pytest.approx(0.625)


def test_below_thirty_first_attempts_nothing_is_measured():
    asked = item(0, [1.0, 0.0] * 14 + [1.0], answers=900, recalls=(reviews(0.9, [True] * 99),), leeches=5)
    assert len(asked.attempts) == FEWEST_ATTEMPTS - 1
    assert measure(asked, elsewhere([asked])) is None


def test_luck_is_taken_off_what_is_known():
    found = measure(item(0, [1.0] * 20 + [0.0] * 20, guess_chance=0.25), ALONE)
    assert found.known.value == pytest.approx((0.5 - 0.25) / 0.75)


def test_recall_is_compared_as_statistics_of_learners_compare_it():
    found = recalled([reviews(0.8, [n < 27]) for n in range(30)])
    assert (found.count, found.predicted, found.known.value) == (30, pytest.approx(0.8), pytest.approx(0.9))
    lucky = recalled([reviews(0.8, [True] * 27 + [False] * 3, 0.5)])
    assert lucky.known.value == pytest.approx((0.9 - 0.5) / 0.5)
    assert recalled([reviews(0.8, [n < 27]) for n in range(29)]) is None


def test_half_of_the_learners_took_no_longer_than_the_median():
    timed = item(0, [1.0] * 31)
    attempts = tuple(replace(each, response_ms=1000 * each.learner) for each in timed.attempts)
    assert measure(replace(timed, attempts=attempts), ALONE).median_ms == 15_000
    untimed = (replace(attempts[0], response_ms=None), replace(attempts[1], response_ms=None), *attempts[2:])
    assert measure(replace(timed, attempts=untimed), ALONE).median_ms is None, "29 times are too few"


def test_below_thirty_learners_known_from_elsewhere_nothing_is_said_of_the_better_ones():
    asked = item(0, [1.0, 0.0] * 20)
    others = [item(number, [1.0] * 15 + [0.0] * 14 + [None] * 11) for number in range(1, 7)]
    found = measure(asked, elsewhere([asked, *others]))
    assert (found.compared, found.discrimination) == (29, None)
    assert [share.better for share in found.shares] == [None, None]


def test_what_only_one_learner_typed_is_not_shown():
    given = ["rhine"] * 6 + ["yalu"] * 2 + ["my secret"] + ["key"] * 30
    attempts = tuple(FirstAttempt(n, float(text == "key"), (text,)) for n, text in enumerate(given))
    asked = Item(
        key=(0, 0), kind="short_answer", keys=("key",), attempts=(*attempts, FirstAttempt(99, 0, None))
    )
    found = measure(asked, ALONE)
    assert [(share.text, share.count) for share in found.shares] == [("key", 30), ("rhine", 6), ("yalu", 2)]
    assert (found.others, found.dont_know) == (1, 1)


def one_more_option(learners):
    """Return an item with six more by 60 learners, of whom so many were offered one distractor more."""
    before, after = frozenset({"key", "old"}), frozenset({"key", "old", "new"})
    attempts = (
        *(FirstAttempt(n, 1.0, ("key",), None, before) for n in range(60 - learners)),
        *(
            FirstAttempt(n, float(n % 3 < 2), ("key",) if n % 3 < 2 else ("new",), None, after)
            for n in range(60 - learners, 60)
        ),
    )
    asked = Item(
        key=(0, 0), kind="single_choice", keys=("key",), options=("key", "old", "new"), attempts=attempts
    )
    return asked, [asked, *(item(number, [0.0, 0.0, 1.0] * 20) for number in range(1, 7))]


def test_of_an_option_offered_to_fewer_than_thirty_there_is_the_count_of_these_and_nothing_else():
    asked, items = one_more_option(FEWEST_ATTEMPTS - 1)
    shares = {share.text: share for share in measure(asked, elsewhere(items)).shares}
    new = shares["new"]
    assert new.offered == 29
    assert (new.share, new.count, new.better, new.discrimination, new.compared) == (None,) * 4 + (0,)
    assert (shares["old"].offered, shares["old"].count) == (60, 0)


def test_an_option_that_came_later_is_measured_among_those_who_were_offered_it():
    asked, items = one_more_option(FEWEST_ATTEMPTS)
    new = next(share for share in measure(asked, elsewhere(items)).shares if share.text == "new")
    assert (new.offered, new.compared, new.count, new.share) == (30, 30, 10, pytest.approx(1 / 3))
    # Who gave it did better elsewhere: all 10 of the better who could, and none of the others.
    assert (new.better, new.discrimination) == (Better(gave=10, right=0), pytest.approx(1))


def test_other_gaps_of_a_question_and_other_questions_on_its_fact_are_no_elsewhere_for_it():
    """The twins agree with the item perfectly; what is elsewhere has nothing to do with it."""
    right = [1.0, 0.0] * 20
    asked = item(0, right, 1, facts=frozenset({"a", "b"}))
    twins = [item(0, right, 2), item(9, right, facts=frozenset({"b", "c"}))]
    others = [item(n, [1.0, 1.0, 0.0, 0.0] * 10, facts=frozenset({"c"})) for n in range(1, 7)]
    found = measure(asked, elsewhere([asked, *twins, *others]))
    assert (found.compared, found.discrimination.value) == (40, pytest.approx(0))
    alone = measure(asked, elsewhere([asked, *twins, *others[:4]]))
    assert (alone.compared, alone.discrimination) == (0, None), "four others are too few to compare with"


FRACTIONS = st.lists(st.sampled_from((0.0, 0.5, 1.0)), min_size=30, max_size=45)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 999), st.permutations(range(35)))
def test_who_is_called_what_and_who_comes_first_changes_no_figure(seed, names):
    items = simulated([Made(), Made(0.5), *[Made()] * 5], 35, seed)
    renamed = [
        replace(
            each,
            attempts=tuple(
                sorted(
                    (replace(attempt, learner=names[attempt.learner]) for attempt in each.attempts),
                    key=lambda attempt: attempt.learner,
                )
            ),
        )
        for each in items
    ]
    one, other = measure(items[0], elsewhere(items)), measure(renamed[0], elsewhere(renamed))
    assert one.discrimination.value == pytest.approx(other.discrimination.value)
    assert one.facility == other.facility
    assert [(each.text, each.count, each.better) for each in one.shares] == [
        (each.text, each.count, each.better) for each in other.shares
    ]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 999))
def test_the_shares_of_a_single_choice_are_the_whole(seed):
    (asked,) = simulated([Made()], 40, seed)
    unsure = replace(asked, attempts=(*asked.attempts, FirstAttempt(99, 0.0, None, None, frozenset(OPTIONS))))
    found = measure(unsure, ALONE)
    assert math.isclose(sum(each.share for each in found.shares) + found.dont_know / 41, 1)


@settings(max_examples=50, deadline=None)
@given(FRACTIONS)
def test_a_learner_with_the_mean_score_leaves_the_facility_as_it_is(fractions):
    before = measure(item(0, fractions), ALONE).facility.value
    assert measure(item(0, [*fractions, before]), ALONE).facility.value == pytest.approx(before)


@settings(max_examples=50, deadline=None)
@given(FRACTIONS, st.floats(-3, 3), st.floats(0.1, 5))
def test_a_correlation_is_symmetric_bounded_and_blind_to_scale(fractions, shift, scale):
    others = [shift + scale * (n % 7) for n in range(len(fractions))]
    found = correlation(fractions, others)
    if found is None:
        assert len(set(fractions)) == 1
        return
    assert -1 <= found.low <= found.value <= found.high <= 1
    assert correlation(others, fractions).value == pytest.approx(found.value, abs=1e-6)


@given(st.floats(0, 1), st.integers(1, 10_000))
def test_an_interval_holds_its_share_and_stays_within_nought_and_one(share, count):
    found = share_estimate(share, count)
    assert 0 <= found.low <= found.value <= found.high <= 1
