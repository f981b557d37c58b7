"""Undo takes back every answer of a study session, and leaves card and queue as they were before it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from question_bank.model import DontKnow, Flashcard, SelfRatedResponse
from quiz.memory.card import Rating
from quiz.services import learners, replays, study
from quiz.services.overview import overview
from quiz.services.study import CardShown, Mode
from quiz.services.study.practising import practice_of
from quiz.services.study.showing import session_queue
from quiz.services.study.sittings import open_sitting
from quiz.store.database import reading

FACTS = """\
facts:
""" + "".join(
    f"  - {{id: {name}, says: There is {name}., "
    "evidence: [{source: survey, paragraph: 4, from: By far the largest, to: from the sea}]}\n"
    for name in ("evaporation", "sea", "air", "ice")
)


def flashcard(number, *facts):
    return (
        f"  - {{id: card-{number}, kind: flashcard, prompt: 'What is {number}?', answer: 'Number {number}', "
        f"facts: [{', '.join(facts)}]}}\n"
    )


# Facts that several cards share, so that keeping them apart has something to do.
CARDS = [
    flashcard(1, "sea"),
    flashcard(2, "sea"),
    flashcard(3, "sea", "air"),
    flashcard(4, "air"),
    flashcard(5, "ice"),
    flashcard(6, "ice"),
]


@pytest.fixture
def deck(world, pieces):
    """A world with twelve cards of four kinds, half of them learnt some days ago."""
    assert world.sync(
        *CARDS, *(pieces[name] for name in ("origin", "capitals", "river")), facts=FACTS
    ).changed
    learners.update_settings(world.ctx, world.learner, new_per_day=6)
    world.start().finish()
    world.clock.forward(days=4)
    return world


def state(sitting):
    """All that a learner could notice: the card shown, every card's memory, the queue and what is counted."""
    world = sitting.world
    with reading(world.ctx.engine) as connection:
        opened = open_sitting(world.ctx, connection, sitting.learner, sitting.id)
        queue = session_queue(connection, opened, now=True)
        practice = practice_of(connection, opened) if opened.mode is Mode.PRACTICE else None
    shown = sitting.card()
    summary = study.summary(world.ctx, sitting.learner, sitting.id)
    seen = overview(world.ctx, sitting.learner)
    cards = [{name: value for name, value in row.items() if name != "version"} for row in world.cards()]
    return {
        "shown": (shown.card, shown.question, shown.progress, shown.undoable, shown.is_new, shown.intervals),
        "cards": cards,
        "queue": queue,
        "counts": queue.counts(),
        "practice": practice and (practice.open_cards(), practice.right()),
        "skipped": (opened.session.skipped, opened.session.skipped_after, summary.skipped),
        "summary": (summary.answered, summary.right, summary.due_left, summary.new_left, summary.ahead_left),
        "overview": (seen.due, seen.new, seen.answered_today, seen.next_due_at),
    }


def give(sitting, rating):
    """Answer the card shown, a flashcard with this rating, others rightly unless it is Again."""
    shown = sitting.card()
    if isinstance(shown.question, Flashcard):
        response = SelfRatedResponse(knew=rating is not Rating.AGAIN)
        return sitting.send(shown, response, rating=rating).number
    if rating is Rating.AGAIN:
        return sitting.send(shown, DontKnow()).number
    number = sitting.answer().number
    sitting.world.clock.forward(seconds=-7)
    return number


ACTIONS = st.lists(
    st.one_of(
        st.tuples(st.just("answer"), st.sampled_from(Rating)),
        st.tuples(st.just("answer"), st.sampled_from([Rating.GOOD, Rating.AGAIN])),
        st.tuples(st.just("rate"), st.sampled_from([*Rating, "guessed"])),
        st.tuples(st.just("skip"), st.none()),
        st.tuples(st.just("wait"), st.sampled_from([61, 700, 5000, 90_000])),
        st.tuples(st.just("undo"), st.none()),
    ),
    min_size=4,
    max_size=22,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions=ACTIONS, mode=st.sampled_from([Mode.SCHEDULED, Mode.SCHEDULED, Mode.AHEAD, Mode.PRACTICE]))
