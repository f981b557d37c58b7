from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import fsrs.card
import fsrs.scheduler
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quiz.memory.card import NEW_CARD, Card, Rating, State
from quiz.memory.days import Moment, day_start
from quiz.memory.fsrs6 import DEFAULT_WEIGHTS, recall_chance
from quiz.memory.scheduling import Settings, preview, retrievability, schedule
from quiz.memory.single import Single

EXACT = Settings(fuzz=False)
MORNING = Moment(datetime(2026, 3, 2, 9, 0, tzinfo=UTC), 60)
AGAIN, HARD, GOOD, EASY = Rating


def later(moment: Moment, **spans: float) -> Moment:
    return Moment(moment.at + timedelta(**spans), moment.offset_minutes)


def waits(card: Card, moment: Moment) -> timedelta:
    return card.due_at - moment.at


@st.composite
def review_cards(draw):
    stability = Single(draw(st.floats(0.001, 30_000))).kept(4)
    return Card(
        state=State.REVIEW,
        stability=stability,
        difficulty=Single(draw(st.floats(1, 10))).kept(3),
        due_at=MORNING.at,
        due_day=MORNING.day,
        interval_days=draw(st.integers(1, 2000)),
        last_review_at=MORNING.at,
        last_review_day=MORNING.day,
        reviews=draw(st.integers(1, 50)),
    )


SETTINGS = st.builds(
    Settings,
    desired_retention=st.floats(0.70, 0.99),
    maximum_interval_days=st.sampled_from([1, 30, 365, 36500]),
    fuzz=st.booleans(),
)
GAPS = st.one_of(st.integers(0, 3), st.integers(0, 3000))


def test_a_new_card_waits_a_minute_between_both_ten_minutes_or_eight_days():
    choices = preview(NEW_CARD, MORNING, EXACT, "")
    assert [waits(choices[rating], MORNING) for rating in (AGAIN, HARD, GOOD)] == [
        timedelta(minutes=1),
        timedelta(minutes=5, seconds=30),
        timedelta(minutes=10),
    ]
    assert choices[EASY].interval_days == 8
    assert choices[EASY].due_at == day_start(MORNING.day + 8, 60)
    assert choices[EASY].due_day == MORNING.day + 8


def test_good_after_the_last_learning_step_begins_reviews():
    learning = schedule(NEW_CARD, GOOD, MORNING, EXACT, "")
    assert (learning.state, learning.step, learning.due_day) == (State.LEARNING, 1, None)
    reviewed = schedule(learning, GOOD, later(MORNING, minutes=10), EXACT, "")
    assert (reviewed.state, reviewed.step, reviewed.interval_days) == (State.REVIEW, 0, 2)


def test_hard_on_the_last_step_repeats_it_and_again_returns_to_the_first():
    learning = schedule(NEW_CARD, GOOD, MORNING, EXACT, "")
    hard = schedule(learning, HARD, later(MORNING, minutes=10), EXACT, "")
    assert (hard.step, hard.due_at - hard.last_review_at) == (1, timedelta(minutes=10))
    again = schedule(hard, AGAIN, later(MORNING, minutes=20), EXACT, "")
    assert (again.step, again.due_at - again.last_review_at) == (0, timedelta(minutes=1))


def test_hard_on_a_single_step_waits_half_as_long_again():
    settings = Settings(learning_steps=(timedelta(minutes=10),), fuzz=False)
    assert waits(schedule(NEW_CARD, HARD, MORNING, settings, ""), MORNING) == timedelta(minutes=15)


