""" "I was right": the schedule is repaired at once, the response waits for the teacher."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from sqlalchemy import Connection

from question_bank.model import Grade, Response, TextResponse, TextsResponse
from quiz.memory.balancing import Loads
from quiz.memory.card import Rating
from quiz.memory.lines import LineKind
from quiz.services.context import Context
from quiz.services.study.amending import amendment, history_of, rating_line, save_amendment
from quiz.services.study.given import Given, get_answer, grade_of, response_of
from quiz.services.study.loads import loads_then
from quiz.services.study.sittings import Sitting, get_card, open_sitting
from quiz.services.study.values import CardRef
from quiz.store import disputes, practice, repairs
from quiz.store.database import writing
from quiz.store.disputes import ACCEPTED, DECLINED, OPEN, RIGHT, WITHDRAWN, DisputeRow
from quiz.store.log import ReviewRow
from quiz.store.practice import PracticeRow
from quiz.store.repairs import PRACTICE, REVIEW
from quiz.store.times import to_ms


class Repair(StrEnum):
    """What became of "I was right".

    REPAIRED: the card is due as after a right answer. REMEMBERED: the card was answered again since; its
    memory counts the answer as right, its due date stays. COUNTED: practice counts it, there is no schedule.
    REFUSED: nothing was typed, it was right anyway, or it was taken back.
    """

    REPAIRED = "repaired"
    REMEMBERED = "remembered"
    COUNTED = "counted"
    REFUSED = "refused"


def can_say_right(response: Response, grade: Grade) -> bool:
    """Return whether the answer was typed and not wholly right: a choice is what it is."""
    return isinstance(response, TextResponse | TextsResponse) and not grade.right


def has_said_right(connection: Connection, sitting: Sitting, number: int) -> bool:
    """Return whether the learner said of that answer that it was right, and still does."""
    row = _said(connection, sitting, number)
    return row is not None and row.status != WITHDRAWN


def is_accepted(connection: Connection, sitting: Sitting, answered: Given) -> bool:
    """Return whether a teacher accepted the answer since it was given, whoever asked for it."""
    said = _said(connection, sitting, answered.number or 0)
    if said is not None and said.outcome == ACCEPTED:
        return True
    place, owner, position = PRACTICE, sitting.session.id, answered.number or 0
    if not isinstance(answered, PracticeRow):
        place, owner, position = REVIEW, f"{answered.question_id}.{answered.part}", answered.repetition
    return repairs.is_changed(connection, sitting.learner_id, place, owner, position)


def reply_to(connection: Connection, sitting: Sitting, number: int) -> str | None:
    """Return what a teacher answered who holds that the answer is wrong; None if nobody does."""
    said = _said(connection, sitting, number)
    return said.reply if said is not None and said.outcome == DECLINED else None


def _said(connection: Connection, sitting: Sitting, number: int) -> DisputeRow | None:
    return disputes.find_dispute(
        connection, sitting.learner_id, disputes.right_id(sitting.session.id, number)
    )


def say_right(ctx: Context, learner_id: int, session_id: str, number: int) -> Repair:
    """Count answer `number` as right and queue it for the teacher; saying it twice is saying it once."""
    loads = loads_then(ctx, learner_id, session_id, number)
    with writing(ctx.engine) as connection:
        sitting = open_sitting(ctx, connection, learner_id, session_id)
        answered = get_answer(connection, sitting, number)
        if not can_say_right(response_of(answered), grade_of(answered)):
            return Repair.REFUSED
        if is_accepted(connection, sitting, answered):
            return Repair.REFUSED
        if isinstance(answered, PracticeRow):
            return _count(connection, sitting, answered)
        return _repair(connection, sitting, answered, loads)


def take_back_right(ctx: Context, learner_id: int, session_id: str, number: int) -> bool:
    """Let the answer count as it was graded, the card exactly as before; False if it was not disputed."""
    with writing(ctx.engine) as connection:
        sitting = open_sitting(ctx, connection, learner_id, session_id)
        answered = get_answer(connection, sitting, number)
        if not has_said_right(connection, sitting, number) or is_accepted(connection, sitting, answered):
            return False
        if isinstance(answered, PracticeRow):
            practice.save_fraction(connection, answered, grade_of(answered).fraction)
        else:
            _take_back(connection, sitting, answered)
        dispute_id = disputes.right_id(session_id, number)
        return disputes.save_status(connection, learner_id, dispute_id, WITHDRAWN)


def _count(connection: Connection, sitting: Sitting, answered: PracticeRow) -> Repair:
    if answered.voided:
        return Repair.REFUSED
    practice.save_fraction(connection, answered, 1.0)
    _queue(connection, sitting, answered, repetition=None)
    return Repair.COUNTED


def _repair(connection: Connection, sitting: Sitting, answered: ReviewRow, loads: Loads) -> Repair:
    """Write the line that counts the answer as right.

    The replay computes the memory of every later answer anew and leaves the intervals that were given: what
    the learner was promised since stays, and only the answer that the card rests on moves its due date.
    """
    card = CardRef(answered.question_id, answered.part)
    history = history_of(connection, sitting.learner_id, card)
    if history.standing(answered.repetition) is None:
        return Repair.REFUSED
    if history.regrade(answered.repetition) is None:
        row = get_card(connection, sitting.learner_id, card)
        regrade = (LineKind.REGRADE, Rating.GOOD, loads)
        line = rating_line(connection, sitting.author, row, answered, history, *regrade)
        save_amendment(connection, row, line, history)
    _queue(connection, sitting, answered, repetition=answered.repetition)
    return Repair.REPAIRED if history.is_last(answered.repetition) else Repair.REMEMBERED


def _take_back(connection: Connection, sitting: Sitting, answered: ReviewRow) -> None:
    card = CardRef(answered.question_id, answered.part)
    history = history_of(connection, sitting.learner_id, card)
    regrade = history.regrade(answered.repetition)
    if regrade is not None:
        row = get_card(connection, sitting.learner_id, card)
        line = amendment(sitting.author, row, answered, LineKind.UNDO)
        save_amendment(connection, row, replace(line, amends=regrade.repetition), history)


def _queue(connection: Connection, sitting: Sitting, answered: Given, repetition: int | None) -> None:
    """Let the teacher see the response; what was taken back before is open again."""
    number = answered.number or 0
    dispute_id = disputes.right_id(sitting.session.id, number)
    known = disputes.find_dispute(connection, sitting.learner_id, dispute_id)
    if known is not None:
        if known.status == WITHDRAWN:
            disputes.save_status(connection, sitting.learner_id, dispute_id, OPEN)
        return
    row = DisputeRow(
        learner_id=sitting.learner_id,
        id=dispute_id,
        kind=RIGHT,
        question_id=answered.question_id,
        part=answered.part,
        repetition=repetition,
        revision_id=answered.revision_id,
        study_session_id=sitting.session.id,
        number=number,
        response=answered.response,
        created_ms=to_ms(sitting.now.at),
    )
    disputes.add_dispute(connection, row)
