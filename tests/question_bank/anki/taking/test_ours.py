"""Notes that Factdeck sent out come back: recognised, compared, led back to their questions, never twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from question_bank import model as m
from question_bank.anki.fields import field_names, note_fields
from question_bank.anki.identity import note_guid
from question_bank.anki.ids import NOTE_TYPE_IDS
from question_bank.anki.packages.values import AnkiNoteType, AnkiPackage
from question_bank.anki.taking.edits import with_edits
from question_bank.anki.taking.guessing import guess
from question_bank.anki.taking.knowing import Known
from question_bank.anki.taking.mapping import with_kind
from question_bank.anki.taking.values import EditedInAnki, Outcome, Reason, Taking
from tests.question_bank.anki.conftest import water_bank
from tests.question_bank.anki.taking.making import landed, package, picture, taken, template

PIXEL = b"a pixel"


def sent_out(bank: m.Bank, edits: Mapping[str, Mapping[str, str]] | None = None) -> AnkiPackage:
    """Return the bank's notes as its export makes them, some fields of some questions edited since."""
    known = Known(target=bank, media=lambda bank, file: PIXEL)
    questions = [question for question in bank.questions if not question.draft]
    fields = []
    for question in questions:
        held = note_fields(bank, question, lambda file: known.image_name(bank, file))
        fields.append(tuple((held | dict((edits or {}).get(question.id, {}))).values()))
    types = {kind: _type(kind) for kind in m.Kind}
    return package(
        list(types.values()),
        *fields,
        types=[types[question.kind].id for question in questions],
        guid=lambda index: note_guid(bank.id, questions[index].first_id),
        deck="Factdeck::Water",
    )


def _type(kind: m.Kind) -> AnkiNoteType:
    names = field_names(kind)
    return AnkiNoteType(
        id=NOTE_TYPE_IDS[kind],
        name=kind.value,
        cloze=kind is m.Kind.CLOZE,
        fields=names,
        templates=(template("{{Prompt}}", "{{Answer}}"),),
        stock="",
    )


def back(bank: m.Bank, edits: Mapping[str, Mapping[str, str]] | None = None, **changed: object) -> Taking:
    return taken(sent_out(bank, edits), Known(target=bank, media=lambda bank, file: PIXEL, **changed))


def question_of(bank: m.Bank, question_id: str) -> m.Question:
    return next(question for question in bank.questions if question.id == question_id)


def test_what_comes_back_as_it_went_is_recognised_and_says_nothing_new(water: m.Bank, nasty: m.Bank) -> None:
    for bank in (water, nasty):
        taking = back(bank)
        assert {(each.outcome, each.reason) for each in taking.outcomes} == {(Outcome.OURS, Reason.UNCHANGED)}
        assert (taking.questions, taking.differences, taking.losses) == ((), (), ())


def test_passages_and_links_that_a_package_brought_along_are_no_edits(water: m.Bank) -> None:
    brought = {"Passage": "<blockquote>By far.</blockquote>", "Link": "https://example.org/banks/water"}
    taking = back(water, {question.id: brought for question in water.questions})
    assert {(each.outcome, each.reason) for each in taking.outcomes} == {(Outcome.OURS, Reason.UNCHANGED)}
    assert taking.differences == ()


def test_each_card_of_a_note_of_ours_knows_its_question_and_part(water: m.Bank) -> None:
    taking = back(water)
    cards = {each.cards[0].question_id: each.cards[0] for each in taking.outcomes}
    assert (cards["path"].bank_id, cards["path"].part) == ("water", 1)
    assert (cards["vapour-origin"].bank_id, cards["vapour-origin"].part) == ("water", 0)
    known = Known(banks=(water,))
    guid = note_guid("water", "path")
    assert [known.card(guid, "", number) for number in (0, 1, 2)] == [
        ("water", "path", 1),
        ("water", "path", 2),
        None,
    ]
    assert known.card("another guid", "water/vapor-origin", 0) == ("water", "vapour-origin", 0)
    assert known.card("another guid", "water/vapor-origin", 1) is None


ITEM = "<li>{}</li>"


