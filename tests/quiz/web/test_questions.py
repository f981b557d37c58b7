"""A question's own page: where its cards in Anki lead."""

from __future__ import annotations

import dataclasses
import io
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest
from flask import Flask

from question_bank import model as m
from question_bank.anki.notes import question_address
from quiz.config import Config, from_environment
from quiz.factory import CannotStartError, create_app

BANK = """bank: water
title: Water
sources:
  - {id: survey, title: A Survey of Vapour, publisher: The Gazette, published: 2011-08-24}
"""
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


def links_of(package: bytes) -> set[str]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive, closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(archive.read("collection.anki2"))
        notes = [str(fields).split("\x1f") for (fields,) in connection.execute("SELECT flds FROM notes")]
    return {fields[-3] for fields in notes}


@pytest.mark.parametrize("address", ["", "https://learn.example.org"])
def test_cards_link_here_only_where_this_factdeck_can_be_reached(
    app: Flask, visitor: Any, address: str
) -> None:
    app.extensions["factdeck"] = dataclasses.replace(app.extensions["factdeck"], address=address)
    token = visitor.open("/banks/water/anki").token()
    data = {"csrf_token": token, "then": "download"}
    links = links_of(visitor.client.post("/banks/water/anki", data=data).data)
    if not address:
        assert links == {""}
        return
    assert len(links) == len(ANSWERS)
    for link in links:
        visitor.open(link.removeprefix(address))
        assert visitor.response.status_code == 200


def test_what_is_no_address_stops_the_start_with_a_sentence(tmp_path: Any) -> None:
    assert from_environment({"FACTDECK_ADDRESS": " https://example.org "}).address == "https://example.org"
    with pytest.raises(CannotStartError, match=r"FACTDECK_ADDRESS is 'example\.org', which is no address"):
        create_app(Config(instance=tmp_path, address="example.org"))


def test_a_sources_page_says_whether_cards_show_its_passages(visit: Callable[..., Any]) -> None:
    page = visit().open("/banks/water/sources/survey")
    assert "Cards that are taken to Anki do not show its passages" in page.text
    assert "/workshop/water/files/bank.yaml" in page.links
    quoting = BANK.replace("publisher: The Gazette", "publisher: The Gazette, quote: true")
    allowed = visit(name="two", bank=quoting).open("/banks/water/sources/survey")
    assert "Cards that are taken to Anki show its passages" in allowed.text
