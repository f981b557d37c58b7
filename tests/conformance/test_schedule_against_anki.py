"""The schedule, answer by answer, against the real Anki.

Anki's answers to a small plan are kept in golden/ and compared where Anki is not installed. After a change of
Anki's own numbers, `FACTDECK_WRITE_GOLDEN=1 python -m pytest tests/conformance` writes them anew.
"""

from __future__ import annotations

import json
import os
import random
from datetime import UTC, datetime
from pathlib import Path

import pytest

from quiz.memory.card import Card, Rating, State
from quiz.memory.days import Moment
from quiz.memory.fsrs6 import DEFAULT_WEIGHTS
from quiz.memory.fuzz import fuzz_range
from quiz.memory.scheduling import Settings, preview

GOLDEN = Path(__file__).parent / "golden"
HOUR = 3600
# Three further parameter sets: a quick forgetter, a slow one, and one without same-day learning.
QUICK = (
    0.12,
    0.79,
    1.53,
    6.92,
    7.02,
    0.61,
    2.41,
    0.014,
    1.44,
    0.21,
    0.62,
    1.71,
    0.085,
    0.22,
    1.93,
    0.47,
    2.2,
)
SLOW = (
    0.87,
    2.4,
    5.71,
    21.83,
    5.31,
    1.13,
    1.62,
    0.031,
    1.97,
    0.11,
    1.02,
    1.22,
    0.047,
    0.34,
    1.29,
    0.31,
    2.71,
)
WEIGHTS = {
    "default": DEFAULT_WEIGHTS,
    "quick": (*QUICK, 0.71, 0.33, 0.14, 0.31),
    "slow": (*SLOW, 0.38, 0.05, 0.02, 0.21),
    "no_same_day": (*DEFAULT_WEIGHTS[:17], 0.0, 0.0, 0.0, 0.45),
}


def _settings(weights, retention, learning=(1, 10), relearning=(10,), longest=36500):
    return {
        "weights": list(WEIGHTS[weights]),
        "desired_retention": retention,
        "learning_minutes": list(learning),
        "relearning_minutes": list(relearning),
        "maximum_interval_days": longest,
    }


SETTINGS = [
    _settings("default", 0.90),
    _settings("quick", 0.85),
    _settings("slow", 0.95, learning=(1, 10, 1440), relearning=(5, 20)),
    _settings("quick", 0.97, learning=(15,), relearning=(10, 2880), longest=180),
    _settings("default", 0.80, learning=(), relearning=(), longest=365),
    _settings("no_same_day", 0.70, learning=(), relearning=()),
]


# How a card's answers go: weights of the four ratings, and gaps as multiples of the interval that was given.
USUAL = ([3, 3, 8, 2], [0, 0, 0.3, 0.7, 1, 1, 1, 1, 1.1, 1.6, 3])
FORGETFUL = ([9, 2, 5, 1], [0, 0.5, 1, 1, 1, 1.2, 2])
LONG_AWAY = ([2, 2, 8, 3], [0.9, 1, 2, 5, 12, 40])


def _plan(cards: int, answers: int, seed: int, manners=(USUAL,)) -> dict:
    """Answers early, on time and late, on the same day too, to so many cards of each setting."""
    chance = random.Random(seed)

    def answer(ratings, gaps):
        return {
            "rating": chance.choices([1, 2, 3, 4], weights=ratings)[0],
            "times": chance.choice(gaps),
            "days_in_steps": chance.choice([0, 0, 0, 0, 1, 5]),
        }

    return {
        "hours_into_day": 12,
        "settings": SETTINGS,
        "cards": [
            {
                "settings": number,
                "answers": [answer(*manners[card % len(manners)]) for _ in range(answers)],
            }
            for number in range(len(SETTINGS))
            for card in range(cards)
        ],
    }


@pytest.fixture(scope="module")
def thousands_of_answers(ask_anki) -> dict:
    return ask_anki(_plan(cards=54, answers=20, seed=20110825, manners=(USUAL, FORGETFUL, LONG_AWAY)))


@pytest.mark.conformance
def test_the_answers_hold_many_lapses_long_delays_and_days_with_several(thousands_of_answers):
    cards = [card["answers"] for card in thousands_of_answers["cards"]]
    gaps = [answer["gap_seconds"] / 86_400 for card in cards for answer in card[1:]]
    assert sum(len(card) for card in cards) == len(SETTINGS) * 54 * 20 > 6000
    assert sum(card[-1]["lapses"] >= 5 for card in cards) > 40
    assert sum(gap > 365 for gap in gaps) > 500
    assert sum(gap == 0 for gap in gaps) > 1000


@pytest.mark.conformance
def test_thousands_of_answers_give_the_same_cards_as_in_anki(thousands_of_answers, differences):
    assert differences(thousands_of_answers, SETTINGS) == []


@pytest.mark.conformance
def test_states_follow_from_the_whole_log_as_they_do_in_anki(thousands_of_answers, log_differences):
    assert log_differences(thousands_of_answers, SETTINGS) == []


@pytest.mark.conformance
def test_intervals_that_anki_fuzzed_and_ours_lie_in_one_range(ask_anki, fuzz_differences):
    plan = _plan(cards=8, answers=14, seed=26, manners=(USUAL, FORGETFUL))
    assert fuzz_differences(ask_anki(plan, fuzz=True), SETTINGS) == []