@pytest.mark.parametrize(
    ("question_id", "field", "before", "after", "path", "theirs"),
    [
        ("cycle", "Prompt", "drives", "moves", ("prompt",), "What moves the *water cycle*?"),
        ("cycle", "Answer", "heat", "light &amp; heat<br>", ("answer",), "The **sun's** light & heat"),
        (
            "cycle",
            "Explanation",
            "as vapour; ",
            "",
            ("explanation",),
            "It lifts water gravity brings it back.",
        ),
        ("lakes", "Answer", "False", "<b>True</b>", ("answer",), "**True**"),
        ("vapour-origin", "Options", "Forests", "Woods", ("distractors", 2, "text"), "Woods"),
        (
            "vapour-origin",
            "Solution",
            "very little",
            "no",
            ("distractors", 1, "feedback"),
            "Ice gives off no vapour.",
        ),
        ("vapour-origin", "Options", "The oceans", "The seas", ("answer",), "The seas"),
        ("states", "Solution", "Hail", "Hailstones", ("answers", 0), "Hailstones"),
        ("capital", "Typed", "The Danube", "Danube river", ("answer",), "Danube river"),
        ("capital", "Also accepted", "Donau", "Duna", ("accept",), "Danube, Duna"),
        ("oceans", "Solution", "Antarctic", "Austral", ("answers", 3, "accept"), "Austral"),
        ("path", "Text", "falls", "comes down", ("text",), None),
        ("path", "Text", "{{c1::sea}}", "{{c1::<i>ocean</i>}}", ("text",), None),
        ("steps", "Solution", "then", "second", ("items", 1, "label"), "second"),
        ("steps", "Options", "Snow", "Sleet", ("items", 3, "text"), "Sleet"),
        ("rivers-lands", "Lefts", "Elbe", "Oder", ("pairs", 1, "left"), "Oder"),
        ("rivers-lands", "Rights", "Italy", "Spain", ("spare", 0), "Spain"),
    ],
)
def test_an_edit_made_in_anki_leads_back_to_what_it_changes_in_the_question(
    water: m.Bank, question_id: str, field: str, before: str, after: str, path, theirs: str | None
) -> None:
    question = question_of(water, question_id)
    html = note_fields(water, question, str)[field]
    assert before in html
    taking = back(water, {question_id: {field: html.replace(before, after, 1)}})
    (edit,) = taking.differences
    assert (edit.bank_id, edit.question_id, edit.field, edit.path) == ("water", question_id, field, path)
    assert theirs is None or edit.theirs == theirs
    assert edit.replacement is not None
    assert edit.replacement == with_edits(question, [edit]) != question
    assert [each.reason for each in taking.outcomes].count(Reason.EDITED) == 1
    taken_over = replace(
        water, questions=tuple(edit.replacement if each is question else each for each in water.questions)
    )
    landed_again = {each.field: each for each in back(taken_over, {}).differences}
    assert landed_again == {}


def test_a_right_side_that_serves_two_lefts_is_changed_for_both(water: m.Bank) -> None:
    question = question_of(water, "rivers-lands")
    html = note_fields(water, question, str)["Rights"].replace("France", "Gaul")
    (edit,) = back(water, {"rivers-lands": {"Rights": html}}).differences
    assert isinstance(edit.replacement, m.Matching)
    assert [pair.right for pair in edit.replacement.pairs] == ["Gaul", "Germany", "Gaul"]


@pytest.mark.parametrize(
    ("question_id", "field", "html"),
    [
        ("cycle", "Prompt", ""),
        ("cycle", "Prompt", 'What? <img src="new.png">'),
        ("states", "Answer", "Hail; Snow; Sleet"),
        ("states", "Options", "<ul><li>one</li></ul>"),
        ("volume", "Answer", "2 million litres"),
        ("flood", "Typed", "September 2011"),
        ("path", "Text", "no gap any more"),
        ("path", "Text", "{{c1::a {{c2::b}} c}}"),
        ("lakes", "Answer", "perhaps"),
        ("cycle", "Prompt", "x" * 10_001),
        ("cycle", "Prompt", "<i>" + "x" * 100_001),
    ],
)
def test_what_cannot_be_led_back_is_shown_and_replaces_nothing(
    water: m.Bank, question_id, field, html
) -> None:
    taking = back(water, {question_id: {field: html}})
    assert [(each.path, each.replacement) for each in taking.differences] == [((), None)]


def test_an_edit_at_the_end_of_what_is_too_long_to_be_read_is_shown(water: m.Bank) -> None:
    question = replace(question_of(water, "cycle"), prompt="What drives the water cycle, " * 4)
    bank = replace(water, questions=(question,))
    html = f"{question.prompt} Say why.{'<div>' * 20_000}"
    (edit,) = back(bank, {"cycle": {"Prompt": html}}).differences
    assert "Say why." in edit.theirs
    assert "Say why." not in edit.ours


def test_an_edit_that_stands_in_several_fields_is_one_difference(water: m.Bank) -> None:
    fields = note_fields(water, question_of(water, "vapour-origin"), str)
    edits = {
        name: fields[name].replace("The oceans", "The sea") for name in ("Options", "Answer", "Solution")
    }
    (edit,) = back(water, {"vapour-origin": edits}).differences
    assert (edit.path, edit.ours, edit.theirs) == (("answer",), "The oceans", "The sea")


def test_several_edits_of_one_question_are_taken_over_together(water: m.Bank) -> None:
    taking = back(water, {"cycle": {"Prompt": "New?", "Answer": "<b>Yes</b>"}})
    cycle = question_of(water, "cycle")
    changed = with_edits(cycle, taking.differences)
    assert changed == replace(cycle, prompt="New?", answer="**Yes**")
    states = question_of(water, "states")
    assert with_edits(states, taking.differences) == states


