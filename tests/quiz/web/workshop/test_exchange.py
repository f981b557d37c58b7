"""Banks to and from other programs on pages: what would be lost is said first, and nothing is dropped."""

from __future__ import annotations

import io
import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from quiz.factory import prepare
from quiz.services import roles
from quiz.services.editing import bench
from quiz.services.exchange import adding
from quiz.services.exchange.holding import guessed_format
from quiz.services.exchange.values import Format

BANK = "/workshop/water"
IMPORT = f"{BANK}/import"
QUIZ = """\
// [id:rain-1] [tag:sky]
::Rain::What falls from clouds? {=rain =%50%snow ~}

$CATEGORY: $course$/top/Sea

Salty? {T}

Broken {=x
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "one" / "banks" / "water"


@pytest.fixture
def held(tmp_path: Path) -> Callable[[], list[Path]]:
    """The files that wait to be added."""
    return lambda: sorted((tmp_path / "one" / "instance" / "imports").glob("*"))


def bring(visitor: Any, content: bytes | str = "", name: str = "", **fields: object) -> Any:
    form = visitor.open(IMPORT).form("/import")
    sent = {"language": "en", "format": "", "text": "", **form["fields"], **fields}
    if name:
        whole = content.encode() if isinstance(content, str) else content
        sent["file"] = FileStorage(io.BytesIO(whole), name)
    # Encoded here, since the test client would leave a large body's temporary file open.
    boundary, body = encode_multipart(sent)
    kind = f"multipart/form-data; boundary={boundary}"
    return visitor._arrive(
        visitor.client.post(form["action"], data=body, content_type=kind, follow_redirects=True)
    )


def add(visitor: Any, **fields: object) -> Any:
    form = next(each for each in visitor.page.forms if re.search(r"/import/[\w-]{22}$", str(each["action"])))
    return visitor._arrive(
        visitor.client.post(form["action"], data={**form["fields"], **fields}, follow_redirects=True)
    )


def new_files(folder: Path) -> dict[str, str]:
    return {
        path.name: path.read_text(encoding="utf-8")
        for path in (folder / "questions").iterdir()
        if path.name != "all.yaml"
    }


def test_the_bank_leads_to_both_directions_and_to_every_format(visitor: Any) -> None:
    links = visitor.open(BANK).links
    assert {IMPORT, *(f"{BANK}/export/{name}" for name in Format)} <= set(links)


def test_what_moodle_has_no_equal_for_is_counted_and_told_question_by_question_before_the_download(
    visitor: Any, folder: Path
) -> None:
    file = folder / "questions" / "all.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("id: q-date\n", "id: q-date\n    draft: true\n"),
        encoding="utf-8",
    )
    page = visitor.open(f"{BANK}/export/gift")
    assert "10 questions are in the file. 1 draft stays here." in page.text
    assert "10× Left out: facts W711" in page.text
    assert "1× Left out: the draft W711" in page.text
    assert '1× Written otherwise: the hint "place" stands behind the gap W712' in page.text
    assert f"{BANK}/questions/q-ordering" in page.links
    assert f"{BANK}/export/json" in page.links
    assert f"{BANK}/export/gift/file" in page.links
    assert "q-date" not in visitor.client.get(f"{BANK}/export/gift/file").get_data(as_text=True)


def test_a_download_that_loses_nothing_says_so(visitor: Any) -> None:
    page = visitor.open(f"{BANK}/export/json")
    assert "The file carries everything." in page.text
    assert "Question by question" not in page.text


def test_each_format_is_downloaded_as_a_file_the_same_every_time(visitor: Any) -> None:
    for name, ending, begins in (
        ("gift", "txt", b"// [bank:water]"),
        ("csv", "csv", b"\xef\xbb\xbfid,kind"),
        ("json", "json", b'{\n "factdeck": 1'),
        ("print", "html", b"<!DOCTYPE html>"),
    ):
        answer = visitor.client.get(f"{BANK}/export/{name}/file")
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"] == f"attachment; filename=water.{ending}"
        assert answer.data.startswith(begins)
        assert visitor.client.get(f"{BANK}/export/{name}/file").data == answer.data


def test_there_is_no_download_of_broken_files_nor_in_an_unknown_format(visitor: Any, folder: Path) -> None:
    assert visitor.client.get(f"{BANK}/export/pdf").status_code == 404
    assert visitor.client.get("/workshop/none/export/gift").status_code == 404
    (folder / "questions" / "bad.yaml").write_text("questions:\n  - id: [\n", encoding="utf-8")
    page = visitor.open(f"{BANK}/export/gift")
    assert "nothing to download now" in page.text
    assert f"{BANK}/export/gift/file" not in page.links
    assert visitor.client.get(f"{BANK}/export/gift/file").status_code == 404


def test_a_file_is_shown_before_anything_is_added_and_then_added_with_its_history(
    visitor: Any, folder: Path, held: Callable[[], list[Path]]
) -> None:
    page = bring(visitor, QUIZ, "Quiz 1.txt")
    assert visitor.response.status_code == 200
    assert new_files(folder) == {}
    assert "questions come in 2 entry cannot come in 1 things change on the way 2" in page.text
    assert "What falls from clouds?" in page.text
    assert "E702 line 8, column 8" in page.text
    assert {"/workshop/codes/E702", "/workshop/codes/W713"} <= set(page.links)
    assert "questions/quiz-1.yaml" in page.text
    assert len(held()) == 1
    page = add(visitor)
    assert visitor.path == BANK
    assert "2 questions were added" in page.text
    made = new_files(folder)
    assert "unsourced: imported from Quiz 1.txt" in made["quiz-1.yaml"] + made.get("sea.yaml", "")
    assert "draft" not in "".join(made.values())
    assert held() == []
    assert "Imported from Quiz 1.txt" in visitor.open(f"{BANK}/history").text


def test_all_can_come_as_drafts_and_some_can_stay_out(visitor: Any, folder: Path) -> None:
    bring(visitor, "One? {=a}\n\nTwo? {=b}\n\nThree? {=c}\n", "three.gift")
    leave = re.findall(r'name="leave" value="([^"]+)"', visitor.page.html)
    assert len(leave) == 3
    add(visitor, drafts="y", leave=[leave[1]])
    (text,) = new_files(folder).values()
    assert text.count("draft: true") == 2
    assert "Two?" not in text


def test_what_the_bank_has_already_is_left_out_and_an_id_that_is_taken_becomes_another(
    visitor: Any, folder: Path
) -> None:
    table = "id,prompt,answer\nq-date,Which year?,the last\nnew,Who?,Ann\n"
    bring(visitor, table, "t.csv")
    assert "the file calls it q-date" in visitor.page.text
    add(visitor)
    (text,) = new_files(folder).values()
    assert "id: q-date\n" not in text
    bring(visitor, table, "t.csv")
    assert "2 questions say the same as ones that are there" in visitor.page.text
    assert "No question of this file can be added." in visitor.page.text


def test_a_question_that_would_bring_errors_stays_out_with_its_reason_and_the_others_come_in(
    visitor: Any, folder: Path
) -> None:
    table = "prompt,answer,distractors\nWhich?,Root,Root | Leaf\nWho?,Ann,Bob | Cid\n"
    page = bring(visitor, table, "t.csv")
    assert "What cannot come in" in page.text
    assert re.search(r"/workshop/codes/E\d+", page.html)
    add(visitor)
    (text,) = new_files(folder).values()
    assert "Who?" in text
    assert "Which?" not in text


def test_a_bank_in_json_brings_its_pictures_and_a_broken_import_leaves_none(
    visitor: Any, folder: Path
) -> None:
    question = {"id": "sea", "kind": "flashcard", "prompt": "Where?", "answer": "There", "file": "maps"}
    question["media"] = [{"file": "images/sea.png", "alt": "The sea"}]  # type: ignore[assignment]
    bank = {"factdeck": 1, "questions": [question], "pictures": {"images/sea.png": "iVBORw0KGgo="}}
    page = bring(visitor, json.dumps(bank), "water.json")
    assert "1 picture comes in with them." in page.text
    assert not (folder / "images").exists()
    add(visitor)
    assert (folder / "images" / "sea.png").read_bytes() == b"\x89PNG\r\n\x1a\n"
    assert list(new_files(folder)) == ["maps.yaml"]


def test_pictures_are_not_written_while_somebody_else_writes_the_bank(
    visitor: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = {"id": "sea", "kind": "flashcard", "prompt": "Where?", "answer": "There", "file": "maps"}
    question["media"] = [{"file": "images/sea.png", "alt": "The sea"}]  # type: ignore[assignment]
    bank = {"factdeck": 1, "questions": [question], "pictures": {"images/sea.png": "iVBORw0KGgo="}}
    bring(visitor, json.dumps(bank), "water.json")
    ctx = visitor.client.application.extensions["factdeck"]
    monkeypatch.setattr(adding, "held", lambda ctx, folder: bench.held(ctx, folder, 0))
    with ctx.engine.connect() as connection:
        lock = connection.exec_driver_sql("SELECT folder FROM bank WHERE key = 'water'").scalar_one()
    monkeypatch.setattr(adding, "save", lambda *_given, **_more: pytest.fail("nothing is to be saved"))
    with bench.held(ctx, lock):
        add(visitor)
    assert not (folder / "images" / "sea.png").exists()
    assert not new_files(folder)


def test_pasted_text_is_recognised_and_keeps_its_language(visitor: Any, folder: Path) -> None:
    page = bring(visitor, text="prompt,answer\r\nWer?,Anna\r\n", language="de")
    assert "pasted.csv" in page.text
    add(visitor)
    (text,) = new_files(folder).values()
    assert "lang: de" in text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('\n {"factdeck": 1}', Format.JSON),
        ("kind;prompt;answer\n;a;b", Format.CSV),
        ('"prompt"\t"answer"\n', Format.CSV),
        ("prompt {=a}", Format.GIFT),
        ("Is prompt, answer right? {T}", Format.GIFT),
    ],
)
def test_what_a_pasted_text_is_can_be_seen(text: str, found: Format) -> None:
    assert guessed_format(text) is found


def test_a_file_that_cannot_be_taken_is_refused_in_a_sentence_and_nothing_is_kept(
    visitor: Any, held: Callable[[], list[Path]]
) -> None:
    refused: tuple[tuple[bytes, str, dict[str, str], str], ...] = (
        (b"", "", {}, "There is nothing in it."),
        (b" \n", "a.gift", {}, "There is nothing in it."),
        (b"x", "a.docx", {}, "does not say what it is"),
        (b"PK\x03\x04", "a.csv", {}, "such as a workbook"),
        (b"x", "a.csv", {"text": "y"}, "one of the two is enough"),
        (b"x", "a.csv", {"language": "in English"}, "short code"),
        (b"x" * 1_500_001, "a.csv", {}, "1.5 MB is the most"),
    )
    for content, name, fields, says in refused:
        page = bring(visitor, content, name, **fields)
        assert visitor.response.status_code == 422
        assert says in page.text
        assert 'role="alert"' in page.html
        assert held() == []
        if "text" in fields:
            assert re.search(r"<textarea[^>]*>\n+y</textarea>", page.html)


def test_a_file_without_questions_says_what_is_wrong_where(visitor: Any, folder: Path) -> None:
    page = bring(visitor, "{}", "a.json")
    assert "E705" in page.text
    assert "No question of this file can be added." in page.text
    assert new_files(folder) == {}


def test_a_file_is_kept_for_a_day_for_who_brought_it_and_this_bank_alone(
    app: Flask, visitor: Any, clock: Any, held: Callable[[], list[Path]]
) -> None:
    bring(visitor, QUIZ, "quiz.txt")
    preview = visitor.path
    assert "What falls from clouds?" in visitor.open(preview).text
    assert "no longer kept" in visitor.open(f"{IMPORT}/{'x' * 22}").text
    assert visitor.client.get(f"{IMPORT}/..%2F..%2Fsecret_key").status_code in (302, 303, 404)
    clock.advance(hours=25)
    assert "no longer kept" in visitor.open(preview).text
    assert visitor.path == IMPORT
    for _each in range(7):
        bring(visitor, QUIZ, "quiz.txt")
    assert len(held()) == 5


def test_adding_twice_adds_once(visitor: Any, folder: Path) -> None:
    bring(visitor, "One? {=a}\n", "one.gift")
    again = visitor.page
    add(visitor)
    visitor.page = again
    page = add(visitor)
    assert "no longer kept" in page.text
    assert len(new_files(folder)) == 1


def test_what_cannot_be_written_is_said_and_the_file_waits(
    visitor: Any, folder: Path, held: Callable[[], list[Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(visitor, "One? {=a}\n", "one.gift")

    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    page = add(visitor)
    assert visitor.response.status_code == 422
    assert "questions/one.yaml: The disk is full." in page.text
    assert new_files(folder) == {}
    assert len(held()) == 1
    monkeypatch.undo()
    assert "1 question was added" in add(visitor).text


def test_a_bank_whose_own_file_is_broken_takes_nothing(visitor: Any, folder: Path) -> None:
    bring(visitor, "One? {=a}\n", "one.gift")
    (folder / "bank.yaml").write_text("bank: [\n", encoding="utf-8")
    preview = visitor.open(visitor.path)
    assert "bank.yaml cannot be read now" in preview.text
    assert new_files(folder) == {}


def test_what_another_file_has_wrong_does_not_keep_questions_out(visitor: Any, folder: Path) -> None:
    (folder / "questions" / "bad.yaml").write_text("questions:\n  - id: [\n", encoding="utf-8")
    bring(visitor, "One? {=a}\n", "one.gift")
    assert "1 question was added" in add(visitor).text
    assert "One?" in (folder / "questions" / "one.yaml").read_text(encoding="utf-8")


def test_who_may_not_teach_may_neither_take_nor_bring(visitor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roles, "may_teach", lambda *_arguments: False)
    for path in (IMPORT, f"{BANK}/export/gift", f"{BANK}/export/json/file"):
        assert visitor.client.get(path).status_code == 403


def test_a_download_brought_into_another_bank_is_the_same_questions(
    visitor: Any, folder: Path, app: Flask
) -> None:
    content = visitor.client.get(f"{BANK}/export/json/file").data
    (folder / "questions" / "all.yaml").write_text("questions: []\n", encoding="utf-8")
    prepare(app)
    bring(visitor, content, "water.json")
    page = add(visitor)
    assert "11 questions were added" in page.text


def test_a_former_question_comes_back_under_its_id_and_another_one_never_takes_it(
    visitor: Any, folder: Path, app: Flask
) -> None:
    (folder / "questions" / "all.yaml").write_text("questions: []\n", encoding="utf-8")
    prepare(app)
    table = (
        "id,kind,prompt,answer\nq-short-answer,short_answer,How is it called?,evaporation\n"
        "q-flashcard,flashcard,Who?,Ann\n"
    )
    bring(visitor, table, "t.csv")
    assert "the file calls it q-flashcard" in visitor.page.text
    add(visitor)
    (text,) = (text for name, text in new_files(folder).items() if name == "t.yaml")
    assert re.findall(r"- id: (\S+)", text) == ["q-short-answer", "q-flashcard-2"]


def test_a_question_taken_out_this_very_moment_is_not_taken_over_by_one_that_looks_like_it(
    visitor: Any, folder: Path
) -> None:
    file = folder / "questions" / "all.yaml"
    (prompt,) = re.findall(r"- id: q-short-answer\n(?:.*\n)*?\s+prompt: (.*)\n", file.read_text("utf-8"))
    (answer,) = re.findall(r"- id: q-short-answer\n(?:.*\n)*?\s+answer: (.*)\n", file.read_text("utf-8"))
    bring(visitor, f"id,kind,prompt,answer\nanother,short_answer,{prompt},{answer}\n", "t.csv")
    file.write_text("questions: []\n", encoding="utf-8")
    page = add(visitor)
    assert "learners know another answer or another id of them: another." in page.text
    assert not (folder / "questions" / "t.yaml").exists()
