"""The history of a bank, what each change was, and undoing it, as pages."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from quiz.factory import prepare
from quiz.store import engine_of, tables

LIST = "/workshop/water/history"
ONE = "/workshop/water/questions/q-single-choice"
OTHER = "/workshop/water/questions/q-true-false"
KINDS = {
    "single_choice": "prompt: Where from?\n    answer: Sea\n    distractors: [Rock, Sand, Moon]",
    "true_false": "prompt: Is steam water?\n    answer: true",
}


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    return make_app(KINDS)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "one" / "banks" / "water" / "questions" / "all.yaml"


def edit(visitor: Any, at: str, old: str, new: str, why: str = "") -> Any:
    """Replace words in the text of an editor, and save it."""
    page = visitor.open(at)
    found = re.search(r'<textarea id="text"[^>]*>\n(.*?)</textarea>', page.html, re.DOTALL)
    assert found is not None
    text = html.unescape(found[1]).replace(old, new)
    return visitor.send(at, {"text": text, "do": "save", "why": why})


def changes(page: Any) -> list[str]:
    return [link for link in page.links if re.search(r"/history/\d+$", link)]


def test_every_change_is_told_with_its_difference_marked_without_colour(visitor: Any) -> None:
    edit(visitor, ONE, "Where from?", "From <where>?", "it reads “better” & shorter")
    page = visitor.open(LIST)
    assert "1 change" in page.text
    assert "it reads “better” & shorter" in page.text
    assert "2 March 2026, 12:00 · you" in page.text
    page = visitor.open(changes(page)[0])
    assert "<del>Where</del>" in page.html
    assert "<ins>" in page.html
    assert "From <where>?" not in page.html
    assert "Removed:" in page.text
    assert "Added:" in page.text
    assert "unchanged lines" in page.text


def test_the_history_of_a_question_or_file_is_its_own(visitor: Any, file: Path) -> None:
    edit(visitor, ONE, "Where from?", "From where?", "number one")
    edit(visitor, OTHER, "Is steam water?", "Steam is water.", "number two")
    page = visitor.open(f"{LIST}?question=q-true-false")
    assert "number two" in page.text
    assert "number one" not in page.text
    assert "2 changes" in visitor.open(f"{LIST}?file=questions/all.yaml").text
    assert "0 changes" in visitor.open(f"{LIST}?file=facts.yaml").text
    file.write_text(file.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
    prepare(visitor.client.application)
    assert "Changed on the disk" in visitor.open(LIST).text
    assert "outside Factdeck" in visitor.page.text
    for odd in ("page=0", "page=99", "page=x"):
        assert len(changes(visitor.open(f"{LIST}?{odd}"))) == 3


def test_a_change_is_undone_and_what_came_after_it_stays(visitor: Any, file: Path) -> None:
    edit(visitor, ONE, "Where from?", "From where?")
    edit(visitor, OTHER, "Is steam water?", "Steam is water.")
    visitor.open(changes(visitor.open(LIST))[1])
    page = visitor.send("/revert", {"why": "as before"})
    assert visitor.path == ONE
    assert "Undone. Saved." in page.text
    content = file.read_text(encoding="utf-8")
    assert "Where from?" in content
    assert "Steam is water." in content
    assert "as before" in visitor.open(LIST).text
    visitor.open(changes(visitor.page)[2])
    page = visitor.send("/revert")
    assert visitor.response.status_code == 422
    assert "There is nothing to undo" in page.text


def test_undoing_what_was_changed_again_since_leads_to_the_merge(visitor: Any, file: Path) -> None:
    edit(visitor, ONE, "Where from?", "From where?")
    edit(visitor, ONE, "From where?", "Whence?")
    visitor.open(changes(visitor.open(LIST))[1])
    page = visitor.send("/revert", {"why": "after all"})
    assert visitor.response.status_code == 409
    found = re.search(r'<textarea id="text"[^>]*>\n(.*?)</textarea>', page.html, re.DOTALL)
    assert found is not None
    for shown in (page, visitor.send("/merge", {"text": html.unescape(found[1])})):
        assert "Not undone yet: the same lines were changed again since" in shown.text
        assert "Take it as it was before" in shown.text
        assert not re.search("While you were writing|Yours|Take yours|Only you|you sent", shown.text)
    page = visitor.send("/merge", {"text": html.unescape(found[1]), "choice-0": "mine"})
    assert "Nothing is saved yet" in page.text
    assert "prompt: Where from?" in page.html
    assert "Whence?" in file.read_text(encoding="utf-8")


def test_an_edit_that_never_reached_its_file_can_be_taken_up_again(visitor: Any, file: Path) -> None:
    before = file.read_bytes()
    edit(visitor, ONE, "Where from?", "From where?", "interrupted")
    # As a crash leaves it: the file as it was, and the edit found to be dropped at the next start.
    file.write_bytes(before)
    with engine_of(visitor.client.application).begin() as connection:
        connection.execute(update(tables.bank_edit).values(status="dropped"))
    page = visitor.open(LIST)
    assert "never reached the file; its text is kept here" in page.text
    page = visitor.open(next(link for link in changes(page) if "interrupted" in visitor.open(link).text))
    assert "Take it up again" in page.text
    page = visitor.send("/revert")
    assert "Taken up again. Saved." in page.text
    assert "From where?" in file.read_text(encoding="utf-8")


def test_a_reason_that_is_too_long_undoes_nothing(visitor: Any, file: Path) -> None:
    edit(visitor, ONE, "Where from?", "From where?")
    visitor.open(changes(visitor.open(LIST))[0])
    page = visitor.send("/revert", {"why": "a" * 301})
    assert visitor.response.status_code == 422
    assert "a" * 301 in page.html
    assert "From where?" in file.read_text(encoding="utf-8")


def test_undoing_a_changed_answer_asks_what_that_means_and_goes_on_in_the_editor(
    visitor: Any, file: Path
) -> None:
    edit(visitor, ONE, "answer: Sea", "answer: Ocean")
    visitor.open("/")
    visitor.send("/study")
    visitor.send("/answer", {"dont_know": "1"})
    visitor.open(changes(visitor.open(LIST))[0])
    page = visitor.send("/revert", {"why": "it was right"})
    assert visitor.response.status_code == 422
    assert "The answer changed:" in page.text
    found = re.search(r'<textarea id="text"[^>]*>\n(.*?)</textarea>', page.html, re.DOTALL)
    assert found is not None
    text = html.unescape(found[1])
    assert "answer: Sea" in text
    page = visitor.send(ONE, {"text": text, "do": "save", "decision-q-single-choice": "reworded"})
    assert "Saved." in page.text
    assert "answer: Sea" in file.read_text(encoding="utf-8")
