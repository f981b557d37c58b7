"""What a learner may ask of their data: all of it as a file, and that none of it remains."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from datetime import UTC

from quiz.services.anki.holding import let_all_go
from quiz.services.context import Context
from quiz.services.learners import get_learner
from quiz.store import my_data
from quiz.store.database import reading, writing
from quiz.store.times import to_ms

FORMAT = "factdeck-learner-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How much is kept about a learner."""

    reviews: int
    practice_answers: int
    tests: int


def kept(ctx: Context, learner_id: int) -> Kept:
    with reading(ctx.engine) as connection:
        get_learner(connection, learner_id)
        counts = my_data.counts_of(connection, learner_id)
    return Kept(
        reviews=counts["review"], practice_answers=counts["practice_answer"], tests=counts["test_attempt"]
    )


def as_json(ctx: Context, learner_id: int) -> bytes:
    """Return everything kept about the learner, table by table, with the names of the questions."""
    with reading(ctx.engine) as connection:
        get_learner(connection, learner_id)
        document = {
            "format": FORMAT,
            "questions": my_data.questions_of(connection, learner_id),
            "tables": my_data.records_of(connection, learner_id),
        }
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def reviews_as_csv(ctx: Context, learner_id: int) -> bytes:
    """Return the log, a line each in order of time; what is no text or number is JSON."""
    with reading(ctx.engine) as connection:
        get_learner(connection, learner_id)
        names, lines = my_data.reviews_of(connection, learner_id)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(names)
    writer.writerows([_cell(value) for value in line] for line in lines)
    return out.getvalue().encode()


def delete_everything(ctx: Context, learner_id: int) -> None:
    """Remove the learner with their log, cards, tests and settings.

    The learner who needs no account is made anew when they are next asked for.
    """
    with writing(ctx.engine) as connection:
        get_learner(connection, learner_id)
        my_data.erase(connection, learner_id, to_ms(ctx.clock().astimezone(UTC)))
    ctx.histories.forget(learner_id)
    ctx.items.forget(learner_id)
    let_all_go(ctx, learner_id)
    my_data.empty_journal(ctx.engine)


def _cell(value: object) -> object:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value
