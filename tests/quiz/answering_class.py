"""A class of learners put straight into the log: statistics need more answers than a test can click."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, insert, text

from question_bank.codec import to_plain
from question_bank.model import DontKnow, Grade, Response
from quiz.memory.card import Rating
from quiz.store import banks, learners, log, tables
from quiz.store.log import ReviewRow

DONT_KNOW = DontKnow()
DAY_MS = 86_400_000
FIRST_DAY = 20_000


@dataclass(frozen=True)
class Answer:
    """An answer to a card; `later` says, review by review, whether it was still known ten days on."""

    response: Response = DONT_KNOW
    fraction: float = 0.0
    response_ms: int | None = 4000
    later: tuple[bool, ...] = ()


def enter_class(engine: Engine, size: int, bank_id: int = 1) -> list[int]:
    """Enrol so many learners and return their ids."""
    with engine.begin() as connection:
        ids = [
            learners.add_learner(
                connection, f"learner {n}", local=False, new_per_day=20, reviews_per_day=200, now_ms=0
            )
            for n in range(size)
        ]
        enrolled = [{"learner_id": learner, "bank_id": bank_id, "created_ms": 0} for learner in ids]
        connection.execute(insert(tables.enrolment), enrolled)
        banks.add_missing_cards(connection, bank_id)
    return ids


def let_answer(
    engine: Engine, class_of: Sequence[int], answers: Mapping[str, Sequence[Answer | None]], part: int = 0
) -> None:
    """Write each learner's answers to the questions of these keys into the log; None leaves one out."""
    with engine.begin() as connection:
        found = connection.execute(text("SELECT id, key, revision_id FROM question"))
        known = {row.key: (row.id, row.revision_id) for row in found}
        rows: list[ReviewRow] = []
        for key, given in answers.items():
            for learner, answer in zip(class_of, given, strict=True):
                if answer is not None:
                    rows += _lines(learner, *known[key], part, answer)
        log.add_lines(connection, rows)


def _lines(learner: int, question_id: int, revision_id: int, part: int, answer: Answer) -> list[ReviewRow]:
    outcomes = [(answer.fraction, answer.response), *((float(known), DONT_KNOW) for known in answer.later)]
    return [
        ReviewRow(
            learner_id=learner,
            question_id=question_id,
            part=part,
            repetition=number,
            kind="answer",
            revision_id=revision_id,
            response=json.dumps(to_plain(response)),
            grade=json.dumps(to_plain(Grade(fraction))),
            rating=int(Rating.GOOD if fraction >= 1 else Rating.AGAIN),
            guess_chance=0.0,
            state_before=2 if number else 0,
            at_ms=(FIRST_DAY + 10 * number) * DAY_MS,
            day=FIRST_DAY + 10 * number,
            offset_minutes=0,
            parameter_set_id=1,
            desired_retention=0.9,
            interval_days=10,
            seed="seed",
            response_ms=answer.response_ms,
        )
        for number, (fraction, response) in enumerate(outcomes)
    ]
