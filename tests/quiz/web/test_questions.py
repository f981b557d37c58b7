"""A question's own page: where its cards in Anki lead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from question_bank import model as m
from question_bank.anki.notes import question_address

ANSWERS = {
    "flashcard": "Water from the air",
    "true_false": "True",
    "single_choice": "Sea",
    "multiple_choice": "Lake",
    "short_answer": "evaporation",
    "list": "Baltic",
    "number": "1.234",
    "date": "24 August 2011",
    "cloze": "sea it rises as vapour",
    "ordering": "rise",
    "matching": "solid",
}


@pytest.mark.parametrize("kind", list(ANSWERS))
def test_every_kind_is_shown_with_its_answer_and_where_that_stands(visitor: Any, kind: str) -> None:
    page = visitor.open(f"/banks/water/questions/q-{kind.replace('_', '-')}")
    assert visitor.response.status_code == 200
    assert ANSWERS[kind] in page.text
    assert "A Survey of Vapour" in page.text


def test_the_address_on_a_card_leads_to_the_page(visitor: Any) -> None:
    bank = m.Bank(id="water", title="Water")
    question = m.Flashcard(id="q-flashcard", prompt="p", answer="a")
    address = question_address("http://localhost/", bank, question)
    assert "What is dew?" in visitor.open(address.removeprefix("http://localhost")).text


def test_a_test_on_the_question_begins_there_and_the_text_is_a_link_away(visitor: Any) -> None:
    page = visitor.open("/banks/water/questions/q-flashcard")
    assert any(link.startswith("/banks/water/place?fact=vapour") for link in page.links)
    assert "/workshop/water/questions/q-flashcard" in page.links
    visitor.send("/banks/water/test-me")
    assert visitor.path.startswith("/study/")


def test_a_renamed_question_is_found_by_the_id_that_its_card_knows(
    visit: Callable[..., Any],
) -> None:
    visitor = visit({"flashcard": "was: [dew]\n    prompt: What is dew?\n    answer: Water"})
    assert "What is dew?" in visitor.open("/banks/water/questions/dew").text
    assert "What is dew?" in visitor.open("/banks/water/questions/q-flashcard").text


@pytest.mark.parametrize("address", ["/banks/water/questions/none", "/banks/none/questions/q-flashcard"])
def test_what_is_not_there_is_said_so(visitor: Any, address: str) -> None:
    visitor.open(address)
    assert visitor.response.status_code == 404
