"""What the answers say, on pages: poor questions first with the reason in words, and nothing too early."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask

from question_bank.model import ChoiceResponse, TextResponse, TrueFalseResponse
from quiz.services import item_records, roles, sync
from tests.quiz.answering_class import Answer, enter_class, let_answer

LIST = "/workshop/water/statistics"
OF_CHOICE = "/workshop/water/questions/q-single-choice/statistics"


def choice(text: str, **given: Any) -> Answer:
    return Answer(ChoiceResponse((text,)), float(text == "Sea"), **given)


def _let_the_choice_have_a_fact_of_its_own(app: Flask) -> None:
    """Else there is nothing to compare it with: questions on one fact give each other's answers away."""
    ctx = app.extensions["factdeck"]
    (folder,) = ctx.banks
    facts, questions = folder / "facts.yaml", folder / "questions" / "all.yaml"
    fact = facts.read_text(encoding="utf-8").removeprefix("facts:\n")
    facts.write_text(f"facts:\n{fact}{fact.replace('id: vapour', 'id: origin')}", encoding="utf-8")
    before, choice, after = questions.read_text(encoding="utf-8").partition("q-single-choice")
    text = before + choice + after.replace("facts: [vapour]", "facts: [origin]", 1)
    questions.write_text(text, encoding="utf-8")
    assert sync.sync_bank(ctx, folder).revised == 1


def hold_lessons(app: Flask, size: int = 40) -> None:
    """Let half of a class know everything, but choose a distractor at one question."""
    _let_the_choice_have_a_fact_of_its_own(app)
    engine = app.extensions["factdeck"].engine
    half = size // 2
    room = enter_class(engine, size)
    known = {
        "q-true-false": [
            Answer(TrueFalseResponse(place < half), float(place < half)) for place in range(size)
        ],
        "q-single-choice": [
            choice("Rock", later=(True,)) if place < half else choice("Sea", response_ms=8000, later=(False,))
            for place in range(size)
        ],
    }
    for key, right in (("short-answer", "evaporation"), ("number", "1.234"), ("date", "2011-08-24")):
        known[f"q-{key}"] = [
            Answer(TextResponse(right if place < half else "<b>rain</b>"), float(place < half))
            for place in range(size)
        ]
    known["q-multiple-choice"] = [
        Answer(ChoiceResponse(("Lake", "Rain") if place < half else ("Dust",)), float(place < half))
        for place in range(size)
    ]
    known["q-ordering"] = [None] * size
    known["q-flashcard"] = [Answer(fraction=float(place < half)) for place in range(size)]
    let_answer(engine, room, known)


@pytest.fixture
def lessons(app: Flask) -> None:
    hold_lessons(app)


@pytest.mark.usefixtures("lessons")
def test_poor_questions_come_first_with_the_reason_in_words(visitor: Any) -> None:
    page = visitor.open(LIST)
    assert "The key may be wrong. Of the learners who do well elsewhere, 20 gave “Rock” and 0" in page.text
    assert "Look into the source" in page.text
    assert page.text.index("The key may be wrong") < page.text.index("All questions")
    assert next(link for link in page.links if link.endswith("/statistics")) == OF_CHOICE
    assert "/workshop/codes/W605" in page.links
    rows = re.findall(r"<tr>.*?</tr>", page.html, flags=re.DOTALL)
    assert len(rows) == 1 + 12
    assert all("too few first attempts" in row for row in rows if "In which order?" in row)


def listed(page: Any) -> str:
    return str(page.text[page.text.index("All questions") :])


def test_one_reason_is_given_once_for_all_the_options_it_is_about(app: Flask, visitor: Any) -> None:
    engine = app.extensions["factdeck"].engine
    idle = [choice("Sea") if place % 3 else Answer() for place in range(60)]
    let_answer(engine, enter_class(engine, 60), {"q-single-choice": idle})
    page = visitor.open(OF_CHOICE)
    assert page.html.count("/workshop/codes/W610") == 1
    assert "so many choose them: “Rock” 0%, “Sand” 0%. Under 5% a distractor does no work." in page.text


