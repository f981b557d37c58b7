"""Learners' days over years of real clock changes, and learners who move: the clock is a simulated one."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.model import SelfRatedResponse
from quiz.memory.card import NEW_CARD, Rating
from quiz.memory.days import Moment, day_start
from quiz.memory.lines import LineKind, LogLine
from quiz.memory.replay import replay
from quiz.memory.scheduling import Settings, schedule
from quiz.services import learners, replays
from quiz.services.moments import moment_at
from quiz.services.overview import overview
from quiz.services.study import CardShown
from quiz.store.learners import LearnerRow
from quiz.store.times import to_ms

EPOCH = date(1970, 1, 1)
# Summer time north and south, of half an hour, of two hours, at Ramadan, at midnight; no whole hours; a date
# that never was (Apia, 2011-12-30); clocks moved by law (Moscow, Pyongyang, Caracas); both ends of the day.
ZONES = [
    "Europe/Berlin",
    "Europe/Helsinki",
    "America/New_York",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Antarctica/Troll",
    "Africa/Casablanca",
    "Asia/Beirut",
    "Asia/Kathmandu",
    "Pacific/Chatham",
    "Pacific/Apia",
    "Europe/Moscow",
    "Asia/Pyongyang",
    "America/Caracas",
    "Pacific/Kiritimati",
    "Pacific/Niue",
]
INSTANTS = st.datetimes(datetime(2005, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  made aware by Hypothesis
PAUSES = st.lists(st.integers(1, 3 * 86_400), min_size=1, max_size=60)


def learner_in(zone: str) -> LearnerRow:
    return LearnerRow(
        id=1,
        name="",
        time_zone=zone,
        new_per_day=20,
        reviews_per_day=200,
        single_key_shortcuts=True,
        parameter_set_id=1,
        desired_retention=0.9,
        type_clozes=True,
    )


def moment_in(zone: str, at: datetime) -> Moment:
    return moment_at(to_ms(at), learner_in(zone))


def date_in(zone: str, at: datetime) -> date:
    """The date on the learner's calendar, which turns its page at four o'clock."""
    return (at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) - timedelta(hours=4)).date()


def changes_of_clocks(zone: str, first: datetime, last: datetime) -> list[tuple[datetime, datetime]]:
    """Return the seconds before and after each change of the offset that a look every five days finds."""
    found = []
    local = ZoneInfo(zone)
    looks = [first + timedelta(days=5 * number) for number in range((last - first).days // 5)]
    for before, after in pairwise(looks):
        if before.astimezone(local).utcoffset() == after.astimezone(local).utcoffset():
            continue
        low, high = to_ms(before) // 1000, to_ms(after) // 1000
        offset = before.astimezone(local).utcoffset()
        while high - low > 1:
            middle = (low + high) // 2
            same = datetime.fromtimestamp(middle, local).utcoffset() == offset
            low, high = (middle, high) if same else (low, middle)
        found.append((datetime.fromtimestamp(low, UTC), datetime.fromtimestamp(high, UTC)))
    return found


def test_no_change_of_clocks_anywhere_turns_a_day_back_or_passes_one_over():
    """Between two changes a clock runs evenly, so whoever looks at the changes looks at everything."""
    first, last = datetime(2005, 1, 1, tzinfo=UTC), datetime(2035, 1, 1, tzinfo=UTC)
    seen = 0
    for zone in sorted(available_timezones() - {"localtime"}):
        for before, after in changes_of_clocks(zone, first, last):
            seen += 1
            steps = moment_in(zone, after).day - moment_in(zone, before).day
            assert steps in (0, 1), (zone, before, after)
    assert seen > 5000


@pytest.mark.parametrize("zone", ZONES)
def test_each_local_date_is_one_day_for_years_of_looking_every_three_hours(zone):
    at, days = datetime(2009, 6, 1, tzinfo=UTC), {}
    for _ in range(8 * 365 * 4):
        moment = moment_in(zone, at)
        assert days.setdefault(date_in(zone, at), moment.day) == moment.day
        at += timedelta(hours=3)
    numbers = list(days.values())
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    assert all(number == (local - EPOCH).days for local, number in days.items())


@given(st.sampled_from(ZONES), INSTANTS, PAUSES)
def test_days_never_go_backwards_for_a_learner_who_stays(zone, at, pauses):
    moments = [moment_in(zone, at := at + timedelta(seconds=pause)) for pause in pauses]
    assert all(before.day <= after.day for before, after in pairwise(moments))
    assert all(
        day_start(moment.day, moment.offset_minutes)
        <= moment.at
        < day_start(moment.day + 1, moment.offset_minutes)
        for moment in moments
    )


@given(
    st.lists(st.tuples(st.sampled_from(ZONES), st.integers(60, 20 * 86_400), st.sampled_from(Rating))),
    INSTANTS,
)
def test_a_day_that_a_traveller_gets_back_counts_as_the_same_day(journey, at):
    card, lines, previous, settings = NEW_CARD, [], None, Settings()
    for number, (zone, seconds, rating) in enumerate(journey, 1):
        moment = moment_in(zone, at := at + timedelta(seconds=seconds))
        after = schedule(card, rating, moment, settings, str(number))
        if previous is not None and moment.day < previous.day:
            same_day = schedule(card, rating, previous, settings, str(number))
            assert (after.stability, after.difficulty) == (same_day.stability, same_day.difficulty)
        lines.append(LogLine.of(LineKind.ANSWER, number, rating, after, moment, settings))
        card, previous = after, moment
    assert replay(lines) == card


@dataclass(frozen=True)
class Seen:
    """A card as a study session showed it: the learner's date then, and how the card stood."""

    on: date
    was_new: bool
    due_on: date | None


