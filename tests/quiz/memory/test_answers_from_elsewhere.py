"""Answers that were given in another program and written down later count where their time puts them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.memory.beginnings import begun_at
from quiz.memory.card import Rating, State
from quiz.memory.days import Moment, day_start
from quiz.memory.fsrs6 import DEFAULT_WEIGHTS
from quiz.memory.item_log import CardLine, Model, recalls_of
from quiz.memory.lines import LineKind, LogLine
from quiz.memory.replay import (
    answers_that_count,
    card_before,
    effective,
    memory_of,
    replay,
    source_of_interval,
)
from quiz.memory.scheduling import Settings

from .learning import START, TUNED

GOOD = Rating.GOOD
# In the order of time: a rating or a line that is no answer, whether it was elsewhere, interval and factor.
LIVED = st.lists(
    st.tuples(
        st.one_of(st.sampled_from(Rating), st.sampled_from([LineKind.RESET, LineKind.REFIT])),
        st.integers(1, 30 * 86_400),
        st.booleans(),
        st.sampled_from([0, 1, 5, 40]),
        st.sampled_from([None, 0, 350, 2300]),
    ),
    max_size=12,
)


def line(repetition, at, what=GOOD, interval=3, *, elsewhere=False, factor=None, **more):
    moment = Moment(at)
    if not isinstance(what, Rating):
        factor = 0 if elsewhere and what is LineKind.RESET else None
        weights = TUNED.weights if what is LineKind.REFIT else DEFAULT_WEIGHTS
        return LogLine(
            repetition=repetition, kind=what, moment=moment, day=moment.day, factor=factor, weights=weights
        )
    return LogLine(
        repetition=repetition,
        kind=LineKind.IMPORT if elsewhere else LineKind.ANSWER,
        moment=moment,
        day=moment.day,
        rating=what,
        interval_days=interval,
        due_at=day_start(moment.day + interval, 0) if interval else at + timedelta(minutes=10),
        factor=factor if elsewhere else None,
        **more,
    )


def lived(history):
    at, lines = START, []
    for number, (what, seconds, elsewhere, interval, factor) in enumerate(history):
        at += timedelta(seconds=seconds)
        elsewhere = elsewhere and what is not LineKind.REFIT
        lines.append(line(number, at, what, interval, elsewhere=elsewhere, factor=factor))
    return lines


@given(LIVED, st.randoms())
def test_lines_written_later_give_what_they_give_in_the_order_of_time(history, chance):
    in_time = lived(history)
    here = [each for each in in_time if not each.elsewhere]
    brought = [each for each in in_time if each.elsewhere]
    chance.shuffle(brought)
    written = [replace(each, repetition=number) for number, each in enumerate([*here, *brought])]
    assert replay(written) == replay(in_time)
    assert [each.moment for each in effective(written)] == [each.moment for each in effective(in_time)]
    assert effective(effective(written)) == effective(written)
    for each in written:
        same = next(other for other in in_time if other.moment == each.moment)
        assert card_before(written, each.repetition) == card_before(in_time, same.repetition)


@given(LIVED)
def test_an_answer_given_here_follows_all_that_was_there_even_if_the_clock_was_set_back(history):
    lines = lived(history)
    back = line(len(lines), START - timedelta(days=1), GOOD, 7)
    assert effective([*lines, back])[-1].repetition == back.repetition


def test_a_clock_that_was_set_back_stays_so_after_older_answers_were_brought():
    here = line(0, START + timedelta(days=10))
    brought = line(1, START + timedelta(days=5), elsewhere=True)
    back = line(2, START + timedelta(days=7))
    assert [each.repetition for each in effective([here, brought, back])] == [1, 0, 2]


def test_at_the_same_moment_what_was_written_first_counts_first():
    lines = [line(number, START, rating, elsewhere=True) for number, rating in enumerate(Rating)]
    assert [each.rating for each in effective(reversed(lines))] == list(Rating)


def test_the_latest_in_time_rules_the_due_date_and_is_what_rescheduling_names():
    here = line(0, START + timedelta(days=9), GOOD, 20)
    older = line(1, START, GOOD, 9, elsewhere=True)
    newer = line(2, START + timedelta(days=30), GOOD, 55, elsewhere=True)
    assert (replay([here, older]).due_at, source_of_interval([here, older])) == (here.due_at, 0)
    assert (replay([here, older, newer]).due_at, source_of_interval([here, older, newer])) == (
        newer.due_at,
        2,
    )


def test_changed_ratings_and_what_is_taken_back_keep_their_meaning_among_lines_written_later():
    here = line(0, START + timedelta(days=9), GOOD, 20)
    rerate = replace(
        line(1, START + timedelta(days=9, minutes=1), Rating.AGAIN, 0), kind=LineKind.RERATE, amends=0
    )
    older = line(2, START, GOOD, 9, elsewhere=True)
    undo = replace(line(3, START + timedelta(days=10), LineKind.RESET), kind=LineKind.UNDO, amends=2)
    assert [each.rating for each in answers_that_count([here, rerate, older])] == [GOOD, Rating.AGAIN]
    assert replay([here, rerate, older]).lapses == 1
    assert replay([here, rerate, older, undo]) == replay([here, rerate])


def test_a_refit_counts_what_came_before_it_in_time_although_it_was_written_later():
    here, refit = line(0, START + timedelta(days=9)), line(1, START + timedelta(days=10), LineKind.REFIT)
    older = line(2, START, GOOD, 9, elsewhere=True)
    expected = memory_of([older, here], TUNED.weights).rounded()
    assert replay([here, refit, older]).stability == expected.stability


@pytest.mark.parametrize(
    ("interval", "factor", "difficulty"),  # as Anki 26.9 makes them
    [
        (10, 500, 4.6),
        (10, 100, 1.0),
        (10, 1100, 10.0),
        (10, 1101, 10.0),
        (10, 0, 6.9141),
        (10, 2500, 6.9141),
        (1, 2500, 8.2159),
        (200, 2000, 6.513),
        (1000, 3000, 1.0),
    ],
)
def test_a_lost_beginning_is_made_up_as_in_anki(interval, factor, difficulty):
    begun = begun_at(interval, factor, DEFAULT_WEIGHTS)
    assert (begun.stability, begun.difficulty) == (interval, pytest.approx(difficulty, abs=1e-4))


def test_a_lost_beginning_counts_only_where_nothing_is_known_before_it_and_survives_another_due_date():
    begun = line(0, START, Rating.AGAIN, 10, elsewhere=True, factor=500)
    moved = replace(
        line(1, START + timedelta(days=1), LineKind.RESET),
        kind=LineKind.RESCHEDULE,
        amends=0,
        interval_days=30,
        due_at=START + timedelta(days=30),
    )
    assert (replay([begun]).stability, replay([begun]).state) == (10, State.REVIEW)
    assert (replay([begun, moved]).stability, replay([begun, moved]).interval_days) == (10, 30)
    assert replay(effective([begun, moved])) == replay([begun, moved])
    found = line(2, START - timedelta(days=5), GOOD, 5, elsewhere=True)
    assert replay([begun, moved, found]).stability < 5
    steps = replace(begun, interval_days=0)
    assert replay([steps]).stability == replay([replace(steps, factor=None)]).stability


@given(LIVED)
def test_statistics_of_questions_predict_what_the_replay_predicts(history):
    in_time = lived(history)
    brought = [each for each in in_time if each.elsewhere]
    written = [each for each in in_time if not each.elsewhere] + brought[::-1]
    stored = [
        CardLine(
            repetition=number,
            kind=each.kind.value,
            amends=None,
            revision_id=1,
            rating=each.rating,
            guess_chance=0.0,
            state_before=int(State.REVIEW),
            day=each.day,
            at_ms=round(each.moment.at.timestamp() * 1000),
            parameter_set_id=2 if each.weights == TUNED.weights else 1,
            response="",
            grade="",
            response_ms=None,
            interval_days=each.interval_days,
            factor=each.factor,
        )
        for number, each in enumerate(written)
    ]
    models = {1: Model.of(Settings()), 2: Model.of(TUNED)}
    in_time_too = sorted(stored, key=lambda each: each.at_ms)
    renumbered = [each._replace(repetition=number) for number, each in enumerate(in_time_too)]
    assert recalls_of(stored, models) == recalls_of(renumbered, models)
