"""What each kind of line in a log does to the card, and which logs are refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from quiz.memory.card import NEW_CARD, State
from quiz.memory.days import Moment
from quiz.memory.guessing import state_after
from quiz.memory.lines import LineKind, LogLine
from quiz.memory.replay import amended_line, effective, replay, source_of_interval
from quiz.memory.scheduling import Settings

from .learning import AGAIN, EASY, GOOD, HARD, START, TUNED, Learner


def test_an_empty_log_is_a_new_card():
    assert replay([]) == NEW_CARD


def test_intervals_are_taken_as_given_and_never_computed_anew():
    learner = Learner()
    learner.answer(EASY)
    (line,) = learner.lines
    other = replace(line, interval_days=3, due_at=START + timedelta(days=3))
    card = replay([other])
    assert (card.interval_days, card.due_at, card.due_day) == (3, other.due_at, line.day + 3)
    assert card.stability == learner.card.stability


def test_a_changed_rating_is_scheduled_at_the_answers_own_moment():
    learner = Learner(settings=Settings(fuzz=False))
    learner.answer(EASY)
    learner.at += timedelta(days=5)
    learner.rerate(AGAIN)
    card = replay(learner.lines)
    assert (card.state, card.reviews, card.last_review_at) == (State.LEARNING, 1, START)
    assert card.due_at == START + timedelta(minutes=1)


def test_taking_back_an_answer_from_before_a_refit_leaves_the_memory_of_those_before_it():
    learner = Learner()
    learner.answer(EASY)
    learner.at += timedelta(days=9)
    first = learner.card
    learner.answer(AGAIN)
    learner.settings = TUNED
    learner.refit()
    learner.undo()
    alone = state_after(None, EASY, 0, TUNED.weights).rounded()
    expected = replace(first, stability=alone.stability, difficulty=alone.difficulty)
    assert replay(learner.lines) == expected


def test_a_new_due_date_goes_with_the_answer_it_belonged_to():
    learner = Learner(settings=Settings(fuzz=False))
    learner.answer(EASY)
    first = learner.card
    learner.at += timedelta(days=9)
    learner.answer(GOOD)
    learner.reschedule(77)
    assert replay(learner.lines).interval_days == 77
    learner.undo()
    assert replay(learner.lines) == first


def test_a_new_due_date_for_a_rating_that_was_taken_back_counts_no_more():
    learner = Learner(settings=Settings(fuzz=False))
    learner.answer(GOOD, LineKind.IMPORT)
    learner.rerate(EASY)
    rerated = learner.card
    learner.reschedule(77)
    learner.line(LineKind.UNDO, amends=3)
    assert replay(learner.lines) == rerated
    learner.line(LineKind.UNDO, amends=4)
    learner.line(LineKind.UNDO, amends=2)
    assert replay(learner.lines).state is State.LEARNING


def test_a_rating_changed_and_changed_back_leaves_the_new_due_date_standing():
    learner = Learner(settings=Settings(fuzz=False))
    learner.answer(EASY)
    learner.reschedule(77)
    learner.rerate(AGAIN)
    assert replay(learner.lines).interval_days == 0
    learner.line(LineKind.UNDO, amends=3)
    assert replay(learner.lines).interval_days == 77


def test_what_gave_an_interval_is_the_answer_or_its_latest_rating():
    learner = Learner()
    assert source_of_interval([]) is None
    learner.answer(EASY)
    assert source_of_interval(learner.lines) == 1
    learner.rerate(GOOD)
    learner.rerate(EASY)
    learner.reschedule(5)
    assert source_of_interval(learner.lines) == 3
    learner.start_afresh(LineKind.RESET)
    assert source_of_interval(learner.lines) is None


def test_undoing_a_changed_rating_brings_the_first_one_back():
    learner = Learner()
    learner.answer(GOOD)
    first = learner.card
    learner.rerate(AGAIN)
    learner.line(LineKind.UNDO, amends=2)
    assert replay(learner.lines) == first


def test_the_latest_of_several_changed_ratings_counts():
    learner = Learner()
    learner.answer(GOOD)
    learner.rerate(AGAIN)
    learner.rerate(HARD)
    assert [line.rating for line in effective(learner.lines)] == [HARD]


def test_an_amendment_of_an_amendment_changes_the_answer_behind_it():
    learner = Learner()
    learner.answer(GOOD)
    learner.rerate(AGAIN)
    second = replace(learner.lines[1], repetition=3, amends=2, rating=HARD)
    assert [line.rating for line in effective([*learner.lines, second])] == [HARD]


def test_a_rating_of_an_answer_that_was_undone_cannot_be_changed():
    learner = Learner()
    learner.answer(GOOD)
    learner.undo()
    with pytest.raises(ValueError, match="line 1 is not an answer that counts"):
        amended_line(learner.lines, LineKind.RERATE, 1, AGAIN, learner.now, Settings(), "seed")


def test_a_fresh_start_has_no_rating_to_change():
    learner = Learner()
    learner.start_afresh(LineKind.RESET)
    with pytest.raises(ValueError, match="no rating to change"):
        effective([*learner.lines, replace(_answer(2), kind=LineKind.RERATE, amends=1)])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"rating": None}, "needs a rating"),
        ({"amends": 1}, "only changes name a line"),
        ({"kind": LineKind.UNDO}, "only changes name a line"),
        ({"kind": LineKind.RESCHEDULE}, "only changes name a line"),
        ({"kind": LineKind.UNDO, "amends": 5}, "not before it"),
    ],
)
def test_a_line_that_makes_no_sense_cannot_be_written(change, message):
    with pytest.raises(ValueError, match=message):
        replace(_answer(2), **change)


def test_a_log_with_a_repetition_twice_or_a_missing_line_is_refused():
    with pytest.raises(ValueError, match="two lines of the log have repetition 1"):
        replay([_answer(1), _answer(1)])
    with pytest.raises(ValueError, match="line 1, which is not in the log"):
        replay([replace(_answer(2), kind=LineKind.UNDO, amends=1)])


def _answer(repetition: int) -> LogLine:
    moment = Moment(START)
    return LogLine(repetition=repetition, kind=LineKind.ANSWER, moment=moment, day=moment.day, rating=GOOD)
