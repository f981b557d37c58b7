"""Answers of a learner that were accepted for a time: what they are told when that was taken back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import Connection

from question_bank.codec import response_from_plain
from quiz.memory.card import Rating
from quiz.services.context import Context
from quiz.services.repairing.regrading import grade_from_json
from quiz.services.repairing.values import Withdrawn
from quiz.services.study.amending import history_of
from quiz.services.study.values import CardRef
from quiz.store import attempts, banks, practice, repairs
from quiz.store.repairs import PRACTICE, TEST, ChangeRow


def withdrawn(ctx: Context, connection: Connection, learner_id: int) -> Iterator[Withdrawn]:
    """Yield each answer once that counts for less than the learner was told, or than its page showed."""
    standing = {_answer(each) for each in repairs.changes_of_learner(connection, learner_id)}
    done = set(standing)
    for change in repairs.ended_of_learner(connection, learner_id):
        if _answer(change) in done or not _is_news(change):
            continue
        done.add(_answer(change))
        found = _found(ctx, connection, change)
        if found is not None:
            yield found


def _answer(change: ChangeRow) -> tuple[str, str, int]:
    return change.place, change.owner, change.position


def _is_news(change: ChangeRow) -> bool:
    """Say whether the learner knows that the answer was right, and not that this has ended.

    An answer that was right from the beginning, by the key as it was then, was shown as right at once.
    """
    if change.undone_ms is None:
        return False
    if change.seen_ms is not None:
        return change.seen_ms < change.undone_ms
    return grade_from_json(change.grade_after).fraction < grade_from_json(change.grade_before).fraction


def _found(ctx: Context, connection: Connection, change: ChangeRow) -> Withdrawn | None:
    """Return what is told of an answer; None if it is gone, or counts again as well as ever."""
    row = repairs.find_repair(connection, change.repair_id)
    if row is None:
        return None
    told = Withdrawn(
        question=ctx.library.question(connection, banks.latest_revision(connection, row.question_id)),
        response=response_from_plain(json.loads(change.response)),
    )
    if change.place == TEST:
        return _in_test(connection, change, told)
    if change.place == PRACTICE:
        return _in_practice(connection, change, told)
    return _in_review(connection, change, row.question_id, told)


def _in_test(connection: Connection, change: ChangeRow, told: Withdrawn) -> Withdrawn | None:
    attempt = attempts.find_attempt(connection, change.learner_id, change.owner)
    answer = attempts.answers_of(connection, change.learner_id, change.owner).get(change.position)
    if attempt is None or attempt.score is None or answer is None or answer.grade is None:
        return None
    lost = _once(change) - grade_from_json(answer.grade).fraction
    if lost <= 0:
        return None
    scores = (attempt.score + lost, attempt.score)
    return replace(told, attempt_id=attempt.id, position=change.position, scores=scores)


def _in_practice(connection: Connection, change: ChangeRow, told: Withdrawn) -> Withdrawn | None:
    rows = practice.practice_answers(connection, change.learner_id, change.owner)
    row = next((each for each in rows if each.number == change.position), None)
    if row is None or row.voided or row.fraction >= _once(change):
        return None
    return replace(told, session_id=row.study_session_id, number=row.number)


def _in_review(
    connection: Connection, change: ChangeRow, question_id: int, told: Withdrawn
) -> Withdrawn | None:
    history = history_of(connection, change.learner_id, CardRef(question_id, change.part))
    counts = history.standing(change.position)
    row = next((each for each in history.rows if each.repetition == change.position), None)
    if row is None or counts is None or counts.rating is not Rating.AGAIN:
        return None
    return replace(told, session_id=row.study_session_id or "", number=row.number or 0)


def _once(change: ChangeRow) -> float:
    """Return what an answer was worth before that was taken back."""
    return max(grade_from_json(change.grade_before).fraction, grade_from_json(change.grade_after).fraction)
