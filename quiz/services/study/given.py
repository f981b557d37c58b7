"""Answers as they were given: to the schedule's log, or in practice."""

from __future__ import annotations

import json

from sqlalchemy import Connection

from question_bank.codec import from_plain, response_from_plain
from question_bank.model import Grade, Response
from quiz.services.errors import NotFound
from quiz.services.study.practising import practice_of
from quiz.services.study.sittings import Sitting
from quiz.services.study.values import Mode
from quiz.store import log
from quiz.store.log import ReviewRow
from quiz.store.practice import PracticeRow

Given = ReviewRow | PracticeRow


def get_answer(connection: Connection, sitting: Sitting, number: int) -> Given:
    """Return answer `number` of the study session, taken back or not; raises NotFound."""
    found: Given | None
    if sitting.mode is Mode.PRACTICE:
        answers = practice_of(connection, sitting).answers
        found = next((row for row in answers if row.number == number), None)
    else:
        found = log.find_answer(connection, sitting.learner_id, sitting.session.id, number)
    if found is None:
        raise NotFound(f"study session {sitting.session.id} has no answer {number}")
    return found


def grade_of(answered: Given) -> Grade:
    """Return the grade it was given at once; a dispute changes what it counts for, not this."""
    return from_plain(json.loads(answered.grade or "null"), Grade)


def response_of(answered: Given) -> Response:
    return response_from_plain(json.loads(answered.response or "null"))
