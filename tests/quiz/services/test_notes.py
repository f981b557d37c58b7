import pytest

from question_bank.model import DontKnow, SelfRatedResponse
from quiz.services import my_data, notes, study
from quiz.services.errors import NotFound
from quiz.services.notes import LONGEST_NOTE
from quiz.services.study import Mode


@pytest.fixture
def salt(empty_world, pieces):
    """A world with one flashcard."""
    assert empty_world.learner == 1
    empty_world.sync(pieces["salt"])
    return empty_world


def save(sitting, number, text):
    return notes.save_note(sitting.ctx, sitting.learner, sitting.id, number, text)


def note(sitting, number):
    return study.feedback(sitting.ctx, sitting.learner, sitting.id, number).note


def test_a_note_is_shown_after_every_answer_and_never_before(salt):
    sitting = salt.start()
    first = sitting.send(sitting.card(), SelfRatedResponse(knew=False)).number
    assert note(sitting, first) == ""
    assert save(sitting, first, "  like a tear \r\n and the sea\0 ")
    assert note(sitting, first) == "like a tear \n and the sea"
    salt.clock.forward(minutes=2)
    again = salt.start(Mode.PRACTICE)
    shown = again.card()
    assert "tear" not in repr(shown)
    back = study.revealed(salt.ctx, 1, again.id, shown.card, shown.repetition, shown.revision_id)
    assert back.note == "like a tear \n and the sea"
    assert note(again, again.send(shown, SelfRatedResponse(knew=True)).number) == back.note


def test_a_note_is_one_for_all_gaps_of_a_question_and_none_for_another(world, pieces):
    sitting = world.start()
    numbers = {}
    while isinstance(shown := sitting.look(), study.CardShown) and len(numbers) < 4:
        numbers.setdefault(shown.question.id, sitting.send(shown, DontKnow()).number)
    save(sitting, numbers["capitals"], "North: P, South: S")
    found = {name: note(sitting, number) for name, number in numbers.items()}
    assert {name for name, text in found.items() if text} == {"capitals"}


def test_a_note_is_changed_and_removed(salt):
    sitting = salt.start()
    number = sitting.send(sitting.card(), SelfRatedResponse(knew=False)).number
    for text, kept in (("one", "one"), ("two", "two"), (" \r\n ", ""), ("", ""), ("three", "three")):
        assert save(sitting, number, text) is bool(kept)
        assert note(sitting, number) == kept
    assert len(salt.rows("SELECT * FROM learner_note")) == 1


def test_a_note_has_at_most_two_thousand_characters(salt):
    sitting = salt.start()
    number = sitting.send(sitting.card(), SelfRatedResponse(knew=False)).number
    assert save(sitting, number, "ü" * LONGEST_NOTE + "\r\n")
    with pytest.raises(ValueError, match="2000 characters"):
        save(sitting, number, "x" * (LONGEST_NOTE + 1))
    assert note(sitting, number) == "ü" * 2000


def test_a_note_belongs_to_an_answer_of_the_learners_own(salt):
    sitting = salt.start()
    number = sitting.send(sitting.card(), SelfRatedResponse(knew=False)).number
    for learner, session, wanted in (
        (2, sitting.id, number),
        (1, "none", number),
        (1, sitting.id, number + 1),
    ):
        with pytest.raises(NotFound):
            notes.save_note(salt.ctx, learner, session, wanted, "mine")
    assert salt.rows("SELECT * FROM learner_note") == []


def test_notes_are_in_the_learners_data_and_go_with_it(salt):
    sitting = salt.start()
    save(sitting, sitting.send(sitting.card(), SelfRatedResponse(knew=False)).number, "a tear")
    assert b'"text": "a tear"' in my_data.as_json(salt.ctx, 1)
    my_data.delete_everything(salt.ctx, 1)
    assert salt.rows("SELECT * FROM learner_note") == []
