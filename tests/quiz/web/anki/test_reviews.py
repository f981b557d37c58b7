"""A learner's reviews from Anki on pages: told before, added once, and only ever to their own log."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from quiz.services.context import Context, current_context
from quiz.store import banks, learners
from quiz.web import learner as web_learner
from tests.quiz.web.anki_packages import ANSWERED, foreign_deck, our_bank_back
from tests.quiz.web.conftest import write_bank

UPLOAD = "/my-data/anki"


@pytest.fixture(scope="module")
def back(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("back")
    return our_bank_back(folder, write_bank(folder / "water")).read_bytes()


@pytest.fixture
def ctx(app: Flask, clock: Any) -> Context:
    clock.now = datetime.now(UTC) + timedelta(minutes=5)  # the real Anki answers by the real clock
    with app.app_context():
        return current_context()


@pytest.fixture
def kim(ctx: Context) -> int:
    """A learner of the bank who is nobody's teacher."""
    with ctx.engine.begin() as connection:
        added = learners.add_learner(
            connection, "Kim", local=False, new_per_day=20, reviews_per_day=200, now_ms=0
        )
        banks.enrol(connection, added, 1, 0)
    return added


def bring(visitor: Any, content: bytes, name: str = "back.apkg") -> Any:
    sent = {**visitor.open(UPLOAD).form(UPLOAD)["fields"], "file": FileStorage(io.BytesIO(content), name)}
    boundary, body = encode_multipart(sent)
    kind = f"multipart/form-data; boundary={boundary}"
    return visitor._arrive(visitor.client.post(UPLOAD, data=body, content_type=kind, follow_redirects=True))


def lines(ctx: Context, learner: int) -> int:
    with ctx.engine.connect() as connection:
        query = text("select count(*) from review where learner_id = :learner")
        return int(connection.scalar(query, {"learner": learner}) or 0)


def suspended(ctx: Context, learner: int) -> int:
    with ctx.engine.connect() as connection:
        query = text("select count(*) from card where learner_id = :learner and suspended")
        return int(connection.scalar(query, {"learner": learner}) or 0)


def test_reviews_are_told_before_they_are_added_and_a_second_time_adds_nothing(
    visitor: Any, back: bytes, ctx: Context, kim: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert UPLOAD in visitor.open("/settings").links
    assert UPLOAD in visitor.open("/my-data").links
    assert "Include scheduling information" in visitor.open(UPLOAD).text
    page = bring(visitor, back)
    assert f"{ANSWERED} answers would be added" in page.text
    assert "Suspend here the 1 card that is suspended in Anki" in page.text
    assert lines(ctx, 1) == 0
    found = visitor.path
    page = visitor.send(found.rpartition("/")[2], {"suspend": "y"})
    assert f"{ANSWERED} answers were added" in page.text
    assert "1 card is suspended now, as it is in Anki." in page.text
    assert (lines(ctx, 1), suspended(ctx, 1)) == (ANSWERED, 1)
    (kept,) = (tmp_path / "one" / "instance" / "anki-packages").iterdir()
    assert {each.name for each in kept.iterdir()} == {"head.json", "done.json"}
    again = visitor.client.post(found, data={"csrf_token": visitor.open("/settings").token()})
    assert again.status_code == 303
    page = bring(visitor, back)
    assert "There is nothing to add" in page.text
    assert "Everything that counts in this file is in your log already" in page.text
    assert not [each for each in page.forms if each["action"] == visitor.path and "Add" in page.text]
    assert lines(ctx, 1) == ANSWERED

    monkeypatch.setattr(web_learner.learners, "local_learner", lambda ctx: kim)
    page = visitor.open(found)
    assert visitor.path == UPLOAD
    assert "no longer kept" in page.text
    bring(visitor, back)
    visitor.send(visitor.path.rpartition("/")[2])
    assert "suspended now" not in visitor.page.text
    assert (lines(ctx, kim), suspended(ctx, kim)) == (ANSWERED, 0)
    assert lines(ctx, 1) == ANSWERED


def test_what_counts_for_nobody_here_is_said_with_the_reason(
    visitor: Any, ctx: Context, tmp_path: Path
) -> None:
    page = bring(visitor, foreign_deck(tmp_path).read_bytes(), "biology.apkg")
    assert "There is nothing to add" in page.text
    assert "There are no reviews in this file." in page.text
    assert "of notes that do not come from Factdeck" in page.text


def test_a_broken_file_gets_the_readers_sentence_and_leaves_nothing(
    visitor: Any, back: bytes, ctx: Context, tmp_path: Path
) -> None:
    for content, sentence in (
        (b"", "There is nothing in it."),
        (b"GIF89a", "This is no package from Anki"),
        (back[:-200], "The package is damaged"),
    ):
        page = bring(visitor, content)
        assert visitor.response.status_code == 422
        assert sentence in page.text
    assert not list((tmp_path / "one" / "instance" / "anki-packages").glob("*"))
    token = visitor.page.token()
    assert visitor.client.post(UPLOAD, data={"csrf_token": token}).status_code == 422
    for astray in ("x", "x" * 22, f"1-{'x' * 22}"):
        assert visitor.client.get(f"{UPLOAD}/{astray}").status_code == 303
        assert visitor.client.post(f"{UPLOAD}/{astray}", data={"csrf_token": token}).status_code == 303
