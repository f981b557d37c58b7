"""One card's log as statistics of items read it, held to the replay."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quiz.memory.card import Rating, State
from quiz.memory.days import Moment
from quiz.memory.item_log import CardLine, Model, card_record, recalls_of
from quiz.memory.item_values import Recalls
from quiz.memory.lines import LineKind, LogLine
from quiz.memory.replay import replay_steps
from quiz.memory.scheduling import DEFAULT_SETTINGS
from quiz.memory.statistics import answers_of_card

NOON = Moment(datetime(2026, 1, 1, 12, tzinfo=UTC), 0)
MODELS = {1: Model.of(DEFAULT_SETTINGS)}


def line(repetition, kind=LineKind.ANSWER, rating=None, day=0, amends=None, **given):
    values = {
        "revision_id": 7,
        "guess_chance": 0.0,
        "state_before": int(State.REVIEW),
        "at_ms": day,
        "parameter_set_id": 1,
        "response": "r",
        "grade": "g",
        "response_ms": 900,
    }
    values |= given
    return CardLine(repetition=repetition, kind=kind.value, rating=rating, day=day, amends=amends, **values)


def record(*lines):
    return card_record(5, lines, MODELS)


ANSWERS = st.lists(
    st.tuples(st.sampled_from(list(Rating)), st.integers(1, 40), st.integers(1, 60)), min_size=1, max_size=8
)


@settings(max_examples=80, deadline=None)
@given(ANSWERS, st.sampled_from((0.0, 0.25, 0.5)), st.booleans())
def test_predictions_are_those_of_the_replay(answers, luck, refits):
    lines, day = [], 20_000
    for number, (rating, waited, interval) in enumerate(answers):
        day += waited
        due = None if rating is not Rating.AGAIN else NOON.at
        lines.append(
            LogLine(
                repetition=2 * number,
                kind=LineKind.ANSWER,
                moment=NOON,
                day=day,
                rating=rating,
                interval_days=0 if rating is Rating.AGAIN else interval,
                due_at=due,
                guess_chance=luck,
            )
        )
        if refits and number == 1:
            lines.append(LogLine(repetition=3, kind=LineKind.REFIT, moment=NOON, day=day))
    states = {each.repetition: card.state for card, each in replay_steps(lines)}
    as_read = [
        line(
            each.repetition,
            each.kind,
            each.rating,
            each.day,
            guess_chance=each.guess_chance,
            state_before=int(states[each.repetition]),
        )
        for each in lines
    ]
    found = recalls_of(as_read, MODELS)
    wanted = [each for each in answers_of_card(lines, {}) if each.predicted is not None]
    assert [each.predicted for each in found] == pytest.approx([each.predicted for each in wanted], abs=2e-3)
    assert [each.right for each in found] == [each.right for each in wanted]
    whole = card_record(5, as_read, MODELS)
    assert whole.answers == len(answers)
    assert whole.recalls == (Recalls.of(5, found) if found else None)


def test_the_first_standing_answer_is_the_first_attempt():
    found = record(
        line(0, rating=1, response="slip"),
        line(1, LineKind.UNDO, amends=0),
        line(2, rating=3, response="meant", day=1),
        line(3, rating=1, day=9),
    )
    assert (found.first.response, found.first.known, found.answers) == ("meant", True, 2)
    assert (found.recalls.count, found.recalls.right) == (1, 0)


def test_an_answer_counts_by_the_grade_that_stands():
    granted = record(line(0, rating=1), line(1, LineKind.REGRADE, rating=3, amends=0, grade=None))
    assert (granted.first.known, granted.first.regraded) == (True, True)
    repaired = record(line(0, rating=1), line(1, LineKind.REGRADE, rating=3, amends=0, grade="better"))
    assert (repaired.first.grade, repaired.first.regraded) == ("better", False)
    taken_back = record(
        line(0, rating=1),
        line(1, LineKind.REGRADE, rating=3, amends=0, grade=None),
        line(2, LineKind.UNDO, amends=1),
    )
    assert (taken_back.first.known, taken_back.first.regraded) == (False, False)
    rated = record(line(0, rating=3), line(1, LineKind.RERATE, rating=1, amends=0, grade=None))
    assert (rated.first.known, rated.first.regraded, rated.first.grade) == (False, False, "g")


def test_what_was_answered_elsewhere_before_has_no_first_attempt():
    found = record(line(0, LineKind.IMPORT, rating=3), line(1, rating=3, day=9))
    assert found.first is None
    assert (found.answers, found.recalls.count) == (2, 1)


def test_a_card_begun_again_is_predicted_from_its_new_answers_alone():
    found = record(
        line(0, rating=4, state_before=0),
        line(1, LineKind.RESET, day=3),
        line(2, rating=1, day=3, state_before=0),
        line(3, rating=3, day=4),
    )
    known_well = record(line(0, rating=4, state_before=0), line(1, rating=3, day=1))
    assert (found.recalls.count, known_well.recalls.count) == (1, 1)
    assert found.recalls.predicted < 0.8 < known_well.recalls.predicted, "it was Again one day before"


def test_a_right_answer_that_the_learner_calls_luck_is_right_by_luck():
    found = record(
        line(0, rating=3, state_before=0, guess_chance=0.5),
        line(1, rating=3, day=9, guess_chance=0.5),
        line(2, LineKind.RERATE, rating=1, amends=1),
    )
    assert found.recalls.right == 1


def test_a_log_in_which_nothing_stands_says_nothing():
    assert record(line(0, rating=3), line(1, LineKind.UNDO, amends=0)) is None
    assert record(line(0, LineKind.RESET)) is None
