"""The editor without scripts: every outcome of sending a text, and nothing that was typed is lost."""

from __future__ import annotations

import html
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from quiz.factory import prepare

AT = "/workshop/water/questions/q-single-choice"
FILE = "/workshop/water/files/questions/all.yaml"
KINDS = {
    "short_answer": "prompt: What is dew?\n    answer: Water",
    "single_choice": "prompt: Where from?\n    answer: Sea\n    distractors: [Rock, Sand, Moon]",
    "true_false": "prompt: Is steam water?\n    answer: true",
}


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    return make_app(KINDS)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "one" / "banks" / "water"


@pytest.fixture
def file(folder: Path) -> Path:
    return folder / "questions" / "all.yaml"


def typed(page: Any) -> str:
    """Return what stands in the field of the text."""
    found = re.search(r'<textarea id="text"[^>]*>\n(.*?)</textarea>', page.html, re.DOTALL)
    assert found is not None
    return html.unescape(found[1])


def send(visitor: Any, text: str, do: str = "save", at: str = AT, **more: str) -> Any:
    """Send a text as a browser does, from the page that the visitor is on."""
    fields = {"text": text.replace("\n", "\r\n"), "do": do, **more}
    return visitor.send(at, fields)


def study(visitor: Any, count: int = 3) -> None:
    """Answer every card once."""
    visitor.open("/")
    visitor.send("/study")
    for _ in range(count):
        visitor.send("/answer", {"dont_know": "1"})
        visitor.open(next(link for link in visitor.page.links if re.fullmatch(r"/study/[^/?]+", link)))


def test_the_editor_shows_the_question_as_its_file_has_it_and_leads_on(visitor: Any, file: Path) -> None:
    page = visitor.open(AT)
    text = typed(page)
    assert text.startswith("- id: q-single-choice\n  kind: single_choice\n")
    lines = [f"  {line}" for line in text.splitlines()]
    assert "\n".join(lines) in file.read_text(encoding="utf-8")
    assert {
        "/workshop/water/questions/q-short-answer",
        "/workshop/water/questions/q-true-false",
        "/workshop/water/history?question=q-single-choice",
        FILE,
    } <= set(page.links)
    assert "distractors Wrong options" in page.text.replace(" needed", "")


def test_a_saved_text_is_in_the_file_and_every_byte_outside_stays(visitor: Any, file: Path) -> None:
    file.write_bytes(b"# mine\r\n" + file.read_bytes().replace(b"\n", b"\r\n"))
    before = file.read_bytes()
    text = typed(visitor.open(AT)).replace("Where from?", "From where?")
    page = send(visitor, text, why="it reads better")
    assert "Saved." in page.text
    assert visitor.response.request.args.keys() == {"saved"}
    assert file.read_bytes() == before.replace(b"Where from?", b"From where?")
    assert "it reads better" in visitor.open("/workshop/water/history").text
    visitor.open(AT)
    assert "Nothing was changed" in send(visitor, text).text


def test_a_refused_text_comes_back_whole_with_the_errors_first(visitor: Any, file: Path) -> None:
    before = file.read_bytes()
    text = typed(visitor.open(AT)).replace("distractors:", "distracters:") + "  # “mine” <b>\n"
    page = send(visitor, text, why="half done")
    assert visitor.response.status_code == 422
    assert typed(page) == text
    assert 'value="half done"' in page.html
    assert "Not saved:" in page.text
    assert re.search(r'<div class="summary is-refused"[^>]* autofocus', page.html)
    assert "did you mean 'distractors'?" in page.text
    assert "/workshop/codes/E103" in page.links
    assert "#line-5" in page.links
    assert re.search(r'<li id="line-5" value="\d+" class="is-marked"[^>]*><code>  distracters:', page.html)
    assert file.read_bytes() == before
    assert send(visitor, text.replace("distracters", "distractors")).text.count("Saved.") == 1


def test_a_check_writes_nothing_and_says_what_saving_would_mean(visitor: Any, file: Path) -> None:
    study(visitor)
    before = file.read_bytes()
    text = typed(visitor.open(AT)).replace("Where from?", "From where?")
    page = send(visitor, text, "check")
    assert (visitor.response.status_code, typed(page)) == (200, text)
    assert "Checked: this can be saved" in page.text
    assert "1 learner who studies it keeps all progress." in page.text
    page = send(visitor, text.replace("answer: Sea", "answer:"), "preview")
    assert "Checked: this cannot be saved yet" in page.text
    assert file.read_bytes() == before


def test_a_changed_answer_is_asked_about_and_only_then_saved(visitor: Any, file: Path) -> None:
    study(visitor)
    text = typed(visitor.open(AT)).replace("answer: Sea", "answer: Ocean")
    page = send(visitor, text, why="another word")
    assert visitor.response.status_code == 422
    assert typed(page) == text
    assert "1 learner knows the old answer." in page.text
    assert "learns it anew" in page.text
    assert "answer: Sea" in file.read_text(encoding="utf-8")
    assert "Choose one of the two." in send(visitor, text).text
    page = send(visitor, text, **{"decision-q-single-choice": "reworded"})
    assert "Saved." in page.text
    assert "answer: Ocean\n" in file.read_text(encoding="utf-8")
    assert "edition" not in typed(page)


