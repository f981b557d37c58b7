from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.memory.card import NEW_CARD, Rating, State
from quiz.memory.days import Moment
from quiz.memory.leeches import becomes_leech, leech_at
from quiz.memory.lines import LineKind, LogLine
from quiz.memory.replay import replay
from quiz.memory.scheduling import Settings, schedule

SETTINGS = Settings(learning_steps=(), relearning_steps=(), fuzz=False)
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def log_of(ratings, settings=SETTINGS):
    """Return the lines of a card answered once a month; without steps each Again is a lapse."""
    card, lines = NEW_CARD, []
    for place, rating in enumerate(ratings):
        moment = Moment(START + timedelta(days=30 * place), 0)
        card = schedule(card, rating, moment, settings, "seed")
        lines.append(LogLine.of(LineKind.ANSWER, place, rating, card, moment, settings))
    return lines


def test_a_card_is_looked_at_anew_after_eight_lapses_and_then_after_every_four():
    assert [lapses for lapses in range(30) if becomes_leech(lapses)] == [8, 12, 16, 20, 24, 28]


def test_the_answer_that_brings_the_eighth_lapse_is_told_and_no_other():
    lines = log_of([Rating.GOOD, *[Rating.AGAIN, Rating.GOOD] * 9])
    found = {line.repetition: leech_at(lines, line.repetition) for line in lines}
    assert {place: lapses for place, lapses in found.items() if lapses} == {15: 8}
    assert lines[15].rating is Rating.AGAIN


def test_forgetting_again_while_relearning_is_no_lapse_and_calls_for_no_other_look():
    lines = log_of([Rating.EASY, *[Rating.AGAIN, Rating.EASY] * 7, Rating.AGAIN, Rating.AGAIN], Settings())
    assert [leech_at(lines, place) for place in (15, 16)] == [8, None]


def test_an_answer_that_was_undone_or_counts_as_right_after_all_brings_no_leech():
    lines = log_of([Rating.GOOD, *[Rating.AGAIN, Rating.GOOD] * 7, Rating.AGAIN])
    moment = Moment(START + timedelta(days=600), 0)
    undo = LogLine(repetition=16, kind=LineKind.UNDO, moment=moment, day=moment.day, amends=15)
    regrade = LogLine.of(LineKind.REGRADE, 16, Rating.GOOD, replay(lines[:15]), moment, SETTINGS, 15)
    assert leech_at(lines, 15) == 8
    assert leech_at([*lines, undo], 15) is None
    assert leech_at([*lines, regrade], 15) is None


@pytest.mark.parametrize("repetition", [-1, 99])
def test_a_line_that_is_not_there_is_no_leech(repetition):
    assert leech_at(log_of([Rating.GOOD]), repetition) is None


@given(st.lists(st.sampled_from([Rating.AGAIN, Rating.GOOD]), min_size=1, max_size=40), st.data())
def test_what_is_said_of_an_answer_never_changes_with_the_answers_after_it(ratings, data):
    lines = log_of(ratings)
    place = data.draw(st.integers(0, len(lines) - 1))
    assert leech_at(lines, place) == leech_at(lines[: place + 1], place)
    if leech_at(lines, place):
        assert replay(lines[:place]).state is State.REVIEW
        assert replay(lines[: place + 1]).lapses >= 8