def cards_to_learn(pieces: dict[str, str], count: int) -> list[str]:
    return [
        pieces["salt"].replace("id: salt", f"id: card-{number}").replace("sea", f"sea {number}")
        for number in range(count)
    ]


def study_all(world, zone: str, chance: random.Random) -> list[Seen]:
    """Answer until nothing is left."""
    sitting, seen = world.start(), []
    while isinstance(shown := sitting.look(), CardShown):
        question = {"question": shown.card.question_id}
        [row] = world.rows("SELECT state, due_day FROM card WHERE question_id = :question", **question)
        due_on = None if row["due_day"] is None else EPOCH + timedelta(days=row["due_day"])
        seen.append(Seen(date_in(zone, world.clock.now), row["state"] == 0, due_on))
        knew = chance.random() < 0.85
        sitting.send(shown, SelfRatedResponse(knew=knew), rating=Rating.GOOD if knew else Rating.AGAIN)
        world.clock.forward(seconds=chance.choice([4, 30, 700]))
        assert len(seen) < 200, "the study session never ends"
    return seen


def answered_dates(world, zone: str, days: int = 10_000) -> list[tuple[int, date]]:
    """Return each line's stored day and its date on a calendar there, in order of time; of the last days."""
    since_ms = to_ms(world.clock.now - timedelta(days=days))
    rows = world.rows("SELECT day, at_ms FROM review WHERE at_ms > :since ORDER BY at_ms", since=since_ms)
    return [(row["day"], date_in(zone, datetime.fromtimestamp(row["at_ms"] / 1000, UTC))) for row in rows]


@pytest.mark.parametrize(
    "zone", ["Europe/Helsinki", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca"]
)
def test_studying_for_two_years_has_one_review_day_for_each_local_date(world, pieces, zone):
    world.sync(*cards_to_learn(pieces, 12))
    learner, chance, seen, visited = world.learner, random.Random(zone), [], []
    learners.update_settings(world.ctx, learner, time_zone=zone, new_per_day=1)
    # The first study sessions are around the rollover, clocks change on 25 October and 1 November.
    world.clock.now = datetime(2026, 10, 22, 3, 40, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    for pause in [*[40, 600, 1425, 1440, 1455] * 10, *[1440, 14_000, 20_000] * 25]:
        world.clock.forward(minutes=pause + chance.choice([-15, 0, 15]))
        visited.append(date_in(zone, world.clock.now))
        seen += study_all(world, zone, chance)
        here = date_in(zone, world.clock.now)
        answers = [local for _, local in answered_dates(world, zone, days=2) if local == here]
        assert overview(world.ctx, learner).answered_today == len(answers)
    learnt = Counter(one.on for one in seen if one.was_new)
    days_at_work = sorted({*visited, *(one.on for one in seen)})
    assert [learnt[day] for day in days_at_work[:12]] == [1] * 12  # the limit: a new card a day
    assert all(one.due_on is None or one.due_on <= one.on for one in seen)
    assert all(day == (local - EPOCH).days for day, local in answered_dates(world, zone))
    assert all(one <= other for (one, _), (other, _) in pairwise(answered_dates(world, zone)))
    assert len({row["offset_minutes"] for row in world.log()}) > 1
    assert world.clock.now > datetime(2028, 3, 1, tzinfo=UTC)
    assert replays.replay_reviews(world.ctx).differences == ()


@pytest.mark.parametrize(
    ("evening", "morning"),
    [
        (
            datetime(2027, 3, 27, 20, tzinfo=UTC),
            datetime(2027, 3, 28, 2, tzinfo=UTC),
        ),  # 04:00, an hour sooner
        (datetime(2027, 10, 30, 20, tzinfo=UTC), datetime(2027, 10, 31, 3, tzinfo=UTC)),
        (datetime(2027, 11, 1, 20, tzinfo=UTC), datetime(2027, 11, 2, 3, tzinfo=UTC)),
    ],
)
def test_the_next_card_is_announced_by_the_clock_of_its_own_day(world, evening, morning):
    learner = world.learner
    learners.update_settings(world.ctx, learner, time_zone="Europe/Berlin", new_per_day=0)
    world.clock.now = evening
    assert overview(world.ctx, learner).next_due_at == morning
    assert moment_in("Europe/Berlin", morning).day == moment_in("Europe/Berlin", evening).day + 1


@pytest.mark.parametrize("there", ["Pacific/Honolulu", "Pacific/Kiritimati", "Europe/London"])
def test_a_move_changes_nothing_that_was_and_the_learner_goes_on_there(world, pieces, there):
    world.sync(*cards_to_learn(pieces, 12))
    learner, chance = world.learner, random.Random(there)
    learners.update_settings(world.ctx, learner, time_zone="Asia/Seoul")
    for pause in [1, 600, 1440, 1440, 2900, 5000, 5000]:
        world.clock.forward(minutes=pause)
        study_all(world, "Asia/Seoul", chance)
    log, cards = world.log(), world.cards()
    learners.update_settings(world.ctx, learner, time_zone=there)
    assert (world.log(), world.cards()) == (log, cards)
    assert replays.replay_reviews(world.ctx).differences == ()
    for pause in [1, 600, 1440, 9000, 40_000]:
        world.clock.forward(minutes=pause)
        seen = study_all(world, there, chance)
        assert all(one.due_on is None or one.due_on <= one.on for one in seen)
    later = [line for line in world.log() if line not in log]
    assert len(later) == len(world.log()) - len(log) > 5
    assert {line["offset_minutes"] for line in log} == {540}
    assert 540 not in {line["offset_minutes"] for line in later}
    assert replays.replay_reviews(world.ctx).differences == ()