def test_a_new_answer_raises_the_edition_in_the_text(visitor: Any, file: Path) -> None:
    study(visitor)
    text = typed(visitor.open(AT)).replace("answer: Sea", "answer: Rain")
    send(visitor, text)
    page = send(visitor, text, **{"decision-q-single-choice": "new answer"})
    assert "1 question is learnt anew." in page.text
    assert "edition: 2" in typed(page)


def test_what_others_changed_meanwhile_stands_beside_and_both_survive(visitor: Any, file: Path) -> None:
    text = typed(visitor.open(AT)).replace("Where from?", "From where is it?")
    file.write_text(file.read_text(encoding="utf-8").replace("Where from?", "Whence?"), encoding="utf-8")
    page = send(visitor, text, why="mine")
    assert visitor.response.status_code == 409
    assert typed(page) == text
    assert re.search("prompt: <ins>Whence</ins>", page.html)
    assert "Take both, yours first" in page.text
    assert "Whence?" in file.read_text(encoding="utf-8")
    page = visitor.send("/merge", {"text": text})
    assert visitor.response.status_code == 422
    assert "Choose one of them." in page.text
    page = visitor.send("/merge", {"text": text, "choice-0": "both"})
    assert "Nothing is saved yet" in page.text
    assert "From where is it?" in typed(page)
    assert "Whence?" in typed(page)
    assert re.search(r'name="why" value="mine"', page.html)
    assert "Saved." in send(visitor, typed(page).replace("  prompt: Whence?\n", "")).text
    assert "prompt: From where is it?" in file.read_text(encoding="utf-8")


def test_where_one_side_took_the_lines_out_there_are_not_both_to_take(visitor: Any, file: Path) -> None:
    text = typed(visitor.open(AT)).replace("  prompt: Where from?\n", "")
    file.write_text(file.read_text(encoding="utf-8").replace("Where from?", "Whence?"), encoding="utf-8")
    page = send(visitor, text)
    assert visitor.response.status_code == 409
    assert "(taken out)" in page.text
    assert "Take yours" in page.text
    assert "Take both" not in page.text


def test_a_change_elsewhere_in_the_file_is_no_conflict(visitor: Any, file: Path) -> None:
    text = typed(visitor.open(AT)).replace("Where from?", "From where?")
    file.write_text(file.read_text(encoding="utf-8").replace("What is dew?", "Dew is"), encoding="utf-8")
    assert "both changes are in it" in send(visitor, text).text
    content = file.read_text(encoding="utf-8")
    assert "From where?" in content
    assert "Dew is" in content


def test_a_question_that_is_gone_keeps_what_was_typed(visitor: Any, file: Path) -> None:
    text = typed(visitor.open(AT)).replace("Where from?", "From where?")
    content = file.read_text(encoding="utf-8")
    begin, end = content.index("  - id: q-single-choice"), content.index("  - id: q-true-false")
    file.write_text(content[:begin] + content[end:], encoding="utf-8")
    page = send(visitor, text)
    assert visitor.response.status_code == 409
    assert typed(page) == text
    assert "On the disk it was removed." in page.text


def test_a_file_that_is_gone_keeps_what_was_typed(visitor: Any, file: Path) -> None:
    text = typed(visitor.open(FILE)).replace("Where from?", "From where?")
    file.unlink()
    page = send(visitor, text, at=FILE)
    assert visitor.response.status_code in {409, 422}
    assert typed(page) == text
    assert not file.exists()


def test_a_whole_file_is_edited_and_a_new_one_made(visitor: Any, folder: Path) -> None:
    text = typed(visitor.open("/workshop/water/files/briefing.md"))
    assert text == ""
    send(visitor, "# Water\n\nIt *comes* from the sea. [facts: vapour]\n", at="/files/briefing.md")
    assert "Saved." in visitor.page.text
    assert (folder / "briefing.md").read_bytes() == b"# Water\n\nIt *comes* from the sea. [facts: vapour]\n"
    facts = typed(visitor.open("/workshop/water/files/facts.yaml"))
    page = send(visitor, facts.replace("paragraph: 4", "paragraph: four"), at="/files/facts.yaml")
    assert visitor.response.status_code == 422
    assert "paragraph: four" in typed(page)


def test_a_line_of_the_address_is_marked_where_the_text_has_numbers(visitor: Any, file: Path) -> None:
    lines = file.read_text(encoding="utf-8").splitlines()
    number = lines.index("    answer: Sea") + 1
    page = visitor.open(f"{AT}?line={number}")
    assert re.search(r'class="is-marked" tabindex="-1"><code>  answer: Sea<', page.html)
    usual = visitor.open(AT).html.count("is-marked")
    assert page.html.count("is-marked") == usual + 1
    for odd in ("0", "-3", "99999", "x"):
        assert visitor.open(f"{AT}?line={odd}").html.count("is-marked") == usual


