"""A test from beginning to end: answers saved without feedback, a score, the history, the printed sheet."""

from __future__ import annotations

from typing import Any

import pytest

TWO = {
    "short_answer": "prompt: What is the name?\n    answer: evaporation",
    "number": "prompt: How many?\n    answer: 7",
}
START = {"bank": "water", "count": "2", "seed": "monday"}


@pytest.fixture
def taking(visit: Any) -> Any:
    """Somebody at the first question of a test of two."""
    visitor = visit(TWO)
    visitor.open("/tests")
    visitor.send("/tests", START)
    return visitor


def right(page: Any) -> dict[str, str]:
    return {"text": "7" if "How many?" in page.text else "evaporation"}


def test_a_test_is_answered_page_by_page_and_scored_at_the_end(taking: Any) -> None:
    page = taking.send("/1", {**right(taking.page), "go": "next"})
    assert "Right" not in page.text, "a test gives no feedback on the way"
    page = taking.send("/2", {"text": "nonsense 3", "go": "next"})
    if taking.response.status_code == 422:
        page = taking.send("/2", {"text": "3", "go": "next"})
    assert "Every question has an answer." in page.text
    page = taking.send("/finish")
    assert "1 of 2" in page.text
    assert "A Survey of Vapour" in page.text
    assert "✓ Right" in page.text
    assert "✗ Wrong" in page.text
    assert "1 of 2" in taking.open("/tests").text
    assert "1 of 2" in taking.open("/").text


def test_what_was_saved_is_there_when_one_comes_back(taking: Any) -> None:
    answer = right(taking.page)
    taking.send("/1", {**answer, "go": "2"})
    page = taking.open(taking.path.replace("/2", "/1"))
    assert f'value="{answer["text"]}"' in page.html
    assert ", answered" in page.text


def test_an_emptied_answer_is_cleared(taking: Any) -> None:
    taking.send("/1", {**right(taking.page), "go": "2"})
    taking.open(taking.path.replace("/2", "/1"))
    page = taking.send("/1", {"text": "", "go": "finish"})
    assert "2 questions have no answer yet" in page.text


def test_the_finish_page_lists_what_has_no_answer(taking: Any) -> None:
    page = taking.send("/1", {**right(taking.page), "go": "finish"})
    assert "1 question has no answer yet" in page.text
    assert any(link.endswith("/2") for link in page.links)


def test_a_finished_test_can_no_longer_be_changed(taking: Any) -> None:
    question = taking.page
    taking.send("/1", {"go": "finish"})
    taking.send("/finish")
    result = taking.path
    taking.page = question
    page = taking.send("/1", right(question))
    assert taking.path == result
    assert "0 of 2" in page.text


def test_an_open_test_goes_on_at_its_first_gap(taking: Any) -> None:
    taking.send("/1", {**right(taking.page), "go": "next"})
    taking.open(taking.path.rsplit("/", 1)[0])
    assert taking.path.endswith("/2")


def test_a_number_nobody_can_read_is_asked_for_again(visit: Any) -> None:
    visitor = visit({"number": TWO["number"]})
    visitor.open("/tests")
    visitor.send("/tests", START)
    page = visitor.send("/1", {"text": "dunno"})
    assert visitor.response.status_code == 422
    assert "could not be read as a number" in page.text


@pytest.mark.parametrize(
    ("field", "value"), [("count", "0"), ("count", ""), ("count", "x"), ("bank", "none")]
)
def test_a_test_that_cannot_be_made_is_refused_beside_its_field(visit: Any, field: str, value: str) -> None:
    visitor = visit(TWO)
    visitor.open("/tests")
    page = visitor.send("/tests", {**START, field: value})
    assert visitor.response.status_code == 422
    assert "field-error" in page.html


def test_the_same_seed_gives_the_same_test_and_the_same_sheet(visitor: Any) -> None:
    sheets = {visitor.open("/tests/print?bank=water&count=5&seed=monday").html for _ in range(2)}
    others = {visitor.open(f"/tests/print?bank=water&count=5&seed={seed}").text for seed in "abcd"}
    assert len(sheets) == 1
    assert len(others) > 1


def test_a_sheet_without_a_seed_gets_one_in_its_address(visitor: Any) -> None:
    visitor.open("/tests/print?bank=water&count=5")
    assert "seed=" in visitor.response.request.query_string.decode()


def test_the_printed_key_stands_after_all_questions(visitor: Any) -> None:
    page = visitor.open("/tests/print?bank=water&count=50&seed=a")
    questions, key = page.html.split('class="paper-key"')
    assert "evaporation" not in questions
    assert "evaporation" in key
    assert "What is dew?" not in page.text, "a self-rated card has no place in a test"


def test_only_questions_with_the_chosen_tags_are_asked(visitor: Any) -> None:
    visitor.open("/tests")
    page = visitor.send("/tests", {"bank": "water", "count": "10", "tags": ["number"]})
    assert "Question 1 of 1" in page.text
    assert "What factor?" in page.text
