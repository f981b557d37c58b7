"""The process that counts: `python -m quiz.services.fitting.worker` reads a task and writes what it found.

It only reads the database; what it found is written by whoever asked.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from itertools import groupby
from threading import Timer
from typing import TextIO

from sqlalchemy import create_engine

from quiz.memory.fsrs6 import Weights
from quiz.memory.scheduling import Settings
from quiz.services.fitting import training
from quiz.services.fitting.tasks import Outcome, Refitted, Task, refitted
from quiz.store import learners, log
from quiz.store.database import configure, reading
from quiz.store.log import ReviewRow, log_line

_LESS_URGENT = 10  # whoever studies meanwhile comes first


def main(task_text: str, out: TextIO) -> None:
    """Do the task and write its outcome."""
    task = Task.read(task_text)
    # Whoever asked may have died without being able to end this process.
    end = Timer(task.seconds, os._exit, (1,))
    end.daemon = True
    end.start()
    out.write(outcome_of(task).as_text())
    out.flush()


def outcome_of(task: Task) -> Outcome:
    """Return the weights that were found better, or those that were wanted, with the memories under them."""
    cards, sets = _read(task)
    if task.wanted is not None:
        memories = _memories(cards, sets, task.wanted)
        return Outcome(weights=task.wanted, verdict=None, fitted_to=0, left_out=0, memories=memories)
    stretches, left_out = training.stretches_of(cards, sets)
    found = training.find(stretches, task.current, task.relearning_steps)
    adopted = found.weights if found.verdict and found.verdict.better else None
    return Outcome(
        weights=adopted,
        verdict=found.verdict,
        errors=found.errors,
        fitted_to=found.fitted_to,
        left_out=left_out,
        memories=_memories(cards, sets, adopted) if adopted else (),
    )


def _read(task: Task) -> tuple[list[list[ReviewRow]], dict[int, Settings]]:
    """Return the learner's log card by card, and every version of their parameters."""
    engine = create_engine(task.database)
    configure(engine)
    with reading(engine) as connection:
        sets = learners.get_parameter_sets(connection, task.learner_id)
        rows = log.lines_of_learner(connection, task.learner_id)
    engine.dispose()
    cards = [list(own) for _, own in groupby(rows, lambda row: (row.question_id, row.part))]
    return cards, sets


def _memories(
    cards: Sequence[Sequence[ReviewRow]], sets: Mapping[int, Settings], weights: Weights
) -> tuple[Refitted, ...]:
    found = (
        refitted(
            rows[-1].question_id,
            rows[-1].part,
            rows[-1].revision_id,
            [log_line(row, sets) for row in rows],
            weights,
        )
        for rows in cards
    )
    return tuple(memory for memory in found if memory)


if __name__ == "__main__":
    if hasattr(os, "nice"):
        os.nice(_LESS_URGENT)
    # A library that prints must not print into the outcome.
    with os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8") as outcome:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        main(sys.stdin.read(), outcome)
