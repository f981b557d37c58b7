"""A bank and a teacher, for processes that a test starts and kills.

Run as a program it starts them: `desk.py kill FOLDER STEP...` a process for each step, with a bank of its own
in a folder of the step's name, which kills itself without any goodbye when it reaches the step;
`desk.py race FOLDER NUMBER...` processes that edit one line over and over and print what came of it.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sqlalchemy import create_engine

from quiz.services import editing, learners
from quiz.services.context import Context
from quiz.services.editing import Conflict, Decision, Edit, Saved, steps
from quiz.services.editing.steps import Step
from quiz.services.starting import prepare
from quiz.store.database import configure

BANK = "bank: water\ntitle: Water\nlanguage: en\n"
QUESTION = (
    "  - id: {id}\n    kind: flashcard\n    prompt: What is {id}?\n    answer: Old\n    unsourced: Known.\n"
)
# So long that a write could be cut in the middle.
FILE = "# Once upon a time\n" * 2_000 + "questions:\n"
FILE += "".join(QUESTION.format(id=name) for name in ("salt", "rain", "fog"))
NEW = "New" + " and whole" * 800
ROUNDS = 5


def context(folder: Path) -> Context:
    engine = create_engine(f"sqlite:///{folder / 'factdeck.sqlite'}")
    configure(engine)
    return Context(
        engine=engine,
        clock=lambda: datetime.now(UTC),
        banks=(folder / "banks",),
        instance=folder / "instance",
    )


def file_of(folder: Path) -> Path:
    return folder / "banks" / "water" / "questions" / "all.yaml"


def make(folder: Path) -> Context:
    """Make a bank with a lock, loaded, and its one learner."""
    file_of(folder).parent.mkdir(parents=True)
    (folder / "banks" / "water" / "bank.yaml").write_text(BANK)
    file_of(folder).write_text(FILE.replace("What is rain", "what is rain"))
    ctx = context(folder)
    prepare(ctx)
    learners.local_learner(ctx)
    edit = edit_of(ctx, "rain", "what is rain", "What is rain")
    assert isinstance(editing.save(ctx, 1, edit), Saved)
    return ctx


def edit_of(ctx: Context, question: str, old: str, new: str) -> Edit:
    opened = editing.open_question(ctx, 1, "water", question)
    return Edit(target=opened.target, text=opened.text.replace(old, new), base=opened.base)


def kill_at(folder: Path, step: Step) -> None:
    def reached(here: Step) -> None:
        if here is step:
            os.kill(os.getpid(), signal.SIGKILL)

    steps.reached = reached
    ctx = context(folder / step.name)
    edit = edit_of(ctx, "salt", "answer: Old\n", f"answer: Old\n  explanation: {NEW}\n")
    editing.save(ctx, 1, edit, decisions={"salt": Decision.REWORDED})


def race(folder: Path, number: int) -> None:
    """Give the same line another word again and again, taking up what others wrote after each conflict."""
    ctx = context(folder)
    for turn in range(ROUNDS):
        opened = editing.open_question(ctx, 1, "water", "fog")
        text = opened.text.replace("unsourced: ", f"unsourced: {number}.{turn} ")
        outcome = editing.save(ctx, 1, Edit(target=opened.target, text=text, base=opened.base))
        while isinstance(outcome, Conflict):
            text = outcome.theirs.replace("unsourced: ", f"unsourced: {number}.{turn} ")
            edit = Edit(target=outcome.target, text=text, base=outcome.theirs_base)
            outcome = editing.save(ctx, 1, edit)
        assert isinstance(outcome, Saved), outcome
        print(f"{number}.{turn}", flush=True)


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


def main(what: str, where: Path, *more: str) -> int:
    if what == "kill":
        work = [partial(kill_at, where, Step(step)) for step in more]
    else:
        work = [partial(race, where, int(number)) for number in more]
    wanted = -signal.SIGKILL if what == "kill" else 0
    ends = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in list(map(fork, work))]
    return 0 if ends == [wanted] * len(work) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:]))
