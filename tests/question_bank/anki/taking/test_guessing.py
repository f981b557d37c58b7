"""What each card template is proposed to become, from its note type's fields and templates alone."""

from __future__ import annotations

import pytest

from question_bank.anki.packages.values import AnkiNoteType
from question_bank.anki.taking.guessing import guess
from question_bank.anki.taking.mapping import lacks, with_kind
from question_bank.anki.taking.values import CardMapping, Why
from question_bank.model import Kind
from tests.question_bank.anki.taking.making import BASIC, CLOZE, note_type, package, template


def proposals(of: AnkiNoteType, *notes: tuple[str, ...]) -> list[tuple[str, list[str]]]:
    given = notes or (("x",) * len(of.fields),)
    return [
        (mapping.kind.value if mapping.kind else "", [role.value for role in mapping.roles])
        for mapping in guess(package(of, *given))
    ]


def only(of: AnkiNoteType, *notes: tuple[str, ...]) -> tuple[str, list[str]]:
    (found,) = proposals(of, *notes)
    return found


def test_a_card_asks_what_its_front_shows_and_answers_with_the_first_thing_that_only_its_back_shows() -> None:
    of = note_type(
        *("Sort", "Word", "Meaning", "Example", "Sound"),
        templates=[template("<b>{{furigana:Word}}</b>", "{{FrontSide}}{{Meaning}}{{Example}}{{Tags}}")],
    )
    assert only(of) == ("flashcard", ["ignored", "prompt", "answer", "extra", "ignored"])


def test_each_template_is_a_question_of_its_own() -> None:
    of = note_type(
        *("Front", "Back", "Add Reverse"),
        templates=[
            template("{{Front}}", "{{FrontSide}}<hr>{{Back}}"),
            template("{{#Add Reverse}}{{Back}}{{/Add Reverse}}", "{{FrontSide}}<hr>{{Front}}", "Card 2"),
        ],
    )
    assert proposals(of) == [
        ("flashcard", ["prompt", "answer", "ignored"]),
        ("flashcard", ["answer", "prompt", "condition"]),
    ]


def test_what_is_to_be_typed_is_a_short_answer() -> None:
    of = note_type(
        "Front",
        "Back",
        "Note",
        templates=[template("{{Front}} {{type:Back}}", "{{Front}}{{type:Back}}{{Note}}")],
    )
    assert only(of) == ("short_answer", ["prompt", "answer", "explanation"])


def test_what_a_front_shows_only_in_place_of_something_else_is_no_part_of_the_prompt() -> None:
    of = note_type(
        "Picture", "Word", templates=[template("{{Picture}}{{^Picture}}{{Word}}{{/Picture}}", "{{Word}}")]
    )
    assert only(of) == ("flashcard", ["prompt", "answer"])
    of = note_type("Word", "Meaning", templates=[template("{{^Sound}}{{Word}}{{/Sound}}", "{{Meaning}}")])
    assert only(of) == ("flashcard", ["prompt", "answer"])


def test_a_hint_on_demand_is_no_part_of_the_prompt() -> None:
    of = note_type("Q", "A", "Help", templates=[template("{{Q}}{{hint:Help}}", "{{A}}")])
    assert only(of) == ("flashcard", ["prompt", "answer", "hint"])


def test_answers_that_are_all_true_or_false_make_true_false_questions() -> None:
    assert only(BASIC, ("a", "True"), ("b", "<b>false</b>"))[0] == "true_false"
    assert only(BASIC, ("a", "True"), ("b", "maybe"))[0] == "flashcard"


