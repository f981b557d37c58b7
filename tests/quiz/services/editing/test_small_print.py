"""What an edit leaves as it was, and on what it insists: line ends, marks, links, editions, and no trace."""

from __future__ import annotations

import os

import pytest

from quiz.services.editing import Decision, Edit, EffectKind, Saved, steps
from quiz.services.editing.disk import is_editable
from quiz.services.editing.judging import judge
from quiz.services.editing.placing import place_edit
from quiz.services.editing.steps import Step
from quiz.services.errors import NotFound

MARK = b"\xef\xbb\xbf"
ANEW = {"salt": Decision.NEW_ANSWER}


def set_edition(desk, key, edition):
    with desk.ctx.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE question SET edition = {edition} WHERE key = '{key}'")


def let_the_bank_have_a_lock(desk):
    assert isinstance(desk.change("salt", "taste of", "smell of"), Saved)
    assert desk.path("bank.lock").is_file()


def test_a_lock_with_other_line_ends_is_left_alone_by_an_edit_that_adds_nothing_to_it(desk):
    let_the_bank_have_a_lock(desk)
    lock = desk.path("bank.lock")
    windows = lock.read_bytes().replace(b"\n", b"\r\n")
    lock.write_bytes(windows)
    saved = desk.change("salt", "# odd   spacing", "# even spacing")
    assert (saved.changed, saved.lock_behind) == (True, False)
    assert lock.read_bytes() == windows


def test_a_whole_file_keeps_its_mark_and_its_line_ends(desk):
    path = desk.path("facts.yaml")
    path.write_bytes(MARK + path.read_bytes().replace(b"\n", b"\r\n"))
    opened = desk.open(file="facts.yaml")
    assert opened.text.startswith("facts:")
    edit = desk.edit(opened, "Most water vapour", "Nearly all vapour")
    assert judge(desk.ctx, desk.learner, edit).blocking is False
    assert isinstance(desk.save(edit), Saved)
    content = path.read_bytes()
    assert content.startswith(MARK + b"facts:\r\n")
    assert b"Nearly all vapour" in content
    assert content.count(b"\n") == content.count(b"\r\n") > 3


def test_a_whole_file_is_judged_with_the_mark_and_the_line_ends_that_it_keeps(desk):
    before = MARK + b"facts:\r\n  - id: dew\r\n"
    edit = Edit(target=desk.target(file="facts.yaml"), text="facts:\n  - id: fog\n", base="")
    assert place_edit(before, edit).content == MARK + b"facts:\r\n  - id: fog\r\n"
    assert place_edit(b"facts:\n", edit).content == b"facts:\n  - id: fog\n"


def places(judged):
    return [(each.problem.code, each.line, each.column) for each in judged.findings]


def test_findings_in_a_file_with_a_mark_stand_where_they_do_without(desk):
    path = desk.path("facts.yaml")
    opened = desk.open(file="facts.yaml")
    wrong = desk.edit(opened, "says:", "sayz:")
    before = judge(desk.ctx, desk.learner, wrong)
    path.write_bytes(MARK + path.read_bytes().replace(b"\n", b"\r\n"))
    after = judge(desk.ctx, desk.learner, wrong)
    assert before.blocking
    assert ("E103", 3, 5) in places(before)
    assert [place for place in places(after) if place[0] == "E103"] == [
        place for place in places(before) if place[0] == "E103"
    ]


def test_a_new_edition_is_higher_than_any_that_a_learner_may_have_seen(desk):
    let_the_bank_have_a_lock(desk)
    set_edition(desk, "salt", 4)
    saved = desk.change("salt", "Salt  #", "Iron  #", decisions=ANEW)
    assert isinstance(saved, Saved)
    assert "edition: 5" in desk.open("salt").text


def test_a_new_edition_is_higher_than_that_of_an_earlier_id(desk):
    let_the_bank_have_a_lock(desk)
    set_edition(desk, "salt", 6)
    edit = desk.edit(desk.open("salt"), "id: salt ", "id: brine ")
    text = edit.text.replace("Salt  #", "Iron  #").rstrip("\n") + "\n  was: [salt]\n"
    brine = Edit(target=edit.target, text=text, base=edit.base)
    saved = desk.save(brine, decisions={"brine": Decision.NEW_ANSWER})
    assert isinstance(saved, Saved), saved
    assert "edition: 7" in desk.open("brine").text


