"""What becomes of a text that is being written: its cards, answers to them, and never an error."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import indent
from typing import Any

import pytest

from question_bank.grading import grade, vocabulary_of
from question_bank.model import Bank, Flashcard, Kind, ShortAnswer, TextResponse
from question_bank.model.texts import option_texts, parts
from question_bank.reading import read_bank
from quiz.services.editing import Edit, Target, open_file, open_question
from quiz.services.errors import NotFound
from quiz.services.example_answers import right_answer, wrong_answer
from quiz.services.previews import MOST_CARDS, Preview, has_preview, preview, typed_in_anki

ONE = """- id: rain
  kind: single_choice
  prompt: Where does rain come from?
  answer: Clouds
  distractors: [{text: Rivers, feedback: They run below.}, Lakes]
  facts: [evaporation]
"""
FILE = "questions/all.yaml"


@pytest.fixture(scope="module")
def shipped(root: Path) -> Bank:
    bank = read_bank(root / "question_bank" / "banks" / "russia-korea-2011").bank
    assert bank is not None
    return bank


@pytest.fixture
def seen(world: Any) -> Callable[..., Preview]:
    """Previews a text of the bank `water`."""
    world.sync(indent(ONE, "  "))

    def see(text: str, question: str = "rain", file: str = FILE, **more: Any) -> Preview:
        edit = Edit(target=Target(bank_key="water", file=file, question=question), text=text, base="")
        return preview(world.ctx, world.learner, edit, lambda name: f"/pictures/{name}", **more)

    return see


def test_every_card_of_the_shipped_bank_has_a_right_and_a_wrong_answer(shipped: Bank) -> None:
    kinds = set()
    for question in shipped.questions:
        kinds.add(question.kind)
        for part in parts(question):
            right, wrong = right_answer(shipped, question, part), wrong_answer(shipped, question, part)
            assert right is not None, question.id
            assert right.grade.right
            assert wrong is not None, question.id
            assert not wrong.grade.right
    assert kinds == set(Kind)


def test_the_wrong_answer_is_one_that_the_teacher_foresaw(shipped: Bank) -> None:
    asked = ShortAnswer(id="x", prompt="Which?", answer="Danube", reject=("Rhine",))
    wrong = wrong_answer(shipped, asked)
    assert wrong is not None
    assert wrong.response == TextResponse("Rhine")
    everybody_knows = grade(asked, TextResponse("Rhine"), vocabulary_of(shipped))
    assert wrong.grade == everybody_knows


def test_an_edit_is_shown_before_it_is_saved_and_nothing_is_written(
    seen: Callable[..., Preview], world: Any
) -> None:
    def everything() -> tuple[object, ...]:
        tables = world.rows("select name from sqlite_master where type = 'table' order by name")
        rows = [world.rows(f'select * from "{table["name"]}"') for table in tables]
        return rows, {path: path.read_bytes() for path in world.folder.rglob("*") if path.is_file()}

    before = everything()
    shown = seen(ONE.replace("Clouds", "Thunder clouds"))
    assert everything() == before
    assert shown.question is not None
    assert option_texts(shown.question) == ("Lakes", "Rivers", "Thunder clouds")
    (card,) = shown.cards
    assert card.right is not None
    assert "Thunder clouds" in card.right.response.chosen
    assert card.wrong is not None
    assert card.wrong.response.chosen == ("Rivers",), "which has a word for who chooses it"
    assert "Thunder clouds" in card.anki.front
    assert "They run below." in card.anki.back
    assert "<script" not in card.anki.front + card.anki.back
    assert [citation.fact for citation in shown.citations] != []


def test_options_keep_their_places_while_their_words_are_written(seen: Callable[..., Preview]) -> None:
    before = seen(ONE).cards[0].presentation.options
    after = seen(ONE.replace("Lakes", "Lake Baikal")).cards[0].presentation.options
    assert after == tuple("Lake Baikal" if text == "Lakes" else text for text in before)


def test_each_number_of_a_cloze_is_a_card_and_a_crowd_of_them_is_cut(seen: Callable[..., Preview]) -> None:
    gaps = " ".join(f"{{{{c{number}::word{number}}}}}" for number in range(1, MOST_CARDS + 4))
    shown = seen(f"- id: rain\n  kind: cloze\n  text: '{gaps}'\n  facts: [evaporation]\n")
    assert [card.part for card in shown.cards] == list(range(1, MOST_CARDS + 1))
    assert shown.left_out == 3


@pytest.mark.parametrize(
    ("broken", "line"),
    [
        (ONE.replace("  answer: Clouds\n", ""), 1),
        (ONE.replace("answer: Clouds", "answer: [Clouds"), 4),
        (ONE.replace("kind: single_choice", "kind: single_chance"), 2),
        ("", None),
        ("::: {{ \t", 1),
    ],
)
def test_a_text_that_cannot_be_read_says_what_is_to_be_mended(
    seen: Callable[..., Preview], broken: str, line: int | None
) -> None:
    shown = seen(broken)
    assert shown.question is None
    assert shown.cards == ()
    if line is not None:
        assert shown.hindrance is not None
        assert shown.hindrance.line == line


def test_of_a_whole_file_the_question_at_the_line_is_shown(seen: Callable[..., Preview]) -> None:
    text = "questions:\n" + "\n".join(
        f"  - {{id: {name}, kind: flashcard, prompt: {name}?, answer: x}}\n" for name in "ab"
    )
    found = {line: seen(text, "", line=line).question for line in (1, 2, 3, 4, 9)}
    ids = {line: question.id if question else None for line, question in found.items()}
    assert ids == {1: "a", 2: "a", 3: "a", 4: "b", 9: "b"}
    assert isinstance(found[9], Flashcard)


def test_what_is_open_can_be_previewed_as_it_is(seen: Callable[..., Preview], world: Any) -> None:
    opened = open_question(world.ctx, world.learner, "water", "rain")
    shown = seen(opened.text)
    assert shown.question is not None
    whole = open_file(world.ctx, world.learner, "water", FILE)
    assert seen(whole.text, "").question == shown.question


def test_only_texts_with_questions_have_a_preview() -> None:
    def target(file: str, question: str = "") -> Target:
        return Target(bank_key="water", file=file, question=question)

    assert has_preview(target(FILE))
    assert has_preview(target(FILE, "rain"))
    assert not any(has_preview(target(file)) for file in ("facts.yaml", "bank.yaml", "briefing.md"))


def test_there_is_no_preview_in_a_bank_that_is_not_there(seen: Callable[..., Preview], world: Any) -> None:
    edit = Edit(target=Target(bank_key="nowhere", file=FILE, question="rain"), text=ONE, base="")
    with pytest.raises(NotFound):
        preview(world.ctx, world.learner, edit, str)


def test_what_was_typed_in_anki_is_compared_and_shown_as_text() -> None:
    shown = typed_in_anki("The Danube", "<b>Danube")
    assert "<b>" not in shown
    assert "<span class=typeGood>Danube</span>" in shown
    assert len(typed_in_anki("a" * 9000, "b" * 9000)) < 2000
