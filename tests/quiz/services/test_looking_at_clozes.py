"""Who would rather think than type: a cloze card is looked at and rated, as a flashcard is."""

from __future__ import annotations

import json
from typing import Any

import pytest

from question_bank.model import DontKnow, SelfRatedResponse, TextsResponse
from quiz.memory.card import Rating
from quiz.services import learners, replays, study
from quiz.services.study import CardShown, Mode

LOOKED = SelfRatedResponse(knew=True)


@pytest.fixture
def capitals(world: Any, pieces: dict[str, str]) -> Any:
    """A world whose only question is a cloze with two cards, and a learner who looks."""
    world.sync(pieces["capitals"])
    learners.update_settings(world.ctx, world.learner, type_clozes=False)
    return world


def back_of(world: Any, sitting: Any, shown: CardShown) -> CardShown:
    where = (shown.card, shown.repetition, shown.revision_id)
    return study.revealed(world.ctx, world.learner, sitting.id, *where).shown


def test_clozes_are_typed_until_the_learner_says_otherwise(world: Any, pieces: dict[str, str]) -> None:
    world.sync(pieces["capitals"])
    assert learners.learner(world.ctx, world.learner).type_clozes
    assert not world.start().card().self_rated
    learners.update_settings(world.ctx, world.learner, type_clozes=False)
    assert world.start().card().self_rated
    learners.update_settings(world.ctx, world.learner, new_per_day=5)
    assert world.start().card().self_rated, "another setting leaves this one alone"


@pytest.mark.parametrize("mode", [Mode.SCHEDULED, Mode.AHEAD])
def test_a_cloze_that_is_looked_at_shows_when_each_rating_brings_it_back(capitals: Any, mode: Mode) -> None:
    sitting = capitals.start(mode)
    shown = sitting.card()
    assert set(shown.intervals) == set(Rating)
    assert back_of(capitals, sitting, shown).intervals == shown.intervals


def test_in_practice_no_intervals_are_shown(capitals: Any) -> None:
    sitting = capitals.start(Mode.PRACTICE)
    assert sitting.card().self_rated
    assert sitting.card().intervals == {}
    assert back_of(capitals, sitting, sitting.card()).intervals == {}


@pytest.mark.parametrize("rating", list(Rating))
def test_the_rating_that_was_said_schedules_the_card_and_the_log_tells_how(
    capitals: Any, rating: Rating
) -> None:
    sitting = capitals.start()
    shown = sitting.card()
    given = sitting.send(shown, SelfRatedResponse(knew=rating is not Rating.AGAIN), rating=rating)
    found = study.feedback(capitals.ctx, capitals.learner, sitting.id, given.number)
    assert (found.rating, found.interval) == (rating, shown.intervals[rating])
    (line,) = capitals.log()
    assert (line["rating"], line["guess_chance"]) == (rating, 0.0)
    assert "SelfRatedResponse" in line["response"] or "knew" in json.loads(line["response"])
    assert replays.replay_reviews(capitals.ctx).differences == ()


def test_all_four_ratings_can_still_be_said_and_a_guess_cannot(capitals: Any) -> None:
    sitting = capitals.start()
    number = sitting.send(sitting.card(), SelfRatedResponse(knew=False), rating=Rating.AGAIN).number
    found = study.feedback(capitals.ctx, capitals.learner, sitting.id, number)
    assert (found.ratings, found.can_say_guessed) == (tuple(Rating), False)
    assert not study.rate(capitals.ctx, capitals.learner, sitting.id, number, "guessed")
    assert study.rate(capitals.ctx, capitals.learner, sitting.id, number, Rating.EASY)
    assert study.feedback(capitals.ctx, capitals.learner, sitting.id, number).rating is Rating.EASY
    assert replays.replay_reviews(capitals.ctx).differences == ()


def test_a_typed_cloze_is_not_rated_by_the_learner_alone(world: Any, pieces: dict[str, str]) -> None:
    world.sync(pieces["capitals"])
    sitting = world.start()
    number = sitting.send(sitting.card(), TextsResponse(("nothing",)), rating=Rating.EASY).number
    found = study.feedback(world.ctx, world.learner, sitting.id, number)
    assert (found.rating, found.ratings) == (Rating.AGAIN, (Rating.AGAIN,))


def test_in_practice_a_card_that_was_known_does_not_come_again(capitals: Any) -> None:
    sitting = capitals.start(Mode.PRACTICE)
    first = sitting.card().card
    sitting.send(sitting.card(), SelfRatedResponse(knew=False), rating=Rating.AGAIN)
    second = sitting.card().card
    sitting.send(sitting.card(), LOOKED, rating=Rating.GOOD)
    assert (second != first, sitting.card().card) == (True, first)
    sitting.send(sitting.card(), LOOKED, rating=Rating.EASY)
    summary = study.summary(capitals.ctx, capitals.learner, sitting.id)
    assert (summary.answered, summary.right) == (3, 2)
    assert capitals.log() == []


@pytest.mark.parametrize("mode", list(Mode))
def test_an_answer_to_a_page_from_before_the_setting_changed_counts_as_it_was_given(
    capitals: Any, mode: Mode
) -> None:
    sitting = capitals.start(mode)
    front = sitting.card()
    back = back_of(capitals, sitting, front)
    assert set(back.intervals) == (set() if mode is Mode.PRACTICE else set(Rating))
    learners.update_settings(capitals.ctx, capitals.learner, type_clozes=True)
    assert not back_of(capitals, sitting, front).self_rated, "who is to type does not look first"
    looked = sitting.send(front, LOOKED, rating=Rating.HARD)
    typing = sitting.card()
    assert not typing.self_rated
    learners.update_settings(capitals.ctx, capitals.learner, type_clozes=False)
    gap = "Pyongyang" if typing.part == 2 else "Seoul"
    typed = sitting.send(typing, TextsResponse((gap,)))
    found = [
        study.feedback(capitals.ctx, capitals.learner, sitting.id, answered.number)
        for answered in (looked, typed)
    ]
    assert [each.response for each in found] == [LOOKED, TextsResponse((gap,))]
    assert [each.grade.right for each in found] == [True, True]


def test_undoing_gives_the_card_back_to_be_looked_at(capitals: Any) -> None:
    sitting = capitals.start()
    shown, before = sitting.card(), capitals.cards()
    sitting.send(shown, LOOKED, rating=Rating.GOOD)
    assert study.undo(capitals.ctx, capitals.learner, sitting.id)
    again = sitting.card()
    assert (again.card, again.self_rated) == (shown.card, True)
    without = [{key: value for key, value in card.items() if key != "version"} for card in capitals.cards()]
    assert without == [{key: value for key, value in card.items() if key != "version"} for card in before]


def test_asking_for_the_answer_instead_is_not_a_rating(capitals: Any) -> None:
    sitting = capitals.start()
    number = sitting.send(sitting.card(), DontKnow(), rating=Rating.EASY).number
    found = study.feedback(capitals.ctx, capitals.learner, sitting.id, number)
    assert (found.rating, found.ratings) == (Rating.AGAIN, (Rating.AGAIN,))
