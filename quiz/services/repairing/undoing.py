"""Taking a repair back: its text leaves the bank, and every grade that it changed is what it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from itertools import groupby

from sqlalchemy import Connection

from quiz.memory.lines import LineKind
from quiz.services.aims import aims_of
from quiz.services.banks import get_bank_of
from quiz.services.context import Context
from quiz.services.editing import Outcome, Reason, Saved, Target, Unsaved, revert
from quiz.services.editing.bench import StoppedError, held
from quiz.services.errors import NotFound, TooBusyError
from quiz.services.learners import get_learner
from quiz.services.moments import now_of
from quiz.services.repairing.applying import get_repair, lock_name, regrader_of
from quiz.services.repairing.closing import reopen_disputes
from quiz.services.repairing.regrading import grade_from_json
from quiz.services.repairing.values import NotSaved
from quiz.services.study.amending import amendment, history_of, save_amendment
from quiz.services.study.sittings import Author, get_card
from quiz.services.study.values import CardRef
from quiz.store import attempts, practice, repairs
from quiz.store.database import reading, writing
from quiz.store.repairs import PRACTICE, REVIEW, TEST, ChangeRow
from quiz.store.times import to_ms

_ATTEMPTS = 100


def undo(ctx: Context, learner_id: int, bank_key: str, repair_id: int, *, why: str = "") -> int | NotSaved:
    """Take a finished repair back; return how many grades are what they were before. Raises NotFound.

    Text that is in the bank no longer, since somebody reverted the edit, is no obstacle.
    """
    with reading(ctx.engine) as connection:
        bank = get_bank_of(connection, learner_id, bank_key)
    row = get_repair(ctx, repair_id)
    if row.bank_id != bank.id or row.status != repairs.DONE:
        raise NotFound(f"bank {bank_key!r} has no repair {repair_id} that can be undone")
    try:
        with held(ctx, lock_name(bank)):
            if row.edit_id is not None:
                outcome = revert(ctx, learner_id, bank_key, row.edit_id, why=why)
                if not _is_out(outcome):
                    return NotSaved(outcome=outcome)
            return finish_undoing(ctx, repair_id)
    except StoppedError as error:
        target = Target(bank_key=bank_key, file="")
        return NotSaved(outcome=Unsaved(target=target, text="", reason=error.reason, detail=error.detail))


def finish_undoing(ctx: Context, repair_id: int) -> int:
    """Give back every grade, a learner at a time; a second time finds nothing left. Raises NotFound."""
    row = get_repair(ctx, repair_id)
    with reading(ctx.engine) as connection:
        regrader = regrader_of(ctx, connection, row)
        changes = repairs.changes_of(connection, repair_id)
    with writing(ctx.engine) as connection:
        repairs.save_repair(connection, repair_id, status=repairs.UNDOING)
    for learner_id, own in groupby(changes, lambda each: each.learner_id):
        _give_back(ctx, learner_id, repair_id, regrader.repair.question_id, list(own))
    with writing(ctx.engine) as connection:
        reopen_disputes(connection, regrader)
        repairs.save_repair(connection, repair_id, status=repairs.UNDONE)
    return len(changes)


def _is_out(outcome: Outcome) -> bool:
    gone = isinstance(outcome, Unsaved) and outcome.reason is Reason.NOTHING_TO_REVERT
    return gone or isinstance(outcome, Saved)


def _give_back(
    ctx: Context, learner_id: int, repair_id: int, question_id: int, changes: list[ChangeRow]
) -> None:
    for _ in range(_ATTEMPTS):
        try:
            with writing(ctx.engine) as connection:
                for change in reversed(changes):
                    _take_back(ctx, connection, question_id, change)
                now_ms = to_ms(ctx.clock().astimezone(UTC))
                repairs.mark_undone(connection, learner_id, repair_id, now_ms)
        except TooBusyError:
            continue
        except NotFound:  # they deleted their data meanwhile
            return
        return
    raise TooBusyError(f"learner {learner_id} moved during each of {_ATTEMPTS} attempts")


def _take_back(ctx: Context, connection: Connection, question_id: int, change: ChangeRow) -> None:
    if change.place == REVIEW:
        _undo_line(ctx, connection, question_id, change)
    elif change.place == PRACTICE:
        _undo_practice(connection, question_id, change)
    elif change.place == TEST:
        _undo_score(connection, change)


def _undo_line(ctx: Context, connection: Connection, question_id: int, change: ChangeRow) -> None:
    """Take the line back that counted the answer as right, unless another one counts by now."""
    card = CardRef(question_id, change.part)
    history = history_of(connection, change.learner_id, card)
    regrade = history.regrade(change.position)
    if regrade is None or regrade.repetition != change.line:
        return
    learner = get_learner(connection, change.learner_id)
    author = Author(learner=learner, now=now_of(ctx, learner), aims=aims_of(connection, learner))
    row = get_card(connection, change.learner_id, card)
    answered = next(each for each in history.rows if each.repetition == change.position)
    line = replace(amendment(author, row, answered, LineKind.UNDO), amends=regrade.repetition)
    save_amendment(connection, row, line, history)


def _undo_practice(connection: Connection, question_id: int, change: ChangeRow) -> None:
    for row in practice.practice_of_question(connection, change.learner_id, question_id):
        if (row.study_session_id, row.number) == (change.owner, change.position):
            practice.save_fraction(connection, row, grade_from_json(change.grade_before).fraction)


def _undo_score(connection: Connection, change: ChangeRow) -> None:
    """Give an answer of a test its grade back, and the test the score that its grades make then."""
    row = attempts.find_attempt(connection, change.learner_id, change.owner)
    if row is None:
        return
    attempts.save_grades(connection, row, {change.position: change.grade_before})
    answers = attempts.answers_of(connection, change.learner_id, row.id).values()
    attempts.save_score(connection, row, sum(grade_from_json(each.grade).fraction for each in answers))
