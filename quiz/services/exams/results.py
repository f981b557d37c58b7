"""What a finished test was: the score, every question with its sources, and the history."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection

from question_bank.codec import from_plain, response_from_plain
from question_bank.model import Bank, Grade
from quiz.services.citations import citations_of
from quiz.services.context import Context
from quiz.services.errors import NotFound
from quiz.services.exams.attempts import get_attempt, question_at
from quiz.services.exams.papers import presentation
from quiz.services.exams.values import TestItem, TestResult, TestSummary
from quiz.store import attempts, banks, repairs
from quiz.store.attempts import AttemptAnswer, AttemptRow
from quiz.store.database import reading
from quiz.store.repairs import TEST, ChangeRow
from quiz.store.times import from_ms


def result(ctx: Context, learner_id: int, attempt_id: str) -> TestResult:
    """Return the score and every question of a finished attempt; raises NotFound while it is open."""
    with reading(ctx.engine) as connection:
        row = get_attempt(connection, learner_id, attempt_id)
        if row.finished_ms is None or row.score is None:
            raise NotFound(f"attempt {attempt_id!r} is not finished")
        stored = banks.get_bank(connection, row.bank_id)
        bank = ctx.library.bank(connection, stored)
        answers = attempts.answers_of(connection, learner_id, attempt_id)
        changes = repairs.changes_of_learner(connection, learner_id, TEST, attempt_id)
        worth = {change.position: _fraction(change.grade_before) for change in reversed(changes)}
        ended = repairs.ended_of_learner(connection, learner_id, TEST, attempt_id)
        items = tuple(
            _with_changes(
                _item(ctx, connection, row, position, answers.get(position), bank),
                worth.get(position),
                [each for each in ended if each.position == position],
            )
            for position in range(1, len(row.items) + 1)
        )
    return TestResult(
        attempt_id=row.id,
        bank_key=stored.key,
        bank_title=stored.title,
        language=stored.language,
        score=row.score,
        maximum=len(row.items),
        items=items,
        seed=row.seed,
        tags=row.tags,
        started_at=from_ms(row.started_ms),
        finished_at=from_ms(row.finished_ms),
        score_before=changes[0].score_before if changes else None,
    )


def history(ctx: Context, learner_id: int) -> tuple[TestSummary, ...]:
    """Return the learner's attempts, the newest first."""
    with reading(ctx.engine) as connection:
        stored = {row.id: row for row in banks.all_banks(connection)}
        answered = attempts.answered_positions(connection, learner_id)
        return tuple(
            TestSummary(
                attempt_id=row.id,
                bank_key=stored[row.bank_id].key,
                bank_title=stored[row.bank_id].title,
                score=row.score,
                maximum=len(row.items),
                answered=answered.get(row.id, 0),
                seed=row.seed,
                tags=row.tags,
                started_at=from_ms(row.started_ms),
                finished_at=None if row.finished_ms is None else from_ms(row.finished_ms),
            )
            for row in attempts.attempts_of(connection, learner_id)
        )


def _item(
    ctx: Context,
    connection: Connection,
    row: AttemptRow,
    position: int,
    answer: AttemptAnswer | None,
    bank: Bank,
) -> TestItem:
    question = question_at(ctx, connection, row, position)
    graded = answer is not None and answer.grade is not None
    return TestItem(
        position=position,
        question=question,
        presentation=presentation(question, row.seed),
        response=response_from_plain(json.loads(answer.response)) if answer else None,
        grade=from_plain(json.loads(answer.grade or ""), Grade) if answer and graded else Grade(0.0),
        citations=citations_of(question, bank),
    )


def _with_changes(item: TestItem, before: float | None, ended: Sequence[ChangeRow]) -> TestItem:
    """Return the item with what repairs made of it; one that counts for more now was not taken back."""
    grades = [grade for each in ended for grade in (each.grade_before, each.grade_after)]
    once = max(map(_fraction, grades), default=0.0)
    return replace(item, fraction_before=before, taken_back=before is None and item.grade.fraction < once)


def _fraction(grade: str) -> float:
    return from_plain(json.loads(grade), Grade).fraction
