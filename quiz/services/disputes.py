"""What learners say against a bank's questions, gathered for whoever teaches."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from question_bank.codec import response_from_plain
from question_bank.model import Question, Response
from quiz.services.banks import get_bank_of
from quiz.services.citations import Citation, citations_of
from quiz.services.context import Context
from quiz.services.leeches import FailingQuestion, failing_questions
from quiz.services.reporting import Reason
from quiz.store import banks, disputes, leeches
from quiz.store.banks import BankRow
from quiz.store.database import reading, writing
from quiz.store.disputes import CLOSED, OPEN, RIGHT, DisputeRow
from quiz.store.times import from_ms

DisputeId = tuple[int, str]  # the learner and the dispute


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What a learner said in a report; `message` may be empty."""

    reason: Reason
    message: str
    said_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputedResponse:
    """All that was said after one and the same response, None where nothing had been answered yet.

    `right` counts those who hold that it was right; `ids` name everything gathered here.
    """

    part: int
    response: Response | None
    right: int
    remarks: tuple[Remark, ...]
    first_at: datetime
    last_at: datetime
    ids: tuple[DisputeId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputedQuestion:
    """A question as it is now, with what was said against it, the most frequent response first."""

    question_id: int
    question: Question
    citations: tuple[Citation, ...]
    responses: tuple[DisputedResponse, ...]

    @property
    def count(self) -> int:
        return sum(len(each.ids) for each in self.responses)


@dataclass(frozen=True, slots=True, kw_only=True)
class BankReports:
    """What a teacher may want to look at in a bank, the most disputed question first.

    `disputed` is what is open, or what was closed if that was asked for.
    """

    bank_key: str
    bank_title: str
    language: str
    disputed: tuple[DisputedQuestion, ...]
    failing: tuple[FailingQuestion, ...]
    open_count: int
    closed_count: int


def reports(ctx: Context, learner_id: int, bank_key: str, *, closed: bool = False) -> BankReports:
    """Return what is said against the bank's questions, by everybody who learns them; raises NotFound."""
    with reading(ctx.engine) as connection:
        bank = get_bank_of(connection, learner_id, bank_key)
        counts = disputes.count_disputes(connection, bank.id)
        return BankReports(
            bank_key=bank.key,
            bank_title=bank.title,
            language=bank.language,
            disputed=_disputed(ctx, connection, bank, CLOSED if closed else OPEN),
            failing=failing_questions(ctx, connection, bank),
            open_count=counts.get(OPEN, 0),
            closed_count=counts.get(CLOSED, 0),
        )


def close(ctx: Context, learner_id: int, bank_key: str, ids: Iterable[DisputeId]) -> int:
    """Mark those open disputes of the bank as dealt with; return how many were. Raises NotFound."""
    return _move(ctx, learner_id, bank_key, ids, OPEN, CLOSED)


def reopen(ctx: Context, learner_id: int, bank_key: str, ids: Iterable[DisputeId]) -> int:
    """Put closed disputes of the bank back; return how many were. Raises NotFound."""
    return _move(ctx, learner_id, bank_key, ids, CLOSED, OPEN)


def waiting(ctx: Context, learner_id: int, bank_key: str) -> int | None:
    """Return how many questions wait for a teacher: disputed or failing ones; None if there never was one."""
    with reading(ctx.engine) as connection:
        bank = get_bank_of(connection, learner_id, bank_key)
        counts = disputes.count_disputes(connection, bank.id)
        failing = {each.question_id for each in leeches.failing_questions(connection, bank.id)}
        if not counts and not failing:
            return None
        return len(failing | disputes.open_questions(connection, bank.id))


def _move(
    ctx: Context, learner_id: int, bank_key: str, ids: Iterable[DisputeId], before: str, after: str
) -> int:
    with writing(ctx.engine) as connection:
        bank = get_bank_of(connection, learner_id, bank_key)
        return disputes.save_statuses(connection, bank.id, ids, before, after)


def _disputed(
    ctx: Context, connection: Connection, row: BankRow, status: str
) -> tuple[DisputedQuestion, ...]:
    by_question: dict[int, list[DisputeRow]] = {}
    for each in disputes.disputes_of_bank(connection, row.id, status):
        by_question.setdefault(each.question_id, []).append(each)
    bank = ctx.library.bank(connection, row)
    found = []
    for question_id, said in by_question.items():
        question = ctx.library.question(connection, banks.latest_revision(connection, question_id))
        found.append(
            DisputedQuestion(
                question_id=question_id,
                question=question,
                citations=citations_of(question, bank),
                responses=_by_response(said),
            )
        )
    return tuple(sorted(found, key=lambda each: -each.count))


def _by_response(said: Iterable[DisputeRow]) -> tuple[DisputedResponse, ...]:
    """Group the disputes of one question; each group is in order of time, as the disputes are."""
    groups: dict[tuple[int, str | None], list[DisputeRow]] = {}
    for each in said:
        groups.setdefault((each.part, each.response), []).append(each)
    found = [_gathered(part, response, own) for (part, response), own in groups.items()]
    return tuple(sorted(found, key=lambda each: (-len(each.ids), each.first_at)))


def _gathered(part: int, response: str | None, said: list[DisputeRow]) -> DisputedResponse:
    return DisputedResponse(
        part=part,
        response=None if response is None else response_from_plain(json.loads(response)),
        right=sum(each.kind == RIGHT for each in said),
        remarks=tuple(
            Remark(reason=Reason(each.reason), message=each.message, said_at=from_ms(each.created_ms))
            for each in said
            if each.kind != RIGHT
        ),
        first_at=from_ms(said[0].created_ms),
        last_at=from_ms(said[-1].created_ms),
        ids=tuple((each.learner_id, each.id) for each in said),
    )
