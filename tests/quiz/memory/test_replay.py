"""Replaying a log gives the card that was made step by step, whatever happened."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from quiz.memory.card import Rating
from quiz.memory.days import Moment
from quiz.memory.lines import LineKind
from quiz.memory.replay import amended_line, card_before, effective, replay
from quiz.memory.scheduling import Settings

from .learning import SETTINGS, TUNED, Learner

ACTIONS = st.one_of(
    st.tuples(st.just("answer"), st.sampled_from(Rating)),
    st.tuples(st.just("answer"), st.sampled_from(Rating)),
    st.tuples(st.just("import"), st.sampled_from(Rating)),
    st.tuples(st.just("rerate"), st.sampled_from(Rating)),
    st.tuples(st.just("undo"), st.none()),
    st.tuples(st.just("afresh"), st.sampled_from([LineKind.RESET, LineKind.EDITION])),
    st.tuples(st.just("move"), st.integers(-720, 840)),
    st.tuples(st.just("tune"), st.sampled_from(SETTINGS)),
    st.tuples(st.just("luck"), st.sampled_from([0.0, 0.2, 0.5, 1.0])),
    st.tuples(st.just("refit"), st.none()),
    st.tuples(st.just("reschedule"), st.integers(1, 400)),
)
HISTORIES = st.lists(st.tuples(ACTIONS, st.integers(0, 40 * 86_400)), max_size=25)


def lived(history) -> Learner:
    learner = Learner()
    for (action, value), seconds in history:
        learner.at += timedelta(seconds=seconds)
        match action:
            case "answer":
                learner.answer(value)
            case "import":
                learner.answer(value, LineKind.IMPORT)
            case "luck":
                learner.guess_chance = value
            case "rerate":
                learner.rerate(value)
            case "undo":
                learner.undo()
            case "afresh":
                learner.start_afresh(value)
            case "move":
                learner.offset = value
            case "tune":
                learner.settings = value
            case "refit":
                learner.refit()
            case "reschedule":
                learner.reschedule(value)
    return learner


@given(HISTORIES)
def test_replaying_the_log_gives_the_card_that_was_made_step_by_step(history):
    learner = lived(history)
    assert replay(learner.lines) == learner.card


@given(HISTORIES, st.randoms())
def test_the_order_in_which_lines_are_read_does_not_matter(history, chance):
    learner = lived(history)
    shuffled = list(learner.lines)
    chance.shuffle(shuffled)
    assert replay(iter(shuffled)) == learner.card


@given(HISTORIES, st.integers(-720, 840))
def test_a_later_move_of_time_zone_changes_no_history(history, offset):
    lines = lived(history).lines
    moved = [replace(line, moment=Moment(line.moment.at, offset)) for line in lines]
    assert replay(moved) == replay(lines)


@given(HISTORIES)
def test_undoing_an_undo_gives_the_card_from_before_it(history):
    learner = lived(history)
    before = learner.card
    undone = learner.following
    learner.undo()
    if learner.following > undone:
        learner.line(LineKind.UNDO, amends=undone)
    assert replay(learner.lines) == before


@given(HISTORIES, st.sampled_from(Rating), st.data())
def test_regrading_any_answer_equals_having_given_it_that_rating_at_once(history, rating, data):
    learner = lived(history)
    answers = [line for line in effective(learner.lines) if line.rating is not None]
    if not answers:
        return
    chosen = data.draw(st.sampled_from(answers))
    regrade = amended_line(
        learner.lines, LineKind.REGRADE, chosen.repetition, rating, learner.now, Settings(), "seed"
    )
    at_once = [
        replace(
            line,
            rating=rating,
            interval_days=regrade.interval_days,
            due_at=regrade.due_at,
            weights=regrade.weights,
            guess_correction=regrade.guess_correction,
        )
        if line.repetition == chosen.repetition
        else line
        for line in effective(learner.lines)
    ]
    assert replay([*learner.lines, regrade]) == replay(at_once)


@given(HISTORIES)
def test_the_card_before_an_answer_is_the_one_it_was_scheduled_from(history):
    learner = lived(history)
    for repetition, before, _ in learner.done:
        assert card_before(learner.lines, repetition) == before


@given(HISTORIES)
def test_what_counts_is_itself_a_log_that_means_the_same(history):
    learner = lived(history)
    counting = effective(learner.lines)
    assert effective(counting) == counting
    assert replay(counting) == learner.card


@given(HISTORIES)
def test_a_refit_moves_no_due_date(history):
    learner = lived(history)
    before = learner.card
    learner.settings = TUNED
    learner.refit()
    after = replay(learner.lines)
    assert replace(after, stability=before.stability, difficulty=before.difficulty) == before


@given(HISTORIES)
def test_a_second_refit_by_the_same_parameters_changes_nothing(history):
    learner = lived(history)
    learner.refit()
    once = replay(learner.lines)
    learner.refit()
    assert replay(learner.lines) == once
