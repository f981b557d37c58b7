"""A process that dies while it takes a repair back: the repair stands, or is taken back at the next start."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

from quiz.services import repairing
from quiz.services.editing.steps import Step
from quiz.services.repairing import Status
from quiz.services.repairing.steps import UndoStep
from quiz.services.replays import replay_reviews
from quiz.services.starting import prepare

MENDING = Path(__file__).with_name("mending.py")
STEPS = [*Step, *UndoStep]
NOT_YET = {Step.RECORDED, Step.OPENED, Step.WRITTEN, UndoStep.LEAVING}


def load() -> ModuleType:
    specification = importlib.util.spec_from_file_location("factdeck_faults_mending", MENDING)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def name(step: Step | UndoStep) -> str:
    return f"{type(step).__name__}.{step.name}"


def copy(mending: ModuleType, made: Path, folder: Path) -> None:
    shutil.copytree(made, folder)
    with mending.context(folder).engine.begin() as connection:
        place = str(mending.file_of(folder).parent.parent.resolve())
        connection.exec_driver_sql("UPDATE bank SET folder = ?", (place,))


def kept(mending: ModuleType, folder: Path) -> tuple[object, ...]:
    """What counts: the text, every card and every dispute."""
    ctx = mending.context(folder)
    with ctx.engine.connect() as connection:
        cards = "SELECT learner_id, stability, difficulty, due_ms, reviews, lapses FROM card ORDER BY 1"
        disputes = "SELECT learner_id, id, status FROM dispute ORDER BY learner_id, id"
        found = [connection.exec_driver_sql(query).all() for query in (cards, disputes)]
    assert replay_reviews(ctx).differences == ()
    ctx.engine.dispose()
    return (mending.file_of(folder).read_text(), *map(tuple, found))


def test_a_process_killed_at_any_step_of_an_undo_leaves_all_of_it_or_nothing(tmp_path, root) -> None:
    mending = load()
    mending.make(tmp_path / "made").engine.dispose()
    before = kept(mending, tmp_path / "made")
    for step in STEPS:
        copy(mending, tmp_path / "made", tmp_path / name(step))
    copy(mending, tmp_path / "made", tmp_path / "whole")
    assert repairing.undo(mending.context(tmp_path / "whole", 7), 1, "water", 1).status is Status.UNDONE
    after = kept(mending, tmp_path / "whole")
    assert "accept: [Gang of Han]" in after[0]
    assert before != after
    arguments = [sys.executable, str(MENDING), str(tmp_path), *map(name, STEPS)]
    environment = os.environ | {"PYTHONPATH": str(root)}
    done = subprocess.run(
        arguments, env=environment, capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stderr
    for step in STEPS:
        ctx = mending.context(tmp_path / name(step), 8)
        prepare(ctx)
        (_, first) = repairing.repairs_of(ctx, 1, "water")
        assert first.status is (Status.DONE if step in NOT_YET else Status.UNDONE), step
        assert kept(mending, tmp_path / name(step)) == (before if step in NOT_YET else after), step
        ctx.engine.dispose()