def test_a_lapse_relearns_for_ten_minutes_and_is_counted_once():
    card = schedule(NEW_CARD, EASY, MORNING, EXACT, "")
    lapsed = schedule(card, AGAIN, later(MORNING, days=8), EXACT, "")
    assert (lapsed.state, lapsed.lapses, lapsed.interval_days) == (State.RELEARNING, 1, 0)
    assert lapsed.due_at - lapsed.last_review_at == timedelta(minutes=10)
    again = schedule(lapsed, AGAIN, later(MORNING, days=8, minutes=10), EXACT, "")
    assert (again.state, again.lapses) == (State.RELEARNING, 1)
    back = schedule(again, GOOD, later(MORNING, days=8, minutes=20), EXACT, "")
    assert (back.state, back.lapses, back.interval_days >= 1) == (State.REVIEW, 1, True)


def test_a_step_that_ends_after_the_rollover_is_due_at_the_rollover():
    settings = Settings(learning_steps=(timedelta(minutes=1), timedelta(days=1)), fuzz=False)
    waiting = schedule(NEW_CARD, GOOD, MORNING, settings, "")
    assert waiting.due_at == day_start(MORNING.day + 1, 60)
    assert waiting.due_day is None


def test_an_evening_and_the_following_evening_are_a_day_apart_however_few_the_hours():
    evening = Moment(datetime(2026, 3, 2, 22, 0, tzinfo=UTC))
    card = schedule(NEW_CARD, EASY, evening, EXACT, "")
    sooner = schedule(card, AGAIN, later(evening, hours=23), EXACT, "")
    day_later = schedule(card, AGAIN, later(evening, hours=24), EXACT, "")
    same_evening = schedule(card, AGAIN, later(evening, hours=1), EXACT, "")
    assert sooner.stability == day_later.stability == 1.2162
    assert same_evening.stability == 2.5625


def test_states_are_kept_with_the_decimals_that_anki_stores():
    card = schedule(NEW_CARD, GOOD, MORNING, EXACT, "")
    card = schedule(card, AGAIN, later(MORNING, days=3), EXACT, "")
    assert (card.stability, card.difficulty) == (round(card.stability, 4), round(card.difficulty, 3))


def test_an_interval_that_grew_grows_by_a_day_at_least():
    card = Card(
        state=State.REVIEW,
        stability=10.4,
        difficulty=9.9,
        interval_days=10,
        last_review_at=MORNING.at,
        last_review_day=MORNING.day,
        reviews=3,
    )
    seeds = [f"seed {number}" for number in range(100)]
    days = {schedule(card, HARD, later(MORNING, days=10), Settings(), seed).interval_days for seed in seeds}
    assert min(days) == 11
    assert len(days) > 1


def test_a_card_passed_early_does_not_come_back_sooner_because_of_fuzz():
    card = Card(
        state=State.REVIEW,
        stability=100.0,
        difficulty=5.0,
        interval_days=107,
        last_review_at=MORNING.at,
        last_review_day=MORNING.day,
        reviews=3,
    )
    assert schedule(card, HARD, MORNING, EXACT, "").interval_days == 107
    assert schedule(replace(card, interval_days=108), HARD, MORNING, EXACT, "").interval_days == 100


def test_without_steps_a_weak_card_comes_back_the_same_day():
    settings = Settings(learning_steps=(), relearning_steps=(), fuzz=False)
    card = schedule(NEW_CARD, AGAIN, MORNING, settings, "")
    assert card.state is State.LEARNING
    assert waits(card, MORNING) == timedelta(seconds=int(DEFAULT_WEIGHTS[0] * 86_400))
    assert schedule(NEW_CARD, GOOD, MORNING, settings, "").interval_days == 2