def test_the_files_edition_counts_where_it_is_the_highest(desk):
    raised = desk.edit(desk.open("salt"), "  facts: [evaporation]", "  facts: [evaporation]\n  edition: 9")
    saved = desk.save(raised)
    assert isinstance(saved, Saved)
    set_edition(desk, "salt", 2)
    assert isinstance(desk.change("salt", "Salt  #", "Iron  #", decisions=ANEW), Saved)
    assert "edition: 10\n" in desk.open("salt").text


@pytest.mark.skipif(os.name != "posix", reason="links need rights there")
def test_what_lies_behind_a_link_of_folders_is_not_edited_and_a_linked_bank_is(desk, tmp_path):
    folder = desk.world.folder
    linked = tmp_path / "linked"
    linked.symlink_to(folder, target_is_directory=True)
    assert is_editable(linked, "facts.yaml")
    assert is_editable(linked, "questions/all.yaml")
    (folder / "questions").rename(folder / "kept")
    (folder / "questions").symlink_to(folder / "kept", target_is_directory=True)
    assert not is_editable(folder, "questions/all.yaml")
    assert not is_editable(folder, "questions/new.yaml")


@pytest.mark.parametrize(
    "file", ["notes.txt", "bank.lock", "more.yaml", "kept/all.yaml", "questions/.all.yaml"]
)
def test_only_what_is_read_of_a_bank_is_edited(desk, file):
    (desk.world.folder / "kept").mkdir()
    desk.path(file).write_text("questions: []\n", encoding="utf-8")
    assert not is_editable(desk.world.folder, file)
    with pytest.raises(NotFound):
        desk.open(file=file)


def test_an_edit_that_is_planned_anew_leaves_one_line_in_the_history_and_none_pending(desk, monkeypatch):
    path = desk.path()
    written = iter([path.read_bytes() + b"\n# theirs\n"])

    def outside(reached):
        if reached is Step.RECORDED and (content := next(written, None)) is not None:
            path.write_bytes(content)

    with monkeypatch.context() as patch:
        patch.setattr(steps, "reached", outside)
        saved = desk.change("salt", "taste of", "smell of")
    assert isinstance(saved, Saved)
    rows = desk.world.rows("SELECT id, status, origin FROM bank_edit WHERE origin = 'save'")
    assert [(row["id"], row["status"]) for row in rows] == [(saved.edit_id, "done")]
    touched = desk.world.rows("SELECT DISTINCT edit_id FROM bank_edit_question ORDER BY edit_id")
    known = {row["id"] for row in desk.world.rows("SELECT id FROM bank_edit")}
    assert {row["edit_id"] for row in touched} <= known
    assert "# theirs" in desk.text()


def kinds(desk, question, old, new):
    found = judge(desk.ctx, desk.learner, desk.edit(desk.open(question), old, new))
    return [(each.question_key, each.kind) for each in found.effects]


def test_a_draft_that_stays_one_is_neither_withdrawn_nor_published_again(desk):
    draft = "  facts: [evaporation]\n  draft: true"
    assert kinds(desk, "salt", "  facts: [evaporation]", draft) == [("salt", EffectKind.WITHDRAWN)]
    assert isinstance(desk.change("salt", "  facts: [evaporation]", draft), Saved)
    assert kinds(desk, "salt", "taste of", "smell of") == [("salt", EffectKind.KEPT)]
    assert kinds(desk, "salt", "  draft: true", "  draft: false") == [("salt", EffectKind.PUBLISHED)]


def test_what_is_archived_already_is_not_told_to_be_archived_once_more(desk):
    """Somebody puts it back into the file, and it is taken out again before learners get it."""
    with_salt = desk.text()
    desk.remove("salt")
    without = desk.text()
    desk.path().write_text(with_salt, encoding="utf-8")
    opened = desk.open()
    found = judge(desk.ctx, desk.learner, Edit(target=opened.target, text=without, base=opened.base))
    assert found.bank is not None
    assert [question.id for question in found.bank.questions] == ["river", "rain"]
    assert found.effects == ()