def test_every_answer_is_taken_back_to_exactly_what_was_before_it(deck, actions, mode):
    sitting, before, last = deck.start(mode), [], 0

    def undo():
        nonlocal last
        at, expected = before.pop()
        latest = deck.clock.now
        assert study.undo(deck.ctx, sitting.learner, sitting.id)
        deck.clock.now = at
        found = state(sitting)
        assert {name: found[name] for name in expected if found[name] != expected[name]} == {}
        assert found == expected
        deck.clock.now, last = latest, 0

    for action, value in actions:
        deck.clock.forward(seconds=9)
        if action == "wait":
            deck.clock.forward(seconds=value)
        elif action == "undo" and before:
            undo()
        elif action == "rate" and last:
            study.rate(deck.ctx, sitting.learner, sitting.id, last, value)
        elif isinstance(sitting.look(), CardShown):
            if action == "skip":
                study.skip(deck.ctx, sitting.learner, sitting.id, sitting.card().card)
            elif action == "answer":
                before.append((deck.clock.now, state(sitting)))
                last = give(sitting, value)
    while before:
        undo()
    assert not study.undo(deck.ctx, sitting.learner, sitting.id)
    assert replays.replay_reviews(deck.ctx).differences == ()


def test_what_was_skipped_after_an_answer_comes_again_once_the_answer_is_taken_back(deck):
    sitting = deck.start()
    first = sitting.card().card
    study.skip(deck.ctx, sitting.learner, sitting.id, first)
    sitting.answer()
    second = sitting.card().card
    study.skip(deck.ctx, sitting.learner, sitting.id, second)
    assert study.undo(deck.ctx, sitting.learner, sitting.id)
    sitting.answer()
    assert sitting.card().card == second
    with reading(deck.ctx.engine) as connection:
        session = open_sitting(deck.ctx, connection, sitting.learner, sitting.id).session
    assert session.skipped == ((first.question_id, first.part),)


def test_a_question_changed_since_holds_undo_up_for_no_answer(deck, pieces):
    """The card is new by its author's word and stays so; the answers before it can still be taken back."""
    sitting = deck.start()
    order = [sitting.card().card]
    sitting.answer()
    while (shown := sitting.card()).question.id == "capitals":
        study.skip(deck.ctx, sitting.learner, sitting.id, shown.card)
    order.append(shown.card)
    sitting.answer()
    raised = [
        card.replace("kind:", "edition: 2, kind:") if f"id: {shown.question.id}," in card else card
        for card in CARDS
    ]
    others = [
        pieces[name].replace("    kind:", "    edition: 2\n    kind:")
        if f"id: {shown.question.id}\n" in pieces[name]
        else pieces[name]
        for name in ("origin", "capitals", "river")
    ]
    assert deck.sync(*raised, *others, facts=FACTS).relearn == 1
    for card in reversed(order):
        assert sitting.card().undoable
        assert study.undo(deck.ctx, sitting.learner, sitting.id)
        assert sitting.card().card == card
    assert not sitting.card().undoable
    assert replays.replay_reviews(deck.ctx).differences == ()


def test_a_rating_changed_to_and_fro_gets_the_interval_it_had_whatever_came_since(deck):
    sitting = deck.start()
    while not isinstance((shown := sitting.card()).question, Flashcard) or shown.is_new:
        sitting.answer()
    number = give(sitting, Rating.GOOD)
    given = study.feedback(deck.ctx, sitting.learner, sitting.id, number).due_at
    other = deck.start()
    for _ in range(2):
        other.answer()
    for rating in (Rating.EASY, Rating.AGAIN, Rating.HARD, Rating.GOOD):
        assert study.rate(deck.ctx, sitting.learner, sitting.id, number, rating)
        said = study.feedback(deck.ctx, sitting.learner, sitting.id, number)
        assert said.rating is rating
    assert said.due_at == given
    assert replays.replay_reviews(deck.ctx).differences == ()


def test_an_answer_gives_what_its_buttons_said_whatever_another_window_did_meanwhile(deck):
    deck.clock.forward(days=30)
    here, there = deck.start(), deck.start()
    study.skip(deck.ctx, there.learner, there.id, here.card().card)
    while not isinstance((shown := here.card()).question, Flashcard) or shown.is_new:
        here.answer()
    promised = shown.intervals
    for _ in range(3):
        if there.card().card == shown.card:
            study.skip(deck.ctx, there.learner, there.id, shown.card)
        there.answer()
    number = give(here, Rating.GOOD)
    feedback = study.feedback(deck.ctx, here.learner, here.id, number)
    assert feedback.interval == promised[Rating.GOOD]
    for rating in (Rating.HARD, Rating.EASY):
        assert study.rate(deck.ctx, here.learner, here.id, number, rating)
        feedback = study.feedback(deck.ctx, here.learner, here.id, number)
        assert feedback.interval == promised[rating]