def test_what_others_changed_meanwhile_is_seen_before_it_is_removed(visitor: Any, file: Path) -> None:
    visitor.open(AT)
    text = file.read_text(encoding="utf-8").replace("Where from?", "From where?")
    file.write_text(text, encoding="utf-8")
    page = visitor.send("/remove", {"why": "asked twice"})
    assert visitor.response.status_code == 409
    assert "is not removed. Look at it as it is now" in page.text
    assert "From where?" in typed(page)
    assert file.read_text(encoding="utf-8") == text
    visitor.send("/remove", {"why": "asked twice"})
    assert "q-single-choice" not in file.read_text(encoding="utf-8")


def test_a_new_id_is_asked_about_and_takes_its_learners_along(visitor: Any, file: Path) -> None:
    study(visitor)
    page = send(visitor, typed(visitor.open(AT)).replace("id: q-single-choice", "id: origin"))
    assert visitor.response.status_code == 422
    assert "is it still the same question?" in page.text
    assert "It was “q-single-choice”, which 1 learner studies." in page.text
    assert "id: origin" not in file.read_text(encoding="utf-8")
    page = send(visitor, typed(page), **{"decision-origin": "same question"})
    assert visitor.path.startswith("/workshop/water/questions/origin")
    assert "was: [q-single-choice]" in typed(page)


def test_removing_keeps_cards_and_text_and_comes_back(visitor: Any, file: Path) -> None:
    study(visitor)
    visitor.open(AT)
    page = visitor.send("/remove", {"why": "asked twice"})
    assert visitor.path == "/workshop/water"
    assert "“q-single-choice” was removed." in page.text
    assert "q-single-choice" not in file.read_text(encoding="utf-8")
    assert visitor.client.get(AT).status_code == 404
    page = visitor.open(AT)
    assert "from there it can be put back" in page.text
    assert "/workshop/water/history?question=q-single-choice" in page.links
    assert "put back" not in visitor.open(f"{AT}-never").text
    page = visitor.open("/workshop/water/history?question=q-single-choice")
    assert "asked twice" in page.text
    visitor.open(next(link for link in page.links if re.search(r"/history/\d+$", link)))
    page = visitor.send("/revert", {"why": "after all"})
    assert "Undone." in page.text
    assert "q-single-choice" in file.read_text(encoding="utf-8")


def test_a_folder_that_cannot_be_written_is_said_and_the_text_stays(
    visitor: Any, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = typed(visitor.open(AT)).replace("Where from?", "From where?")

    def refuse(*_given: Any, **_named: Any) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(os, "replace", refuse)
    page = send(visitor, text)
    monkeypatch.undo()
    assert visitor.response.status_code == 422
    assert "cannot be written by Factdeck" in page.text
    assert typed(page) == text
    assert "Where from?" in file.read_text(encoding="utf-8")


def test_a_reason_that_is_too_long_costs_no_text(visitor: Any) -> None:
    text = typed(visitor.open(AT)).replace("Where from?", "From where?")
    page = send(visitor, text, why="a" * 301)
    assert visitor.response.status_code == 422
    assert typed(page) == text
    assert "a" * 301 in page.html
    assert "300 characters at most" in page.text


def test_a_broken_file_is_opened_with_its_finding_and_mended_step_by_step(
    visitor: Any, file: Path, app: Flask
) -> None:
    content = file.read_text(encoding="utf-8")
    broken = content.replace("kind: true_false", "kind: truefalse").replace(
        "tags: [short-answer]", "tag: [x]"
    )
    file.write_text(broken, encoding="utf-8")
    prepare(app)
    page = visitor.open("/workshop/water")
    assert "learners keep the last good version" in page.text
    page = visitor.open(FILE)
    assert page.text.count("unknown") >= 2
    page = send(visitor, typed(page).replace("tag: [x]", "tags: [short-answer]"), at=FILE)
    assert "The bank still has errors" in page.text
    page = send(visitor, typed(page).replace("truefalse", "true_false"), at=FILE)
    assert "Saved." in page.text
    assert "learners keep the last good version" not in visitor.open("/workshop/water").text


def test_nothing_outside_the_bank_is_opened(visitor: Any) -> None:
    for path in (
        "/workshop/water/files/../../secret.yaml",
        "/workshop/water/files/%2e%2e/bank.yaml",
        "/workshop/water/files/bank.lock",
        "/workshop/water/files/sources/survey.txt",
        "/workshop/water/questions/nothing",
        "/workshop/fire",
        "/workshop/fire/files/bank.yaml",
        "/workshop/water/history/99",
        "/workshop/codes/E999",
    ):
        assert visitor.client.get(path).status_code == 404, path
