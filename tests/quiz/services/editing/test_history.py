"""Looking back at edits, and taking one back while the later ones stay."""

from __future__ import annotations

import json
from typing import Any

import pytest

from quiz.services import editing, my_data
from quiz.services.editing import (
    Conflict,
    Decision,
    Edit,
    Reason,
    RowKind,
    Saved,
    Undecided,
    disk,
)
from quiz.services.errors import NotFound

FOG = """\
- id: fog
  kind: flashcard
  prompt: What lies on the ground?
  answer: Fog
  facts: [evaporation]
"""


def test_an_edit_is_taken_back_and_later_ones_elsewhere_stay(desk, parts):
    first = desk.change("salt", "sea", "ocean")
    desk.change("rain", "cloud", "grey cloud")
    desk.path().write_bytes(desk.text().replace("# the end", "# an end").encode())
    back = desk.revert(first.edit_id, why="it was right before")
    assert back.merged is True
    whole = "".join(parts.values())
    assert desk.text() == whole.replace("cloud", "grey cloud").replace("# the end", "# an end")
    entry = desk.history().entries[0]
    assert (entry.origin, entry.why, entry.target) == ("revert", "it was right before", desk.target("salt"))


def test_a_reverted_edit_can_be_reverted_again(desk, parts):
    first = desk.change("salt", "sea", "ocean")
    after = desk.text()
    back = desk.revert(first.edit_id)
    assert desk.text() == "".join(parts.values())
    desk.revert(back.edit_id)
    assert desk.text() == after


def test_there_is_nothing_to_take_back_twice(desk):
    first = desk.change("salt", "sea", "ocean")
    desk.change("rain", "cloud", "grey cloud")
    desk.revert(first.edit_id)
    assert desk.revert(first.edit_id).reason is Reason.NOTHING_TO_REVERT


def test_a_neighbour_that_changed_right_beside_it_is_no_conflict(desk):
    file = "questions:\n  - {id: a, kind: flashcard, prompt: A?, answer: x, facts: [evaporation]}\n"
    file += file.splitlines(keepends=True)[1].replace("id: a", "id: b").replace("A?", "B?")
    desk.path().write_text(file)
    desk.world.sync()
    first = desk.change("a", "A?", "Which?")
    desk.change("b", "B?", "What?")
    assert isinstance(desk.revert(first.edit_id), Saved)
    assert desk.text() == file.replace("B?", "What?")


def test_an_edit_that_was_written_over_is_settled_side_by_side(desk):
    first = desk.change("salt", "sea", "ocean")
    desk.change("salt", "ocean", "lagoon")
    conflict = desk.revert(first.edit_id)
    assert isinstance(conflict, Conflict)
    assert conflict.target == desk.target("salt")
    assert ["ocean" in conflict.base_text, "sea" in conflict.mine, "lagoon" in conflict.theirs] == [True] * 3
    settled = desk.save(Edit(target=conflict.target, text=conflict.mine, base=conflict.theirs_base))
    assert isinstance(settled, Saved)


def test_taking_back_a_new_answer_asks_again_and_never_lowers_the_edition(desk):
    desk.change("rain", "cloud", "grey cloud")
    opened = desk.open("salt")
    edit = desk.edit(opened, "Salt  #", "Iron  #")
    saved = desk.save(edit, decisions={"salt": Decision.NEW_ANSWER})
    asked = desk.revert(saved.edit_id)
    assert isinstance(asked, Undecided)
    assert (asked.target, "Salt" in asked.text) == (desk.target("salt"), True)
    assert isinstance(desk.revert(saved.edit_id, decisions={"salt": Decision.NEW_ANSWER}), Saved)
    assert desk.open("salt").text == opened.text + "  edition: 3\n"
    assert desk.served("salt")["edition"] == 3


def test_a_new_question_is_taken_back_with_its_file_and_comes_again(desk):
    added = desk.add(FOG, "questions/more.yaml")
    removed = desk.revert(added.edit_id)
    assert isinstance(removed, Saved)
    assert not desk.path("questions/more.yaml").exists()
    assert removed.report.archived == 1
    assert isinstance(desk.revert(removed.edit_id), Saved)
    assert desk.open("fog", "questions/more.yaml").text == FOG


def test_an_edit_that_did_not_reach_the_disk_is_taken_up_again(desk, monkeypatch):
    opened = desk.open("salt")
    edit = desk.edit(opened, "sea", "ocean")
    with monkeypatch.context() as patch:
        patch.setattr(disk, "_put", _full)
        lost = desk.save(edit, why="clearer")
    assert (lost.reason, lost.text) == (Reason.DISK_FULL, edit.text)
    entry = desk.history().entries[0]
    assert (entry.status, entry.why) == ("dropped", "clearer")
    assert editing.edit_detail(desk.ctx, 1, "water", entry.id).takes_up
    desk.change("rain", "cloud", "grey cloud")
    assert isinstance(desk.revert(entry.id), Saved)
    assert "ocean" in desk.text()
    assert "grey cloud" in desk.text()


def _full(*given):
    raise OSError(28, "No space left on device")


