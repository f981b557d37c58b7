"""A small bank on disk, a real SQLite beside it, and a clock that stands still until told."""

from __future__ import annotations

import shutil
from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from question_bank.model import (
    ChoiceResponse,
    Cloze,
    DontKnow,
    Response,
    SelfRatedResponse,
    ShortAnswer,
    SingleChoice,
    TextResponse,
    TextsResponse,
)
from question_bank.model.texts import gaps
from quiz.services import learners, study, sync
from quiz.services.context import Context
from quiz.services.study import Answered, CardShown, Finished, Mode
from quiz.services.sync import SyncReport
from quiz.store import banks
from quiz.store import learners as stored_learners
from quiz.store.database import configure

BANK = """\
bank: water
title: Water
language: en
sources:
  - id: survey
    title: A survey of water
    publisher: The Institute
    published: 2011-08-25
    file: survey.txt
"""
FACTS = """\
facts:
  - id: evaporation
    says: Most water vapour in the air has evaporated from the oceans.
    by: the survey's authors
    evidence:
      - {source: survey, paragraph: 4, from: "By far the largest", to: "from the sea"}
"""
ORIGIN = """\
  - id: vapour-origin
    kind: single_choice
    prompt: Where does most water vapour come from?
    answer: The oceans
    distractors:
      - Rivers
      - {text: Glaciers, feedback: "Ice gives off very little vapour."}
      - Lakes
    facts: [evaporation]
    tags: [water, air]
"""
CAPITALS = """\
  - id: capitals
    kind: cloze
    text: "{{c1::Seoul}} lies in the south and {{c2::Pyongyang}} in the north."
    facts: [evaporation]
    tags: [places]
"""
SALT = """\
  - id: salt
    kind: flashcard
    prompt: What does the sea taste of?
    answer: Salt
    facts: [evaporation]
"""
RIVER = """\
  - id: river
    kind: short_answer
    prompt: Which river flows through Seoul?
    answer: The Han
    facts: [evaporation]
    tags: [places]
"""


class Clock:
    """Time for services: it moves only when a test moves it."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 10, 0, 0, 123_456, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **amounts: float) -> None:
        self.now += timedelta(**amounts)


class World:
    """One learner, one bank in a folder, one database."""

    def __init__(self, folder: Path, migrated: Path) -> None:
        self.folder = folder / "banks" / "water"
        self.clock = Clock()
        self.database = folder / "factdeck.sqlite"
        shutil.copyfile(migrated, self.database)
        engine = create_engine(f"sqlite:///{self.database}")
        configure(engine)
        self.ctx = Context(
            engine=engine, clock=self.clock, banks=(folder / "banks",), instance=folder / "instance"
        )

    def write(self, *questions: str, bank: str = BANK, facts: str = FACTS) -> None:
        (self.folder / "questions").mkdir(parents=True, exist_ok=True)
        (self.folder / "bank.yaml").write_text(bank, encoding="utf-8")
        (self.folder / "facts.yaml").write_text(facts, encoding="utf-8")
        body = "questions:\n" + "".join(questions) if questions else "questions: []\n"
        (self.folder / "questions" / "all.yaml").write_text(body, encoding="utf-8")

    def sync(self, *questions: str, **files: str) -> SyncReport:
        if questions:
            self.write(*questions, **files)
        return sync.sync_bank(self.ctx, self.folder)

    @property
    def learner(self) -> int:
        """The local learner, in UTC until a test moves them, whatever the computer's own zone."""
        learner_id = learners.local_learner(self.ctx)
        if not learners.learner(self.ctx, learner_id).time_zone:
            learners.update_settings(self.ctx, learner_id, time_zone="UTC")
        return learner_id

    def another_learner(self) -> int:
        """Another learner of the first bank."""
        with self.ctx.engine.begin() as connection:
            other = stored_learners.add_learner(
                connection, "Kim", local=False, new_per_day=20, reviews_per_day=200, now_ms=0
            )
            banks.enrol(connection, other, 1, 0)
        learners.update_settings(self.ctx, other, time_zone="UTC")
        return other

    def rows(self, query: str, **given: object) -> list[dict[str, Any]]:
        with self.ctx.engine.connect() as connection:
            return [dict(row._mapping) for row in connection.execute(text(query), given)]

    def cards(self) -> list[dict[str, Any]]:
        return self.rows("SELECT * FROM card ORDER BY learner_id, question_id, part")

    def log(self) -> list[dict[str, Any]]:
        return self.rows("SELECT * FROM review ORDER BY learner_id, question_id, part, repetition")

    def start(self, mode: Mode = Mode.SCHEDULED, **given: Any) -> Sitting:
        learner = given.pop("learner", None) or self.learner
        session = study.start(self.ctx, learner, given.pop("banks", ()), mode, **given)
        return Sitting(self, session, learner)


class Sitting:
    """A study session driven as the pages drive it."""

    def __init__(self, world: World, session: str, learner: int) -> None:
        self.world, self.id = world, session
        self.ctx, self.learner = world.ctx, learner

    def look(self) -> CardShown | Finished:
        return study.current(self.ctx, self.learner, self.id)

    def card(self) -> CardShown:
        shown = self.look()
        assert isinstance(shown, CardShown)
        return shown

    def send(self, shown: CardShown, response: Response, **given: Any) -> Any:
        return study.answer(
            self.ctx,
            self.learner,
            self.id,
            shown.card,
            shown.repetition,
            shown.revision_id,
            response,
            response_ms=given.pop("response_ms", 1500),
            **given,
        )

    def answer(self, *, right: bool = True) -> Answered:
        shown = self.card()
        given = self.send(shown, right_response(shown) if right else DontKnow())
        assert isinstance(given, Answered)
        self.world.clock.forward(seconds=7)
        return given

    def finish(self) -> int:
        """Answer everything rightly and return how many answers that took."""
        count = 0
        while isinstance(self.look(), CardShown):
            self.answer()
            count += 1
            assert count < 200, "the study session never ends"
        return count


def right_response(shown: CardShown) -> Response:
    if shown.self_rated:
        return SelfRatedResponse(knew=True)
    match shown.question:
        case SingleChoice() as question:
            return ChoiceResponse((question.answer,))
        case Cloze() as question:
            return TextsResponse(tuple(gap.answer for gap in gaps(question, shown.part)))
        case ShortAnswer() as question:
            return TextResponse(question.answer)
        case other:
            raise AssertionError(f"no right response known for {other.kind}")


@pytest.fixture
def empty_world(tmp_path: Path, migrated: Path) -> Generator[World, None, None]:
    world = World(tmp_path, migrated)
    yield world
    world.ctx.engine.dispose()


@pytest.fixture
def world(empty_world: World) -> World:
    """A world whose bank has five cards of four kinds."""
    assert empty_world.learner == 1
    report = empty_world.sync(ORIGIN, CAPITALS, SALT, RIVER)
    assert report.problems == ()
    return empty_world


@pytest.fixture
def pieces() -> dict[str, str]:
    """The questions' YAML by name, for tests that edit the bank."""
    return {
        "origin": ORIGIN,
        "capitals": CAPITALS,
        "salt": SALT,
        "river": RIVER,
        "bank": BANK,
        "facts": FACTS,
    }
