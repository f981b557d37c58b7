"""A bank with typed answers, several who learn it, and a teacher who looks at what they dispute."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from question_bank.model import Response, TextResponse
from quiz.memory.card import Rating
from quiz.services import exams, repairing, replays, study
from quiz.services.repairing import Applied, DryRun, Proposal
from quiz.services.study import Answered, Mode
from quiz.services.study.values import CardRef

RIVER = """\
  - id: river   # the big one
    kind: short_answer
    prompt: Which river flows through Seoul?
    answer: The Han
    reject: [Rhine]  # often
    facts: [evaporation]
"""
CITIES = """\
  - id: cities
    kind: cloze
    text: "{{c1::Seoul}} and {{c1::Busan}} lie south of {{c2::Pyongyang}}."
    facts: [evaporation]
"""
SEAS = """\
  - id: seas
    kind: list
    prompt: Name two seas.
    answers: [Baltic, Aral, Black]
    need: 2
    facts: [evaporation]
"""
SPEED = """\
  - id: speed
    kind: number
    prompt: How fast is the stream?
    answer: 5
    unit: km
    facts: [evaporation]
"""
HANGANG = TextResponse("Hangang")


class Shown(NamedTuple):
    card: CardRef
    repetition: int
    revision_id: int


class Given(NamedTuple):
    session: str
    number: int


class Bench:
    """A teacher, who is the first learner, and others."""

    def __init__(self, world: Any) -> None:
        self.world, self.ctx, self.teacher = world, world.ctx, world.learner

    def id(self, key: str) -> int:
        (row,) = self.world.rows("SELECT id FROM question WHERE key = :key", key=key)
        return int(row["id"])

    def text(self) -> str:
        return (self.world.folder / "questions" / "all.yaml").read_text(encoding="utf-8")

    def session(self, learner: int, mode: Mode = Mode.SCHEDULED) -> str:
        return study.start(self.ctx, learner, (), mode)

    def shown(self, learner: int, key: str = "river", part: int = 0) -> Shown:
        """What a page that is opened now would send with its answer."""
        (card,) = self.world.rows(
            "SELECT c.question_id, c.part, c.version, q.revision_id FROM card c "
            "JOIN question q ON q.id = c.question_id "
            "WHERE c.learner_id = :learner AND q.key = :key AND c.part = :part",
            learner=learner,
            key=key,
            part=part,
        )
        return Shown(CardRef(card["question_id"], card["part"]), card["version"], card["revision_id"])

    def give(
        self,
        learner: int,
        response: Response,
        key: str = "river",
        part: int = 0,
        *,
        session: str = "",
        shown: Shown | None = None,
        rating: Rating | None = None,
    ) -> Given:
        """Answer a card, whatever is due; return the study session and the answer's number in it."""
        session = session or self.session(learner)
        on = shown or self.shown(learner, key, part)
        done = study.answer(
            self.ctx,
            learner,
            session,
            on.card,
            on.repetition,
            on.revision_id,
            response,
            response_ms=1000,
            rating=rating,
        )
        assert isinstance(done, Answered), done
        return Given(session, done.number)

    def test(self, learner: int, responses: dict[str, Response]) -> str:
        """Let a learner sit a test of the whole bank and answer these questions; return the attempt."""
        attempt = exams.start(self.ctx, learner, "water", (), 10, "seed")
        for position in range(1, 20):
            try:
                page = exams.page(self.ctx, learner, attempt, position)
            except LookupError:
                break
            if page.question.id in responses:
                exams.save(self.ctx, learner, attempt, position, responses[page.question.id])
        exams.finish(self.ctx, learner, attempt)
        return attempt

    def propose(
        self, response: Response = HANGANG, key: str = "river", part: int = 0, additions=None
    ) -> Proposal:
        return repairing.propose(self.ctx, self.teacher, "water", self.id(key), part, response, additions)

    def dry_run(self, proposal: Proposal) -> DryRun:
        return repairing.dry_run(self.ctx, self.teacher, proposal)

    def apply(self, proposal: Proposal, why: str = "") -> Applied:
        done = repairing.apply(
            self.ctx,
            self.teacher,
            "water",
            proposal.question_id,
            proposal.part,
            proposal.response,
            proposal.additions,
            why=why,
        )
        assert isinstance(done, Applied), getattr(done.outcome, "judged", done)
        return done

    def differences(self) -> tuple[object, ...]:
        return replays.replay_reviews(self.ctx).differences

    def scores(self) -> list[tuple[int, float]]:
        rows = self.world.rows("SELECT learner_id, score FROM test_attempt ORDER BY learner_id, id")
        return [(row["learner_id"], row["score"]) for row in rows]


@pytest.fixture
def bench(empty_world: Any) -> Bench:
    assert empty_world.learner == 1
    assert empty_world.sync(RIVER, CITIES, SEAS, SPEED).problems == ()
    return Bench(empty_world)


@pytest.fixture
def new_bench(
    empty_world: Any, tmp_path: Path, migrated: Path
) -> Generator[Callable[..., Bench], None, None]:
    """Make benches with other keys, each with a database and a folder of its own."""
    made: list[Any] = []

    def make(river: str = RIVER, *, fuzz: bool = True) -> Bench:
        folder = tmp_path / f"bench-{len(made)}-{time.monotonic_ns()}"
        folder.mkdir()
        world = type(empty_world)(folder, migrated)
        made.append(world)
        assert world.learner == 1
        assert world.sync(river, CITIES, SEAS, SPEED).problems == ()
        bench = Bench(world)
        for _ in range(2):
            world.another_learner()
        if not fuzz:
            with world.ctx.engine.begin() as connection:
                off = """replace(settings, '"fuzz": true', '"fuzz": false')"""
                connection.exec_driver_sql(f"UPDATE parameter_set SET settings = {off}")
        return bench

    yield make
    for world in made:
        world.ctx.engine.dispose()
        shutil.rmtree(world.folder.parent.parent, ignore_errors=True)


@pytest.fixture
def river() -> str:
    """The question whose key is repaired, as the bank has it."""
    return RIVER
