"""Counting a large class: no page waits for it, nothing is read twice, and what comes out is the same."""

from __future__ import annotations

import time

import pytest

from question_bank.model import ChoiceResponse, TrueFalseResponse
from quiz.services import item_records, my_data, noticing, study
from quiz.services.item_records import ItemRecords
from quiz.services.item_statistics import bank_statistics, question_statistics
from quiz.store import banks
from quiz.store.database import reading
from tests.quiz.answering_class import Answer, enter_class, let_answer

OCEANS, RIVERS = Answer(ChoiceResponse(("The oceans",)), 1.0), Answer(ChoiceResponse(("Rivers",)), 0.0)
LONGEST_SECONDS = 20
TRUTH = "  - {id: truth, kind: true_false, prompt: Is it wet?, answer: true, facts: [evaporation]}\n"


@pytest.fixture
def room(world, pieces):
    world.sync(pieces["origin"], pieces["salt"], TRUTH)
    class_of = enter_class(world.ctx.engine, 40)
    let_answer(world.ctx.engine, class_of, {"vapour-origin": [OCEANS] * 30 + [RIVERS] * 5 + [None] * 5})
    return class_of


@pytest.fixture
def much(monkeypatch):
    """Let every bank be too large to be counted while somebody waits."""
    monkeypatch.setattr(item_records, "MOST_AT_ONCE", 0)


def page(world):
    return bank_statistics(world.ctx, 1, "water")


def eventually(world, holds):
    """Look at the page again and again, as whoever waits does, until that holds."""
    end = time.monotonic() + LONGEST_SECONDS
    while not holds(found := page(world)):
        assert time.monotonic() < end, found
        time.sleep(0.02)
    return found


def in_full(world, items):
    with reading(world.ctx.engine) as connection:
        row = banks.find_bank(connection, "water")
        return items.analyses(connection, world.ctx.library, row)


@pytest.mark.usefixtures("much")
def test_the_first_page_says_that_it_waits_and_a_later_one_has_the_figures(world, room):
    first = page(world)
    assert (first.known, first.waiting > 0, first.attempts) == (False, True, 0)
    found = eventually(world, lambda page: not page.waiting)
    assert (found.known, found.attempts, found.measured) == (True, 35, 1)


@pytest.mark.usefixtures("much")
def test_what_was_counted_stays_on_the_page_until_newer_answers_are_counted(world, room):
    eventually(world, lambda page: not page.waiting)
    let_answer(world.ctx.engine, room[35:], {"vapour-origin": [OCEANS] * 5})
    found = page(world)
    assert (found.known, found.waiting, found.attempts) == (True, 5, 35)
    assert eventually(world, lambda page: not page.waiting).attempts == 40


@pytest.mark.usefixtures("much")
def test_of_a_new_edition_and_of_a_deleted_learner_nothing_old_is_shown_meanwhile(world, room, pieces):
    eventually(world, lambda page: not page.waiting)
    world.sync(pieces["origin"] + "    edition: 2\n", pieces["salt"], TRUTH)
    assert page(world).attempts == 0
    let_answer(world.ctx.engine, room, {"truth": [Answer(TrueFalseResponse(True), 1.0)] * 40})
    eventually(world, lambda page: not page.waiting and page.attempts == 40)
    my_data.delete_everything(world.ctx, room[0])
    assert page(world).attempts == 0, "its figures had the learner's answers in them"
    assert eventually(world, lambda page: not page.waiting).attempts == 39


@pytest.mark.usefixtures("much")
def test_large_banks_are_counted_before_anybody_asks(world, room):
    noticing.count(world.ctx)
    end = time.monotonic() + LONGEST_SECONDS
    with reading(world.ctx.engine) as connection:
        row = banks.find_bank(connection, "water")
        while not world.ctx.items.telling(connection, world.ctx.library, row, at_hand=True):
            assert time.monotonic() < end
            time.sleep(0.02)


def test_whoever_wants_a_figure_in_full_gets_it_however_large_the_bank(world, room, monkeypatch):
    monkeypatch.setattr(item_records, "MOST_AT_ONCE", 0)
    with reading(world.ctx.engine) as connection:
        row = banks.find_bank(connection, "water")
        found = ItemRecords().telling(connection, world.ctx.library, row, in_full=True)
    assert sum(each.attempts for each in found.values()) == 35


def test_nobody_waits_for_somebody_else_who_is_counting(world, room):
    page(world)
    bank = world.ctx.items._bank(1)
    with bank.lock:
        begun = time.monotonic()
        assert page(world).attempts == 35
        assert time.monotonic() - begun < 2


def test_counting_that_fails_is_logged_and_tried_again(world, room, monkeypatch, caplog):
    monkeypatch.setattr(item_records, "MOST_AT_ONCE", 0)
    with monkeypatch.context() as broken:
        broken.setattr(item_records, "analyse", lambda _: 1 // 0)
        page(world)
        end = time.monotonic() + LONGEST_SECONDS
        while "ZeroDivisionError" not in caplog.text:
            assert time.monotonic() < end
            time.sleep(0.02)
    assert eventually(world, lambda page: not page.waiting).attempts == 35


def test_reading_on_gives_what_reading_everything_gives(world, room, pieces):
    """Answers, an undo, amendments, a learner who comes and one who goes, a new edition, a new question."""
    sitting = world.start(tags=("water",))

    def undo():
        study.undo(world.ctx, 1, sitting.id)

    def one_comes():
        let_answer(world.ctx.engine, enter_class(world.ctx.engine, 1), {"vapour-origin": [RIVERS]})

    def answers():
        let_answer(world.ctx.engine, room[35:], {"vapour-origin": [OCEANS, RIVERS] * 2 + [None]})

    steps = [
        sitting.answer,
        undo,
        lambda: sitting.answer(right=False),
        answers,
        one_comes,
        lambda: my_data.delete_everything(world.ctx, room[3]),
        lambda: world.sync(pieces["origin"].replace("answer: The", "answer: All"), pieces["salt"]),
        lambda: world.sync(pieces["origin"] + "    edition: 2\n", pieces["salt"], pieces["river"]),
        lambda: let_answer(world.ctx.engine, room[4:9], {"salt": [Answer(fraction=1.0)] * 5}),
    ]
    counts = set()
    for step in steps:
        step()
        found = in_full(world, world.ctx.items)
        assert found == in_full(world, ItemRecords())
        counts.add(tuple(each.attempts for each in found.values()))
    assert len(counts) >= 6, "most steps change something"


def test_a_question_page_waits_for_nothing_either(world, room, much):
    found = question_statistics(world.ctx, 1, "water", "vapour-origin")
    assert (found.known, found.cards[0].analysis.attempts) == (False, 0)
    eventually(world, lambda page: not page.waiting)
    again = question_statistics(world.ctx, 1, "water", "vapour-origin")
    assert (again.known, again.cards[0].analysis.attempts) == (True, 35)
