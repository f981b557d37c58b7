"""A disk or a database that does not do its part, and a stop at any moment: nothing is lost or half done."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from quiz.services import editing, noticing
from quiz.services.editing import (
    Origin,
    Reason,
    Saved,
    Status,
    Unsaved,
    bench,
    disk,
    recording,
    saving,
    steps,
)
from quiz.services.editing.steps import Step
from quiz.services.errors import NotFound
from quiz.services.starting import prepare
from quiz.store import edits


class StoppedHereError(BaseException):
    """What a killed process does not even raise: nothing of ours may catch it and go on."""


def failing(name: str, number: int, after: int = 0):
    """Return an `os` function that fails with this error from its call number `after` on."""
    real, calls = getattr(os, name), iter(range(1_000))

    def fails(*given, **more):
        if next(calls) >= after:
            raise OSError(number, os.strerror(number))
        return real(*given, **more)

    return fails


@pytest.mark.parametrize(
    ("number", "reason"),
    [(13, Reason.READ_ONLY), (30, Reason.READ_ONLY), (28, Reason.DISK_FULL), (5, Reason.NOT_WRITTEN)],
)
@pytest.mark.parametrize("step", ["open", "fsync", "replace"])
def test_an_error_of_the_disk_leaves_the_old_file_and_says_why(desk, monkeypatch, number, reason, step):
    before = desk.text()
    edit = desk.edit(desk.open("salt"), "sea", "ocean")
    error = OSError(number, os.strerror(number))
    with monkeypatch.context() as patch:
        if step == "fsync":
            patch.setattr(disk.os, "fsync", failing("fsync", number))
        else:
            patch.setattr(Path, step, _only_aside(getattr(Path, step), error))
        outcome = desk.save(edit)
    assert isinstance(outcome, Unsaved)
    assert (outcome.reason, outcome.text, outcome.detail) == (reason, edit.text, os.strerror(number))
    assert desk.text() == before
    assert [path.name for path in desk.path().parent.iterdir()] == ["all.yaml"]
    assert [entry.status for entry in desk.history().entries] == [Status.DROPPED]
    assert isinstance(desk.save(edit), Saved)


def _only_aside(real, error):
    def fails(path, *given, **more):
        if path.name.startswith(".factdeck-"):
            raise error
        return real(path, *given, **more)

    return fails


def test_a_folder_that_cannot_be_synced_does_not_undo_what_is_written(desk, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(disk, "sync_folder", failing("fsync", 5))
        saved = desk.change("salt", "sea", "ocean")
    assert isinstance(saved, Saved)
    assert "ocean" in desk.text()


def test_a_lock_that_cannot_be_written_is_behind_and_says_so(desk):
    desk.path("bank.lock").mkdir()
    saved = desk.change("salt", "sea", "ocean")
    assert saved.lock_behind is True
    desk.path("bank.lock").rmdir()
    assert desk.change("salt", "ocean", "sea").lock_behind is False


def test_a_database_that_takes_nothing_leaves_the_file_alone(desk, monkeypatch):
    before = desk.text()
    edit = desk.edit(desk.open("salt"), "sea", "ocean")

    def full(*given, **more):
        raise OperationalError("INSERT", {}, RuntimeError("database or disk is full"))

    with monkeypatch.context() as patch:
        patch.setattr(edits, "add_edit", full)
        outcome = desk.save(edit)
    assert (outcome.reason, "the disk is full" in outcome.detail) == (Reason.NOT_WRITTEN, True)
    assert desk.text() == before


def test_a_database_that_fails_at_the_end_is_healed_by_the_next_save(desk, monkeypatch):
    real = edits.set_status

    def full(*given, **more):
        raise OperationalError("UPDATE", {}, RuntimeError("database or disk is full"))

    with monkeypatch.context() as patch:
        patch.setattr(recording.edits, "set_status", full)
        assert isinstance(desk.change("salt", "sea", "ocean"), Saved)
    assert edits.set_status is real
    assert desk.history().entries[0].status == Status.PENDING
    desk.change("rain", "cloud", "grey cloud")
    assert [entry.status for entry in desk.history().entries] == [Status.DONE, Status.DONE]


def test_a_folder_that_is_gone_is_not_found_and_a_read_only_one_says_so(desk, monkeypatch):
    monkeypatch.setattr(disk.os, "access", lambda path, mode: False)
    assert desk.open("salt").writable is False
    desk.world.folder.rename(desk.world.folder.with_name("away"))
    with pytest.raises(NotFound):
        desk.open("salt")


@pytest.mark.parametrize("step", list(Step))
def test_a_stop_at_any_step_is_healed_by_the_next_start(desk, monkeypatch, parts, step):
    """As after a kill: the file is old or new, the history says which, and the lock follows."""
    desk.change("rain", "cloud", "grey cloud")
    opened = desk.open("salt")
    edit, old = desk.edit(opened, "Salt  #", "Salts  #"), desk.text()
    new = old.replace("Salt  #", "Salts  #")

    def stop(reached: Step) -> None:
        if reached is step:
            raise StoppedHereError

    with monkeypatch.context() as patch:
        patch.setattr(steps, "reached", stop)
        with pytest.raises(StoppedHereError):
            desk.save(edit, decisions={"salt": editing.Decision.REWORDED})
    prepare(desk.ctx)
    written = step not in (Step.RECORDED, Step.OPENED, Step.WRITTEN)
    assert desk.text() == (new if written else old)
    entry = desk.history().entries[0]
    assert entry.status == (Status.DONE if written else Status.DROPPED)
    assert desk.history().total == 2
    assert desk.world.rows("SELECT problems FROM bank") == [{"problems": "[]"}]
    assert editing.heal(desk.ctx) == ()
    if not written:
        assert isinstance(desk.revert(entry.id, decisions={"salt": editing.Decision.REWORDED}), Saved)
    assert desk.text() == new


def test_an_interrupted_edit_over_which_somebody_wrote_is_superseded_and_kept(desk, monkeypatch, parts):
    edit = desk.edit(desk.open("salt"), "sea", "ocean")

    def stop(reached: Step) -> None:
        if reached is Step.RECORDED:
            raise StoppedHereError

    with monkeypatch.context() as patch:
        patch.setattr(steps, "reached", stop)
        with pytest.raises(StoppedHereError):
            desk.save(edit)
    desk.path().write_bytes("".join(parts.values()).replace("cloud", "grey cloud").encode())
    assert [(each.status, each.file) for each in editing.heal(desk.ctx)] == [
        (Status.SUPERSEDED, "questions/all.yaml")
    ]
    desk.world.sync()
    assert isinstance(desk.revert(1), Saved)
    assert desk.text() == "".join(parts.values()).replace("cloud", "grey cloud").replace("sea", "ocean")


def test_a_bank_whose_disk_is_away_is_healed_when_it_is_back(desk, monkeypatch):
    def stop(reached: Step) -> None:
        if reached is Step.REPLACED:
            raise StoppedHereError

    with monkeypatch.context() as patch:
        patch.setattr(steps, "reached", stop)
        with pytest.raises(StoppedHereError):
            desk.change("salt", "sea", "ocean")
    away = desk.world.folder.with_name("away")
    desk.world.folder.rename(away)
    assert editing.heal(desk.ctx) == ()
    away.rename(desk.world.folder)
    assert [each.status for each in editing.heal(desk.ctx)] == [Status.DONE]


def test_what_is_being_edited_this_moment_is_left_for_later(desk, monkeypatch):
    monkeypatch.setattr(bench.held.__wrapped__, "__defaults__", (0.05,))
    healed = []

    def heal_meanwhile(reached: Step) -> None:
        if reached is Step.REPLACED:
            healed.append(editing.heal(desk.ctx))

    monkeypatch.setattr(steps, "reached", heal_meanwhile)
    assert isinstance(desk.change("salt", "sea", "ocean"), Saved)
    assert healed == [(), ()]  # once for the file and once for the lock


def test_an_edit_that_learners_get_later_is_not_taken_for_a_change_on_the_disk(desk, monkeypatch):
    def busy(*given, **more):
        raise OperationalError("INSERT", {}, RuntimeError("database is locked"))

    desk.change("salt", "sea", "ocean")
    served = desk.world.rows("SELECT digest FROM bank")
    facts = desk.edit(
        desk.open(file="facts.yaml"), "Most water vapour", "Most of the vapour"
    )  # the lock stays
    with monkeypatch.context() as patch:
        patch.setattr(saving, "sync_snapshot", busy)
        assert desk.save(facts).report is None
    assert desk.history().entries[0].status is Status.PENDING
    with monkeypatch.context() as patch:
        patch.setattr(noticing, "sync_snapshot", busy)  # healed, and the database gives up once more
        for _ in range(2):
            assert noticing.look(desk.ctx) == ()
    while not noticing.look(desk.ctx):
        pass
    assert [(each.origin, each.status) for each in desk.history().entries] == [(Origin.SAVE, Status.DONE)] * 2
    assert desk.world.rows("SELECT digest FROM bank") != served


def test_an_edit_that_is_undone_while_it_is_pending_is_looked_at_once_it_is_settled(desk, monkeypatch):
    def stop(reached: Step) -> None:
        if reached is Step.RECORDED:
            raise StoppedHereError

    with monkeypatch.context() as patch:
        patch.setattr(steps, "reached", stop)
        with pytest.raises(StoppedHereError):
            desk.change("salt", "sea", "ocean")
    assert isinstance(desk.revert(1), Saved)  # it never reached the file: it is taken up
    assert "ocean" in desk.text()
