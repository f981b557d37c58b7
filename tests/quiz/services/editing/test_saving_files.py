"""Files that are edited and saved: which of a bank, links and permissions, and what is no text."""

from __future__ import annotations

import stat

import pytest

from quiz.services.editing import Edit, Reason, Saved
from quiz.services.errors import NotFound

NEW = """\
- id: fog
  kind: flashcard
  prompt: What is a cloud on the ground?
  answer: Fog
  facts: [evaporation]
"""


@pytest.mark.parametrize(
    "file",
    [
        "../other.yaml",
        "questions/../../other.yaml",
        "questions/..\\..\\other.yaml",
        "questions/deep/other.yaml",
        "/etc/passwd",
        "bank.lock",
        "sources/survey.txt",
        "questions/.hidden.yaml",
        "questions/con.yaml",
        "questions/ALL.yaml",
        "questions/a\0b.yaml",
        "",
    ],
)
def test_no_path_leads_out_of_what_a_bank_reads(desk, file):
    with pytest.raises(NotFound):
        desk.open(file=file)
    listed = sorted(desk.world.folder.parent.rglob("*"))
    outcome = desk.save(Edit(target=desk.target(file=file), text="questions: []\n", base=""))
    assert outcome.reason is Reason.NO_FILE
    assert desk.add(NEW, file).reason is Reason.NO_FILE
    assert [path for path in sorted(desk.world.folder.parent.rglob("*")) if path not in listed] == []


def test_a_link_out_of_the_bank_is_not_followed(desk, tmp_path):
    outside = tmp_path / "outside.yaml"
    outside.write_text("questions: []\n")
    desk.path("questions/link.yaml").symlink_to(outside)
    with pytest.raises(NotFound):
        desk.open(file="questions/link.yaml")
    assert desk.add(NEW, "questions/link.yaml").reason is Reason.NO_FILE
    assert outside.read_text() == "questions: []\n"


def test_a_link_inside_the_bank_stays_a_link(desk):
    desk.path("questions/real.yaml").write_text("questions: []\n")
    desk.path("facts.yaml").rename(desk.path("questions/facts.txt"))
    desk.path("facts.yaml").symlink_to("questions/facts.txt")
    opened = desk.open(file="facts.yaml")
    assert isinstance(desk.save(desk.edit(opened, "Most water", "Much water")), Saved)
    assert desk.path("facts.yaml").is_symlink()
    assert "Much water" in desk.text("questions/facts.txt")


def test_permissions_of_a_file_stay(desk):
    desk.path().chmod(0o640)
    desk.change("salt", "taste of", "taste like")
    assert stat.S_IMODE(desk.path().stat().st_mode) == 0o640
    assert [path.name for path in desk.path().parent.iterdir()] == ["all.yaml"]


def test_the_id_of_a_bank_is_not_changed_under_its_learners(desk):
    opened = desk.open(file="bank.yaml")
    outcome = desk.save(desk.edit(opened, "bank: water", "bank: fire"))
    assert (outcome.reason, outcome.detail) == (Reason.ANOTHER_BANK, "fire")


def test_other_files_are_edited_and_made_too(desk):
    briefing = desk.open(file="briefing.md")
    assert (briefing.text, briefing.base) == ("", "")
    text = "Water comes from the sea. [evaporation]\n"
    saved = desk.save(Edit(target=briefing.target, text=text, base=""))
    assert isinstance(saved, Saved), saved
    assert desk.text("briefing.md") == text


def test_a_file_too_large_for_a_form_is_edited_question_by_question(desk, parts):
    desk.path().write_bytes(("".join(parts.values()) + "\n" + "# long\n" * 50_000).encode())
    desk.world.sync()
    opened = desk.open()
    assert (opened.too_large, opened.text) == (True, "")
    assert isinstance(desk.change("salt", "taste of", "taste like"), Saved)


def test_a_file_that_is_no_text_says_so(desk):
    desk.path("questions/more.yaml").write_bytes(b"questions: []  # \xff\n")
    assert desk.open(file="questions/more.yaml").trouble is Reason.NOT_TEXT
    assert desk.add(NEW, "questions/more.yaml").reason is Reason.NOT_TEXT
