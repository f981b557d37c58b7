"""What a recorded answer was and did: read from the log, so that it is the same on every visit."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from question_bank.codec import from_plain, response_from_plain
from question_bank.model import Grade
from quiz.memory.card import Rating
from quiz.memory.presenting import present
from quiz.memory.ratings import rating_for
from quiz.memory.replay import LogLine
from quiz.services.citations import citations_of
from quiz.services.context import Context
from quiz.services.errors import NotFound
from quiz.services.study.amending import guess_left, history_of, ratings_left, undoable
from quiz.services.study.practising import practice_of
from quiz.services.study.showing import progress_of
from quiz.services.study.sittings import Sitting, get_bank_id, open_sitting
from quiz.services.study.values import CardRef, Feedback, Mode
from quiz.store import banks, log
from quiz.store.database import reading
from quiz.store.log import ReviewRow
from quiz.store.practice import PracticeRow


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    """What an answer did to the schedule, and what the learner may still say of it."""

    rating: Rating
    voided: bool
    ratings: tuple[Rating, ...] = ()
    can_say_guessed: bool = False
    due_at: datetime | None = None
    interval: timedelta | None = None


def feedback(ctx: Context, learner_id: int, session_id: str, number: int) -> Feedback:
    """Return what answer `number` of the study session was and did; raises NotFound."""
    with reading(ctx.engine) as connection:
        sitting = open_sitting(ctx, connection, learner_id, session_id)
        if sitting.mode is Mode.PRACTICE:
            practised = _practised(connection, sitting, number)
            outcome = _practice_outcome(practised)
            return _feedback(ctx, connection, sitting, practised, number, outcome)
        answered = log.find_answer(connection, learner_id, session_id, number)
        if answered is None:
            raise NotFound(f"study session {session_id} has no answer {number}")
        outcome = _review_outcome(ctx, connection, answered)
        return _feedback(ctx, connection, sitting, answered, number, outcome)


def _feedback(
    ctx: Context,
    connection: Connection,
    sitting: Sitting,
    answered: ReviewRow | PracticeRow,
    number: int,
    outcome: _Outcome,
) -> Feedback:
    question = ctx.library.question(connection, answered.revision_id)
    bank = banks.get_bank(connection, get_bank_id(connection, answered.question_id))
    return Feedback(
        session_id=sitting.session.id,
        mode=sitting.mode,
        number=number,
        card=CardRef(answered.question_id, answered.part),
        question=question,
        part=answered.part,
        presentation=present(question, answered.part, answered.seed),
        response=response_from_plain(json.loads(answered.response or "null")),
        grade=grade_of(answered),
        rating=outcome.rating,
        ratings=outcome.ratings,
        can_say_guessed=outcome.can_say_guessed,
        due_at=outcome.due_at,
        interval=outcome.interval,
        citations=citations_of(question, ctx.library.bank(connection, bank)),
        bank_key=bank.key,
        bank_title=bank.title,
        language=question.lang or bank.language,
        progress=progress_of(connection, sitting),
        undoable=undoable(connection, sitting),
        voided=outcome.voided,
    )


def grade_of(answered: ReviewRow | PracticeRow) -> Grade:
    return from_plain(json.loads(answered.grade or "null"), Grade)


def _practised(connection: Connection, sitting: Sitting, number: int) -> PracticeRow:
    for row in practice_of(connection, sitting).answers:
        if row.number == number:
            return row
    raise NotFound(f"study session {sitting.session.id} has no answer {number}")


def _practice_outcome(row: PracticeRow) -> _Outcome:
    return _Outcome(rating=rating_for(grade_of(row)), voided=row.voided)


def _review_outcome(ctx: Context, connection: Connection, row: ReviewRow) -> _Outcome:
    kind = ctx.library.question(connection, row.revision_id).kind
    history = history_of(connection, row.learner_id, CardRef(row.question_id, row.part))
    standing = history.standing(row.repetition)
    if standing is None:
        given = next(line for line in history.lines if line.repetition == row.repetition)
        return _Outcome(rating=given.rating or Rating.AGAIN, voided=True)
    grade = grade_of(row)
    return _Outcome(
        rating=standing.rating or Rating.AGAIN,
        voided=False,
        ratings=ratings_left(kind, grade, history, row.repetition),
        can_say_guessed=guess_left(kind, grade, history, row.repetition),
        due_at=standing.due_at,
        interval=_interval(standing),
    )


def _interval(line: LogLine) -> timedelta | None:
    if line.interval_days:
        return timedelta(days=line.interval_days)
    return None if line.due_at is None else line.due_at - line.moment.at
