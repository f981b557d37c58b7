from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quiz.memory.card import NEW_CARD, Card, Rating, State
from quiz.memory.days import Moment
from quiz.memory.fsrs6 import DEFAULT_WEIGHTS, MemoryState, forgetting_curve, next_state, recall_chance
from quiz.memory.guessing import knew_chance, mixed, state_after
from quiz.memory.lines import LineKind, LogLine
from quiz.memory.replay import amended_line, replay
from quiz.memory.scheduling import Settings, preview, retrievability, schedule

NOW = Moment(datetime(2026, 3, 2, 9, 0, tzinfo=UTC), 60)
CORRECTED = Settings(fuzz=False)
PLAIN = replace(CORRECTED, guess_correction=False)
AGAIN, HARD, GOOD, EASY = Rating
PASSES = st.sampled_from([HARD, GOOD, EASY])
CHANCES = st.floats(0.0, 1.0)
TUNED = (*DEFAULT_WEIGHTS[:17], 0.7, 0.3, 0.1, 0.45)
WEIGHTS = st.sampled_from([DEFAULT_WEIGHTS, TUNED])
STABILITIES = st.floats(0.01, 3000)
STATES = st.builds(MemoryState, STABILITIES, st.floats(1, 10))
BEFORE = st.none() | STATES
GAPS = st.one_of(st.integers(0, 5), st.integers(0, 2000))


def days_on(days: float) -> Moment:
    return Moment(NOW.at + timedelta(days=days), NOW.offset_minutes)


@st.composite
def cards(draw):
    state = draw(st.sampled_from([State.LEARNING, State.REVIEW, State.RELEARNING]))
    return Card(
        state=state,
        stability=round(draw(STABILITIES), 4),
        difficulty=round(draw(st.floats(1, 10)), 3),
        due_at=NOW.at,
        due_day=NOW.day if state is State.REVIEW else None,
        interval_days=draw(st.integers(1, 2000)) if state is State.REVIEW else 0,
        last_review_at=NOW.at,
        last_review_day=NOW.day,
        reviews=draw(st.integers(1, 50)),
    )


@given(cards() | st.just(NEW_CARD), st.sampled_from(Rating), GAPS, CHANCES)
def test_switched_off_the_schedule_is_the_same_whatever_the_chance_of_a_guess(card, rating, gap, chance):
    now = days_on(gap)
    plain = schedule(card, rating, now, PLAIN, "seed")
    assert schedule(card, rating, now, PLAIN, "seed", guess_chance=chance) == plain
    assert schedule(card, rating, now, CORRECTED, "seed") == plain
    assert schedule(card, rating, now, CORRECTED, "seed", guess_chance=0.0) == plain


@given(BEFORE, GAPS, WEIGHTS, CHANCES)
def test_a_wrong_answer_is_certain_and_corrected_by_nothing(before, gap, weights, chance):
    assert state_after(before, AGAIN, gap, weights, chance) == next_state(before, AGAIN, gap, weights)


@given(STATES, PASSES, WEIGHTS, CHANCES)
def test_on_the_day_of_the_last_answer_a_right_one_was_known(before, rating, weights, chance):
    assert state_after(before, rating, 0, weights, chance) == next_state(before, rating, 0, weights)


@given(BEFORE, PASSES, GAPS, WEIGHTS, CHANCES)
def test_the_corrected_memory_lies_between_the_forgotten_and_the_recalled_one(
    before, rating, gap, weights, chance
):
    forgotten, recalled = (next_state(before, each, gap, weights) for each in (AGAIN, rating))
    after = state_after(before, rating, gap, weights, chance)
    assert forgotten.stability <= after.stability * (1 + 1e-12)
    assert after.stability <= recalled.stability * (1 + 1e-12)
    assert recalled.difficulty - 1e-9 <= after.difficulty <= forgotten.difficulty + 1e-9


@given(BEFORE, PASSES, GAPS, WEIGHTS, CHANCES, CHANCES)
def test_the_likelier_a_lucky_guess_the_less_stable_the_memory(before, rating, gap, weights, one, other):
    less, more = sorted((one, other))
    luckier = state_after(before, rating, gap, weights, more)
    assert luckier.stability <= state_after(before, rating, gap, weights, less).stability * (1 + 1e-9)


@given(CHANCES, CHANCES, st.floats(0.01, 1))
def test_the_better_recall_was_the_likelier_a_right_answer_was_known(one, other, chance):
    worse, better = sorted((one, other))
    assert knew_chance(worse, chance) <= knew_chance(better, chance) * (1 + 1e-12)
    assert worse <= knew_chance(worse, chance) * (1 + 1e-12)


@given(STATES, STATES, st.floats(0.01, 0.99), st.floats(0.01, 0.99), WEIGHTS)
def test_the_likelier_it_was_known_the_more_of_that_memory_is_left(one, other, chance, second, weights):
    stronger, weaker = sorted((one, other), key=lambda state: -state.stability)
    low, high = sorted((chance, second))
    less = mixed(stronger, weaker, low, weights).stability
    assert less <= mixed(stronger, weaker, high, weights).stability * (1 + 1e-9)


