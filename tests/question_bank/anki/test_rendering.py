"""Our cards are Anki's, sign by sign: the same notes are rendered by the real Anki and by us.

Of Anki's output only the stylesheet before it is left out, by asking for the sides without it. Where there is
something to type Anki's library leaves a marker; its viewers put a field there, or what the library compares.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from anki.cards import Card
from anki.collection import Collection
from anki.notes import Note
from hypothesis import example, given, settings
from hypothesis import strategies as st

from question_bank import model as m
from question_bank.anki import note_types
from question_bank.anki.escaping import clean
from question_bank.anki.fields import note_fields
from question_bank.anki.rendering import CardSides, TemplateError, render, render_cards
from question_bank.anki.typed import compared
from question_bank.reading import read_bank

TYPED = "[[type:Typed]]"
SCRIPT = re.compile(r"\n<script>.*</script>$", re.DOTALL)


def image_name(file: str) -> str:
    return f"factdeck-{file.rpartition('/')[2]}"


class Anki:
    """A collection that has our note types and makes notes of questions, a note per question."""

    def __init__(self, collection: Collection) -> None:
        self.collection = collection
        self.types = {kind: self._added(note_types.note_type(kind)) for kind in m.Kind}

    def cards(self, bank: m.Bank, question: m.Question) -> list[Card]:
        note = Note(self.collection, self.types[question.kind])
        for name, html in note_fields(bank, question, image_name).items():
            note[name] = html
        self.collection.add_note(note, 1)
        return sorted(note.cards(), key=lambda card: card.ord)

    def _added(self, ours: note_types.NoteType) -> dict[str, object]:
        models = self.collection.models
        theirs = models.new(ours.name)
        theirs["type"] = ours.model_type
        theirs["css"] = ours.css
        for field in ours.fields:
            models.add_field(theirs, models.new_field(field["name"]))
        for ours_template in ours.templates:
            template = models.new_template(ours_template["name"])
            template["qfmt"], template["afmt"] = ours_template["qfmt"], ours_template["afmt"]
            models.add_template(theirs, template)
        return models.get(models.add_dict(theirs).id)


@pytest.fixture(scope="module")
def anki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Anki]:
    collection = Collection(str(tmp_path_factory.mktemp("anki") / "learner.anki2"))
    yield Anki(collection)
    collection.close()


def assert_same(anki: Anki, bank: m.Bank) -> list[CardSides]:
    """Compare every card of the bank; return ours."""
    ours = []
    for question in bank.questions:
        sides = render_cards(bank, question, image_name)
        for mine, card in zip(sides, anki.cards(bank, question), strict=True):
            assert card.ord == max(mine.number - 1, 0)
            theirs = card.render_output()
            assert mine.front == theirs.question_text
            assert mine.back == theirs.answer_text
            if TYPED in mine.back:
                assert mine.expected == card.note()["Typed"]
                answer = unescape(mine.expected)
                for typed in ("", answer, answer[1:], "42 <b>"):
                    comparison = anki.collection.compare_answer(mine.expected, typed)
                    assert mine.shown_back(typed) == mine.back.replace(TYPED, comparison)
        ours += sides
    return ours


def test_every_kind_is_rendered_as_anki_renders_it(anki: Anki, water: m.Bank, nasty: m.Bank) -> None:
    ours = assert_same(anki, water) + assert_same(anki, nasty)
    shown = {kind for side in ours for kind in re.findall(r"fd-kind-(\w+)", side.front + side.back)}
    assert shown == {kind.value for kind in m.Kind}


def test_every_card_of_the_shipped_bank_is_rendered_as_anki_renders_it(anki: Anki, root: Path) -> None:
    bank = read_bank(root / "question_bank" / "banks" / "russia-korea-2011").bank
    assert bank is not None
    assert len(assert_same(anki, bank)) >= len(bank.questions) > 50


# What Unicode has had for long: Anki's tables of it and Python's are not of the same year.
signs = st.text(
    alphabet=st.one_of(
        st.sampled_from("ab1 :{}[]<>&;\"'*_`!()\\\n\t/=-#\x1f\xa0\u0301\u0308é"),
        st.characters(max_codepoint=0x17F),
        st.sampled_from("Ωяאשׁقกำ東京한𝔄😀\u200d\u202e\u2028\ufeff\ufffd"),
    ),
    max_size=30,
)
texts = st.one_of(st.sampled_from(["", " ", "<br>", "&nbsp;", "<div></div>", "\xa0", "![](a.png)"]), signs)
words = signs.filter(lambda text: "}}" not in text and text.strip() != "" and not text.endswith("}"))


@st.composite
def gaps(draw: st.DrawFn) -> str:
    pieces = []
    for _ in range(draw(st.integers(1, 4))):
        hint = draw(st.just("") | words.map(lambda text: f"::{text}"))
        pieces.append(f"{draw(texts)}{{{{c{draw(st.integers(1, 12))}::{draw(words)}{hint}}}}}")
    return "".join(pieces)


@settings(max_examples=40)
@given(text=texts, cloze=gaps())
@example(text="e\u0301 [sound:a.mp3]", cloze="{{c2::e\u0301\u0301::\u0301}} {{c11::x}}")
def test_whatever_stands_in_a_question_is_rendered_as_anki_renders_it(
    anki: Anki, full_of: Callable[[str, str], m.Bank], text: str, cloze: str
) -> None:
    bank = full_of(text, cloze)
    questions = tuple(
        replace(question, media=(m.Media(file="a.png", alt=text or "a"),)) for question in bank.questions
    )
    assert_same(anki, replace(bank, questions=questions))


@settings(max_examples=300)
@given(expected=signs.map(clean).filter(str.strip), typed=signs)
def test_whatever_is_typed_is_compared_as_anki_compares_it(anki: Anki, expected: str, typed: str) -> None:
    html = expected.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert compared(html, typed) == anki.collection.compare_answer(html, typed)


def test_what_is_typed_on_the_front_stands_compared_on_the_back(water: m.Bank) -> None:
    question = next(question for question in water.questions if question.id == "capital")
    (card,) = render_cards(water, question, image_name)
    assert card.shown_front().count('<input type="text" id="typeans">') == 1
    assert "<code id=typeans>The Danube</code>" in card.shown_back()
    assert "<span class=typeBad>d</span><span class=typeGood>anub</span>" in card.shown_back("danub")
    assert TYPED not in card.shown_front() + card.shown_back()


def test_without_the_script_the_card_is_otherwise_the_same(water: m.Bank) -> None:
    for question in water.questions:
        with_script = render_cards(water, question, image_name)
        without = render_cards(water, question, image_name, script=False)
        assert [(SCRIPT.sub("", card.front), SCRIPT.sub("", card.back)) for card in with_script] == [
            (card.front, card.back) for card in without
        ]
        assert "<script" not in "".join(card.front + card.back for card in without)


def test_a_template_may_show_the_front_again_and_turn_sections_round() -> None:
    fields = {"A": "filled", "B": "<br>", "FrontSide": "front"}
    assert render("{{#A}}{{^B}}{{ A }}{{/B}}{{/A}}{{#B}}no{{#A}}no{{/A}}{{/B}}.", fields) == "filled."
    assert render("{{FrontSide}}<hr>{{A}}", fields) == "front<hr>filled"


@pytest.mark.parametrize(
    ("template", "complaint"),
    [
        ("{{Missing}}", "no field 'Missing'"),
        ("{{type:Missing}}", "no field 'Missing'"),
        ("{{#A}}x", "'A' has no end"),
        ("{{#A}}{{#B}}{{/A}}", "'A' ends where it was not begun"),
        ("{{furigana:A}}", "'furigana' is nothing"),
    ],
)
def test_a_template_that_no_note_can_fill_is_our_mistake(template: str, complaint: str) -> None:
    with pytest.raises(TemplateError, match=complaint):
        render(template, {"A": "a", "B": "b"})
