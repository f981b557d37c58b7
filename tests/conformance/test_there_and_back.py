"""A learner's progress travels to the real Anki, is studied there, and comes back whole."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from question_bank.anki.packages.reader import read_package
from quiz.memory.anki_history import Left
from quiz.memory.card import NEW_CARD, Rating, State
from quiz.memory.days import Moment
from quiz.memory.scheduling import schedule
from quiz.services import study
from quiz.services.anki import histories
from quiz.services.replays import replay_reviews

from .here import NO_LUCK, Here

pytestmark = [pytest.mark.conformance, pytest.mark.slow]

FORMATS = ("new.apkg", "old.apkg", "whole.colpkg")
CRAMMED, MANUAL = 3, 4
SET_DUE = "q3"
BURIED = (-2, -3)


def live(here: Here) -> None:
    """Study for three weeks, with slips, changed minds and an answer that had to be learnt anew."""
    chance = random.Random(26)
    for day in range(21):
        session = here.session()
        for turn in range(9):
            number = here.answer(session, right=chance.random() < 0.75)
            if number is not None and turn == 2:
                study.undo(here.ctx, here.learner, session)
            if number is not None and turn == 5:
                study.rate(here.ctx, here.learner, session, number, Rating.HARD)
        if day == 12:
            here.write(q5=2, q6=2)
        here.at += timedelta(days=1)


@pytest.fixture(scope="module")
def journey(tell_anki, zone, tmp_path_factory, migrated):
    """Return us as we were when the package left, the package's folder, and what Anki had of each card."""
    folder = tmp_path_factory.mktemp("journey")
    here = Here(folder, migrated, 14, zone, datetime.now(UTC) - timedelta(days=21, minutes=30))
    live(here)
    here.at = datetime.now(UTC) - timedelta(minutes=1)
    package = folder / "ours.apkg"
    package.write_bytes(here.package())
    plan = {"package": str(package), "folder": str(folder), "seed": 7, "answers": 60}
    record = tell_anki("anki_travel.py", plan)
    here.at = datetime.now(UTC) + timedelta(seconds=1)
    return here, folder, record


@pytest.fixture(scope="module")
def back(journey, tmp_path_factory):
    """Return us after every format of the package was brought back, each to a copy of us, and the reports."""
    here, folder, _ = journey
    found = {}
    for name in FORMATS:
        work = tmp_path_factory.mktemp("back")
        copy = here.copy(work)
        package = read_package(folder / name, work / "work")
        report = histories.bring(copy.ctx, copy.learner, package)
        found[name] = copy, report, package
    yield found
    for copy, _, _ in found.values():
        copy.ctx.engine.dispose()


def key_of(card):
    name = card["name"].removeprefix("small/")
    return name, card["ord"] + 1 if name == "gaps" else 0


def logs_in(record, when):
    return {key_of(card): [tuple(line) for line in card["log"]] for card in record[when]}


def counting(lines):
    """The lines that are answers or resets: what is crammed and a due date that was set are neither."""
    return [
        (at, ease, interval, kind)
        for at, ease, interval, _, factor, _, kind in lines
        if not (kind == CRAMMED and factor == 0) and not (kind == MANUAL and factor)
    ]


def travelled(here):
    """Every card's lines as they would travel to Anki now."""
    return {
        (name, card.part): [(each.at_ms, each.rating, each.interval, each.kind) for each in card.reviews]
        for (_, name), held in here.progress().cards.items()
        for card in held
    }


def answered_here(card, lines, settings, offset_minutes):
    """Return the card that these answers, given here, would have made."""
    for at, ease, _, _, factor, _, kind in lines:
        if kind == MANUAL and factor == 0:
            card = NEW_CARD
        elif ease and not (kind == CRAMMED and factor == 0):
            moment = Moment(datetime.fromtimestamp(at / 1000, UTC), offset_minutes)
            card = schedule(card, Rating(ease), moment, settings, "")
    return card


