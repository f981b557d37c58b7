from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.memory.card import NEW_CARD, Card, Rating, State
from quiz.memory.days import Moment
from quiz.memory.estimates import likely_share
from quiz.memory.lines import LineKind, LogLine
from quiz.memory.replay import replay
from quiz.memory.scheduling import DEFAULT_SETTINGS, retrievability, schedule
from quiz.memory.statistics import (
    BIN_EDGES,
    FEWEST_FOR_CALIBRATION,
    Answer,
    answers_of_card,
    calibrate,
    date_of,
    day_totals,
    forecast,
    known,
    retention,
    week_of,
)

START = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
MONDAY = Moment(START).day

answers = st.lists(
    st.builds(
        Answer,
        day=st.integers(MONDAY - 500, MONDAY),
        recalled=st.booleans(),
        predicted=st.none() | st.floats(0, 1),
        target=st.sampled_from([0.8, 0.9, 0.95]),
        response_ms=st.none() | st.integers(0, 86_400_000),
        guess_chance=st.sampled_from([0.0, 0.0, 0.25, 0.5]),
    ),
    max_size=120,
)


def history(*steps: tuple[Rating, timedelta]) -> tuple[list[LogLine], Card]:
    """Return the log of a card answered so, each answer that long after the one before."""
    lines: list[LogLine] = []
    card, at = NEW_CARD, START
    for repetition, (rating, later) in enumerate(steps):
        at += later
        moment = Moment(at)
        card = schedule(card, rating, moment, DEFAULT_SETTINGS, str(repetition))
        lines.append(LogLine.of(LineKind.ANSWER, repetition, rating, card, moment, DEFAULT_SETTINGS))
    return lines, card


def learnt(*more: tuple[Rating, timedelta]) -> list[LogLine]:
    minutes = timedelta(minutes=11)
    return history((Rating.GOOD, timedelta(0)), (Rating.GOOD, minutes), *more)[0]


def undo(lines: list[LogLine], repetition: int) -> LogLine:
    last = lines[-1]
    return LogLine(
        repetition=last.repetition + 1,
        kind=LineKind.UNDO,
        moment=last.moment,
        day=last.day,
        amends=repetition,
    )


def reviewed(predicted: float, *, recalled: bool, day: int = MONDAY) -> Answer:
    return Answer(day, recalled, predicted, 0.9, 1000)


def test_only_answers_to_review_cards_carry_a_prediction():
    lines = learnt((Rating.AGAIN, timedelta(days=3)), (Rating.GOOD, timedelta(minutes=11)))
    found = answers_of_card(lines, {})
    assert [each.predicted is not None for each in found] == [False, False, True, False]
    assert [each.recalled for each in found] == [True, True, False, True]


def test_the_prediction_is_the_retrievability_on_the_learners_day_of_the_answer():
    lines = learnt((Rating.GOOD, timedelta(days=5)))
    before = replay(lines[:2])
    expected = retrievability(before, lines[2].moment, DEFAULT_SETTINGS.weights)
    assert answers_of_card(lines, {})[2].predicted == pytest.approx(expected, abs=1e-6)


def test_an_answer_that_was_undone_does_not_count():
    lines = learnt((Rating.AGAIN, timedelta(days=3)))
    assert len(answers_of_card([*lines, undo(lines, 2)], {})) == 2


def test_undoing_the_undo_makes_the_answer_count_again():
    lines = learnt((Rating.AGAIN, timedelta(days=3)))
    undone = [*lines, undo(lines, 2)]
    assert answers_of_card([*undone, undo(undone, 3)], {}) == answers_of_card(lines, {})


def test_a_changed_rating_replaces_the_first_one():
    lines = learnt((Rating.GOOD, timedelta(days=3)))
    last = lines[-1]
    changed = LogLine(
        repetition=3, kind=LineKind.RERATE, moment=last.moment, day=last.day, rating=Rating.AGAIN, amends=2
    )
    found = answers_of_card([*lines, changed], {2: 700})
    assert [each.recalled for each in found] == [True, True, False]
    assert found[2].response_ms == 700


def test_a_right_choice_said_to_be_guessed_is_not_recalled_but_was_right_by_luck():
    lines = [replace(line, guess_chance=0.25) for line in learnt((Rating.GOOD, timedelta(days=3)))]
    guessed = replace(
        lines[-1], repetition=lines[-1].repetition + 1, kind=LineKind.RERATE, rating=Rating.AGAIN, amends=2
    )
    for said, expected in (((), (True, False, True)), ((guessed,), (False, True, True))):
        last = answers_of_card([*lines, *said], {})[-1]
        assert (last.recalled, last.admitted, last.right) == expected
        assert last.guess_chance == 0.25