@given(STATES, STATES, CHANCES, WEIGHTS)
def test_two_memories_as_one_are_recalled_nine_times_in_ten_when_its_stability_has_passed(
    one, other, chance, weights
):
    factor, decay = forgetting_curve(weights)
    days = mixed(one, other, chance, weights).stability
    recalls = [(1 + factor * days / state.stability) ** decay for state in (one, other)]
    assert chance * recalls[0] + (1 - chance) * recalls[1] == pytest.approx(0.9, abs=1e-9)


@given(STABILITIES, st.floats(0, 3000), WEIGHTS)
def test_the_plain_curve_is_that_of_the_schedule(stability, days, weights):
    factor, decay = forgetting_curve(weights)
    plain = (1 + factor * days / stability) ** decay
    assert plain == pytest.approx(recall_chance(days, stability, weights), rel=1e-5)


def test_of_a_new_card_half_is_thought_to_be_known_already():
    assert knew_chance(0.5, 0.5) == pytest.approx(2 / 3)
    card = schedule(NEW_CARD, GOOD, NOW, CORRECTED, "", guess_chance=0.5)
    assert (card.stability, card.difficulty) == (0.7975, 3.55)
    plain = schedule(NEW_CARD, GOOD, NOW, PLAIN, "", guess_chance=0.5)
    assert (plain.stability, plain.difficulty) == (2.3065, 2.118)


def test_true_or_false_comes_back_sooner_than_five_options_and_both_sooner_than_what_was_typed():
    card = Card(
        state=State.REVIEW,
        stability=20.0,
        difficulty=5.0,
        due_at=NOW.at,
        due_day=NOW.day,
        interval_days=20,
        last_review_at=days_on(-20).at,
        last_review_day=NOW.day - 20,
        reviews=5,
    )
    chances = (0.5, 0.2, 0.0)
    days = [schedule(card, GOOD, NOW, CORRECTED, "", guess_chance=each).interval_days for each in chances]
    assert days == [46, 54, 59]


@given(cards(), GAPS, CHANCES, st.text(max_size=5), st.booleans())
def test_a_preview_is_what_each_answer_then_makes_and_keeps_the_ratings_apart(card, gap, chance, seed, fuzz):
    settings, now = Settings(fuzz=fuzz), days_on(gap)
    choices = preview(card, now, settings, seed, guess_chance=chance)
    for rating, after in choices.items():
        assert after == schedule(card, rating, now, settings, seed, guess_chance=chance)
    if card.state is State.REVIEW:
        waits = [choices[rating].interval_days for rating in (HARD, GOOD, EASY)]
        assert waits[0] < waits[1] < waits[2] or waits[-1] == settings.maximum_interval_days


@given(cards(), GAPS, CHANCES, CHANCES)
def test_a_likelier_guess_never_waits_longer(card, gap, one, other):
    assume(card.state is State.REVIEW)
    less, more = sorted((one, other))
    now = days_on(gap)
    luckier = schedule(card, GOOD, now, CORRECTED, "", guess_chance=more)
    assert luckier.interval_days <= schedule(card, GOOD, now, CORRECTED, "", guess_chance=less).interval_days


def test_predicted_recall_is_about_knowing_so_a_guess_adds_nothing_to_it():
    card = schedule(NEW_CARD, EASY, NOW, CORRECTED, "", guess_chance=0.5)
    assert retrievability(card, NOW) == 1.0
    assert retrievability(card, days_on(card.stability + 1)) < 0.9


def test_a_line_counts_luck_only_where_its_own_parameters_do():
    first = schedule(NEW_CARD, GOOD, NOW, CORRECTED, "", guess_chance=0.5)
    line = LogLine.of(LineKind.ANSWER, 0, GOOD, first, NOW, CORRECTED, guess_chance=0.5)
    assert (line.guess_chance, line.luck) == (0.5, 0.5)
    assert replay([line]) == first
    earlier = replace(line, guess_correction=False)
    assert (earlier.guess_chance, earlier.luck) == (0.5, 0.0)
    assert replay([earlier]).stability == 2.3065


def test_saying_hard_of_a_choice_is_corrected_as_its_answer_was():
    first = schedule(NEW_CARD, GOOD, NOW, CORRECTED, "", guess_chance=0.5)
    line = LogLine.of(LineKind.ANSWER, 0, GOOD, first, NOW, CORRECTED, guess_chance=0.5)
    hard = amended_line([line], LineKind.RERATE, 0, HARD, NOW, CORRECTED, "")
    assert hard.guess_chance == 0.5
    assert replay([line, hard]) == schedule(NEW_CARD, HARD, NOW, CORRECTED, "", guess_chance=0.5)