def test_anki_takes_over_the_cards_with_their_memory_their_log_and_the_parameters(journey):
    here, _, record = journey
    ours = {key: each for key, each in here.cards().items() if each.state is not State.NEW}
    imported = {key_of(card): card for card in record["imported"] if card["type"]}
    assert len(ours) > 10
    assert {key: card["memory"] for key, card in imported.items()} == {
        key: [card.stability, card.difficulty] for key, card in ours.items()
    }
    assert {
        key: [(*line[:3], line[6]) for line in lines]
        for key, lines in logs_in(record, "imported").items()
        if lines
    } == {key: lines for key, lines in travelled(here).items() if lines}
    assert record["preset"]["weights"] == pytest.approx(NO_LUCK.weights)
    assert (record["preset"]["name"], record["preset"]["retention"]) == ("Factdeck", pytest.approx(0.9))


def test_every_card_is_due_in_anki_on_the_day_that_it_is_due_here(journey, back, zone):
    start, _, record = journey
    today = Moment(start.at, Here.offset_of(zone)).day
    for when, here in (("imported", start), ("studied", back["new.apkg"][0])):
        cards = here.cards()
        in_review = {key_of(card): card["due_in_days"] for card in record[when] if card["type"] == 2}
        assert len(in_review) > 8
        assert in_review == {key: cards[key].due_day - today for key in in_review}


@pytest.mark.parametrize("name", FORMATS)
def test_the_log_that_comes_back_is_the_log_in_anki(journey, back, name):
    _, _, record = journey
    here, report, _ = back[name]
    before, after = logs_in(record, "imported"), logs_in(record, "studied")
    new = sum(len(after[key]) - len(before.get(key, ())) for key in after)
    assert new > 60
    assert report.answers + report.resets + report.dues + sum(report.left.values()) == new
    assert report.known == sum(map(len, before.values()))
    assert (report.resets, report.dues, report.left) == (1, 1, {Left.CRAMMED: 1})
    buried = sum(card["queue"] in BURIED for card in record["studied"])  # siblings too
    assert (report.suspended, report.buried, report.filtered, report.calendars) == (1, buried, 1, None)
    found = travelled(here)
    wanted = {key: counting(lines) for key, lines in after.items() if counting(lines)}
    # A due date that was set is the interval of the answer before it.
    assert {key: without_intervals(lines) for key, lines in found.items() if lines} == {
        key: without_intervals(lines) for key, lines in wanted.items()
    }
    del found[SET_DUE, 0], wanted[SET_DUE, 0]
    assert {key: lines for key, lines in found.items() if lines} == wanted


def without_intervals(lines):
    return [(at, ease, kind) for at, ease, _, kind in lines]


@pytest.mark.parametrize("name", FORMATS)
def test_every_card_is_what_it_would_be_had_all_been_answered_here(journey, back, zone, name):
    start, _, record = journey
    here, _, _ = back[name]
    before, after = logs_in(record, "imported"), logs_in(record, "studied")
    cards, offset = start.cards(), Here.offset_of(zone)
    expected = {
        key: answered_here(cards[key], lines[len(before[key]) :], NO_LUCK, offset)
        for key, lines in after.items()
    }
    found = here.cards()
    assert found[SET_DUE, 0].due_day == Moment(here.at, offset).day + 9
    del found[SET_DUE, 0], expected[SET_DUE, 0]
    assert {key: found[key] for key in expected} == expected


@pytest.mark.parametrize("name", FORMATS)
def test_every_memory_is_the_one_that_anki_has(journey, back, name):
    here, _, _ = back[name]
    cards = here.cards()
    stored = {key_of(card): card["memory"] for card in journey[2]["studied"] if card["type"]}
    found = {key: [cards[key].stability, cards[key].difficulty] for key in stored}
    assert found == {key: pytest.approx(memory, abs=1e-4) for key, memory in stored.items()}


@pytest.mark.parametrize("name", FORMATS)
def test_bringing_it_back_again_in_any_format_adds_nothing(back, name):
    here, _, _ = back[name]
    for _, _, package in back.values():
        assert not histories.bring(here.ctx, here.learner, package).changes
    assert replay_reviews(here.ctx).differences == ()