def test_a_cloze_type_has_gaps_in_the_fields_that_its_template_says() -> None:
    assert only(CLOZE) == ("cloze", ["text", "explanation"])
    of = note_type(
        *("Id", "Sentence", "More", "Source"),
        templates=[template("{{cloze:Sentence}}", "{{cloze:Sentence}}{{More}}{{Source}}")],
        cloze=True,
    )
    assert only(of) == ("cloze", ["ignored", "text", "explanation", "extra"])


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            "Question|Title|QType (0=kprim,1=mc,2=sc)|Q_1|Q_2|Q_3|Q_4|Q_5|Answers|Sources|Extra 1",
            "prompt extra choice_type option option option option option correct extra explanation",
        ),
        (
            "question|optionA|optionB|optionC|answer|note|noteA",
            "prompt option option option correct explanation extra",
        ),
        (
            "Question|OptionA|OptionB|OptionC|OptionD|CorrectOptions|CorrectExplanations",
            "prompt option option option option correct extra",
        ),
        ("question|answer_1|answer_2|correct_answer|explanation", "prompt option option correct explanation"),
        ("Question|Correct|Explanation|Incorrect_1|Incorrect_2", "prompt correct explanation wrong wrong"),
        (
            "Question|Context|Answer|Mix-in answer|Extra|Options",
            "prompt extra correct wrong explanation extra",
        ),
        ("Frage|A|B|C|D|Antwort", "prompt option option option option correct"),
        ("Question|Options|Correct|Tags", "prompt options correct tags"),
    ],
)
def test_note_types_with_options_are_known_by_their_fields(fields: str, expected: str) -> None:
    kind, roles = only(note_type(*fields.split("|")))
    assert kind in {"single_choice", "multiple_choice"}
    assert " ".join(roles) == expected


@pytest.mark.parametrize(
    "fields", ["Front|Back", "Question|Answer|Answer 2|Answer 3", "Word|A|B", "Question|Answer|Extra"]
)
def test_other_note_types_are_not_taken_for_ones_with_options(fields: str) -> None:
    assert only(note_type(*fields.split("|")))[0] == "flashcard"


def test_covered_pictures_are_known_in_anki_and_in_the_older_addon() -> None:
    new = note_type("Occlusion", "Image", "Header", "Back Extra", "Comments", cloze=True)
    assert only(new) == ("flashcard", ["masks", "picture", "prompt", "explanation", "extra"])
    old = note_type("ID (hidden)", "Header", "Image", "Question Mask", "Footer", "Answer Mask")
    assert only(old) == ("flashcard", ["ignored", "prompt", "picture", "masks", "extra", "masks"])


def test_where_nothing_tells_the_first_field_asks_and_the_second_answers_and_that_is_said() -> None:
    (mapping,) = guess(
        package(note_type("X", "Y", "Z", templates=[template("<script>", "{{Nothing}}")]), ("", "", ""))
    )
    assert (mapping.why, [*mapping.roles]) == (Why.UNCLEAR, ["prompt", "answer", "extra"])


def test_note_types_without_notes_are_not_asked_about() -> None:
    other = note_type("Front", "Back", name="Unused", number=2)
    assert [mapping.type_id for mapping in guess(package([BASIC, other], ("a", "b")))] == [1]


def mapping_of(of: AnkiNoteType) -> CardMapping:
    return guess(package(of, ("x",) * len(of.fields)))[0]


def test_another_kind_brings_the_roles_that_fit_it() -> None:
    basic, cloze = mapping_of(BASIC), mapping_of(CLOZE)
    assert [*with_kind(basic, Kind.CLOZE).roles] == ["text", "explanation"]
    assert [*with_kind(cloze, Kind.FLASHCARD).roles] == ["prompt", "answer"]
    assert [*with_kind(basic, Kind.SHORT_ANSWER).roles] == ["prompt", "answer"]
    assert with_kind(basic, Kind.SHORT_ANSWER).why is Why.CHOSEN
    assert with_kind(basic, None).kind is None


def test_a_mapping_says_what_it_cannot_do_without() -> None:
    basic = mapping_of(BASIC)
    assert lacks(basic) == lacks(with_kind(basic, None)) == ()
    assert [*lacks(with_kind(basic, Kind.SINGLE_CHOICE))] == ["option"]
    assert lacks(mapping_of(note_type("Occlusion", "Image", "Header", "Back Extra", cloze=True))) == ()
