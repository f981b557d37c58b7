"""What a recorded answer was and did: read from the log, so that it is the same on every visit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from quiz.memory.card import Rating
from quiz.memory.leeches import leech_at
from quiz.memory.lines import LogLine
from quiz.memory.presenting import present
from quiz.memory.ratings import rating_for
from quiz.services.citations import citations_of
from quiz.services.context import Context
from quiz.services.study.amending import guess_left, history_of, ratings_left, undoable
from quiz.services.study.disputing import can_say_right, has_said_right, is_accepted, reply_to
from quiz.services.study.given import Given, get_answer, grade_of, response_of
from quiz.services.study.showing import progress_of
from quiz.services.study.sittings import Sitting, get_bank_id, open_sitting
from quiz.services.study.values import CardRef, Feedback
from quiz.store import banks, notes
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
    leech: int | None = None
    taken_back: bool = False


def feedback(ctx: Context, learner_id: int, session_id: str, number: int) -> Feedback:
    """Return what answer `number` of the study session was and did; raises NotFound."""
    with reading(ctx.engine) as connection:
        sitting = open_sitting(ctx, connection, learner_id, session_id)
        answered = get_answer(connection, sitting, number)
        if isinstance(answered, PracticeRow):
            outcome = _practice_outcome(answered)
        else:
            outcome = _review_outcome(ctx, connection, answered)
        return _feedback(ctx, connection, sitting, answered, number, outcome)


def _feedback(
    ctx: Context,
    connection: Connection,
    sitting: Sitting,
    answered: Given,
    number: int,
    outcome: _Outcome,
) -> Feedback:
    response, grade = response_of(answered), grade_of(answered)
    question = ctx.library.question(connection, answered.revision_id)
    bank = banks.get_bank(connection, get_bank_id(connection, answered.question_id))
    accepted = not outcome.voided and is_accepted(connection, sitting, answered)
    return Feedback(
        session_id=sitting.session.id,
        mode=sitting.mode,
        number=number,
        card=CardRef(answered.question_id, answered.part),
        question=question,
        part=answered.part,
        presentation=present(question, answered.part, answered.seed),
        response=response,
        grade=grade,
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
        can_say_right=not outcome.voided and not accepted and can_say_right(response, grade),
        accepted=accepted,
        taken_back=outcome.taken_back,
        reply=reply_to(connection, sitting, number),
        said_right=not outcome.voided and has_said_right(connection, sitting, number),
        note=notes.find_note(connection, sitting.learner_id, answered.question_id),
        leech=outcome.leech,
    )


def _practice_outcome(row: PracticeRow) -> _Outcome:
    grade = grade_of(row)
    return _Outcome(rating=rating_for(grade), voided=row.voided, taken_back=row.fraction < grade.fraction)


def _review_outcome(ctx: Context, connection: Connection, row: ReviewRow) -> _Outcome:
    kind = ctx.library.question(connection, row.revision_id).kind
    history = history_of(connection, row.learner_id, CardRef(row.question_id, row.part))
    standing = history.standing(row.repetition)
    if standing is None:
        given = next(line for line in history.lines if line.repetition == row.repetition)
        return _Outcome(rating=given.rating or Rating.AGAIN, voided=True)
    grade = grade_of(row)
    # The card was answered again and keeps the date it got then: this one's would be a date that never comes.
    regrade = history.regrade(row.repetition)
    outdated = regrade is not None and not history.is_last(row.repetition)
    return _Outcome(
        rating=standing.rating or Rating.AGAIN,
        voided=False,
        ratings=ratings_left(kind, grade, history, row.repetition),
        can_say_guessed=guess_left(kind, grade, history, row.repetition),
        due_at=None if outdated else standing.due_at,
        interval=None if outdated else _interval(standing),
        leech=leech_at(history.lines, row.repetition),
        taken_back=regrade is not None and regrade.rating is Rating.AGAIN,
    )


def _interval(line: LogLine) -> timedelta | None:
    if line.interval_days:
        return timedelta(days=line.interval_days)
    return None if line.due_at is None else line.due_at - line.moment.at
