"""Learners who remember by weights of their own, with the log that Factdeck's schedule made of it."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from quiz.memory.card import NEW_CARD, Card, Rating
from quiz.memory.days import Moment
from quiz.memory.fsrs6 import DEFAULT_WEIGHTS, next_state, recall_chance
from quiz.memory.lines import LineKind
from quiz.memory.scheduling import Settings, schedule
from quiz.services.fitting.training import Stretch
from quiz.store import cards, learners, log
from quiz.store.database import writing
from quiz.store.log import ReviewRow
from quiz.store.times import to_ms

# A first answer lasts a fifth as long as usual, and a later one strengthens memory less.
QUICK_TO_FORGET = (
    *(weight / 5 for weight in DEFAULT_WEIGHTS[:4]),
    *DEFAULT_WEIGHTS[4:8],
    DEFAULT_WEIGHTS[8] - 1,
    *DEFAULT_WEIGHTS[9:],
)
TODAY = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)
TYPED = """\
  - id: typed-{i}
    kind: short_answer
    prompt: What is {i}?
    answer: word {i}
    facts: [evaporation]
"""


class Memory:
    """What a learner truly remembers of one card."""

    def __init__(self, weights: tuple[float, ...], chance: random.Random) -> None:
        self.weights, self.chance = weights, chance
        self.state, self.day = None, 0

    def answer(self, day: int) -> Rating:
        elapsed = day - self.day
        known = self.chance.random() < (
            0.5 if self.state is None else recall_chance(elapsed, self.state.stability, self.weights)
        )
        rating = Rating.GOOD if known else Rating.AGAIN
        self.state, self.day = next_state(self.state, rating, elapsed, self.weights), day
        return rating


def lived(
    weights: tuple[float, ...], seed: str, days: int, settings: Settings
) -> Iterator[tuple[Rating, Card, Card, Moment]]:
    """Study one card for so many days until TODAY; yield every answer with the card before and after it."""
    chance = random.Random(seed)
    memory = Memory(weights, chance)
    at = TODAY - timedelta(days=1 + days - chance.randrange(days // 2), seconds=chance.randrange(10_000))
    card = NEW_CARD
    while at < TODAY - timedelta(days=1):
        now = Moment(at)
        rating = memory.answer(now.day)
        before, card = card, schedule(card, rating, now, settings, f"{seed}:{card.reviews}")
        yield rating, before, card, now
        at = card.due_at + timedelta(seconds=chance.randrange(10_000))


@pytest.fixture(scope="session")
def studied() -> Callable[..., list[Stretch]]:
    """Return what a learner's log teaches, without any database."""

    def study(weights: tuple[float, ...], count: int, days: int, seed: int = 0) -> list[Stretch]:
        found = []
        for number in range(count):
            answers = [
                (rating, now) for rating, _, _, now in lived(weights, f"{seed}:{number}", days, Settings())
            ]
            gaps = [now.day - earlier.day for (_, earlier), (_, now) in pairwise(answers)]
            found.append(
                Stretch(
                    tuple((int(rating), gap) for (rating, _), gap in zip(answers, [0, *gaps], strict=True)),
                    tuple(to_ms(now.at) for _, now in answers),
                )
            )
        return found

    return study


@pytest.fixture(scope="session")
def quick_to_forget() -> tuple[float, ...]:
    """Weights of somebody who remembers much less than the default weights say."""
    return QUICK_TO_FORGET


@pytest.fixture(scope="session")
def _banks(tmp_path_factory) -> Path:
    """The database of a bank with typed questions, made once."""
    return tmp_path_factory.mktemp("typed")


@pytest.fixture
def practised(empty_world, _banks) -> Callable[..., Any]:
    """A world whose learner studied typed questions by the default weights and remembers by those given."""

    def live(weights: tuple[float, ...] = QUICK_TO_FORGET, count: int = 80, days: int = 150) -> Any:
        world = empty_world
        kept = _banks / f"{hash((weights, count, days))}.sqlite"
        if not kept.exists():
            assert world.learner == 1
            assert world.sync(*(TYPED.format(i=i) for i in range(count))).problems == ()
            with writing(world.ctx.engine) as connection:
                _study_all(connection, weights, days)
                connection.commit()
            with world.ctx.engine.connect() as connection:
                connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
            shutil.copyfile(world.database, kept)
        else:
            world.ctx.engine.dispose()
            shutil.copyfile(kept, world.database)
        world.clock.now = TODAY
        return world

    return live


def _study_all(connection, weights: tuple[float, ...], days: int) -> None:
    settings = learners.get_parameter_sets(connection, 1)[1]
    revisions = dict(connection.execute(text("SELECT id, revision_id FROM question")).all())
    for row in cards.cards_of(connection, 1):
        seed = f"1:{row.question_id}:{row.part}"
        lines = []
        card = NEW_CARD
        for number, (rating, before, card, now) in enumerate(lived(weights, seed, days, settings)):
            lines.append(_line(row, number, rating, before, card, now, revisions[row.question_id]))
        log.add_lines(connection, lines)
        cards.restore_card(connection, row, len(lines), card)


def _line(row, number, rating, before, card, now, revision_id) -> ReviewRow:
    return ReviewRow(
        learner_id=row.learner_id,
        question_id=row.question_id,
        part=row.part,
        repetition=number,
        kind=LineKind.ANSWER.value,
        revision_id=revision_id,
        state_before=int(before.state),
        at_ms=to_ms(now.at),
        day=now.day,
        offset_minutes=0,
        parameter_set_id=1,
        desired_retention=0.9,
        seed="",
        rating=int(rating),
        guess_chance=0.0,
        interval_days=card.interval_days,
        due_ms=to_ms(card.due_at),
    )