def test_changes_on_the_disk_are_recorded_as_nobodys(desk, parts):
    desk.path().write_bytes("".join(parts.values()).replace("sea", "ocean").encode())
    desk.path("questions/more.yaml").write_text("questions: []\n")
    desk.world.sync()
    desk.path("questions/more.yaml").unlink()
    desk.world.sync()
    desk.world.sync()
    found = [(each.target.file, each.origin, each.learner_id, each.who) for each in desk.history().entries]
    assert found == [
        ("questions/more.yaml", "disk", None, ""),
        ("questions/more.yaml", "disk", None, ""),
        ("questions/all.yaml", "disk", None, ""),
    ]
    assert [each.id for each in desk.history(question="salt").entries] == [1]
    assert isinstance(desk.revert(1), Saved)
    assert desk.text() == "".join(parts.values())


def test_a_broken_version_on_the_disk_is_recorded_too(desk, parts):
    desk.path().write_bytes("".join(parts.values()).replace("'What", "'What[").replace("Rain", "[").encode())
    desk.world.sync()
    assert desk.history().entries[0].origin == "disk"
    assert {each.id for each in desk.history(question="rain").entries} == {1}


def test_the_history_has_pages_files_questions_and_names(desk):
    for number in range(32):
        desk.change("salt", "sea" if number % 2 == 0 else "ocean", "ocean" if number % 2 == 0 else "sea")
    desk.add(FOG, "questions/more.yaml")
    assert [desk.history(page=page).entries[0].id for page in (-1, 1, 2, 3)] == [33, 33, 3, 3]
    assert (desk.history().pages, desk.history().total) == (2, 33)
    assert desk.history(file="questions/more.yaml").total == 1
    assert desk.history(question="salt").total == 32
    assert (desk.history(question="zebra").total, desk.history(question="zebra").entries) == (0, ())
    other = desk.world.another_learner()
    opened = editing.open_question(desk.ctx, other, "water", "salt")
    editing.save(desk.ctx, other, desk.edit(opened, "sea", "ocean"))
    assert (desk.history().entries[0].who, desk.history().entries[0].learner_id) == ("Kim", other)


def test_what_somebody_edited_stays_when_they_are_gone(desk):
    other = desk.world.another_learner()
    opened = editing.open_question(desk.ctx, other, "water", "salt")
    editing.save(desk.ctx, other, desk.edit(opened, "sea", "ocean"), why="better")
    exported = json.loads(my_data.as_json(desk.ctx, other))["tables"]["bank_edit"]
    assert [(row["why"], row["file"]) for row in exported] == [("better", "questions/all.yaml")]
    my_data.delete_everything(desk.ctx, other)
    entry = desk.history().entries[0]
    assert (entry.why, entry.who, entry.learner_id) == ("better", "", None)


def test_a_difference_shows_words_and_leaves_out_what_is_far_away(desk):
    saved = desk.change("rain", "a cloud?", "a dark cloud?")
    rows = editing.edit_detail(desk.ctx, 1, "water", saved.edit_id).rows
    kinds = [row.kind for row in rows]
    assert kinds == [
        RowKind.SKIPPED,
        *[RowKind.SAME] * 3,
        RowKind.CHANGED,
        *[RowKind.SAME] * 3,
        RowKind.SKIPPED,
    ]
    changed = rows[4]
    assert (changed.before_line, changed.after_line) == (16, 16)
    assert [span.text for span in changed.after if span.changed] == ["dark "]
    assert "".join(span.text for span in changed.before).strip() == "prompt: What falls from a cloud?"
    assert (rows[0].skipped, rows[-1].skipped) == (12, 4)


def test_a_difference_of_lines_that_come_and_go(desk):
    added = desk.add(FOG)
    gone = desk.remove("salt")
    kinds = {row.kind for row in editing.edit_detail(desk.ctx, 1, "water", added.edit_id).rows}
    assert kinds == {RowKind.SKIPPED, RowKind.SAME, RowKind.ADDED}
    kinds = {row.kind for row in editing.edit_detail(desk.ctx, 1, "water", gone.edit_id).rows}
    assert kinds == {RowKind.SKIPPED, RowKind.SAME, RowKind.REMOVED}


def test_edits_of_another_bank_are_not_found(desk):
    saved = desk.change("salt", "sea", "ocean")
    for ask in (
        lambda: editing.edit_detail(desk.ctx, 1, "water", saved.edit_id + 1),
        lambda: editing.edit_detail(desk.ctx, 1, "fire", saved.edit_id),
        lambda: editing.history(desk.ctx, 1, "fire"),
    ):
        with pytest.raises(NotFound):
            ask()


def test_an_edit_of_a_whole_file_is_in_the_history_of_each_question_it_changed_with_its_lines(
    desk: Any,
) -> None:
    opened = desk.open()
    text = opened.text.replace("the sea taste", "the ocean taste").replace("# the end", "# the end\n# of it")
    saved = desk.save(Edit(target=opened.target, text=text, base=opened.base), why="  two spaces  ")
    (entry,) = desk.history(question="salt").entries
    assert (entry.id, entry.added, entry.removed, entry.why) == (saved.edit_id, 3, 2, "two spaces")
    assert desk.history(question="river").total == 0


def test_an_edit_of_the_facts_is_in_the_history_of_none_but_its_file(desk: Any) -> None:
    opened = desk.open(file="facts.yaml")
    saved = desk.save(Edit(target=opened.target, text=f"{opened.text}# more\n", base=opened.base))
    assert [each.id for each in desk.history(file="facts.yaml").entries] == [saved.edit_id]
    assert desk.history(question="salt").total == 0
