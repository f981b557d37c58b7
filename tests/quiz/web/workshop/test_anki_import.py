"""Decks from Anki in the workshop: understood, accounted for note by note, added once, edits taken over."""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from quiz.services.context import Context, current_context
from quiz.store import banks, learners
from quiz.web import learner as web_learner
from tests.quiz.web.anki_packages import NOTES, PIXEL, foreign_deck, our_bank_back
from tests.quiz.web.conftest import write_bank

BANK = "/workshop/water"
UPLOAD = f"{BANK}/import-anki"


@pytest.fixture(scope="module")
def deck(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return foreign_deck(tmp_path_factory.mktemp("anki")).read_bytes()


@pytest.fixture(scope="module")
def back(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("back")
    return our_bank_back(folder, write_bank(folder / "water")).read_bytes()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "one" / "banks" / "water"


@pytest.fixture
def held(tmp_path: Path) -> Callable[[], list[Path]]:
    """The packages that are kept."""
    return lambda: sorted((tmp_path / "one" / "instance" / "anki-packages").glob("*"))


@pytest.fixture
def ctx(app: Flask) -> Context:
    with app.app_context():
        return current_context()


def bring(visitor: Any, content: bytes, name: str = "biology.apkg", page: str = UPLOAD) -> Any:
    form = visitor.open(page).form(page)
    sent = {**form["fields"], "file": FileStorage(io.BytesIO(content), name)}
    boundary, body = encode_multipart(sent)
    kind = f"multipart/form-data; boundary={boundary}"
    return visitor._arrive(
        visitor.client.post(form["action"], data=body, content_type=kind, follow_redirects=True)
    )


def send(visitor: Any, ending: str = "", **fields: object) -> Any:
    """Send the form of the package's page as it stands, with these fields."""
    form = next(
        each
        for each in visitor.page.forms
        if re.search(rf"/import-anki/[\w-]{{22}}{ending}$", each["action"])
    )
    data = {**form["fields"], **selected(visitor.page.html), **fields}
    return visitor._arrive(visitor.client.post(form["action"], data=data, follow_redirects=True))


def selected(html: str) -> dict[str, object]:
    roles, kind = [], ""
    for name, options in re.findall(r'<select id="[^"]+" name="(role|kind)"[^>]*>(.*?)</select>', html, re.S):
        (value,) = re.findall(r'value="([^"]*)" selected', options)
        if name == "role":
            roles.append(value)
        else:
            kind = value
    found: dict[str, object] = {"kind": kind, "role": roles} if roles else {}
    return found | ({"deck_tags": "y"} if 'name="deck_tags" value="y" checked' in html else {})


def new_files(folder: Path) -> dict[str, str]:
    return {
        path.name: path.read_text(encoding="utf-8")
        for path in (folder / "questions").iterdir()
        if path.name != "all.yaml"
    }


def test_note_types_are_proposed_with_reasons_beside_real_notes_that_can_do_no_harm(
    visitor: Any, deck: bytes
) -> None:
    page = bring(visitor, deck)
    assert f"{len(NOTES)} notes · 3 card types · Nothing is added yet." in page.text
    assert "5 notes → Flashcard" in page.text
    assert "1 note → Short answer" in page.text
    assert "Proposed so since it is one of Anki's own note types, or was made from one." in page.text
    assert "Notes 1 to 3 of 5" in page.text
    assert "Notes like this stay behind: sound alone" in page.text
    assert "<b>ATP</b>" in page.html
    assert "alert(" not in page.html
    assert "onerror" not in page.html
    pictures = [tag["src"] for name, tag in page.tags if name == "img"]
    assert len(pictures) == 2  # in the note, and in the question
    with visitor.client.get(pictures[0]) as answer:
        assert (answer.status_code, answer.mimetype) == (200, "image/png")
    for astray in ("images/anki-x.png", "images/anki-" + "0" * 24 + ".png", "../head.json"):
        assert visitor.client.get(f"{visitor.path}/pictures/{astray}").status_code == 404


def test_what_is_chosen_is_kept_wherever_one_goes_next_and_the_notes_are_shown_anew(
    visitor: Any, deck: bytes
) -> None:
    bring(visitor, deck)
    page = send(visitor, go="note:4", kind="short_answer")
    assert "Chosen by you." in page.text
    assert "Notes 4 to 5 of 5" in page.text
    assert page.text.count("Short answer") >= 3
    page = send(visitor, go="type:2")
    assert "{{c1::Rain}} falls {{c2::down::where?}}" in page.text
    page = send(visitor, go="at", at="2", kind="")
    assert "1 note → left out" in page.text
    page = send(visitor, go="type:0", kind="flashcard")
    assert selected(page.html)["kind"] == "short_answer"
    page = send(visitor, go="", role=["prompt", "ignored"])
    assert "No field answers yet, so no note could come in." in page.text
    types = visitor.path
    page = send(visitor, go="report")
    assert "No field answers yet" in page.text
    for nonsense in (
        {"kind": "matching"},
        {"role": ["prompt"]},
        {"role": ["prompt", "boss"]},
        {"type": "99"},
    ):
        visitor.open(types)
        send(visitor, **nonsense)
        assert visitor.response.status_code == 404


def test_every_note_is_counted_once_and_what_comes_in_comes_once(
    visitor: Any, deck: bytes, folder: Path, held: Callable[[], list[Path]]
) -> None:
    bring(visitor, deck)
    page = send(visitor, go="report")
    assert "5 come in 5 as the note type says" in page.text
    assert "1 is here already 1 another note of the package says the same" in page.text
    assert "1 stays behind 1 sound alone, and a bank holds no sounds" in page.text
    assert "5 questions, with 1 picture." in page.text
    assert "<script>" in page.text  # named among what is left behind
    assert new_files(folder) == {}
    leave = re.search(r'name="leave" value="(two-and-two[^"]*)"', page.html)
    assert leave is not None
    page = send(visitor, "/report", leave=leave[1], drafts="y")
    assert "4 questions were added" in page.text
    ((_name, text),) = new_files(folder).items()
    assert text.count("draft: true") == text.count("unsourced: ") == 4
    assert text.count('tags: ["Biology::Cells"]') == 4
    (picture,) = (folder / "images").iterdir()
    assert picture.read_bytes() == PIXEL
    assert held() == []
    bring(visitor, deck)
    page = send(visitor, go="report")
    assert "5 are here already 4 brought before" in page.text
    assert "1 comes in 1 as the note type says “Two and two?”" in page.text
    send(visitor, "/report")
    bring(visitor, deck)
    page = send(visitor, go="report")
    assert "No question of this package can be added" in page.text
    assert len(new_files(folder)) == 2


def test_a_file_that_is_no_package_gets_the_readers_sentence_and_is_not_kept(
    visitor: Any, deck: bytes, held: Callable[[], list[Path]]
) -> None:
    for content, sentence in (
        (b"", "There is nothing in it."),
        (b"PK nonsense", "This is no package from Anki"),
        (deck[: len(deck) // 2], "The package is damaged"),
        (b"\0" * 3_000_000, "This is no package from Anki"),  # more than any other form may send
    ):
        page = bring(visitor, content)
        assert visitor.response.status_code == 422
        assert sentence in page.text
        assert page.form(UPLOAD)
    assert held() == []
    boundary, body = encode_multipart({**visitor.page.form(UPLOAD)["fields"]})
    kind = f"multipart/form-data; boundary={boundary}"
    assert visitor.client.post(UPLOAD, data=body, content_type=kind).status_code == 422
    too_large = visitor.client.post(f"{BANK}/check", data=b"x" * 3_000_000, content_type="text/plain")
    assert too_large.status_code == 413


def test_the_page_for_every_other_file_leads_a_package_on_and_a_bank_may_begin_with_one(
    visitor: Any, deck: bytes
) -> None:
    assert UPLOAD in visitor.open(f"{BANK}/import").links
    page = bring(visitor, deck, page=f"{BANK}/import")
    assert "Nothing is added yet." in page.text
    assert visitor.path.startswith(f"{UPLOAD}/")
    assert "/workshop/new_bank?then=anki" in visitor.open("/workshop").links
    assert "Make the bank, then bring the deck" in visitor.open("/workshop/new_bank?then=anki").text


def test_two_packages_wait_beside_each_other_and_nobody_else_sees_them(
    visitor: Any, deck: bytes, back: bytes, ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(visitor, deck)
    first = visitor.path
    bring(visitor, back, "back.apkg")
    second = visitor.path
    assert "biology.apkg" in visitor.open(first).text
    assert "back.apkg" in visitor.open(second).text
    with ctx.engine.begin() as connection:
        kim = learners.add_learner(
            connection, "Kim", local=False, new_per_day=20, reviews_per_day=200, now_ms=0
        )
        banks.enrol(connection, kim, 1, 0)
        learners.save_learner(connection, kim, teacher=True)
    monkeypatch.setattr(web_learner.learners, "local_learner", lambda ctx: kim)
    page = visitor.open(f"{first}/report")
    assert visitor.path == UPLOAD
    assert "no longer kept" in page.text
    assert visitor.client.get(f"{first}/pictures/images/anki-{'0' * 24}.png").status_code == 404


def test_a_busy_reader_and_a_time_that_is_over_are_told_and_what_was_chosen_is_not_lost(
    visitor: Any, deck: bytes, ctx: Context, clock: Any, held: Callable[[], list[Path]]
) -> None:
    bring(visitor, deck)
    send(visitor, go="", kind="short_answer")
    path = visitor.path
    ctx.shelf.forget(path.rpartition("/")[2])
    ctx.shelf.wait_seconds = 0.05
    begun, go_on = threading.Event(), threading.Event()

    def hold_the_reader() -> None:
        with ctx.shelf.reading():
            begun.set()
            go_on.wait(10)

    other = threading.Thread(target=hold_the_reader)
    other.start()
    assert begun.wait(10)
    page = visitor.open(path)
    assert visitor.response.status_code == 503
    assert "Another package is being read" in page.text
    go_on.set()
    other.join(10)
    assert selected(visitor.open(path).html)["kind"] == "short_answer"
    clock.advance(hours=7)
    page = visitor.open(path)
    assert "some hours have passed" in page.text
    bring(visitor, deck)
    assert len(held()) == 1


def test_a_note_of_factdecks_own_shows_what_is_filled_and_no_roles(visitor: Any, back: bytes) -> None:
    page = bring(visitor, back, "back.apkg")
    types = [tag["value"] for name, tag in page.tags if tag.get("value", "").startswith("type:")]
    shown = page.html + "".join(send(visitor, go=each).html for each in types)
    fields = re.findall(r'<dd dir="auto">(.*?)</dd>', shown, re.S)
    assert any("<br>" in field for field in fields), "there is a list in several lines"
    assert not [field for field in fields if re.match(r"\s*(<br>|<span)", field) or not field.strip()]
    assert "leave it behind" not in shown


def test_what_was_edited_in_anki_is_shown_beside_and_taken_over_one_by_one_with_what_it_means(
    visitor: Any, back: bytes, folder: Path, clock: Any
) -> None:
    file = folder / "questions" / "all.yaml"
    before = file.read_text(encoding="utf-8").replace("What is dew?", "What is dew? # a note")
    file.write_text(before.replace("? # a note", "?  # a note"), encoding="utf-8")
    clock.now = datetime.now(UTC)
    bring(visitor, back, "back.apkg")
    page = send(visitor, go="report")
    assert "2 with an edit made in Anki" in page.text
    assert "9 the same as here" in page.text
    page = visitor.open(next(each for each in page.links if each.endswith("/edited")))
    assert page.text.count("Take over what Anki says") == 2
    assert page.text.count("cannot be led back") == 1
    prompt, answer = re.findall(r'name="difference" value="(\w+)"', page.html)
    page = send(visitor, "/edited", difference=prompt)
    assert "“q-flashcard” now says what Anki says." in page.text
    text = file.read_text(encoding="utf-8")
    assert "What is *dew*, really?  # a note" in text  # every other byte of the author's stays
    assert page.text.count("Take over what Anki says") == 1
    assert "older text" not in page.text
    page = send(visitor, "/edited", difference=answer)
    assert visitor.response.status_code == 422
    assert "The answer changes: say below what that means for learners" in page.text
    assert file.read_text(encoding="utf-8") == text
    page = send(visitor, "/edited", difference=answer, decision="new answer")
    now = file.read_text(encoding="utf-8")
    assert "answer: Water out of the air" in now
    assert "edition: 2" in now
    assert "Take over what Anki says" not in page.text
    assert "Taken over from back.apkg" in visitor.open(f"{BANK}/history").text


def test_a_text_that_changed_here_after_it_did_in_anki_says_which_one_is_older(
    visitor: Any, back: bytes, folder: Path, clock: Any
) -> None:
    file = folder / "questions" / "all.yaml"
    clock.now = datetime.now(UTC) + timedelta(hours=1)
    file.write_text(file.read_text(encoding="utf-8").replace("What is dew?", "What is dew again?"))
    bring(visitor, back, "back.apkg")
    page = visitor.open(f"{visitor.path}/edited")
    assert "Anki has the older text" in page.text


def test_a_picture_stays_out_with_its_question_and_a_note_type_that_is_left_out_says_so(
    visitor: Any, deck: bytes, folder: Path
) -> None:
    bring(visitor, deck)
    send(visitor, go="type:1", kind="flashcard")
    send(visitor, go="type:1", kind="")
    page = send(visitor, go="report")
    assert "1 of a note type that you leave out “Two and two?”" in page.text
    leave = re.search(r'name="leave" value="(see[^"]*)"', page.html)
    assert leave is not None
    page = send(visitor, "/report", leave=leave[1])
    assert "3 questions were added" in page.text
    assert not (folder / "images").exists()