@pytest.mark.usefixtures("lessons")
def test_order_and_filter_stand_in_the_address(visitor: Any) -> None:
    page = visitor.open(f"{LIST}?only=waiting&order=time")
    assert "In which order?" in listed(page)
    assert "Where from?" not in listed(page)
    assert "Where from?" in page.text, "what is poorest stands above every list"
    assert 'aria-sort="descending"' in page.html
    assert "Where from?" in listed(visitor.open(f"{LIST}?only=key"))
    assert visitor.open(f"{LIST}?only=nonsense&order=nonsense&page=99").text == visitor.open(LIST).text
    assert "No question is like that." in visitor.open(f"{LIST}?only=leech").text


@pytest.mark.usefixtures("lessons")
def test_the_page_of_a_question_shows_each_option_with_its_share_in_words_and_figures(visitor: Any) -> None:
    page = visitor.open(OF_CHOICE)
    for words in (
        "Sea ✓ counts as right 50%",
        "Rock 50%",
        "Sand 0%",
        "first attempts 40",
        "answers in all 80",
    ):
        assert words in page.text
    assert page.html.count('<svg class="share-bar"') == 3 + 2, "a bar for each option and for each recall"
    assert "Predicted" in page.text
    table = page.html[page.html.index("What was given at the first attempt</caption>") :]
    assert re.search(r"Rock</th><td></td><td>20</td><td>40</td><td>50%</td><td>20</td>", table)
    assert OF_CHOICE.removesuffix("/statistics") in page.links


@pytest.mark.usefixtures("lessons")
def test_what_learners_typed_is_shown_as_text(visitor: Any) -> None:
    page = visitor.open("/workshop/water/questions/q-short-answer/statistics")
    assert "<b>rain" not in page.html
    assert "&lt;b&gt;rain" in page.html


@pytest.mark.usefixtures("lessons")
def test_every_kind_has_its_page(visitor: Any) -> None:
    kinds = "flashcard true-false multiple-choice short-answer list number date cloze ordering matching"
    for kind in kinds.split():
        page = visitor.open(f"/workshop/water/questions/q-{kind}/statistics")
        assert visitor.response.status_code == 200
        assert "first attempt" in page.text


def test_below_thirty_nothing_but_the_count_is_on_any_page(app: Flask, visitor: Any) -> None:
    hold_lessons(app, 28)
    for path in (LIST, OF_CHOICE, f"{LIST}.csv", "/workshop/water"):
        visitor.open(path)
        html = visitor.response.get_data(as_text=True)
        assert not re.search(r"W60[5-9]|W61\d|50\s?%|0\.5|“Rock”|8\.0|8000", html), path
    assert "28 first attempts · 56 answers in all" in visitor.open(OF_CHOICE).text


@pytest.mark.usefixtures("lessons")
def test_while_answers_are_counted_the_page_says_so_instead_of_showing_no_figures(
    visitor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(item_records, "MOST_AT_ONCE", 0)
    monkeypatch.setattr(item_records, "_count", lambda *_: None)
    for path in (LIST, OF_CHOICE):
        page = visitor.open(path)
        assert "The answers are being counted: 0 of 40 learners so far." in page.text
        assert "data-waiting" in page.html
        assert '<meta http-equiv="refresh"' in page.html
        assert "first attempts yet" not in page.text
        assert "All questions" not in page.text
    assert path in page.links


@pytest.mark.usefixtures("lessons")
def test_the_table_is_a_file(visitor: Any) -> None:
    visitor.open(f"{LIST}.csv")
    assert visitor.response.headers["Content-Disposition"] == "attachment; filename=water-statistics.csv"
    lines = visitor.response.get_data(as_text=True).splitlines()
    assert lines[0].startswith("question,card,kind,first_attempts")
    assert lines[1].startswith("q-single-choice,")


@pytest.mark.usefixtures("lessons")
def test_bank_editor_and_reports_lead_there(visitor: Any) -> None:
    assert LIST in visitor.open("/workshop/water").links
    assert "W605" in visitor.page.text
    assert OF_CHOICE in visitor.open("/workshop/water/questions/q-single-choice").links
    assert visitor.open("/workshop/water/questions/nobody/statistics")
    assert visitor.response.status_code == 404


@pytest.mark.usefixtures("lessons")
def test_only_teachers_see_it(app: Flask, visitor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roles, "may_teach", lambda *_: False)
    for path in (LIST, f"{LIST}.csv", OF_CHOICE):
        visitor.open(path)
        assert visitor.response.status_code == 403
