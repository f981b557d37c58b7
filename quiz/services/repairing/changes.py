"""A changed grade, as it is kept: what it was, what it is, and of which answer."""

from __future__ import annotations

import json

from question_bank.codec import to_plain
from question_bank.model import Grade
from quiz.store.repairs import ChangeRow


def card_name(question_id: int, part: int) -> str:
    """Return how a change names the card whose answer it is about."""
    return f"{question_id}.{part}"


def change_of(learner_id: int, response: str, before: Grade, after: Grade) -> ChangeRow:
    """Return a change that is yet to be placed and numbered."""
    return ChangeRow(
        learner_id=learner_id,
        repair_id=0,
        number=0,
        place="",
        part=0,
        owner="",
        position=0,
        response=response,
        grade_before=as_json(before),
        grade_after=as_json(after),
        made_ms=0,
    )


def as_json(grade: Grade) -> str:
    return json.dumps(to_plain(grade), ensure_ascii=False)
