"""Notes as new questions: every note is accounted for, and the same package adds nothing a second time."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from question_bank.anki.packages.values import AnkiPackage
from question_bank.anki.taking.edits import with_edits
from question_bank.anki.taking.guessing import guess
from question_bank.anki.taking.knowing import Known, key_of
from question_bank.anki.taking.mapping import with_kind
from question_bank.anki.taking.values import Outcome, Reason
from question_bank.model import Bank, Cloze, Flashcard, Kind, ShortAnswer
from question_bank.reading.fields import ID
from tests.question_bank.anki.taking.making import (
    BASIC,
    CLOZE,
    card,
    landed,
    note_type,
    package,
    picture,
    taken,
    template,
)

REVERSED = note_type(
    *("Front", "Back", "Add Reverse"),
    templates=[
        template("{{Front}}", "{{FrontSide}}{{Back}}"),
        template("{{#Add Reverse}}{{Back}}{{/Add Reverse}}", "{{FrontSide}}{{Front}}", "Card 2"),
    ],
)
TYPED = note_type("Front", "Back", templates=[template("{{Front}}{{type:Back}}", "{{type:Back}}")])
OCCLUSION = note_type("Occlusion", "Image", "Header", "Back Extra", "Comments", cloze=True)


def outcomes(made: AnkiPackage, known: Known | None = None) -> list[tuple[str, str]]:
    return [(each.outcome.value, each.reason.value) for each in taken(made, known).outcomes]


def test_a_note_becomes_a_question_that_says_where_it_came_from_and_that_nothing_supports_it_yet() -> None:
    taking = taken(package(BASIC, ("What is <b>rain</b>?", "Water &amp; luck"), tags=["sky", "a::b"]))
    (question,) = taking.questions
    assert question == Flashcard(
        id=question.id,
        prompt="What is **rain**?",
        answer="Water & luck",
        tags=("sky", "a::b", "Biology::Cells"),
        unsourced="imported from Anki deck Biology::Cells",
    )
    assert re.fullmatch(r"what-is-rain-[a-z][0-9a-z]{8}", question.id)
    assert taking.files == {question.id: "biology-cells"}
    assert landed(taking).questions == taking.questions


def test_ids_can_be_read_differ_and_are_the_same_at_every_import() -> None:
    made = package(BASIC, ("Rain", "a"), ("Rain", "b"), ("雨", "c"), ("7 days " * 40, "d"))
    ids = [question.id for question in taken(made).questions]
    assert ids == [question.id for question in taken(made).questions]
    assert len(set(ids)) == 4
    assert [each.rpartition("-")[0] for each in ids][:3] == ["rain", "rain", "note"]
    assert all(ID.fullmatch(each) for each in ids)


def test_the_end_of_an_id_is_the_same_for_ever() -> None:
    # Whoever has imported a deck with these would get every note a second time.
    assert [key_of("guid"), key_of("guid", 1), key_of("H{#t<\ud800")] == [
        "naj4hew8d",
        "btxnnw2pb",
        "v483kt9ry",
    ]


def test_a_reversed_card_is_a_second_question_where_the_note_has_that_card() -> None:
    made = package(REVERSED, ("dog", "Hund", "y"), ("cow", "Kuh", ""))
    made = replace(made, cards=(card(1000, 0), card(1000, 1), card(1001, 0)))
    taking = taken(made)
    assert [(question.prompt, question.answer) for question in taking.questions] == [
        ("dog", "Hund"),
        ("Hund", "dog"),
        ("cow", "Kuh"),
    ]
    first = taking.outcomes[0].cards
    assert [(each.ord, each.question_id) for each in first] == [
        (0, taking.questions[0].id),
        (1, taking.questions[1].id),
    ]
    assert taking.losses == ()


@pytest.mark.parametrize(
    ("answer", "kind", "reason"),
    [
        ("The <i>Danube</i>", ShortAnswer, Reason.AS_MAPPED),
        ("one<br>two", Flashcard, Reason.AS_ANOTHER_KIND),
        ("far too long to be typed " * 9, Flashcard, Reason.AS_ANOTHER_KIND),
    ],
)
def test_an_answer_is_to_be_typed_only_if_it_can_be(answer: str, kind: type, reason: Reason) -> None:
    taking = taken(package(TYPED, ("Which river?", answer)))
    assert (type(taking.questions[0]), taking.outcomes[0].reason) == (kind, reason)


def test_gaps_in_gaps_become_a_question_for_each_card_and_each_card_knows_its_own() -> None:
    taking = taken(package(CLOZE, ("{{c1::A {{c2::B}} C}}", "why"), ("{{c1::x}} {{c3::y}}", "")))
    texts = [question.text for question in taking.questions if isinstance(question, Cloze)]
    assert texts == ["{{c1::A B C}}", "A {{c2::B}} C", "{{c1::x}} {{c3::y}}"]
    ids = [question.id for question in taking.questions]
    assert [(each.ord, each.question_id, each.part) for each in taking.outcomes[0].cards] == [
        (0, ids[0], 1),
        (1, ids[1], 2),
    ]
    assert [(each.ord, each.question_id, each.part) for each in taking.outcomes[1].cards] == [
        (0, ids[2], 1),
        (2, ids[2], 3),
    ]
    known = Known(target=landed(taking))
    assert [known.card("guid-0", "", number) for number in (0, 1, 2)] == [
        ("deck", ids[0], 1),
        ("deck", ids[1], 2),
        None,
    ]
    assert known.card("guid-1", "", 2) == ("deck", ids[2], 3)


def test_a_gap_that_hides_a_picture_is_asked_on_a_flashcard(tmp_path: Path) -> None:
    made = package(
        CLOZE, ('{{c1::<img src="a b.png">}} is a {{c2::heart}}', ""), media={"a b.png": picture(tmp_path)}
    )
    first, second = landed(taken(made)).questions
    assert isinstance(first, Flashcard)
    assert (first.prompt, first.answer) == (r"\[…\] is a heart", f"![]({first.media[0].file})")
    assert isinstance(second, Cloze)
    assert second.text.endswith("is a {{c2::heart}}")


def test_a_covered_picture_comes_whole_and_that_is_said(tmp_path: Path) -> None:
    masks = "{{c1::image-occlusion:rect:left=.1}}{{c2::image-occlusion:rect:left=.2}}"
    made = package(
        OCCLUSION,
        (masks, '<img src="heart.png">', "The heart", "It pumps.", ""),
        media={"heart.png": picture(tmp_path)},
    )
    taking = taken(made)
    (question,) = landed(taking).questions
    assert isinstance(question, Flashcard)
    assert (question.prompt, question.explanation) == ("The heart", "It pumps.")
    assert question.answer == f"![]({question.media[0].file})"
    assert (taking.outcomes[0].reason, taking.outcomes[0].cards) == (Reason.AS_PICTURE, ())
    assert "covered parts of pictures" in taking.losses[0].message


def test_pictures_are_named_by_their_content_and_only_those_that_are_shown_come_in(tmp_path: Path) -> None:
    heart, lungs = picture(tmp_path), picture(tmp_path, b"other", "jpg")
    made = package(
        BASIC,
        ('Heart <img src="Heart%20map.png" alt="a map">', "x"),
        media={"Heart map.png": heart, "lungs.jpg": lungs, "same.png": heart},
        media_left=[("evil.svg", "is a drawing (SVG), which can hold scripts; save it as PNG")],
    )
    taking = taken(made)
    (media,) = taking.questions[0].media
    assert (media.file, media.alt) == (f"images/anki-{heart.stem[:24]}.png", "a map")
    assert taking.media == {media.file: heart}
    assert [each.message.partition(",")[0] for each in taking.losses] == [
        'left behind: 1 media file that no new question shows (such as "lungs.jpg")',
        'the file "evil.svg" is a drawing (SVG)',
    ]
    assert landed(taking).questions == taking.questions


def test_every_reason_to_leave_a_note_is_counted_with_examples() -> None:
    notes = (("", "no prompt"), ("no answer", ""), ("[sound:a.mp3]", "x"), ("x" * 10_001, "y"), ("fine", "x"))
    taking = taken(package(BASIC, *notes))
    assert [(each.outcome, each.reason, each.count) for each in taking.tallies] == [
        (Outcome.TAKEN, Reason.AS_MAPPED, 1),
        (Outcome.LEFT, Reason.NO_PROMPT, 1),
        (Outcome.LEFT, Reason.NO_ANSWER, 1),
        (Outcome.LEFT, Reason.ONLY_SOUND, 1),
        (Outcome.LEFT, Reason.TOO_LONG, 1),
    ]
    assert taking.tallies[2].examples == ("no answer",)
    assert outcomes(package(CLOZE, ("no gap", "x"))) == [("left", "no_gap")]


def test_what_the_mapping_leaves_out_is_left_with_that_reason() -> None:
    made = package(BASIC, ("a", "b"))
    (mapping,) = guess(made)
    taking = taken(made, mappings=[with_kind(mapping, None)])
    assert [each.reason for each in taking.outcomes] == [Reason.LEFT_OUT]


def test_a_note_whose_cards_are_not_in_the_package_is_left_with_that_reason() -> None:
    made = package(REVERSED, ("cow", "Kuh", ""))
    only_the_second = replace(made, cards=(card(1000, 1),))
    assert outcomes(only_the_second) == [("left", "no_card")]
    assert outcomes(replace(made, cards=())) == [("taken", "as_mapped")]


def test_a_note_that_comes_in_without_one_of_its_cards_says_so() -> None:
    spoken = note_type(
        *("Word", "Meaning", "Audio"),
        templates=[template("{{Word}}", "{{Meaning}}"), template("{{Audio}}", "{{Meaning}}", "Listen")],
    )
    taking = taken(package(spoken, ("dog", "Hund", "[sound:dog.mp3]"), ("", "Hund", "[sound:dog.mp3]")))
    assert [each.reason for each in taking.outcomes] == [Reason.IN_PART, Reason.NO_PROMPT]
    assert [each.ord for each in taking.outcomes[0].cards] == [0]


def test_what_a_note_could_not_bring_is_one_finding_for_all_notes() -> None:
    made = package(
        note_type("Front", "Back", "Sort", templates=[template("{{Front}}", "{{Back}}")]),
        *((f"<u>{word}</u> [sound:x.mp3]", word, "7") for word in ("one", "two", "three", "four")),
    )
    notes = '(4 notes, such as "one [sound:x.mp3]", "two [sound:x.mp3]", "three [sound:x.mp3]")'
    assert [(each.code, each.message) for each in taken(made).losses] == [
        ("W713", f"left behind: sounds {notes}"),
        ("W713", f'left behind: the field "Sort" of note type "Type" {notes}'),
        ("W713", f"left behind: underlining {notes}"),
    ]


def test_gaps_are_filled_in_where_they_are_not_asked_for() -> None:
    made = package(CLOZE, ("{{c1::Rain}} falls", "see {{c2::{{c1::there}}::x}}"))
    (question,) = taken(made).questions
    assert question.explanation == "see there"
    flashcards = [with_kind(mapping, Kind.FLASHCARD) for mapping in guess(made)]
    (question,) = taken(made, mappings=flashcards).questions
    assert (question.prompt, question.answer) == ("Rain falls", "see there")


def test_a_hint_is_kept_in_the_explanation_and_that_is_said() -> None:
    of = note_type(
        "Q", "A", "Help", "Why", templates=[template("{{Q}}{{hint:Help}}", "{{A}}{{Help}}{{Why}}")]
    )
    taking = taken(package(of, ("q", "a", "try", "because")))
    assert taking.questions[0].explanation == "Help: try\\\nWhy: because"
    assert taking.losses[0].message == 'said in another way: hints (in the explanation) (1 note, such as "q")'


def test_two_notes_that_say_the_same_become_one_question_with_the_tags_of_both() -> None:
    made = package(BASIC, ("a", "b"), ("<div>a</div>", "b"))
    first, second = made.notes
    taking = taken(replace(made, notes=(replace(first, tags=("x",)), replace(second, tags=("y",)))))
    (question,) = taking.questions
    assert question.tags == ("x", "Biology::Cells", "y")
    assert [each.reason for each in taking.outcomes] == [Reason.AS_MAPPED, Reason.SAME_IN_FILE]
    assert taking.outcomes[1].cards[0].question_id == question.id


def test_a_large_deck_is_divided_into_files() -> None:
    taking = taken(package(BASIC, *((f"question {number}", "x") for number in range(501)), deck="A::B"))
    assert sorted(set(taking.files.values())) == ["a-b", "a-b-part-2"]


def test_a_card_in_a_filtered_deck_belongs_where_it_came_from() -> None:
    made = package(BASIC, ("a", "b"), deck="Home")
    away = replace(made.decks[0], id=99, name="Cram", filtered=True)
    borrowed = card(1000, deck_id=99, original_deck_id=7)
    taking = taken(replace(made, decks=(*made.decks, away), cards=(borrowed,)))
    assert taking.questions[0].unsourced == "imported from Anki deck Home"


# ---- again ----


@pytest.fixture
def imported() -> tuple[AnkiPackage, Bank]:
    made = package(BASIC, ("What is rain?", "Water"), ("What is fog?", "A cloud"))
    return made, landed(taken(made))


def edited(made: AnkiPackage, change: Callable[[str], str]) -> AnkiPackage:
    return replace(
        made,
        notes=tuple(
            replace(note, fields=tuple(map(change, note.fields)), changed_s=9) for note in made.notes
        ),
    )


def test_importing_the_same_package_again_adds_nothing(imported) -> None:
    made, bank = imported
    again = taken(made, Known(target=bank))
    assert (again.questions, again.differences, again.media) == ((), (), {})
    assert [(each.outcome, each.reason) for each in again.outcomes] == [
        (Outcome.MERGED, Reason.IMPORTED_BEFORE)
    ] * 2


def test_a_note_is_recognised_whatever_the_teacher_has_made_of_its_question(imported) -> None:
    made, bank = imported
    first, second = bank.questions
    renamed = replace(first, id="rain", was=(first.id,), facts=("f",), unsourced="", tags=())
    again = taken(made, Known(target=replace(bank, questions=(renamed, replace(second, draft=True)))))
    assert (again.questions, again.differences) == ((), ())


def test_a_note_that_changed_since_is_shown_beside_its_question_and_can_be_taken_over(imported) -> None:
    made, bank = imported
    again = taken(edited(made, lambda html: html.replace("rain", "<i>rain</i>")), Known(target=bank))
    (change,) = again.differences
    assert (change.field, change.ours, change.theirs) == ("prompt", "What is rain?", "What is *rain*?")
    assert with_edits(bank.questions[0], [change]) == replace(bank.questions[0], prompt="What is *rain*?")
    assert [each.reason for each in again.outcomes] == [Reason.CHANGED_SINCE, Reason.IMPORTED_BEFORE]


def test_a_question_that_says_the_same_already_is_not_made_again(imported) -> None:
    made, bank = imported
    other = replace(made, notes=tuple(replace(note, guid=f"new{note.id}") for note in made.notes))
    again = taken(other, Known(target=bank))
    assert [each.reason for each in again.outcomes] == [Reason.SAME_IN_BANK] * 2
    assert again.outcomes[0].cards[0].bank_id == bank.id


def test_into_another_bank_the_same_package_comes_in_anew(imported) -> None:
    made, bank = imported
    elsewhere = Bank(id="elsewhere", title="Elsewhere")
    assert len(taken(made, Known(banks=(bank,), target=elsewhere)).questions) == 2


# ---- always ----

_FIELDS = st.lists(
    st.sampled_from(
        [
            *("<b>", "</b>", "<br>", "<div>", "</div>", "<script>x</script>", "<img src=x onerror=alert(1)>"),
            *(
                "<img src='a.png'>",
                "{{c1::",
                "{{c2::",
                "{{c1,2::",
                "}}",
                "::",
                "[sound:x.mp3]",
                "\\(",
                "\\)",
                "a^b",
            ),
            *(
                "*",
                "_",
                "`",
                "[",
                "](",
                "http://e.org)",
                "!",
                "\\",
                "#",
                "- ",
                "> ",
                "1. ",
                ": ",
                "'",
                '"',
                "{",
                "}",
            ),
            *(
                "a",
                "word",
                "A",
                "B",
                "True",
                "1 0",
                "|",
                ";",
                " ",
                "\n",
                "\x1f",
                "\x00",
                "\u2028",
                "\ud800",
                "\ufeff",
            ),
            *(
                "&lt;",
                "&#123;&#123;c1&#58;&#58;x&#125;&#125;",
                "<ul><li>",
                "</li></ul>",
                "<code>",
                "</code>",
                "漢",
            ),
        ]
    ),
    max_size=8,
).map("".join)
_TYPES = (
    BASIC,
    replace(CLOZE, id=2),
    replace(note_type("Question", "A", "B", "C", "Answer", "Extra"), id=3),
    replace(TYPED, id=4),
    replace(note_type("Question", "QType (0=kprim)", "Q_1", "Q_2", "Answers"), id=5),
)


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_whatever_notes_hold_each_is_counted_once_and_the_bank_reads_back_the_same(data) -> None:
    types = data.draw(st.lists(st.sampled_from(_TYPES), min_size=1, max_size=8))
    fields = [data.draw(st.tuples(*(_FIELDS for _ in each.fields))) for each in types]
    made = package(
        _TYPES,
        *fields,
        types=[each.id for each in types],
        deck=data.draw(_FIELDS) or "Deck",
        tags=[data.draw(_FIELDS)],
    )
    taking = taken(made)
    assert sum(each.count for each in taking.tallies) == len(made.notes)
    assert [each.note_id for each in taking.outcomes] == [note.id for note in made.notes]
    bank = landed(taking)
    assert set(bank.questions) == set(taking.questions)
    again = taken(made, Known(target=bank))
    assert (again.questions, again.differences) == ((), ())