def test_a_note_older_than_the_questions_last_change_is_said_to_be_so(water: m.Bank) -> None:
    edits = {"cycle": {"Prompt": "Old?"}}
    for year, reason in ((2020, Reason.EDITED), (2026, Reason.OUTDATED)):
        when = datetime(year, 1, 1, tzinfo=UTC)
        taking = back(water, edits, changed=lambda bank, question, when=when: when)
        assert taking.outcomes[0].reason is reason
        assert len(taking.differences) == 1


def test_a_note_whose_question_is_gone_does_not_bring_it_back(water: m.Bank) -> None:
    made = sent_out(water)
    less = replace(water, questions=water.questions[1:])
    taking = taken(made, Known(target=less, media=lambda bank, file: PIXEL))
    assert (taking.outcomes[0].outcome, taking.outcomes[0].reason) == (Outcome.OURS, Reason.GONE)
    assert taking.questions == ()


def test_the_notes_of_a_bank_that_is_not_here_become_what_they_were(
    water: m.Bank, nasty: m.Bank, tmp_path: Path
) -> None:
    for bank in (water, nasty):
        known = Known(target=bank, media=lambda bank, file: PIXEL)
        names = {known.image_name(bank, each.file) for question in bank.questions for each in question.media}
        made = sent_out(bank)
        found = replace(
            made, media=package([], media={name: picture(tmp_path, PIXEL, "gif") for name in names}).media
        )
        brought = landed(taken(found))
        kinds = [question.kind for question in bank.questions if not question.draft]
        typed = {m.Kind.NUMBER: m.Kind.SHORT_ANSWER, m.Kind.DATE: m.Kind.SHORT_ANSWER}
        assert len(brought.questions) == len(kinds)
        if bank is water:
            assert [each.kind for each in brought.questions] == [typed.get(kind, kind) for kind in kinds]
        again = taken(found, Known(target=brought))
        assert (again.questions, again.differences) == ((), ())


def test_a_question_brought_from_elsewhere_keeps_its_parts_and_its_sources_in_words(water: m.Bank) -> None:
    brought = {each.id.rpartition("-")[0]: each for each in taken(sent_out(water)).questions}
    assert set(brought) >= {"cycle", "vapor-origin", "rivers-lands"}
    for question_id, key in (
        ("states", "distractors"),
        ("steps", "items"),
        ("oceans", "answers"),
        ("path", "text"),
    ):
        before = getattr(question_of(water, question_id), key)
        after = getattr(brought[question_id], key)
        assert after == before if isinstance(before, str) else set(after) == set(before)
    matching = brought["rivers-lands"]
    assert isinstance(matching, m.Matching)
    assert matching.pairs == question_of(water, "rivers-lands").pairs
    assert "The water survey" in brought["cycle"].explanation
    assert brought["cycle"].facts == ()


def test_a_type_of_ours_can_be_left_out_too(water: m.Bank) -> None:
    made = sent_out(water)
    mappings = [with_kind(mapping, None) for mapping in guess(made)]
    assert {each.reason for each in taken(made, mappings=mappings).outcomes} == {Reason.LEFT_OUT}


_HOSTILE = st.lists(
    st.sampled_from(
        [
            *(
                "<ul><li>",
                "<li class=right>",
                "</li></ul>",
                "<ol>",
                "<div class=feedback>",
                "</div>",
                "<div data-need=9>",
            ),
            *(
                "<li data-right=0>",
                "<li data-right=99>",
                "<![x[",
                "<!",
                "<?",
                "</",
                "<",
                "&#",
                "]]>",
                "{{c1::",
                "}}",
            ),
            *(
                "a",
                "b",
                "True",
                "<b>",
                "</b>",
                "<script>x</script>",
                "\x00",
                "\ud800",
                ", ",
                ";",
                "[sound:x]",
                "漢",
            ),
        ]
    ),
    max_size=8,
).map("".join)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_whatever_stands_in_a_note_of_ours_it_is_counted_once_and_breaks_nothing(data) -> None:
    bank = water_bank()
    question = data.draw(st.sampled_from([each for each in bank.questions if not each.draft]))
    names = data.draw(st.lists(st.sampled_from(field_names(question.kind)[1:]), min_size=1, unique=True))
    made = sent_out(bank, {question.id: {name: data.draw(_HOSTILE) for name in names}})
    known = taken(made, Known(target=bank, media=lambda bank, file: PIXEL))
    assert {each.outcome for each in known.outcomes} == {Outcome.OURS}
    for edit in known.differences:
        assert edit.question_id == question.id
        assert (edit.replacement is None) == (edit.path == ())
    unknown = taken(made)
    assert sum(each.count for each in unknown.tallies) == len(made.notes)
    landed(unknown)


def test_a_difference_of_another_question_changes_nothing(water: m.Bank) -> None:
    edit = EditedInAnki(
        bank_id="water", question_id="x", field="Prompt", ours="a", theirs="b", changed_s=0, path=("prompt",)
    )
    assert with_edits(water.questions[0], [edit]) == water.questions[0]
