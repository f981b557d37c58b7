"""Writing a plan: lines are added to the log, and every grade that changed is kept with what it was."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import Connection

from question_bank.codec import to_plain
from question_bank.model import Grade
from quiz.services.errors import TooBusyError
from quiz.services.repairing.planning import AttemptPlan, CardPlan, LearnerPlan, PracticePlan
from quiz.store import attempts, cards, log, practice, repairs
from quiz.store.repairs import PRACTICE, REVIEW, TEST, ChangeRow


def card_name(question_id: int, part: int) -> str:
    """Return how a change names the card whose answer it is about."""
    return f"{question_id}.{part}"


def save_plan(connection: Connection, plan: LearnerPlan, repair_id: int, now_ms: int) -> None:
    """Write what changes for a learner, all of it or, by the caller's transaction, nothing.

    Raises TooBusyError if anything that it changes moved since it was read.
    """
    first = repairs.next_number(connection, plan.learner.id, repair_id)
    rows = [
        replace(row, repair_id=repair_id, number=number, made_ms=now_ms)
        for number, row in enumerate(_saved(connection, plan), start=first)
    ]
    repairs.add_changes(connection, rows)


def _saved(connection: Connection, plan: LearnerPlan) -> Iterator[ChangeRow]:
    for card in plan.cards:
        yield from _save_card(connection, card)
    for one in plan.practice:
        yield _save_practice(connection, one)
    for attempt in plan.attempts:
        yield from _save_attempt(connection, attempt)


def _save_card(connection: Connection, plan: CardPlan) -> Iterator[ChangeRow]:
    row = plan.row
    for change in plan.changes:
        if not cards.save_card(connection, row, change.card):
            raise TooBusyError(f"card {row.question_id}.{row.part} moved meanwhile")
        log.add_line(connection, change.line)
        row = replace(row, version=row.version + 1, card=change.card)
        yield replace(
            _change(row.learner_id, change.answered.response or "null", change.before, change.after),
            place=REVIEW,
            part=row.part,
            owner=card_name(row.question_id, row.part),
            position=change.answered.repetition,
            line=change.line.repetition,
        )


def _save_practice(connection: Connection, plan: PracticePlan) -> ChangeRow:
    row = plan.row
    answers = practice.practice_of_question(connection, row.learner_id, row.question_id)
    if row not in answers:
        raise TooBusyError(f"answer {row.number} of practice {row.study_session_id} moved meanwhile")
    practice.save_fraction(connection, row, plan.after.fraction)
    return replace(
        _change(row.learner_id, row.response, plan.before, plan.after),
        place=PRACTICE,
        part=row.part,
        owner=row.study_session_id,
        position=row.number,
    )


def _save_attempt(connection: Connection, plan: AttemptPlan) -> Iterator[ChangeRow]:
    row = plan.row
    if attempts.find_attempt(connection, row.learner_id, row.id) != row:
        raise TooBusyError(f"attempt {row.id} moved meanwhile")
    attempts.save_score(connection, row, plan.score)
    attempts.save_grades(connection, row, {each.position: as_json(after) for each, _, after in plan.answers})
    for answer, before, after in plan.answers:
        yield replace(
            _change(row.learner_id, answer.response, before, after),
            place=TEST,
            owner=row.id,
            position=answer.position,
            score_before=row.score,
            score_after=plan.score,
        )


def _change(learner_id: int, response: str, before: Grade, after: Grade) -> ChangeRow:
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
