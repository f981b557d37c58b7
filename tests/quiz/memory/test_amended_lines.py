from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from quiz.memory.card import NEW_CARD, Rating
from quiz.memory.days import Moment
from quiz.memory.lines import LineKind, LogLine
from quiz.memory.replay import amended_line, amendment_of, card_before, replay
from quiz.memory.scheduling import Settings, schedule

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SETTINGS = Settings(learning_steps=(), fuzz=False)
QUICKER = replace(SETTINGS, weights=(*SETTINGS.weights[:17], 0.7, 0.3, 0.1, 0.45))
LATER = Moment(START + timedelta(days=60))


def log_of_two_answers():
    """Return what a choice among two, known on the first day and three weeks later, wrote."""
    card, lines = NEW_CARD, []
    for place, days in enumerate((0, 21)):
        moment = Moment(START + timedelta(days=days))
        card = schedule(card, Rating.GOOD, moment, SETTINGS, "", guess_chance=0.5)
        lines.append(
            LogLine.of(LineKind.ANSWER, place, Rating.GOOD, card, moment, SETTINGS, guess_chance=0.5)
        )
    return lines


def rated(lines, rating, settings):
    return amended_line(lines, LineKind.RERATE, 1, rating, LATER, settings, "")


def test_changed_back_by_the_same_settings_an_answer_has_the_interval_it_was_given():
    given = [replace(line, interval_days=line.interval_days + 1) for line in log_of_two_answers()]
    lines = [*given, rated(given, Rating.HARD, SETTINGS)]
    assert rated(lines, Rating.GOOD, SETTINGS).interval_days == given[1].interval_days


@pytest.mark.parametrize(
    "settings",
    [
        QUICKER,
        replace(SETTINGS, desired_retention=0.8),
        replace(SETTINGS, guess_correction=False),
        replace(SETTINGS, maximum_interval_days=3),
    ],
    ids=["weights", "retention", "guess correction", "an exam since"],
)
def test_by_other_settings_a_rating_given_before_is_scheduled_anew(settings):
    lines = log_of_two_answers()
    changed = [*lines, rated(lines, Rating.HARD, SETTINGS)]
    back = rated(changed, Rating.GOOD, settings)
    anew = schedule(card_before(lines, 1), Rating.GOOD, lines[1].moment, settings, "", guess_chance=0.5)
    assert (back.interval_days, back.due_at) == (anew.interval_days, anew.due_at)
    assert back.interval_days != lines[1].interval_days


def test_of_several_changes_of_a_rating_the_latest_holds():
    lines = log_of_two_answers()
    assert amendment_of(lines, 1) is None
    for rating in (Rating.HARD, Rating.EASY):
        lines.append(rated(lines, rating, SETTINGS))
        assert amendment_of(lines, 1) == lines[-1]


def test_an_answer_rated_otherwise_is_corrected_for_guessing_as_its_new_rating_has_it():
    first = log_of_two_answers()[:1]
    plain = replace(SETTINGS, guess_correction=False)
    hard = amended_line(first, LineKind.RERATE, 0, Rating.HARD, LATER, plain, "")
    wanted = schedule(NEW_CARD, Rating.HARD, first[0].moment, plain, "", guess_chance=0.5)
    assert replay([*first, hard]) == wanted