@pytest.mark.conformance
@pytest.mark.parametrize(("local_hour", "hours_into_day"), [(6, 22), (13, 1), (13, 12), (22, 18)])
def test_days_end_at_the_rollover_as_in_anki(ask_anki, differences, local_hour, hours_into_day):
    gaps = [0, 1800, *range(HOUR, 50 * HOUR, HOUR)]
    plan = {
        "hours_into_day": hours_into_day,
        "settings": SETTINGS[:1],
        "cards": [
            {
                "settings": 0,
                "answers": [{"rating": 4, "gap_seconds": 0}, {"rating": 1 + gap % 4, "gap_seconds": gap}],
            }
            for gap in gaps
        ],
    }
    record = ask_anki(plan, local_hour=local_hour)
    assert record["rollover_hour"] in (
        (local_hour - hours_into_day) % 24,
        (local_hour + 1 - hours_into_day) % 24,
    )
    assert differences(record, SETTINGS) == []


@pytest.mark.conformance
def test_fuzz_reaches_exactly_the_days_it_reaches_in_anki(ask_anki):
    intervals = [*range(1, 31), 45, 60, 90, 100, 150]
    reached = ask_anki({"fuzz": {"cards": 400, "intervals": intervals}}, fuzz=True)["fuzz"]
    ranges = [fuzz_range(days, 1, 36500) for days in intervals]
    assert reached == [list(range(first, last + 1)) for first, last in ranges]


@pytest.mark.conformance
def test_buttons_offer_exactly_the_fuzzed_days_that_they_offer_in_anki(ask_anki):
    states = [
        {"stability": stability, "difficulty": difficulty, "interval_days": interval, "gap_days": gap}
        for stability, difficulty, interval, gap in [
            (4.0, 5.0, 4, 4),
            (10.4, 9.9, 10, 8),
            (12.0, 9.5, 13, 3),
            (30.2, 7.0, 33, 1),
            (40.0, 8.5, 40, 30),
        ]
    ]
    plan = {"fuzzed_choices": {"cards": 400, "states": states}}
    assert ask_anki(plan, fuzz=True)["choices"] == [_fuzzed_choices(state) for state in states]


@pytest.mark.conformance
def test_anki_still_answers_as_recorded(ask_anki):
    """What the golden file says must be what Anki says, times of day aside."""
    record = ask_anki(_plan(cards=5, answers=9, seed=7))
    if os.environ.get("FACTDECK_WRITE_GOLDEN"):
        _write_golden(record)
    golden = json.loads((GOLDEN / "answers.json").read_text())
    assert golden["settings"] == SETTINGS
    assert _timeless(golden["record"]) == _timeless(record)


def test_recorded_answers_of_anki_give_the_same_cards(differences):
    golden = json.loads((GOLDEN / "answers.json").read_text())
    assert sum(len(card["answers"]) for card in golden["record"]["cards"]) == 270
    assert differences(golden["record"], golden["settings"]) == []


@pytest.mark.parametrize(("name", "share"), [("stability", 2e-5), ("difficulty", -2e-5)])
def test_the_comparison_with_the_log_sees_a_small_drift(log_differences, name, share):
    golden = json.loads((GOLDEN / "answers.json").read_text())
    assert log_differences(golden["record"], golden["settings"]) == []
    golden["record"]["cards"][0]["answers"][-1]["from_the_log"][name] *= 1 + share
    (difference,) = log_differences(golden["record"], golden["settings"])
    assert name in difference


@pytest.mark.parametrize("days", [-1, 1])
def test_the_comparison_sees_a_fuzzed_day_outside_the_range(fuzz_differences, days):
    golden = json.loads((GOLDEN / "answers.json").read_text())
    assert fuzz_differences(golden["record"], golden["settings"]) == []
    answers = [answer for card in golden["record"]["cards"] for answer in card["answers"]]
    easy = next(answer["choices"][3] for answer in answers if answer["choices"][3].get("days", 0) > 20)
    easy["days"] = round(easy["days"] * (1 + days / 4))
    (difference,) = fuzz_differences(golden["record"], golden["settings"])
    assert "EASY" in difference


@pytest.mark.parametrize(
    ("name", "change"), [("stability", 0.0003), ("difficulty", 0.002), ("interval_days", 1), ("lapses", 1)]
)
def test_the_comparison_sees_a_single_wrong_value(differences, name, change):
    golden = json.loads((GOLDEN / "answers.json").read_text())
    last = golden["record"]["cards"][0]["answers"][-1]
    last[name] += change
    assert [name in difference for difference in differences(golden["record"], golden["settings"])] == [True]


def test_the_comparison_sees_a_wrong_button(differences):
    golden = json.loads((GOLDEN / "answers.json").read_text())
    golden["record"]["cards"][0]["answers"][0]["choices"][3]["days"] += 1
    (difference,) = differences(golden["record"], golden["settings"])
    assert "EASY" in difference


def _fuzzed_choices(state: dict) -> list[list[int]]:
    now = Moment(datetime(2026, 3, 2, 12, tzinfo=UTC))
    card = Card(
        state=State.REVIEW,
        stability=state["stability"],
        difficulty=state["difficulty"],
        interval_days=state["interval_days"],
        last_review_day=now.day - state["gap_days"],
    )
    previews = [preview(card, now, Settings(), f"seed {number}") for number in range(600)]
    passing = (Rating.HARD, Rating.GOOD, Rating.EASY)
    return [sorted({choices[rating].interval_days for choices in previews}) for rating in passing]


def _timeless(record: dict) -> list:
    return [
        [{key: value for key, value in answer.items() if key != "answered_at"} for answer in card["answers"]]
        for card in record["cards"]
    ]


def _write_golden(record: dict) -> None:
    head = {key: value for key, value in record.items() if key != "cards"}
    cards = ",\n".join(json.dumps(card) for card in record["cards"])
    settings = json.dumps(SETTINGS)
    text = f'{{"settings": {settings},\n"record": {json.dumps(head)[:-1]}, "cards": [\n{cards}\n]}}}}\n'
    (GOLDEN / "answers.json").write_text(text)
