"""A teacher without a bank makes one in a form, and writes into it at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from question_bank.reading import read_bank
from quiz.config import Config
from quiz.factory import create_app, prepare

Sheet = Any


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    folder = tmp_path / "banks"
    folder.mkdir()
    return folder


@pytest.fixture
def open_new(shelf: Path, tmp_path: Path, sheet: type[Any]) -> Callable[..., Sheet]:
    """Open the form of a new bank in a Factdeck without one."""
    app = create_app(Config(banks=(shelf,), instance=tmp_path / "instance"))
    prepare(app)
    client = app.test_client()
    return lambda path="/workshop/new_bank": sheet.open(client, path)


def test_a_bank_is_made_with_its_first_article_and_gets_its_first_question(
    open_new: Callable[..., Sheet], shelf: Path
) -> None:
    made = (
        open_new()
        .fill(
            title="Wasser: # 1",
            description="Über\nWasser",
            language="de",
            source_title="Wo das Wasser ist",
            publisher="no",
            published="2011-08-24",
            url="https://example.org/a#b",
        )
        .press("")
    )
    assert (made.status, made.location) == (303, "/workshop/wasser-1/new")
    folder = shelf / "wasser-1"
    assert sorted(path.name for path in folder.iterdir()) == ["bank.yaml", "facts.yaml", "questions"]
    reading = read_bank(folder)
    assert reading.problems == ()
    bank = reading.bank
    assert bank is not None
    assert (bank.title, bank.description, bank.language) == ("Wasser: # 1", "Über\nWasser", "de")
    (source,) = bank.sources
    assert (source.id, source.publisher, str(source.published)) == ("wo-das-wasser-ist", "no", "2011-08-24")

    form = open_new("/workshop/wasser-1/new/number")
    assert "This bank has no facts yet" in form.text
    typed = {"prompt": "Wie viel?", "answer": "1,5", "unsourced": "Noch keiner", "new_file": "Mengen"}
    assert form.type(typed).press("save").status == 303
    (question,) = read_bank(folder).bank.questions
    assert str(question.answer) == "1.5"
    assert "Wasser: # 1" in open_new("/workshop").text


def test_what_is_amiss_is_said_at_its_field(open_new: Callable[..., Sheet], shelf: Path) -> None:
    amiss = open_new().fill(
        title=" ", key="Not one", language="German", published="yesterday", description="Kept:\n# so"
    )
    sent = amiss.press("")
    assert (sent.status, sent.focused) == (422, "summary")
    assert set(sent.errors()) == {"title", "key", "language", "published", "source_title"}
    assert sent.values["description"] == "Kept:\n# so"
    assert set(sent.described()) <= set(sent.page.elements)
    assert list(sent.fill(title="Вода", key="", language="ru", published="").press("").errors()) == ["key"]
    assert list(shelf.iterdir()) == []


def test_no_bank_takes_the_place_of_another(open_new: Callable[..., Sheet], shelf: Path) -> None:
    (shelf / "notes").mkdir()
    (shelf / "notes" / "mine.txt").write_text("keep")
    assert open_new().fill(title="Rain").press("").status == 303
    before = (shelf / "rain" / "bank.yaml").read_bytes()
    for title, key in (("Other", "rain"), ("Notes", ""), ("Rain", "")):
        refused = open_new().fill(title=title, key=key).press("")
        assert (refused.status, list(refused.errors())) == (422, ["key"])
    assert (shelf / "rain" / "bank.yaml").read_bytes() == before
    assert [path.name for path in (shelf / "notes").iterdir()] == ["mine.txt"]


def test_what_an_interruption_left_is_taken_up_again(open_new: Callable[..., Sheet], shelf: Path) -> None:
    (shelf / "rain" / "questions").mkdir(parents=True)
    (shelf / "rain" / "facts.yaml").write_text("facts: []\n")
    assert open_new().fill(title="Rain").press("").status == 303
    assert read_bank(shelf / "rain").problems == ()


def test_a_file_that_an_interruption_left_aside_is_no_ones_either(
    open_new: Callable[..., Sheet], shelf: Path
) -> None:
    (shelf / "air").mkdir()
    (shelf / "air" / ".factdeck-0123").write_bytes(b"bank: a")
    made = open_new().fill(title="Air").press("")
    assert made.status == 303
    assert not (shelf / "air" / ".factdeck-0123").exists()


@pytest.mark.parametrize("title", ["New bank", "Codes", "New"])
def test_a_bank_may_be_called_what_a_page_of_the_workshop_is_called(
    open_new: Callable[..., Sheet], shelf: Path, title: str
) -> None:
    key = title.lower().replace(" ", "-")
    made = open_new().fill(title=title).press("")
    assert made.status == 303
    assert (shelf / key / "bank.yaml").is_file()
    for page in ("", "/history", "/new", "/statistics"):
        assert title in open_new(f"/workshop/{key}{page}").text


def test_where_only_single_banks_are_served_the_page_says_what_to_do(app: Flask, sheet: type[Any]) -> None:
    form = sheet.open(app.test_client(), "/workshop/new_bank")
    assert "Start it with --bank and a folder" in form.text
    assert form.fill(title="Rain").press("").status == 422
