from collections import Counter
from datetime import UTC, datetime, timedelta
from statistics import pvariance

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.memory.balancing import LONGEST_BALANCED_DAYS, NO_LOADS, Loads, Spread, days_at_stake
from quiz.memory.card import NEW_CARD, Card, Rating, State
from quiz.memory.days import Moment
from quiz.memory.fuzz import fraction, fuzz_range, fuzzed
from quiz.memory.scheduling import DEFAULT_SETTINGS, Settings, preview, schedule

NOW = Moment(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))
TODAY = NOW.day
LONGEST = 36500
SEEDS = st.text(max_size=12)
LOADS = st.builds(
    Loads,
    st.dictionaries(st.integers(TODAY + 1, TODAY + 100), st.integers(1, 60), max_size=40),
    st.frozensets(st.integers(TODAY + 1, TODAY + 100), max_size=30),
)
REVIEW_CARDS = st.builds(
    lambda stability, difficulty, interval, gap: Card(
        state=State.REVIEW,
        stability=stability,
        difficulty=difficulty,
        interval_days=interval,
        last_review_day=TODAY - gap,
        reviews=3,
    ),
    st.floats(0.5, 150).map(lambda value: round(value, 4)),
    st.floats(1, 10).map(lambda value: round(value, 3)),
    st.integers(1, 120),
    st.integers(0, 200),
)


def chosen(interval, loads, seeds=2000, minimum=1):
    """How often each day is chosen over so many seeds."""
    return Counter(
        Spread(f"seed {number}", TODAY, loads).choose(interval, minimum, LONGEST) for number in range(seeds)
    )


@given(st.floats(0.01, 400), SEEDS)
def test_without_loads_the_interval_is_the_fuzzed_one(interval, seed):
    assert Spread(seed, TODAY, NO_LOADS).choose(interval, 1, LONGEST) == fuzzed(interval, 1, LONGEST, seed)


@given(st.floats(0.01, 400), LOADS)
def test_without_a_seed_nothing_is_balanced(interval, loads):
    assert Spread(None, TODAY, loads).choose(interval, 1, LONGEST) == fuzzed(interval, 1, LONGEST, None)


@given(st.floats(0.01, 400), st.integers(1, 120), st.integers(1, 200), SEEDS, LOADS)
def test_a_balanced_interval_is_one_of_ankis_days_and_the_same_each_time(
    interval, minimum, maximum, seed, loads
):
    first, last = fuzz_range(interval, minimum, maximum)
    days = {Spread(seed, TODAY, loads).choose(interval, minimum, maximum) for _ in range(3)}
    assert len(days) == 1
    assert first <= days.pop() <= last


def test_each_day_has_a_chance_of_one_over_its_cards_squared_and_its_interval():
    """By hand, for 8 to 12 days: the weights are 1/(25*8), 1/(9*4), ... and so on."""
    cards = {8: 5, 9: 2, 10: 1, 11: 4, 12: 2}
    weights = {days: 1 / (count**2 * days) for days, count in cards.items()}
    found = chosen(10.0, Loads({TODAY + days: count for days, count in cards.items()}), seeds=20_000)
    for days, weight in weights.items():
        assert found[days] / 20_000 == pytest.approx(weight / sum(weights.values()), abs=0.012)


def test_an_empty_day_is_preferred_to_a_day_with_one_card():
    loads = Loads({TODAY + days: 1 for days in (8, 9, 11, 12)})
    assert chosen(10.0, loads)[10] > 2 * max(chosen(10.0, loads)[days] for days in (8, 9, 11, 12))


def test_a_day_on_which_the_same_fact_is_due_is_not_chosen_while_another_is_left():
    crowded = {TODAY + 11: 500}
    taken = frozenset({TODAY + days for days in (8, 9, 10, 12)})
    assert set(chosen(10.0, Loads(crowded, taken), seeds=200)) == {11}


def test_if_the_same_fact_is_due_on_every_day_the_cards_still_decide():
    taken = frozenset(range(TODAY + 1, TODAY + 40))
    loads = Loads({TODAY + days: 30 for days in (8, 9, 10, 12)}, taken)
    assert chosen(10.0, loads, seeds=300).most_common(1)[0][0] == 11


def test_ninety_days_are_balanced_still():
    first, last = fuzz_range(LONGEST_BALANCED_DAYS, 1, LONGEST)
    crowded = Loads({TODAY + days: 500 for days in range(first, last)})
    assert chosen(float(LONGEST_BALANCED_DAYS), crowded, seeds=100).keys() == {last}


