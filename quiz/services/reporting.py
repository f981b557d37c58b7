"""Reporting a question, of any kind: from its card, from an answer, or from the result of a test."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC
from enum import StrEnum

from sqlalchemy import Connection

from quiz.services.context import Context
from quiz.services.errors import NotFound
from quiz.services.exams.attempts import get_attempt, revision_at
from quiz.services.plain_text import cleaned
from quiz.services.study.given import get_answer
from quiz.services.study.showing import revision_of
from quiz.services.study.sittings import get_card, open_sitting
from quiz.services.study.values import CardRef
from quiz.store import attempts, disputes
from quiz.store.database import writing
from quiz.store.disputes import REPORT, DisputeRow
from quiz.store.times import to_ms

LONGEST_MESSAGE = 1000  # characters


class Reason(StrEnum):
    """Why a learner reports a question."""

    WRONG_ANSWER = "wrong_answer"
    UNCLEAR = "unclear"
    SEVERAL_RIGHT = "several_right"
    TYPO = "typo"
    NOT_IN_SOURCE = "not_in_source"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Report:
    """What the learner says. ValueError for a `message` longer than LONGEST_MESSAGE."""

    reason: Reason
    message: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "message", cleaned(self.message))
        if len(self.message) > LONGEST_MESSAGE:
            raise ValueError(f"a report has at most {LONGEST_MESSAGE} characters, not {len(self.message)}")


def report_answer(ctx: Context, learner_id: int, session_id: str, number: int, report: Report) -> None:
    """Report the question of an answer; saying the same again changes nothing. Raises NotFound."""
    with writing(ctx.engine) as connection:
        sitting = open_sitting(ctx, connection, learner_id, session_id)
        given = get_answer(connection, sitting, number)
        row = DisputeRow(
            learner_id=learner_id,
            id=_new_id(),
            kind=REPORT,
            question_id=given.question_id,
            part=given.part,
            revision_id=given.revision_id,
            study_session_id=session_id,
            number=number,
            response=given.response,
            reason=report.reason.value,
            message=report.message,
            created_ms=_now_ms(ctx),
        )
        _add(connection, row)


def report_card(
    ctx: Context, learner_id: int, session_id: str, card: CardRef, revision_id: int, report: Report
) -> None:
    """Report a question before it is answered. Raises NotFound."""
    with writing(ctx.engine) as connection:
        open_sitting(ctx, connection, learner_id, session_id)
        get_card(connection, learner_id, card)
        revision_of(ctx, connection, card, revision_id)
        row = DisputeRow(
            learner_id=learner_id,
            id=_new_id(),
            kind=REPORT,
            question_id=card.question_id,
            part=card.part,
            revision_id=revision_id,
            study_session_id=session_id,
            reason=report.reason.value,
            message=report.message,
            created_ms=_now_ms(ctx),
        )
        _add(connection, row)


def report_item(ctx: Context, learner_id: int, attempt_id: str, position: int, report: Report) -> None:
    """Report a question of a finished test. Raises NotFound, also while the test is open."""
    with writing(ctx.engine) as connection:
        attempt = get_attempt(connection, learner_id, attempt_id)
        if attempt.finished_ms is None:
            raise NotFound(f"attempt {attempt_id!r} is not finished")
        revision_id = revision_at(attempt, position)
        question_id, _ = ctx.library.revision(connection, revision_id)
        answer = attempts.answers_of(connection, learner_id, attempt_id).get(position)
        row = DisputeRow(
            learner_id=learner_id,
            id=_new_id(),
            kind=REPORT,
            question_id=question_id,
            part=0,
            revision_id=revision_id,
            response=None if answer is None else answer.response,
            reason=report.reason.value,
            message=report.message,
            created_ms=_now_ms(ctx),
        )
        _add(connection, row)


def _add(connection: Connection, row: DisputeRow) -> None:
    if not disputes.is_open_already(connection, row):
        disputes.add_dispute(connection, row)


def _new_id() -> str:
    return secrets.token_urlsafe(12)


def _now_ms(ctx: Context) -> int:
    return to_ms(ctx.clock().astimezone(UTC))
