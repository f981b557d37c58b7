"""A bank whose key is mended, for processes that a test starts and kills at each step.

Run as a program, `mending.py FOLDER STEP...`, it takes a repair back in a process for each step, with a bank
of its own in a folder of the step's name, which kills itself without any goodbye when it reaches the step.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import create_engine, text

from question_bank.model import TextResponse
from quiz.services import editing, learners, repairing, study
from quiz.services.context import Context
from quiz.services.repairing import Applied, settling
from quiz.services.repairing import steps as repairing_steps
from quiz.services.starting import prepare
from quiz.services.study import Mode
from quiz.services.study.values import CardRef
from quiz.store import banks
from quiz.store import learners as stored_learners
from quiz.store.database import configure, writing

BANK = "bank: water\ntitle: Water\nlanguage: en\n"
QUESTION = (
    "questions:\n  - id: river\n    kind: short_answer\n    prompt: Which river?\n    answer: The Han\n"
    "    unsourced: Known.\n"
)
START = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)
FIRST, SECOND = "Hangang", "Gang of Han"


def context(folder: Path, days: int = 0) -> Context:
    engine = create_engine(f"sqlite:///{folder / 'factdeck.sqlite'}")
    configure(engine)
    return Context(
        engine=engine,
        clock=lambda: START + timedelta(days=days),
        banks=(folder / "banks",),
        instance=folder / "instance",
    )


def file_of(folder: Path) -> Path:
    return folder / "banks" / "water" / "questions" / "all.yaml"


def make(folder: Path) -> Context:
    """Make a bank whose three learners gave two answers that were accepted since, one after the other."""
    file_of(folder).parent.mkdir(parents=True)
    (folder / "banks" / "water" / "bank.yaml").write_text(BANK)
    file_of(folder).write_text(QUESTION)
    ctx = context(folder)
    prepare(ctx)
    learners.local_learner(ctx)
    for name in ("Kim", "Lee"):
        _add(ctx, name)
    for day, typed in enumerate((FIRST, SECOND, FIRST)):
        for learner in (1, 2, 3):
            _give(context(folder, day), learner, typed)
    for day, typed in enumerate((FIRST, SECOND), start=3):
        accept(context(folder, day), typed)
    return context(folder, 6)


def _add(ctx: Context, name: str) -> None:
    with writing(ctx.engine) as connection:
        learner = stored_learners.add_learner(
            connection, name, local=False, new_per_day=20, reviews_per_day=200, now_ms=0
        )
        connection.execute(
            text("INSERT INTO enrolment (learner_id, bank_id, created_ms) VALUES (:id, 1, 0)"),
            {"id": learner},
        )
        banks.add_missing_cards(connection, 1)


def _give(ctx: Context, learner: int, typed: str) -> None:
    with ctx.engine.connect() as connection:
        query = text("SELECT version FROM card WHERE learner_id = :id")
        version = connection.execute(query, {"id": learner}).scalar_one()
    session = study.start(ctx, learner, (), Mode.SCHEDULED)
    given = TextResponse(typed)
    done = study.answer(ctx, learner, session, CardRef(1, 0), version, 1, given, response_ms=1000)
    assert isinstance(done, study.Answered)
    if learner == 3:
        study.say_right(ctx, learner, session, done.number)


def accept(ctx: Context, typed: str) -> int:
    given = TextResponse(typed)
    proposal = repairing.propose(ctx, 1, "water", 1, 0, given)
    done = repairing.apply(ctx, 1, "water", 1, 0, given, proposal.additions)
    assert isinstance(done, Applied), done
    return done.repair_id


def kill_at(folder: Path, step: str) -> None:
    def reached(here: object) -> None:
        if f"{type(here).__name__}.{here.name}" == step:
            os.kill(os.getpid(), signal.SIGKILL)

    editing.saving.steps.reached = repairing_steps.reached = reached
    settling.AT_ONCE = 1
    repairing.undo(context(folder / step, 7), 1, "water", 1)


def fork(work: Callable[[], None]) -> int:
    """Let a process of its own do it: a new interpreter would take far longer to start than to be killed."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    return child


def main(where: Path, *steps: str) -> int:
    children = [fork(partial(kill_at, where, step)) for step in steps]
    ends = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    return 0 if ends == [-signal.SIGKILL] * len(steps) else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), *sys.argv[2:]))
