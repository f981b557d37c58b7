"""What the process that counts is told and what it answers, both as one JSON text."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Self

from quiz.memory.fsrs6 import Weights
from quiz.memory.held_out import Verdict
from quiz.memory.lines import LogLine
from quiz.memory.replay import answers_that_count, memory_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Fit weights that may take the place of `current`, or take up those `wanted`; done within `seconds`."""

    database: str
    learner_id: int
    current: Weights
    wanted: Weights | None
    relearning_steps: int
    seconds: float

    @classmethod
    def read(cls, text: str) -> Self:
        plain = json.loads(text)
        wanted = plain["wanted"]
        changed = {
            "current": tuple(plain["current"]),
            "wanted": None if wanted is None else tuple(wanted),
        }
        return cls(**(plain | changed))

    def as_text(self) -> str:
        return json.dumps(asdict(self))


@dataclass(frozen=True, slots=True)
class Refitted:
    """A card's memory under new weights, as of that `version`; `revision_id` is that of its last line."""

    question_id: int
    part: int
    version: int
    revision_id: int
    stability: float
    difficulty: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """`weights` are those to adopt, None if none; `verdict` is None where nothing was fitted.

    `errors` are RMSE (bins) over the reviews held out, before and after.
    """

    weights: Weights | None
    verdict: Verdict | None
    errors: tuple[float, float] = (0.0, 0.0)
    fitted_to: int
    left_out: int
    memories: tuple[Refitted, ...]

    @classmethod
    def read(cls, text: str) -> Self:
        plain = json.loads(text)
        weights, verdict = plain["weights"], plain["verdict"]
        return cls(
            weights=None if weights is None else tuple(weights),
            verdict=None if verdict is None else Verdict(**verdict),
            errors=tuple(plain["errors"]),
            fitted_to=plain["fitted_to"],
            left_out=plain["left_out"],
            memories=tuple(Refitted(*each) for each in plain["memories"]),
        )

    def as_text(self) -> str:
        plain = asdict(self)
        return json.dumps(plain | {"memories": [list(each.values()) for each in plain["memories"]]})


def refitted(
    question_id: int, part: int, revision_id: int, lines: Sequence[LogLine], weights: Weights
) -> Refitted | None:
    """Return one card's memory under these weights; None if no answer of it counts."""
    memory = memory_of(answers_that_count(lines), weights)
    if memory is None:
        return None
    kept = memory.rounded()
    version = lines[-1].repetition + 1
    return Refitted(question_id, part, version, revision_id, kept.stability, kept.difficulty)
