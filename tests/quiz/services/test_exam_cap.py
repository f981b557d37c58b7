"""No interval passes the exam, wherever the learner lives and however cards are scheduled."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from quiz.memory.balancing import Loads
from quiz.memory.card import NEW_CARD, Card, Rating, State
from quiz.memory.days import Moment
from quiz.memory.scheduling import Settings, preview, schedule
from quiz.services.aims import Aims
from quiz.store.learners import BankAim

BANK = 7
ZONES = st.sampled_from(
    [
        "Europe/Berlin",
        "America/St_Johns",
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "Pacific/Niue",
        "Asia/Kathmandu",
    ]
)
INSTANTS = st.datetimes(datetime(2011, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  made aware by Hypothesis
STEPS = st.lists(st.integers(1, 5 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes)), max_size=3).map(
    tuple
)
LOADS = st.builds(
    Loads,
    due=st.dictionaries(st.integers(14_000, 22_000), st.integers(1, 40), max_size=6),
    taken=st.just(frozenset()),
)
SETTINGS = st.builds(
    Settings,
    learning_steps=STEPS,
    relearning_steps=STEPS,
    fuzz=st.booleans(),
    desired_retention=st.floats(0.8, 0.95),
)


def moment_in(zone: str, at: datetime) -> Moment:
    offset = at.astimezone(ZoneInfo(zone)).utcoffset()
    assert offset is not None
    return Moment(at, round(offset.total_seconds() / 60))


def aims_with(parameters: Settings, exam_day: int | None) -> Aims:
    aim = BankAim(bank_id=BANK, desired_retention=None, exam_day=exam_day)
    return Aims(parameters=parameters, desired_retention=parameters.desired_retention, banks={BANK: aim})


def reviewed(moment: Moment, stability: float, waited: int) -> Card:
    return Card(
        state=State.REVIEW,
        stability=stability,
        difficulty=5.0,
        due_at=moment.at,
        due_day=moment.day,
        interval_days=waited,
        last_review_at=moment.at - timedelta(days=waited),
        last_review_day=moment.day - waited,
        reviews=4,
    )


def day_due(card: Card, moment: Moment) -> int:
    """The learner's day on which the card comes back."""
    if card.due_day is not None:
        return card.due_day
    assert card.due_at is not None
    return Moment(card.due_at, moment.offset_minutes).day


@given(ZONES, INSTANTS, SETTINGS, LOADS, st.integers(1, 40), st.lists(st.sampled_from(Rating), max_size=25))
def test_whatever_is_answered_until_the_exam_comes_back_before_it_or_at_the_latest_on_it(
    zone, at, parameters, loads, days_left, ratings
):
    card, moment = NEW_CARD, moment_in(zone, at)
    exam_day = moment.day + days_left
    aims = aims_with(parameters, exam_day)
    for number, rating in enumerate(ratings):
        if moment.day >= exam_day:
            break
        settings = aims.settings(BANK, moment.day)
        card = schedule(card, rating, moment, settings, f"seed{number}", loads=loads)
        due = day_due(card, moment)
        assert due <= max(exam_day - 1, moment.day + 1)
        assert card.due_at is not None
        moment = moment_in(zone, max(card.due_at, moment.at + timedelta(seconds=1)))


@given(
    ZONES, INSTANTS, SETTINGS, st.floats(0.1, 5000), st.integers(1, 900), st.integers(1, 60), st.booleans()
)
def test_every_button_respects_the_exam_on_cards_scheduled_long_before_there_was_one(
    zone, at, parameters, stability, waited, days_left, guessed
):
    moment = moment_in(zone, at)
    settings = aims_with(parameters, moment.day + days_left).settings(BANK, moment.day)
    card = reviewed(moment, stability, waited)
    for after in preview(card, moment, settings, "seed", guess_chance=0.5 if guessed else 0.0).values():
        assert day_due(after, moment) <= moment.day + max(days_left - 1, 1)


@given(INSTANTS, SETTINGS, st.floats(0.1, 5000), st.integers(0, 900), st.sampled_from(Rating))
def test_an_exam_that_is_today_or_over_changes_nothing(at, parameters, stability, ago, rating):
    moment = Moment(at)
    card = reviewed(moment, stability, 10)
    over = aims_with(parameters, moment.day - ago).settings(BANK, moment.day)
    without = aims_with(parameters, None).settings(BANK, moment.day)
    assert schedule(card, rating, moment, over, "seed") == schedule(card, rating, moment, without, "seed")


def test_other_banks_know_nothing_of_the_exam():
    settings = aims_with(Settings(), 20_000).settings(BANK + 1, 19_999)
    assert settings.maximum_interval_days == Settings().maximum_interval_days
