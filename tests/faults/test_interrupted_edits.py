"""Processes that die or race while they write a bank's file: old or new, never half, and nothing is lost."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from quiz.services import editing
from quiz.services.editing import Saved, Status
from quiz.services.editing.steps import Step
from quiz.services.starting import prepare

DESK = Path(__file__).with_name("desk.py")
WRITERS = 3
NOT_YET = (Step.RECORDED, Step.OPENED, Step.WRITTEN)


@pytest.fixture(scope="module")
def desk() -> ModuleType:
    specification = importlib.util.spec_from_file_location("factdeck_faults_desk", DESK)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def made(desk: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    desk.make(folder).engine.dispose()
    return folder


def run(root: Path, *arguments: object) -> str:
    done = subprocess.run(
        [sys.executable, str(DESK), *map(str, arguments)],
        env=os.environ | {"PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def copy(desk: ModuleType, made: Path, folder: Path) -> Path:
    """Return a copy of the bank with its database, which knows that the bank is where its copy is."""
    shutil.copytree(made, folder)
    ctx = desk.context(folder)
    with ctx.engine.begin() as connection:
        place = str(desk.file_of(folder).parent.parent.resolve())
        connection.exec_driver_sql("UPDATE bank SET folder = ?", (place,))
    ctx.engine.dispose()
    return folder


def test_a_process_killed_at_any_step_leaves_the_old_file_or_the_new_one(desk, made, tmp_path, root):
    for step in Step:
        copy(desk, made, tmp_path / step.name)
    run(root, "kill", tmp_path, *(step.value for step in Step))
    for step in Step:
        _is_whole(desk, tmp_path / step.name, step)


def _is_whole(desk: ModuleType, folder: Path, step: Step) -> None:
    """Look at what was left, start anew, and look again."""
    file = desk.file_of(folder)
    new = desk.FILE.replace("answer: Old\n", f"answer: Old\n    explanation: {desk.NEW}\n", 1)
    wanted = desk.FILE if step in NOT_YET else new
    assert file.read_text() == wanted
    ctx = desk.context(folder)
    prepare(ctx)
    assert file.read_text() == wanted
    assert [each.name for each in file.parent.iterdir()] == ["all.yaml"]
    newest = editing.history(ctx, 1, "water").entries[0]
    assert newest.status is (Status.DROPPED if step in NOT_YET else Status.DONE)
    assert editing.history(ctx, 1, "water").total == 2
    lock = (folder / "banks" / "water" / "bank.lock").read_text()
    with ctx.engine.connect() as connection:
        problems, body = connection.exec_driver_sql(
            "SELECT b.problems, r.body FROM bank b JOIN question q ON q.bank_id = b.id AND q.key = 'salt' "
            "JOIN revision r ON r.id = q.revision_id"
        ).one()
    assert problems == "[]"
    assert ("and whole" in body) == (step not in NOT_YET)
    if step in NOT_YET:
        assert isinstance(editing.revert(ctx, 1, "water", newest.id), Saved)
        assert file.read_text() == new
    assert (lock != (folder / "banks" / "water" / "bank.lock").read_text()) == (step in NOT_YET)
    ctx.engine.dispose()


def test_processes_that_edit_one_line_over_and_over_lose_no_word_of_each_other(desk, made, tmp_path, root):
    folder = copy(desk, made, tmp_path / "race")
    said = run(root, "race", folder, *range(WRITERS)).split()
    assert len(said) == WRITERS * desk.ROUNDS
    text = desk.file_of(folder).read_text()
    assert [word for word in said if word not in text] == []
    ctx = desk.context(folder)
    total = editing.history(ctx, 1, "water").total
    assert total == 1 + WRITERS * desk.ROUNDS
    assert editing.heal(ctx) == ()
    ctx.engine.dispose()
