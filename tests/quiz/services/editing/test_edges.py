"""What happens seldom: refusals, unknown origins, a bank given by another path, a lock that stays behind."""

from __future__ import annotations

import json
import shutil
from contextlib import suppress
from dataclasses import replace

from quiz.services import editing
from quiz.services.editing import (
    Conflict,
    Decision,
    Edit,
    Reason,
    Refused,
    Saved,
    Status,
    Undecided,
    Unsaved,
    recording,
    steps,
)
from quiz.services.editing.steps import Step
from tests.quiz.services.editing.test_saving import NEW


class StoppedHereError(BaseException):
    """What a killed process does not even raise."""


def test_a_text_that_is_no_yaml_is_refused_with_its_finding_and_its_line(desk):
    outcome = desk.change("salt", "prompt: 'What", "prompt: [What")
    assert isinstance(outcome, Refused)
    (error, *_) = outcome.judged.findings
    assert (error.problem.code[0], error.line is not None, error.new) == ("E", True, True)


def interrupted(desk, monkeypatch, *change):
    """Change a question as a process that is killed once the file is replaced."""

    def stop(reached: Step) -> None:
        if reached is Step.REPLACED:
            raise StoppedHereError

    with monkeypatch.context() as patch, suppress(StoppedHereError):
        patch.setattr(steps, "reached", stop)
        desk.change(*change)


def test_learners_get_what_was_healed_even_if_the_next_edit_is_refused(desk, monkeypatch):
    interrupted(desk, monkeypatch, "salt", "sea", "ocean")
    assert isinstance(desk.change("rain", "prompt:", "promt:"), Refused)
    assert "ocean" in desk.served("salt")["body"]


def test_a_lock_that_somebody_wrote_meanwhile_is_left_alone(desk, monkeypatch):
    desk.change("rain", "cloud", "grey cloud")
    interrupted(desk, monkeypatch, "salt", "sea", "ocean")
    lock = desk.path("bank.lock")
    lock.write_text(f"{lock.read_text(encoding='utf-8')}# of another branch\n", encoding="utf-8")
    before = lock.read_bytes()
    (healed,) = editing.heal(desk.ctx)
    assert healed.status is Status.DONE
    assert lock.read_bytes() == before


def test_what_is_to_be_decided_stays_so_while_the_lock_is_behind(desk, monkeypatch):
    desk.change("salt", "sea", "ocean")
    with monkeypatch.context() as patch:
        patch.setattr(recording, "replace_file", _but_not_the_lock(recording.replace_file))
        saved = desk.change(
            "salt", "answer:   Salt", "answer:   Salts", decisions={"salt": Decision.REWORDED}
        )
    assert saved.lock_behind
    (row,) = desk.world.rows("SELECT problems FROM bank")
    assert [each["question"] for each in json.loads(row["problems"])] == ["salt"]


def _but_not_the_lock(real):
    def replaces(path, *given):
        if path.name == "bank.lock":
            raise OSError(30, "Read-only file system")
        return real(path, *given)

    return replaces


def test_findings_name_files_by_the_path_that_was_given_for_the_bank(desk):
    """As a start does: with another path each of them would take the other's version for a new one."""
    link = desk.world.folder.parent.with_name("by-link")
    link.symlink_to(desk.world.folder.parent, target_is_directory=True)
    desk.ctx = replace(desk.ctx, banks=(link,))
    saved = desk.change("salt", "sea", "ocean")
    assert saved.report.folder == link / "water"


def test_the_same_question_in_another_file_is_no_form_that_was_sent_twice(desk):
    assert isinstance(desk.add(NEW, file="questions/more.yaml"), Saved)
    assert desk.add(NEW, file="questions/more.yaml").changed is False
    again = desk.add(NEW)
    assert (again.reason, again.text) == (Reason.ID_IS_TAKEN, NEW)


def test_a_question_is_added_to_files_of_questions_alone(desk):
    before = desk.text("facts.yaml")
    refused = desk.add(NEW, file="facts.yaml")
    assert isinstance(refused, Unsaved)
    assert refused.reason is Reason.NO_FILE
    assert desk.text("facts.yaml") == before


def test_a_question_that_is_gone_is_not_added_if_nobody_knows_what_it_was(desk):
    gone = Edit(target=desk.target("fog"), text=NEW, base="f" * 64)
    assert isinstance(desk.save(gone), Conflict)
    assert "fog" not in desk.text()


def test_one_decision_does_not_stand_for_another(desk):
    both = desk.text().replace("answer:   Salt", "answer:   Salts").replace("answer: Rain", "answer: Drops")
    opened = desk.open(file="questions/all.yaml")
    edit = Edit(target=opened.target, text=both, base=opened.base)
    desk.change("river", "Which river", "What river")  # makes the lock
    outcome = desk.save(edit, decisions={"salt": Decision.NEW_ANSWER})
    assert isinstance(outcome, Undecided)
    assert [each.question_key for each in outcome.questions] == ["rain"]
    assert desk.text() == desk.text().replace("Salts", "Salt")


def test_a_bank_without_a_folder_of_questions_gets_its_first_one(desk):
    shutil.rmtree(desk.path().parent)
    desk.world.sync()
    saved = desk.add(NEW, file="questions/first.yaml")
    assert isinstance(saved, Saved)
    assert editing.open_question(desk.ctx, desk.learner, "water", "fog").text == NEW


def test_undoing_a_new_file_never_takes_others_questions_along(desk):
    added = desk.add(NEW, file="questions/more.yaml")
    desk.add(NEW.replace("id: fog", "id: mist").replace("a cloud on", "air over"), file="questions/more.yaml")
    desk.revert(added.edit_id)
    assert "id: mist" in desk.text("questions/more.yaml")


def test_a_file_that_somebody_writes_while_it_is_removed_stays(desk, monkeypatch):
    added = desk.add(NEW, file="questions/more.yaml")
    path = desk.path("questions/more.yaml")
    theirs = path.read_text(encoding="utf-8") + "# theirs\n"

    def write(reached: Step) -> None:
        if reached is Step.RECORDED:
            path.write_text(theirs, encoding="utf-8")

    with monkeypatch.context() as patch:
        patch.setattr(steps, "reached", write)
        desk.revert(added.edit_id)
    assert "# theirs" in path.read_text(encoding="utf-8")


def test_what_an_interruption_left_aside_is_swept_away(desk, monkeypatch):
    interrupted(desk, monkeypatch, "salt", "sea", "ocean")
    asides = [desk.path(f"{place}.factdeck-0123") for place in ("", "questions/")]
    for aside in asides:
        aside.write_bytes(b"half")
    editing.heal(desk.ctx)
    assert not [aside for aside in asides if aside.exists()]


def test_another_id_for_the_bank_means_nothing_for_learners_yet(desk):
    opened = desk.open(file="bank.yaml")
    judged = editing.judge(desk.ctx, desk.learner, desk.edit(opened, "bank: water", "bank: lakes"))
    assert (judged.effects, judged.undecided) == ((), ())
    outcome = desk.save(desk.edit(opened, "bank: water", "bank: lakes"))
    assert (outcome.reason, outcome.detail) == (Reason.ANOTHER_BANK, "lakes")