@given(st.floats(LONGEST_BALANCED_DAYS + 0.01, 5000), SEEDS, LOADS)
def test_beyond_ninety_days_nothing_is_balanced(interval, seed, loads):
    assert Spread(seed, TODAY, loads).choose(interval, 1, LONGEST) == fuzzed(interval, 1, LONGEST, seed)


@given(REVIEW_CARDS, SEEDS, LOADS)
def test_hard_stays_shorter_than_good_and_good_than_easy_under_any_load(card, seed, loads):
    hard, good, easy = (
        schedule(card, rating, NOW, DEFAULT_SETTINGS, seed, loads=loads).interval_days
        for rating in (Rating.HARD, Rating.GOOD, Rating.EASY)
    )
    assert 1 <= hard < good < easy


@given(REVIEW_CARDS, SEEDS, LOADS, st.integers(1, 90))
def test_the_longest_interval_holds_under_any_load(card, seed, loads, longest):
    settings = Settings(maximum_interval_days=longest)
    for after in preview(card, NOW, settings, seed, loads=loads).values():
        assert after.interval_days <= longest


@given(REVIEW_CARDS, SEEDS, LOADS)
def test_loads_move_the_day_and_nothing_of_the_memory(card, seed, loads):
    for rating in Rating:
        plain = schedule(card, rating, NOW, DEFAULT_SETTINGS, seed)
        balanced = schedule(card, rating, NOW, DEFAULT_SETTINGS, seed, loads=loads)
        assert (plain.stability, plain.difficulty, plain.state, plain.step) == (
            balanced.stability,
            balanced.difficulty,
            balanced.state,
            balanced.step,
        )


@given(REVIEW_CARDS, SEEDS, LOADS)
def test_balancing_looks_no_further_than_the_days_at_stake(card, seed, loads):
    """Whoever reads the loads of those days alone gets the same interval as with all."""
    for rating in (Rating.HARD, Rating.GOOD, Rating.EASY):
        plain = preview(card, NOW, DEFAULT_SETTINGS, seed)
        first, last = days_at_stake(plain[up_to].interval_days for up_to in Rating if 2 <= up_to <= rating)
        near = range(TODAY + first, TODAY + last + 1)
        nearby = Loads(
            {day: count for day, count in loads.due.items() if day in near},
            frozenset(day for day in loads.taken if day in near),
        )
        wanted = schedule(card, rating, NOW, DEFAULT_SETTINGS, seed, loads=loads)
        assert schedule(card, rating, NOW, DEFAULT_SETTINGS, seed, loads=nearby) == wanted


@given(REVIEW_CARDS, SEEDS, LOADS)
def test_a_preview_is_what_the_answer_gives(card, seed, loads):
    shown = preview(card, NOW, DEFAULT_SETTINGS, seed, loads=loads)
    assert shown == {
        rating: schedule(card, rating, NOW, DEFAULT_SETTINGS, seed, loads=loads) for rating in Rating
    }


def _months(balanced):
    """Learn 8 new cards a day for a while, forget a tenth; return how many reviews each day had."""
    due: dict[int, list[tuple[int, Card]]] = {}
    reviews = []
    settings = Settings(learning_steps=(), relearning_steps=())
    number = 0
    for passed in range(240):
        now = Moment(NOW.at + timedelta(days=passed))
        waiting = due.pop(now.day, [])
        reviews.append(len(waiting))
        for _ in range(8):
            waiting.append((number, NEW_CARD))
            number += 1
        for key, card in waiting:
            right = fraction(f"memory {key} {card.reviews}") < 0.9
            loads = Loads({day: len(cards) for day, cards in due.items()}) if balanced else NO_LOADS
            rating = Rating.GOOD if right else Rating.AGAIN
            after = schedule(card, rating, now, settings, f"{key}:{card.reviews}", loads=loads)
            if after.due_day is not None:
                due.setdefault(after.due_day, []).append((key, after))
    return reviews


def test_over_most_of_a_year_balanced_days_are_more_alike():
    plain, balanced = _months(balanced=False), _months(balanced=True)
    assert sum(balanced[60:]) == pytest.approx(sum(plain[60:]), rel=0.05)
    assert _restlessness(balanced[60:]) < 0.6 * _restlessness(plain[60:])


def _restlessness(days):
    """How much days differ from their own fortnight: the number of reviews grows over the year anyway."""
    return pvariance(
        count - sum(days[max(place - 7, 0) : place + 8]) / len(days[max(place - 7, 0) : place + 8])
        for place, count in enumerate(days)
    )
