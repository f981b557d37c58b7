from question_bank.model import Flashcard
from quiz.services.identity import match_questions
from quiz.store.publishing import Stored


def stored(number, key, first_key=None, archived_ms=None):
    return Stored(
        id=number,
        key=key,
        first_key=first_key or key,
        position=0,
        edition=1,
        revision_id=number,
        draft=False,
        archived_ms=archived_ms,
        body="",
    )


def question(name, *was):
    return Flashcard(id=name, was=was, prompt="What?", answer="That.")


def matched(questions, rows):
    return {name: row.id for name, row in match_questions(questions, rows).items()}


def test_questions_that_exchange_their_ids_stay_who_they_were():
    rows = [stored(1, "salt"), stored(2, "river")]
    assert matched([question("river", "salt"), question("salt", "river")], rows) == {"river": 1, "salt": 2}


def test_an_id_that_was_given_up_may_begin_a_new_question():
    rows = [stored(1, "vapour", first_key="origin")]
    assert matched([question("vapour", "origin"), question("origin")], rows) == {"vapour": 1}


def test_any_earlier_id_leads_back_to_the_question():
    rows = [stored(1, "second", first_key="second")]
    assert matched([question("third", "first", "second")], rows) == {"third": 1}


def test_a_question_that_is_still_asked_comes_before_one_that_was_archived():
    rows = [stored(1, "old", first_key="born", archived_ms=5), stored(2, "older", first_key="born")]
    assert matched([question("new", "born")], rows) == {"new": 2}


def test_no_stored_question_is_continued_twice():
    rows = [stored(1, "salt")]
    assert matched([question("salt"), question("sea", "salt")], rows) == {"salt": 1}