def test_an_answer_before_four_in_the_morning_belongs_to_the_day_before():
    early, late = datetime(2026, 3, 3, 3, 59, tzinfo=UTC), datetime(2026, 3, 3, 4, 0, tzinfo=UTC)
    lines, _ = history((Rating.AGAIN, early - START), (Rating.AGAIN, late - early))
    totals = day_totals(answers_of_card(lines, {}))
    assert {date_of(day): total.answers for day, total in totals.items()} == {
        date(2026, 3, 2): 1,
        date(2026, 3, 3): 1,
    }


@given(answers)
def test_the_days_add_up_to_all_answers(given_answers):
    assert sum(total.answers for total in day_totals(given_answers).values()) == len(given_answers)


@given(answers)
def test_no_answer_counts_for_more_than_a_minute(given_answers):
    assert all(total.ms <= 60_000 * total.answers for total in day_totals(given_answers).values())


@given(answers)
def test_the_bins_hold_every_review_once_and_each_within_its_edges(given_answers):
    found = calibrate(given_answers)
    reviews = [each for each in given_answers if each.predicted is not None]
    assert found.count == len(reviews)
    if len(reviews) < FEWEST_FOR_CALIBRATION:
        assert (found.bins, found.predicted, found.actual) == ((), None, None)
    else:
        assert sum(each.count for each in found.bins) == len(reviews)
        assert all(each.begins - 1e-9 <= each.predicted <= each.ends + 1e-9 for each in found.bins)
        assert all(each.low <= each.actual <= each.high for each in found.bins)


@pytest.mark.parametrize("count", [FEWEST_FOR_CALIBRATION - 1, FEWEST_FOR_CALIBRATION])
def test_calibration_says_nothing_but_the_count_below_thirty_reviews(count):
    found = calibrate([reviewed(0.9, recalled=True)] * count)
    assert found.count == count
    assert bool(found.bins) is (count >= 30)


def test_a_prediction_on_an_edge_belongs_to_the_bin_it_begins():
    found = calibrate([reviewed(edge, recalled=True) for edge in BIN_EDGES for _ in range(5)])
    assert [each.count for each in found.bins] == [5, 5, 5, 5, 5, 5, 5, 10]


def test_the_likely_share_of_nine_in_ten_is_that_of_wilson():
    low, high = likely_share(9, 10)
    assert (round(low, 4), round(high, 4)) == (0.5958, 0.9821)


@given(answers)
def test_retention_counts_each_recent_review_once(given_answers):
    found = retention(given_answers, MONDAY)
    reviews = [each for each in given_answers if each.predicted is not None]
    assert sum(each.count for each in found.periods) == len(reviews)
    assert sum(each.right for each in found.periods) == sum(each.right for each in reviews)
    assert [each.begins for each in found.periods] == sorted({each.begins for each in found.periods})


def test_retention_is_by_week_at_first_and_by_month_after_half_a_year():
    recent = retention([reviewed(0.9, recalled=True, day=MONDAY - 7 * 25)], MONDAY)
    assert (recent.monthly, recent.periods[0].begins) == (False, date_of(MONDAY - 7 * 25))
    older = retention([reviewed(0.9, recalled=True, day=MONDAY - 7 * 26)], MONDAY)
    assert (older.monthly, older.periods[0].begins) == (True, date(2025, 9, 1))


@given(st.lists(st.integers(MONDAY - 40, MONDAY + 29)))
def test_the_forecast_holds_every_card_due_within_it_and_puts_the_overdue_on_today(due_days):
    counts = forecast(due_days, MONDAY, 30)
    assert sum(counts) == len(due_days)
    assert counts[0] == sum(day <= MONDAY for day in due_days)
    assert counts[7] == due_days.count(MONDAY + 7)


def test_the_forecast_ends_before_its_thirtieth_day_from_now():
    assert sum(forecast([MONDAY + 30], MONDAY, 30)) == 0


def test_weeks_begin_on_monday():
    assert date_of(MONDAY).weekday() == 0
    assert {week_of(day) for day in range(MONDAY, MONDAY + 7)} == {MONDAY}


def test_what_is_known_counts_states_and_averages_recall_over_answered_cards_only():
    _, card = history((Rating.GOOD, timedelta(0)), (Rating.GOOD, timedelta(minutes=11)))
    now = Moment(START + timedelta(days=9))
    relearning = Card(state=State.RELEARNING, stability=1.0, last_review_day=now.day)
    found = known([NEW_CARD, NEW_CARD, card, relearning], now, DEFAULT_SETTINGS.weights)
    assert (found.new, found.learning, found.review, found.cards) == (2, 1, 1, 4)
    recall = retrievability(card, now, DEFAULT_SETTINGS.weights)
    assert recall is not None
    assert found.recall == pytest.approx((recall + 1) / 2, abs=1e-6)


def test_of_new_cards_no_recall_is_predicted():
    assert known([NEW_CARD], Moment(START), DEFAULT_SETTINGS.weights).recall is None