def test_nothing_reads_the_clock_sleeps_or_draws_a_random_number(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("the core asked the world")

    class NoClock(datetime):
        now = refuse

    monkeypatch.setattr(fsrs.card.time, "sleep", refuse)
    monkeypatch.setattr(fsrs.card, "datetime", NoClock)
    monkeypatch.setattr(fsrs.scheduler, "datetime", NoClock)
    monkeypatch.setattr(fsrs.scheduler, "random", refuse)
    card = schedule(NEW_CARD, EASY, MORNING, Settings(), "seed")
    assert schedule(card, AGAIN, later(MORNING, days=9), Settings(), "seed").reviews == 2


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"weights": DEFAULT_WEIGHTS[:19]}, "21"),
        ({"weights": (*DEFAULT_WEIGHTS[:20], 7.0)}, r"parameters\[20\]"),
        ({"desired_retention": 0.4}, "desired retention 0.4"),
        ({"maximum_interval_days": 0}, "maximum interval"),
        ({"learning_steps": (timedelta(0),)}, "learning steps"),
    ],
)
def test_settings_that_make_no_schedule_are_refused_by_name(changed, named):
    with pytest.raises(ValueError, match=named):
        Settings(**changed)


def test_recall_is_nine_in_ten_once_the_stability_has_passed():
    assert recall_chance(12.5, 12.5, DEFAULT_WEIGHTS) == pytest.approx(0.9)
    card = schedule(NEW_CARD, EASY, MORNING, EXACT, "")
    assert retrievability(card, MORNING) == 1.0
    assert 0.899 < retrievability(card, later(MORNING, days=8)) < 0.91
    assert retrievability(NEW_CARD, MORNING) is None


@given(review_cards(), GAPS, st.sampled_from(Rating), SETTINGS, st.text(max_size=8))
def test_scheduling_is_repeatable_and_states_stay_within_their_bounds(card, gap, rating, settings, seed):
    now = later(MORNING, days=gap)
    after = schedule(card, rating, now, settings, seed)
    assert after == schedule(card, rating, now, settings, seed)
    assert 0.001 <= after.stability <= 36500
    assert 1 <= after.difficulty <= 10
    assert after.interval_days <= settings.maximum_interval_days
    assert after.due_at > now.at
    assert after.reviews == card.reviews + 1


@given(review_cards(), GAPS, st.sampled_from(Rating))
def test_forgetting_never_raises_stability_and_passing_never_lowers_it(card, gap, rating):
    after = schedule(card, rating, later(MORNING, days=gap), EXACT, "")
    if rating is AGAIN:
        assert after.stability <= card.stability
        assert after.difficulty >= card.difficulty - 0.1  # mean reversion pulls the hardest a little back
    else:
        assert after.stability >= card.stability


@given(review_cards(), GAPS, SETTINGS, st.text(max_size=8))
def test_a_better_rating_never_means_a_sooner_review(card, gap, settings, seed):
    choices = preview(card, later(MORNING, days=gap), settings, seed)
    passed = [choices[rating] for rating in (HARD, GOOD, EASY)]
    stabilities = [one.stability for one in choices.values()]
    assert stabilities == sorted(stabilities)
    for sooner, further in pairwise(passed):
        at_the_end = further.interval_days == settings.maximum_interval_days
        assert at_the_end or further.interval_days > sooner.interval_days


@given(st.lists(st.tuples(st.sampled_from(Rating), st.integers(0, 60)), max_size=12), st.integers(-720, 840))
def test_a_card_in_steps_has_no_due_day_and_a_review_card_has(answers, offset):
    card, now = NEW_CARD, Moment(MORNING.at, offset)
    for rating, days in answers:
        now = later(now, days=days)
        card = schedule(card, rating, now, Settings(), "seed")
        assert (card.due_day is None) == (card.state in (State.LEARNING, State.RELEARNING))
        assert (card.interval_days == 0) == (card.due_day is None)
        assert card.due_day is None or card.due_at == day_start(card.due_day, offset)


@given(review_cards(), GAPS, st.sampled_from(Rating), st.text(max_size=8))
def test_fuzz_changes_the_due_day_and_nothing_else(card, gap, rating, seed):
    now = later(MORNING, days=gap)
    exact, fuzzed = schedule(card, rating, now, EXACT, seed), schedule(card, rating, now, Settings(), seed)
    assume(exact.state is State.REVIEW)
    same = {"due_at": None, "due_day": None, "interval_days": 0}
    assert replace(exact, **same) == replace(fuzzed, **same)
