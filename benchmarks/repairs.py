"""How long it takes to accept a response that many learners gave: the dry run, applying it, taking it back.

`python -m benchmarks.repairs [LEARNERS]` makes a bank of 200 questions in a folder of its own, lets every
learner answer one question three times, twice with the response that is then accepted, and sit a test of it.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from sqlalchemy import create_engine, text

from question_bank.model import TextResponse
from quiz.services import exams, learners, repairing, study
from quiz.services.context import Context
from quiz.services.repairing import Applied
from quiz.services.study import Mode
from quiz.services.study.values import CardRef
from quiz.services.sync import sync_bank
from quiz.store import banks, migrate
from quiz.store import learners as stored_learners
from quiz.store.database import configure, writing

T = TypeVar("T")

QUESTIONS = 200
LEARNERS = 1_000
KEY = "water"
QUESTION = (
    "  - id: q{n}\n    kind: short_answer\n    prompt: What is number {n}?\n    answer: Thing {n}\n"
    "    tags: [t{n}]\n    unsourced: Known.\n"
)
GIVEN = TextResponse("Gadget")
START = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)


class Clock:
    """Time that moves when it is told to."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


def make(folder: Path, count: int) -> tuple[Context, Clock]:
    """Make a bank and so many learners who answered its first question."""
    bank = folder / "banks" / KEY
    (bank / "questions").mkdir(parents=True)
    (bank / "bank.yaml").write_text(f"bank: {KEY}\ntitle: Water\nlanguage: en\n", encoding="utf-8")
    body = "".join(QUESTION.format(n=number) for number in range(QUESTIONS))
    (bank / "questions" / "all.yaml").write_text(f"questions:\n{body}", encoding="utf-8")
    engine = create_engine(f"sqlite:///{folder / 'factdeck.sqlite'}")
    configure(engine)
    migrate(engine)
    clock = Clock()
    ctx = Context(engine=engine, clock=clock, banks=(folder / "banks",), instance=folder)
    learners.local_learner(ctx)
    sync_bank(ctx, bank)
    with writing(engine) as connection:
        for number in range(count - 1):
            learner_id = stored_learners.add_learner(
                connection, f"L{number}", local=False, new_per_day=20, reviews_per_day=200, now_ms=0
            )
            connection.execute(
                text("INSERT INTO enrolment (learner_id, bank_id, created_ms) VALUES (:learner_id, 1, 0)"),
                {"learner_id": learner_id},
            )
        banks.add_missing_cards(connection, 1)
    for days, typed in ((0, GIVEN), (3, GIVEN), (9, TextResponse("Thing 0"))):
        clock.now = START + timedelta(days=days)
        for learner_id in range(1, count + 1):
            answer(ctx, learner_id, typed)
    for learner_id in range(1, count + 1):
        sit(ctx, learner_id)
    return ctx, clock


def answer(ctx: Context, learner_id: int, typed: TextResponse) -> None:
    with ctx.engine.connect() as connection:
        version = connection.execute(
            text("SELECT version FROM card WHERE learner_id = :id AND question_id = 1"), {"id": learner_id}
        ).scalar_one()
    session = study.start(ctx, learner_id, (), Mode.SCHEDULED)
    study.answer(ctx, learner_id, session, CardRef(1, 0), version, 1, typed, response_ms=1_000)


def sit(ctx: Context, learner_id: int) -> None:
    attempt = exams.start(ctx, learner_id, KEY, ("t0",), 1, "seed")
    if attempt is not None:
        exams.save(ctx, learner_id, attempt, 1, GIVEN)
        exams.finish(ctx, learner_id, attempt)


def timed(name: str, work: Callable[[], T]) -> T:
    begun, worked = time.perf_counter(), time.process_time()
    result = work()
    wall, busy = time.perf_counter() - begun, time.process_time() - worked
    print(f"{name:<28}{wall:8.2f} s, {busy:8.2f} s of them at work", flush=True)
    return result


def main(count: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        ctx, _clock = timed(f"{count} learners made", lambda: make(Path(folder), count))
        proposal = timed("proposal", lambda: repairing.propose(ctx, 1, KEY, 1, 0, GIVEN))
        run = timed("dry run", lambda: repairing.dry_run(ctx, 1, proposal))
        print(f"  {len(run.answers)} answers, {len(run.attempts)} tests, {run.learners} learners")
        done = timed("apply", lambda: repairing.apply(ctx, 1, KEY, 1, 0, GIVEN, proposal.additions))
        if isinstance(done, Applied):
            timed("undo", lambda: repairing.undo(ctx, 1, KEY, done.repair_id))
        ctx.engine.dispose()
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else LEARNERS))
