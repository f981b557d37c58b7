"""Taking a repair back: its text leaves the bank, and every answer counts as if it had never been made.

Other repairs of the question stay. A process that dies on the way leaves a repair that stands as before, if
its text was still in the file, or one whose undoing is carried on at the next start.
"""

from __future__ import annotations

from quiz.services.banks import get_bank_of
from quiz.services.context import Context
from quiz.services.editing import Saved, Target, Unsaved
from quiz.services.editing.bench import StoppedError, held
from quiz.services.errors import NotFound
from quiz.services.repairing import steps
from quiz.services.repairing.applying import get_repair, lock_name, regrader_of
from quiz.services.repairing.closing import reopen_disputes
from quiz.services.repairing.leaving import is_served, take_out
from quiz.services.repairing.settling import settle
from quiz.services.repairing.steps import UndoStep
from quiz.services.repairing.values import NotSaved, Status, Undone
from quiz.store import banks, repairs
from quiz.store.database import reading, writing


def undo(ctx: Context, learner_id: int, bank_key: str, repair_id: int, *, why: str = "") -> Undone | NotSaved:
    """Take a finished repair back; its text leaves the file as it stands now. Raises NotFound.

    Text that is in the bank no longer, since somebody took it out, is no obstacle; nor is what was changed
    beside it.
    """
    with reading(ctx.engine) as connection:
        bank = get_bank_of(connection, learner_id, bank_key)
    try:
        with held(ctx, lock_name(bank)):
            row = get_repair(ctx, repair_id)
            if row.bank_id != bank.id or row.status != repairs.DONE:
                raise NotFound(f"bank {bank_key!r} has no repair {repair_id} that can be undone")
            _save_status(ctx, repair_id, repairs.LEAVING)
            steps.reached(UndoStep.LEAVING)
            outcome = take_out(ctx, learner_id, bank_key, row, why)
            if outcome is not None and not isinstance(outcome, Saved):
                _save_status(ctx, repair_id, repairs.DONE)
                return NotSaved(outcome=outcome)
            steps.reached(UndoStep.TAKEN_OUT)
            return finish_undoing(ctx, repair_id)
    except StoppedError as error:
        target = Target(bank_key=bank_key, file="")
        return NotSaved(outcome=Unsaved(target=target, text="", reason=error.reason, detail=error.detail))


def finish_undoing(ctx: Context, repair_id: int) -> Undone:
    """Grade everybody anew without the repair; the caller holds the bank's repairs. Raises NotFound.

    While learners are still served its text, since the bank has errors elsewhere, it waits.
    """
    row = get_repair(ctx, repair_id)
    if row.status == repairs.LEAVING and is_served(ctx, row):
        return Undone(status=Status.LEAVING)
    _save_status(ctx, repair_id, repairs.UNDOING)
    steps.reached(UndoStep.BEGUN)
    with reading(ctx.engine) as connection:
        regrader = regrader_of(ctx, connection, row, undone=True)
        changes = repairs.changes_of(connection, repair_id)
        learners = {*banks.learners_of(connection, row.bank_id), *(each.learner_id for each in changes)}
    settle(ctx, regrader, sorted(learners), lambda: steps.reached(UndoStep.GRADED))
    with writing(ctx.engine) as connection:
        reopen_disputes(connection, regrader)
        repairs.save_repair(connection, repair_id, status=repairs.UNDONE)
    steps.reached(UndoStep.UNDONE)
    return Undone(status=Status.UNDONE, answers=len(changes))


def _save_status(ctx: Context, repair_id: int, status: str) -> None:
    with writing(ctx.engine) as connection:
        repairs.save_repair(connection, repair_id, status=status)
