"""Saving one question or a whole file: what is written, what learners get, and what is refused."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quiz.services import editing
from quiz.services.editing import (
    Decision,
    Edit,
    Reason,
    Refused,
    Saved,
    Target,
    Undecided,
    Unsaved,
)
from quiz.services.errors import NotFound

NEW = """\
- id: fog
  kind: flashcard
  prompt: What is a cloud on the ground?
  answer: Fog
  facts: [evaporation]
"""


def test_every_byte_outside_the_edited_question_stays(desk, parts):
    saved = desk.change("salt", "taste of", "taste like", why=" clearer ")
    assert isinstance(saved, Saved)
    assert (saved.changed, saved.merged, saved.lock_behind) == (True, False, False)
    assert desk.text() == "".join(parts.values()).replace("taste of", "taste like")
    assert json.loads(desk.served("salt")["body"])["prompt"] == "What does the sea taste like?"


@pytest.mark.parametrize("windows", [False, True])
def test_a_browsers_line_ends_become_those_of_the_file(desk, parts, windows):
    file = "".join(parts.values())
    if windows:
        file = "\ufeff" + file.replace("\n", "\r\n")
        desk.path().write_bytes(file.encode())
        desk.world.sync()
    for question in ("salt", ""):
        opened = desk.open(question)
        typed = opened.text.replace("sea", "ocean").replace("\n", "\r\n")
        assert isinstance(desk.save(Edit(target=opened.target, text=typed, base=opened.base)), Saved)
        file = file.replace("sea", "ocean") if question == "salt" else file
        assert desk.path().read_bytes().decode() == file


def test_the_lock_follows_and_is_made_where_there_was_none(desk):
    assert not desk.path("bank.lock").exists()
    desk.change("salt", "taste of", "taste like")
    first = desk.text("bank.lock")
    assert "salt salt 1" in first
    desk.world.clock.forward(days=1)
    desk.change("salt", "taste like", "taste of")
    second = desk.text("bank.lock")
    assert [line for line in second.splitlines() if line not in first.splitlines()] == [
        next(line for line in second.splitlines() if line.startswith("salt "))
    ]


@pytest.mark.parametrize("question", ["", "salt", "river"])
def test_a_save_that_changes_nothing_writes_nothing(desk, question):
    desk.change("rain", "falls", "comes")
    before = {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in desk.world.folder.rglob("*")}
    opened = desk.open(question)
    for text in (opened.text, opened.text.replace("\n", "\r\n")):
        saved = desk.save(Edit(target=opened.target, text=text, base=opened.base))
        assert saved == Saved(target=opened.target, changed=False)
    assert before == {
        path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in desk.world.folder.rglob("*")
    }
    assert desk.history().total == 1


def test_who_when_why_and_both_texts_are_recorded(desk, parts):
    desk.change("salt", "taste of", "taste like", why="  nobody says that ")
    row = desk.world.rows("SELECT * FROM bank_edit")[0]
    assert (row["editor_id"], row["why"], row["origin"], row["status"]) == (
        1,
        "nobody says that",
        "save",
        "done",
    )
    assert (row["file"], row["question"], row["added"], row["removed"]) == (
        "questions/all.yaml",
        "salt",
        1,
        1,
    )
    assert row["made_ms"] == int(desk.world.clock.now.timestamp() * 1000)
    file = "".join(parts.values())
    entry = desk.history().entries[0]
    assert entry.made_at == desk.world.clock.now.replace(microsecond=123_000)
    detail = editing.edit_detail(desk.ctx, 1, "water", entry.id)
    assert (detail.before, detail.after) == (file, file.replace("taste of", "taste like"))


def test_an_edit_with_errors_is_refused_and_everything_stays(desk):
    before, history = desk.text(), desk.history().total
    refused = desk.change("salt", "kind: flashcard", "kind: flashcrd")
    assert isinstance(refused, Refused)
    new = [finding for finding in refused.judged.findings if finding.new]
    assert [(finding.problem.code, finding.line) for finding in new] == [("E134", 2)]
    assert "flashcrd" in refused.text
    assert (desk.text(), desk.history().total) == (before, history)


def test_a_broken_bank_is_mended_step_by_step(desk, parts):
    broken = (
        "".join(parts.values()).replace("Salt  # last", "[Salt").replace("kind: short_answer", "kind: short")
    )
    desk.path().write_bytes(broken.encode())
    assert desk.world.sync().problems
    assert isinstance(desk.change("salt", "[Salt", "Salt"), Saved)
    last = desk.change("river", "kind: short,", "kind: short_answer,")
    assert isinstance(last, Saved)
    assert last.report.problems == ()
    assert desk.text() == "".join(parts.values()).replace("Salt  # last", "Salt")


def test_a_changed_answer_is_asked_about_and_a_new_one_raises_the_edition(desk):
    desk.change("rain", "falls", "comes")  # which makes the lock
    asked = desk.change("salt", "Salt  #", "Iron  #")
    assert isinstance(asked, Undecided)
    assert [each.question_key for each in asked.questions] == ["salt"]
    before = desk.text()
    opened = desk.open("salt")
    saved = desk.save(desk.edit(opened, "Salt  #", "Iron  #"), decisions={"salt": Decision.NEW_ANSWER})
    assert isinstance(saved, Saved)
    assert desk.text() == before.replace(
        "Salt  # last\n    facts: [evaporation]\n", "Iron  # last\n    facts: [evaporation]\n    edition: 2\n"
    )
    assert desk.served("salt")["edition"] == 2
    assert "salt salt 2" in desk.text("bank.lock")


def test_a_reworded_answer_keeps_the_edition_and_the_lock_takes_it_over(desk):
    desk.change("rain", "falls", "comes")  # which makes the lock
    opened = desk.open("salt")
    saved = desk.save(desk.edit(opened, "Salt  #", "It is salt  #"), decisions={"salt": Decision.REWORDED})
    assert isinstance(saved, Saved)
    assert desk.served("salt")["edition"] == 1
    assert desk.world.sync().problems == ()
    assert desk.world.rows("SELECT problems FROM bank") == [{"problems": "[]"}]


def test_a_save_costs_no_learner_a_schedule(desk):
    desk.world.start().finish()
    before = desk.world.cards(), desk.world.log()
    desk.change("salt", "taste of", "taste like")
    desk.add(NEW)
    assert desk.world.cards()[: len(before[0])] == before[0]
    assert desk.world.log() == before[1]
    assert desk.served("fog")


def test_a_question_is_added_to_the_file_and_to_a_new_one(desk, parts):
    saved = desk.add(NEW, why="foggy")
    assert (saved.target.question, saved.report.added) == ("fog", 1)
    indented = "".join(f"  {line}\n" for line in NEW.splitlines())
    whole = "".join(parts.values())
    assert desk.text() == whole.replace("# the end", f"\n{indented}# the end")
    assert desk.add(NEW) == Saved(target=desk.target("fog"), changed=False)  # the form was sent twice
    again = desk.add(NEW.replace("Fog", "Mist"))
    assert (again.reason, again.detail) == (Reason.ID_IS_TAKEN, "fog")
    mist = NEW.replace("fog", "mist").replace("the ground", "the water")
    assert desk.add(mist, "questions/more.yaml").target.file == "questions/more.yaml"
    assert desk.text("questions/more.yaml").startswith("questions:\n  - id: mist\n")
    assert [entry.origin for entry in desk.history().entries] == ["new", "new"]


def test_a_question_with_a_new_id_is_found_under_it(desk):
    saved = desk.change("salt", "- id: salt", "- id: sea-salt\n  was: [salt]")
    assert saved.target == desk.target("sea-salt")
    assert {entry.id for entry in desk.history(question="sea-salt").entries} == {saved.edit_id}
    assert {entry.id for entry in desk.history(question="salt").entries} == {saved.edit_id}
    assert len(desk.world.rows("SELECT id FROM question WHERE archived_ms IS NULL")) == 3


def test_a_removed_question_is_archived_and_comes_back_whole(desk, parts):
    desk.world.start().finish()
    cards = desk.world.cards()
    removed = desk.remove("salt", why="too easy")
    assert removed.report.archived == 1
    assert desk.text() == "".join(parts.values()).replace(parts["salt"] + "\n", "")
    assert "gone" in desk.text("bank.lock")
    back = desk.revert(removed.edit_id)
    assert back.report.restored == 1
    assert desk.text() == "".join(parts.values())
    assert desk.world.cards() == cards


def test_the_last_question_of_a_file_leaves_an_empty_list(desk):
    for question in ("salt", "river", "rain"):
        assert isinstance(desk.remove(question), Saved)
    assert "questions: []" in desk.text()
    assert isinstance(desk.add(NEW), Saved)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", Reason.EMPTY),
        (" \r\n", Reason.EMPTY),
        (NEW + NEW.replace("fog", "mist").replace("the ground", "the sea"), Reason.NOT_ONE_QUESTION),
    ],
)
def test_what_is_not_one_question_is_not_saved(desk, text, reason):
    before = desk.text()
    opened = desk.open("salt")
    outcome = desk.save(Edit(target=opened.target, text=text, base=opened.base))
    assert isinstance(outcome, Unsaved)
    assert (outcome.reason, outcome.text, desk.text()) == (reason, text, before)


def test_a_list_in_brackets_is_edited_as_a_whole_file(desk):
    flow = (
        "questions: [{id: salt, kind: flashcard, prompt: What is it?, answer: Salt, facts: [evaporation]}]\n"
    )
    desk.path().write_text(flow)
    desk.world.sync()
    opened = desk.open("salt")
    assert (opened.trouble, opened.text, "run `fmt` first" in opened.detail) == (
        Reason.NOT_REWRITABLE,
        "",
        True,
    )
    assert desk.add(NEW).reason is Reason.NOT_REWRITABLE
    whole = desk.open()
    assert isinstance(desk.save(desk.edit(whole, "What is it?", "What is that?")), Saved)
    assert desk.text() == flow.replace("What is it?", "What is that?")


def test_unknown_things_are_not_found(desk):
    for missing in (
        lambda: desk.open("zebra"),
        lambda: desk.remove("zebra", base="x"),
        lambda: desk.revert(99),
        lambda: desk.save(Edit(target=Target(bank_key="fire", file="bank.yaml"), text="", base="")),
    ):
        with pytest.raises(NotFound):
            missing()


@given(
    word=st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=30),
    question=st.sampled_from(["salt", "river", "rain"]),
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_into_a_question_the_others_stay(desk, parts, word, question):
    opened = desk.open(question)
    before = desk.path().read_bytes()
    names = list(parts)
    head = "".join(parts[name] for name in names[: names.index(question)]).encode()
    tail = "".join(parts[name] for name in names[names.index(question) + 1 :]).encode()
    edit = replace(
        Edit(target=opened.target, text=opened.text, base=opened.base), text=word + opened.text + word
    )
    outcome = desk.save(edit)
    after = desk.path().read_bytes()
    assert after == before or isinstance(outcome, Saved)
    assert after.startswith(head)
    assert after.endswith(tail.lstrip(b"\n"))
    if not isinstance(outcome, Saved):
        assert outcome.text == edit.text


def test_a_question_that_came_under_another_id_is_recorded_under_its_own(desk):
    saved = desk.save(Edit(target=desk.target("not-here" * 30), text=NEW, base=""))
    assert (isinstance(saved, Saved), saved.target.question) == (True, "fog")
    assert desk.world.rows("SELECT question FROM bank_edit") == [{"question": "fog"}]
    assert desk.history(question="fog").total == 1


def test_ids_that_no_database_could_hold_are_shortened_in_the_history(desk):
    path = desk.path()
    path.write_text(f"{desk.text()}\n  - id: {'a' * 300}\n", encoding="utf-8")
    desk.world.sync()
    assert desk.world.rows("SELECT question FROM bank_edit_question") == [{"question": "a" * 128}]


def test_a_bank_that_was_never_served_is_found_by_the_id_that_it_is_given(empty_world):
    world = empty_world
    world.write()
    good = (world.folder / "bank.yaml").read_text(encoding="utf-8")
    (world.folder / "bank.yaml").write_text("bank: [\n", encoding="utf-8")
    world.sync()
    opened = editing.open_file(world.ctx, world.learner, "water", "bank.yaml")
    edit = Edit(target=opened.target, text=good.replace("bank: water", "bank: lakes"), base=opened.base)
    assert editing.save(world.ctx, world.learner, edit).target.bank_key == "lakes"
    assert editing.open_file(world.ctx, world.learner, "lakes", "bank.yaml").text == edit.text


def test_a_new_id_is_asked_about_and_its_learners_come_along_or_not(desk):
    desk.world.start().finish()
    cards = desk.world.cards()
    before = desk.text()
    asked = desk.change("salt", "- id: salt", "- id: sea-salt")
    assert isinstance(asked, Undecided)
    assert [(each.question_key, each.names, each.studying.learners) for each in asked.questions] == [
        ("sea-salt", ("salt",), 1)
    ]
    assert desk.text() == before
    same = desk.change("salt", "- id: salt", "- id: sea-salt", decisions={"sea-salt": Decision.SAME_QUESTION})
    assert desk.text() == before.replace(
        "- id: salt   # odd   spacing\n", "- id: sea-salt   # odd   spacing\n    was: [salt]\n"
    )
    assert (same.target.question, desk.world.cards()) == ("sea-salt", cards)
    other = desk.change(
        "sea-salt",
        "- id: sea-salt   # odd   spacing\n  was: [salt]",
        "- id: brine",
        decisions={"brine": Decision.ANOTHER_QUESTION},
    )
    assert (other.report.added, other.report.archived) == (1, 1)
    assert desk.world.cards()[: len(cards)] == cards


def test_an_id_and_an_answer_that_change_together_are_asked_about_one_after_the_other(desk):
    desk.world.start().finish()
    desk.change("salt", "taste of", "taste like")  # the lock is made
    opened = desk.open("salt")
    text = opened.text.replace("- id: salt", "- id: sea-salt").replace("Salt  #", "Brine  #")
    edit = replace(desk.edit(opened, "- id: salt", "- id: sea-salt"), text=text)
    assert [type(each).__name__ for each in desk.save(edit).questions] == ["Renamed"]
    asked = desk.save(edit, decisions={"sea-salt": Decision.SAME_QUESTION})
    assert [type(each).__name__ for each in asked.questions] == ["Undecided"]
    assert asked.text.startswith("- id: sea-salt   # odd   spacing\n  was: [salt]\n")
    saved = desk.save(replace(edit, text=asked.text), decisions={"sea-salt": Decision.NEW_ANSWER})
    assert (saved.report.relearn, saved.report.archived) == (1, 0)
