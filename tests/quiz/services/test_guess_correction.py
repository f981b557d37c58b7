import json

from question_bank.model import ChoiceResponse
from quiz.memory.card import Rating
from quiz.services import learners, replays, study


def alone(world, pieces):
    """Return a study session of a single question with four options."""
    world.sync(pieces["origin"])
    return world.start()


def choose(sitting):
    number = sitting.send(sitting.card(), ChoiceResponse(("The oceans",))).number
    return number, sitting.world.cards()[0]["stability"]


def switch(world, *, on):
    learners.update_settings(world.ctx, world.learner, guess_correction=on)


def test_learners_begin_with_the_correction_on(world):
    assert learners.corrects_guesses(world.ctx, world.learner)


def test_a_right_choice_counts_for_less_than_one_that_nobody_could_guess(empty_world, pieces):
    sitting = alone(empty_world, pieces)
    _, corrected = choose(sitting)
    [line] = empty_world.log()
    assert (line["guess_chance"], line["rating"]) == (0.25, Rating.GOOD)
    assert study.undo(empty_world.ctx, sitting.learner, sitting.id)
    switch(empty_world, on=False)
    _, plain = choose(sitting)
    assert 0.212 < corrected < plain == 2.3065
    assert replays.replay_reviews(empty_world.ctx).differences == ()


def test_switching_makes_a_version_of_the_parameters_and_leaves_earlier_answers_alone(empty_world, pieces):
    sitting = alone(empty_world, pieces)
    choose(sitting)
    before = empty_world.cards()
    switch(empty_world, on=False)
    assert empty_world.cards() == before
    sets = empty_world.rows("SELECT id, origin, settings FROM parameter_set ORDER BY id")
    assert [(row["id"], row["origin"]) for row in sets] == [(1, "default"), (2, "changed")]
    old, new = (json.loads(row["settings"]) for row in sets)
    assert new == {**old, "guess_correction": False}
    assert not learners.corrects_guesses(empty_world.ctx, empty_world.learner)
    empty_world.clock.forward(minutes=11)
    choose(sitting)
    assert [line["parameter_set_id"] for line in empty_world.log()] == [1, 2]
    assert replays.replay_reviews(empty_world.ctx).differences == ()


def test_saving_the_settings_as_they_are_makes_no_version(world):
    switch(world, on=True)
    assert len(world.rows("SELECT * FROM parameter_set")) == 1


def test_saying_otherwise_of_a_choice_is_corrected_by_the_parameters_it_was_answered_with(
    empty_world, pieces
):
    sitting = alone(empty_world, pieces)
    number, good = choose(sitting)
    switch(empty_world, on=False)
    assert study.rate(empty_world.ctx, sitting.learner, sitting.id, number, Rating.HARD)
    hard = empty_world.cards()[0]["stability"]
    assert 0.212 < hard < good
    [_, said] = empty_world.log()
    assert (said["kind"], said["guess_chance"], said["parameter_set_id"]) == ("rerate", 0.25, 1)
    assert study.rate(empty_world.ctx, sitting.learner, sitting.id, number, "guessed")
    assert empty_world.cards()[0]["stability"] == 0.212
    assert replays.replay_reviews(empty_world.ctx).differences == ()


def test_what_is_typed_or_rated_by_the_learner_is_no_guess(empty_world, pieces):
    empty_world.sync(pieces["salt"], pieces["river"])
    empty_world.start().finish()
    assert {line["guess_chance"] for line in empty_world.log()} == {0.0}
    first = [line for line in empty_world.log() if line["repetition"] == 0]
    assert len(first) == 2
    assert replays.replay_reviews(empty_world.ctx).differences == ()
