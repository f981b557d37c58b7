import pytest

from question_bank.model import Grade, Kind
from quiz.memory.card import Rating
from quiz.memory.ratings import GUESSABLE, allowed, can_say_guessed, rating_for

AGAIN, HARD, GOOD, EASY = Rating
RIGHT, PARTLY, WRONG = Grade(1.0), Grade(0.75), Grade(0.0)


def test_right_is_good_and_anything_less_is_again():
    assert [rating_for(grade) for grade in (RIGHT, PARTLY, WRONG)] == [GOOD, AGAIN, AGAIN]


def test_a_lower_pass_mark_takes_partial_credit_for_good():
    assert rating_for(PARTLY, pass_at=0.75) is GOOD
    assert rating_for(PARTLY, pass_at=0.8) is AGAIN


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.FLASHCARD])
def test_a_wrong_answer_is_again_and_cannot_be_called_anything_else(kind):
    assert allowed(kind, WRONG) == (AGAIN,)
    assert not can_say_guessed(kind, WRONG)


@pytest.mark.parametrize("kind", sorted(GUESSABLE))
def test_a_right_answer_that_may_have_been_a_guess_is_never_easy(kind):
    assert allowed(kind, RIGHT) == (HARD, GOOD)
    assert can_say_guessed(kind, RIGHT)


@pytest.mark.parametrize("kind", [Kind.SHORT_ANSWER, Kind.LIST, Kind.NUMBER, Kind.DATE, Kind.CLOZE])
def test_a_right_typed_answer_may_be_hard_good_or_easy(kind):
    assert allowed(kind, RIGHT) == (HARD, GOOD, EASY)


def test_a_flashcard_is_rated_by_the_learner_alone():
    assert allowed(Kind.FLASHCARD, WRONG) == allowed(Kind.FLASHCARD, RIGHT) == (AGAIN, HARD, GOOD, EASY)
    assert not can_say_guessed(Kind.FLASHCARD, RIGHT)


def test_a_cloze_that_was_looked_at_is_rated_by_the_learner_alone():
    for grade in (WRONG, RIGHT):
        assert allowed(Kind.CLOZE, grade, self_rated=True) == (AGAIN, HARD, GOOD, EASY)
        assert not can_say_guessed(Kind.CLOZE, grade, self_rated=True)


def test_every_kind_is_either_guessable_or_typed_or_self_rated():
    typed = {Kind.SHORT_ANSWER, Kind.LIST, Kind.NUMBER, Kind.DATE, Kind.CLOZE}
    assert {*GUESSABLE, *typed, Kind.FLASHCARD} == set(Kind)
