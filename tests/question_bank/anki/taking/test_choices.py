"""Notes with options: which are right, however a note type says so, and what the note becomes."""

from __future__ import annotations

import pytest

from question_bank.anki.taking.choices import lines, right_ones, truth
from question_bank.anki.taking.texts import read_text
from question_bank.anki.taking.values import Reason
from question_bank.model import Flashcard, MultipleChoice, Question, SingleChoice, TrueFalse
from tests.question_bank.anki.taking.making import landed, note_type, package, taken

ALL_IN_ONE = note_type(
    "Question", "QType (0=kprim,1=mc,2=sc)", "Q_1", "Q_2", "Q_3", "Answers", name="AllInOne"
)
LETTERED = note_type("Question", "A", "B", "C", "Answer")
LISTED = note_type("Question", "Options", "Correct")
WRONG = note_type("Question", "Correct", "Incorrect_1", "Incorrect_2")


def text(html: str):
    return read_text(html, lambda address, words: None)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("A", (0,)),
        ("b", (1,)),
        ("AC", (0, 2)),
        ("A, C", (0, 2)),
        ("A and C", (0, 2)),
        ("(B)", (1,)),
        ("B. Rome", (1,)),
        ("2", (1,)),
        ("1;3", (0, 2)),
        ("0 1 1", (1, 2)),
        ("010", (1,)),
        ("0 0 0", ()),
        ("Rome", (1,)),
        ("rome.", (1,)),
        ("Rome, Oslo", (1, 2)),
        ("<ul><li>Oslo</li><li>Bern</li></ul>", (0, 2)),
        ("D", None),
        ("Paris", None),
        ("", None),
    ],
)
def test_which_options_are_right_is_told_in_many_ways(said: str, expected: tuple[int, ...] | None) -> None:
    found = right_ones(text(said), ["Bern", "Rome", "Oslo"], "en")
    assert (found if found is None else tuple(sorted(found))) == expected


def test_an_option_that_is_itself_a_letter_or_a_figure_is_meant_by_its_words() -> None:
    assert right_ones(text("2"), ["4", "3", "2"], "en") == (2,)
    assert right_ones(text("C"), ["B", "C", "A"], "en") == (1,)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<ul><li>one</li><li>two</li></ul>", ("one", "two")),
        ("A) one<br>B) two", ("one", "two")),
        ("one|two | three", ("one", "two", "three")),
        ("one; two", ("one", "two")),
        ("1912<br>1913", ("1912", "1913")),
        ("alone", ("alone",)),
    ],
)
def test_a_field_with_all_options_is_divided(html: str, expected: tuple[str, ...]) -> None:
    assert lines(text(html)) == expected


@pytest.mark.parametrize(
    ("word", "expected"), [("True", True), ("<b>Falsch</b>", False), ("vrai!", True), ("maybe", None)]
)
def test_words_for_true_and_false_are_known(word: str, expected: bool | None) -> None:
    assert truth(word) is expected


def only_question(of, *fields: str) -> Question:
    (question,) = landed(taken(package(of, fields))).questions
    return question


def test_one_right_option_makes_a_single_choice_and_several_a_multiple_one() -> None:
    single = only_question(LETTERED, "Capital?", "Bern", "<b>Rome</b>", "Oslo", "B")
    assert isinstance(single, SingleChoice)
    assert (single.answer, [each.text for each in single.distractors]) == ("**Rome**", ["Bern", "Oslo"])
    several = only_question(LETTERED, "Capitals?", "Bern", "Rome", "Paris", "A, B")
    assert isinstance(several, MultipleChoice)
    assert (several.answers, [each.text for each in several.distractors]) == (("Bern", "Rome"), ["Paris"])


def test_all_in_one_says_itself_whether_one_is_right() -> None:
    assert isinstance(only_question(ALL_IN_ONE, "Q?", "2", "x", "y", "", "1 0"), SingleChoice)
    assert isinstance(only_question(ALL_IN_ONE, "Q?", "1", "x", "y", "", "1 0"), MultipleChoice)
    kprim = only_question(ALL_IN_ONE, "Q?", "0", "x", "y", "z", "1 0 1 0")
    assert isinstance(kprim, MultipleChoice)
    assert kprim.answers == ("x", "z")


def test_options_of_true_and_false_make_a_true_false_question() -> None:
    question = only_question(LISTED, "Rain is wet.", "True<br>False", "True")
    assert isinstance(question, TrueFalse)
    assert question.answer is True


def test_the_right_answer_may_stand_apart_from_the_wrong_ones() -> None:
    question = only_question(WRONG, "Capital?", "Rome", "Bern", "")
    assert isinstance(question, SingleChoice)
    assert (question.answer, [each.text for each in question.distractors]) == ("Rome", ["Bern"])


def test_what_is_said_of_a_wrong_option_is_its_feedback() -> None:
    of = note_type("question", "optionA", "optionB", "optionC", "answer", "note", "noteA", "noteB")
    question = only_question(
        of, "Sea?", "Baltic", "<i>Rhine</i>", "Etna", "A", "Look!", "Yes.", "A <b>river</b>"
    )
    assert isinstance(question, SingleChoice)
    assert [(each.text, each.feedback) for each in question.distractors] == [
        ("*Rhine*", "A **river**"),
        ("Etna", ""),
    ]
    assert question.explanation == "Look!\\\nnoteA: Yes."


def test_where_all_are_right_or_none_is_the_note_is_a_flashcard_with_every_option_marked() -> None:
    made = package(ALL_IN_ONE, ("None?", "0", "x", "y", "", "0 0"), ("All?", "0", "x", "y", "", "1 1"))
    taking = taken(made)
    assert [each.reason for each in taking.outcomes] == [Reason.AS_ANOTHER_KIND] * 2
    answers = [question.answer for question in landed(taking).questions if isinstance(question, Flashcard)]
    assert answers == ["✗ x\\\n✗ y", "✓ x\\\n✓ y"]


def test_options_that_a_learner_could_not_tell_apart_are_there_once() -> None:
    taking = taken(package(LETTERED, ("Q?", "Rome", "rome", "Oslo", "A")))
    (question,) = landed(taking).questions
    assert isinstance(question, SingleChoice)
    assert (question.answer, [each.text for each in question.distractors]) == ("Rome", ["Oslo"])
    assert "options that are there twice" in taking.losses[0].message


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        (("Q?", "x", "y", "", "D"), Reason.NO_RIGHT_OPTION),
        (("Q?", "x", "y", "", ""), Reason.NO_RIGHT_OPTION),
        (("Q?", "", "", "", "A"), Reason.NO_OPTIONS),
        (("", "x", "y", "", "A"), Reason.NO_PROMPT),
    ],
)
def test_a_note_that_asks_nothing_to_choose_stays_behind_with_its_reason(fields, reason: Reason) -> None:
    taking = taken(package(LETTERED, fields))
    assert [each.reason for each in taking.outcomes] == [reason]
    assert taking.questions == ()


def test_two_notes_that_contradict_each_other_come_in_as_flashcards() -> None:
    taking = taken(
        package(LETTERED, ("Capital?", "Bern", "Rome", "", "A"), ("Capital?", "Bern", "Rome", "", "B"))
    )
    assert all(isinstance(question, Flashcard) for question in landed(taking).questions)
    assert "contradict" in taking.losses[0].message
