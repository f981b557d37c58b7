"""Questions on the same fact do not give each other away, and answers fall on quiet days."""

from __future__ import annotations

from itertools import pairwise

import pytest

from question_bank.model import DontKnow
from quiz.memory.card import Rating, State
from quiz.memory.days import Moment
from quiz.services import learners, study
from quiz.services.overview import overview
from quiz.services.study import CardShown, Finished, Mode

NAMES = ("sea", "air", "ice", "fog", "dew")
FACTS = "facts:\n" + "".join(
    f"  - {{id: {name}, says: There is {name}., "
    "evidence: [{source: survey, paragraph: 4, from: By far the largest, to: from the sea}]}\n"
    for name in NAMES
)


def flashcard(number, *facts):
    return (
        f"  - {{id: card-{number}, kind: flashcard, prompt: 'What is {number}?', answer: 'Number {number}', "
        f"facts: [{', '.join(facts)}]}}\n"
    )


@pytest.fixture
def bank_of(empty_world):
    """Make a world whose bank has a card on each of these facts."""

    def make(*facts):
        assert empty_world.learner == 1
        cards = [flashcard(number, *each.split()) for number, each in enumerate(facts, 1)]
        assert empty_world.sync(*cards, facts=FACTS).problems == ()
        return empty_world

    return make


def studied(sitting, wrong=()):
    """Study to the end, wrongly at these answers; return the facts of each question shown and its id."""
    shown = []
    while isinstance(card := sitting.look(), CardShown):
        shown.append((card.question.id, frozenset(card.question.facts)))
        if len(shown) - 1 in wrong:
            sitting.send(card, DontKnow())
        else:
            sitting.answer()
        assert len(shown) < 200, "the study session never ends"
    return shown


def meetings(shown):
    return [
        (one, other)
        for (one, facts), (other, others) in pairwise(shown)
        if one != other and not facts.isdisjoint(others)
    ]


@pytest.mark.parametrize("mode", list(Mode))
def test_no_question_comes_right_after_another_on_its_fact(bank_of, mode):
    world = bank_of("sea", "sea", "sea ice", "air", "air fog", "fog", "ice", "dew", "dew", "sea dew")
    if mode is not Mode.PRACTICE:
        world.start().finish()
        world.clock.forward(days=1 if mode is Mode.AHEAD else 30)
    shown = studied(world.start(mode), wrong={0, 2, 3, 7})
    assert len({name for name, _ in shown}) >= 4
    assert meetings(shown) == []


def test_what_could_not_be_kept_apart_begins_the_next_study_session(bank_of):
    world = bank_of("sea", "sea", "air")
    learners.update_settings(world.ctx, world.learner, new_per_day=2)
    sitting = world.start()
    assert [facts for _, facts in studied(sitting)][:2] == [{"sea"}, {"air"}]
    learners.update_settings(world.ctx, world.learner, new_per_day=20)
    first = world.start()
    assert {name for name, _ in studied(first)} == {"card-2"}


def test_a_bank_all_on_one_fact_is_studied_as_it_comes(bank_of):
    world = bank_of(*["sea"] * 12)
    assert overview(world.ctx, world.learner).new == 12
    assert {name for name, _ in studied(world.start())} == {f"card-{number}" for number in range(1, 13)}
    world.clock.forward(days=60)
    assert overview(world.ctx, world.learner).due == 12
    assert len(studied(world.start())) == 12


def test_the_home_page_counts_what_a_study_session_brings(bank_of):
    world = bank_of("sea", "sea", "sea", "air", "air", "ice", "sea air", "fog", "fog", "dew")
    learners.update_settings(world.ctx, world.learner, new_per_day=4)
    for days in (0, 1, 3, 1, 9, 2, 40):
        world.clock.forward(days=days)
        while (seen := overview(world.ctx, world.learner)).due + seen.new:
            names = {name for name, _ in studied(world.start())}
            assert len(names) == seen.due + seen.new
    assert {card["state"] for card in world.cards()} == {State.REVIEW}


def test_two_reviews_on_a_fact_do_not_come_on_one_day_while_one_can_wait(bank_of):
    world = bank_of("sea", "air", "ice", "sea", "fog")
    world.start().finish()
    today = Moment(world.clock.now).day
    with world.ctx.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE card SET interval_days = 30, due_day = {today + 1}")
    world.clock.forward(days=1)
    for expected in (4, 1):
        assert overview(world.ctx, world.learner).due == expected
        world.start().finish()
        world.clock.forward(days=1)


def test_new_questions_come_on_other_facts_first(bank_of):
    world = bank_of("sea", "sea", "air", "sea air", "ice", "fog", "dew", "dew")
    learners.update_settings(world.ctx, world.learner, new_per_day=5)
    names = [name for name, _ in studied(world.start())]
    assert list(dict.fromkeys(names)) == ["card-1", "card-3", "card-5", "card-6", "card-7"]


def test_practice_goes_through_different_facts_first_and_repeats_a_known_card_between_two(bank_of):
    world = bank_of("sea", "sea", "air")
    sitting = world.start(Mode.PRACTICE)
    shown = studied(sitting, wrong={2})
    assert meetings(shown) == []
    assert {name for name, _ in shown} == {"card-1", "card-2", "card-3"}
    summary = study.summary(world.ctx, sitting.learner, sitting.id)
    assert summary.right == summary.answered - 1


def test_an_answer_falls_on_a_day_without_another_question_on_its_fact(bank_of):
    world = bank_of(*["sea"] * 13, "air")
    world.start().finish()
    world.clock.forward(days=20)
    sitting = world.start()
    shown = sitting.card()
    today = Moment(world.clock.now).day
    usual = shown.intervals[Rating.GOOD].days
    assert usual > 6
    others = [row["question_id"] for row in world.cards() if row["question_id"] != shown.card.question_id]
    days = [days for days in range(usual - 6, usual + 7) if abs(days - usual) != 1]
    with world.ctx.engine.begin() as connection:
        for question_id, day in zip(others, days, strict=False):
            connection.exec_driver_sql(
                f"UPDATE card SET due_day = {today + day} WHERE question_id = {question_id}"
            )
    assert abs(sitting.card().intervals[Rating.GOOD].days - usual) == 1


def test_named_questions_all_come_even_if_they_are_on_one_fact(bank_of):
    world = bank_of("sea", "sea", "air", "ice", "fog")
    named = [row["id"] for row in world.rows("SELECT id FROM question ORDER BY id LIMIT 2")]
    for mode in (Mode.SCHEDULED, Mode.PRACTICE):
        session = study.start(world.ctx, world.learner, (), mode)
        with world.ctx.engine.begin() as connection:
            connection.exec_driver_sql(
                "UPDATE study_session SET question_ids = ?, queue = ? WHERE id = ?",
                (str(named), str([[one, 0] for one in named]), session),
            )
        first = study.current(world.ctx, world.learner, session)
        assert not isinstance(first, Finished)
        assert first.progress.total >= 2
        assert isinstance(_answer(world, session, first), CardShown)


def _answer(world, session, shown):
    sitting = type(world.start())(world, session, world.learner)
    sitting.send(shown, DontKnow())
    following = sitting.card()
    assert following.card != shown.card
    return following
