"""Ten cards and a way to answer them, for processes that a test starts, crowds and kills.

Run as a program it is one such process: `deck.py WRITER DATABASE COUNT SEED OUT`. Each answer that was
acknowledged is appended to OUT before the next one is begun.
"""

from __future__ import annotations

import json
import os
import random
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from sqlalchemy import Connection, create_engine, text

from question_bank.codec import to_plain
from question_bank.model import Grade, SelfRatedResponse
from quiz.memory.card import Card, Rating
from quiz.memory.days import Moment
from quiz.memory.scheduling import DEFAULT_SETTINGS, schedule
from quiz.services import learners, study, sync
from quiz.services.context import Context
from quiz.services.replays import replay_reviews
from quiz.services.study import CardRef, Mode
from quiz.store import cards as card_store
from quiz.store import log as log_store
from quiz.store import migrate
from quiz.store.cards import CardRow
from quiz.store.database import configure, reading
from quiz.store.log import ReviewRow
from quiz.store.times import to_ms, whole_ms

CARDS = 10
LEARNER = 1


def make(folder: Path) -> Path:
    """Make a bank of ten cards and a database with its learner; return the database's path."""
    bank = folder / "bank"
    (bank / "questions").mkdir(parents=True)
    (bank / "bank.yaml").write_text("bank: tens\ntitle: Tens\nlanguage: en\n", encoding="utf-8")
    (bank / "facts.yaml").write_text("facts: []\n", encoding="utf-8")
    questions = "".join(
        f"  - id: card-{number}\n    kind: flashcard\n    prompt: What is {number} times ten?\n"
        f"    answer: {number}0\n    unsourced: arithmetic\n"
        for number in range(1, CARDS + 1)
    )
    (bank / "questions" / "all.yaml").write_text(f"questions:\n{questions}", encoding="utf-8")
    database = folder / "factdeck.sqlite"
    ctx = context(database)
    migrate(ctx.engine)
    report = sync.sync_bank(ctx, bank)
    assert report.added == CARDS, report.problems
    learner = learners.local_learner(ctx)
    assert learner == LEARNER
    learners.update_settings(ctx, learner, time_zone="UTC")
    ctx.engine.dispose()
    return database


def context(database: Path) -> Context:
    engine = create_engine(f"sqlite:///{database}")
    configure(engine)
    return Context(engine=engine, clock=lambda: datetime.now(UTC), instance=database.parent)


def card_refs(database: Path) -> list[CardRef]:
    with context(database).engine.connect() as connection:
        rows = connection.execute(text("SELECT question_id, part FROM card ORDER BY question_id, part"))
        return [CardRef(row.question_id, row.part) for row in rows]


def answer_carefully(database: Path, count: int, chance: random.Random, out: Path) -> None:
    """Answer through the service, as the pages do."""
    ctx = context(database)
    session = study.start(ctx, LEARNER, (), Mode.SCHEDULED)
    cards = card_refs(database)
    with out.open("a", encoding="utf-8") as acknowledged:
        for _ in range(count):
            card = chance.choice(cards)
            with reading(ctx.engine) as connection:
                row = card_store.find_card(connection, LEARNER, card.question_id, card.part)
                current = connection.execute(
                    text("SELECT revision_id FROM question WHERE id = :id"), {"id": card.question_id}
                ).scalar_one()
            assert row is not None
            rating = chance.choice(list(Rating))
            given = study.answer(
                ctx,
                LEARNER,
                session,
                card,
                row.version,
                current,
                SelfRatedResponse(knew=rating is not Rating.AGAIN),
                response_ms=1,
                rating=rating,
            )
            assert isinstance(given, study.Answered)
            if not given.duplicate:
                _acknowledge(acknowledged, card, row.version)


def answer_naively(database: Path, count: int, chance: random.Random, out: Path) -> None:
    """Read, compute, write, inside SQLite's default transactions: what loses answers without an error."""
    engine = create_engine(f"sqlite:///{database}", connect_args={"timeout": 60})
    cards = card_refs(database)
    with out.open("a", encoding="utf-8") as acknowledged:
        for _ in range(count):
            ref = chance.choice(cards)
            rating = chance.choice(list(Rating))
            with engine.begin() as connection:
                row = card_store.find_card(connection, LEARNER, ref.question_id, ref.part)
                assert row is not None
                moment = Moment(whole_ms(datetime.now(UTC)))
                after = schedule(row.card, rating, moment, DEFAULT_SETTINGS, str(ref))
                card_store.restore_card(connection, row, row.version + 1, after)
                repetition = _append(connection, row, after, rating, moment)
            _acknowledge(acknowledged, ref, repetition)


def _append(connection: Connection, row: CardRow, after: Card, rating: Rating, moment: Moment) -> int:
    """Append the line behind whatever lines there are, and return its repetition."""
    lines = log_store.lines_of_card(connection, LEARNER, row.question_id, row.part)
    line = ReviewRow(
        learner_id=LEARNER,
        question_id=row.question_id,
        part=row.part,
        repetition=len(lines),
        kind="answer",
        revision_id=connection.execute(
            text("SELECT revision_id FROM question WHERE id = :id"), {"id": row.question_id}
        ).scalar_one(),
        response=json.dumps(to_plain(SelfRatedResponse(knew=rating is not Rating.AGAIN))),
        grade=json.dumps(to_plain(Grade(float(rating is not Rating.AGAIN)))),
        rating=int(rating),
        guess_chance=0.0,
        state_before=int(row.card.state),
        at_ms=to_ms(moment.at),
        day=moment.day,
        offset_minutes=0,
        parameter_set_id=1,
        desired_retention=DEFAULT_SETTINGS.desired_retention,
        interval_days=after.interval_days,
        due_ms=None if after.due_at is None else to_ms(after.due_at),
        seed="",
    )
    log_store.add_line(connection, line)
    return line.repetition


def _acknowledge(file: TextIO, card: CardRef, repetition: int) -> None:
    """Say that an answer was taken; the line reaches the disk before the next answer begins."""
    file.write(f"{card.question_id} {card.part} {repetition}\n")
    file.flush()
    os.fsync(file.fileno())


def faults(database: Path, acknowledged: list[Path]) -> list[str]:
    """Return what is wrong: answers lost or doubled, cards that differ from the log, a torn database."""
    said = Counter(
        tuple(int(number) for number in line.split())
        for file in acknowledged
        for line in file.read_text(encoding="utf-8").split("\n")[:-1]  # a torn last line said nothing
    )
    ctx = context(database)
    with reading(ctx.engine) as connection:
        lines = log_store.lines_of_learner(connection, LEARNER)
        integrity = connection.execute(text("PRAGMA integrity_check")).scalar_one()
    logged = {(line.question_id, line.part, line.repetition) for line in lines}
    found = [f"{answer} was acknowledged {times} times" for answer, times in said.items() if times > 1]
    found += [f"{answer} was acknowledged and is lost" for answer in said.keys() - logged]
    found += [] if integrity == "ok" else [f"integrity_check says {integrity}"]
    for difference in replay_reviews(ctx).differences:
        found.append(f"card {difference.question_id} is not what a serial replay of its log makes of it")
    ctx.engine.dispose()
    return found


if __name__ == "__main__":
    name, path, how_many, seed, target = sys.argv[1:]
    writer = {"carefully": answer_carefully, "naively": answer_naively}[name]
    writer(Path(path), int(how_many), random.Random(int(seed)), Path(target))
