"""Carrying on what a crash, or an error elsewhere in the bank, cut short."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from question_bank.folders import snapshot
from question_bank.writing import CannotRewriteError, UnfitError, block_with
from quiz.services.banks import get_bank_of
from quiz.services.context import Context
from quiz.services.editing.bench import StoppedError, held
from quiz.services.editing.blocks import find_question
from quiz.services.editing.values import Status as Edited
from quiz.services.errors import DatabaseTrouble, NotFound, TooBusyError
from quiz.services.repairing.applying import accepts_now, finish, lock_name
from quiz.services.repairing.leaving import is_on_disk, leaving
from quiz.services.repairing.undoing import finish_undoing
from quiz.services.repairing.values import Status
from quiz.services.standing_keys import additions_from_json
from quiz.store import banks, edits, repairs
from quiz.store.banks import BankRow
from quiz.store.database import reading, writing
from quiz.store.repairs import LEAVING, PENDING, UNDOING, RepairRow

_LATEST = 5  # edits of the question


def resume(ctx: Context) -> int:
    """Carry on every unfinished repair; return how many were. Called once banks are synced.

    Where another process is at it, or the database is busy, it is left for later.
    """
    with reading(ctx.engine) as connection:
        waiting = {row.bank_id for row in repairs.repairs_with_status(connection, repairs.UNFINISHED)}
        rows = [banks.get_bank(connection, bank_id) for bank_id in sorted(waiting)]
    return sum(_resume(ctx, row, wait_seconds=0) for row in rows)


def resume_bank(ctx: Context, learner_id: int, bank_key: str) -> int:
    """Carry on the unfinished repairs of one bank; return how many were. Raises NotFound."""
    with reading(ctx.engine) as connection:
        row = get_bank_of(connection, learner_id, bank_key)
    return _resume(ctx, row, wait_seconds=20)


def _resume(ctx: Context, bank: BankRow, wait_seconds: float) -> int:
    carried_on = 0
    with suppress(StoppedError, DatabaseTrouble, TooBusyError), held(ctx, lock_name(bank), wait_seconds):
        with reading(ctx.engine) as connection:
            unfinished = repairs.repairs_with_status(connection, repairs.UNFINISHED, bank.id)
        for row in unfinished:
            carried_on += _carry_on(ctx, bank, row)
    return carried_on


def _carry_on(ctx: Context, bank: BankRow, row: RepairRow) -> bool:
    if row.status in (LEAVING, UNDOING):
        return _undo_on(ctx, bank, row)
    if row.status == PENDING:
        with reading(ctx.engine) as connection:
            served = accepts_now(ctx, connection, row)
        if not served:
            if not _is_on_disk(ctx, bank, row):
                with writing(ctx.engine) as connection:
                    repairs.save_repair(connection, row.id, status=repairs.DROPPED)
            return False
        _note_edit(ctx, row)
    finish(ctx, row.id)
    return True


def _undo_on(ctx: Context, bank: BankRow, row: RepairRow) -> bool:
    """Go on taking a repair back; one whose text is still in the file stands as if nobody had begun."""
    if row.status == LEAVING:
        with reading(ctx.engine) as connection:
            gone = leaving(ctx, connection, row)
        block = _block_on_disk(ctx, bank, row)
        if block is None:  # nobody knows; it is asked again when the bank is back
            return False
        if gone is not None and block and is_on_disk(gone, block, bank.language):
            with writing(ctx.engine) as connection:
                repairs.save_repair(connection, row.id, status=repairs.DONE)
            return False
    return finish_undoing(ctx, row.id).status is Status.UNDONE


def _note_edit(ctx: Context, row: RepairRow) -> None:
    """Find the edit that wrote the addition, if the process ended before the repair could name it."""
    if row.edit_id is not None:
        return
    with writing(ctx.engine) as connection:
        question = ctx.library.question(connection, banks.latest_revision(connection, row.question_id))
        for edit in edits.list_edits(connection, row.bank_id, "", (question.id,), skip=0, most=_LATEST):
            own = edit.editor_id == row.editor_id and edit.question == question.id
            if own and edit.made_ms >= row.made_ms and edit.status == Edited.DONE:
                repairs.save_repair(connection, row.id, edit_id=edit.id)
                return


def _is_on_disk(ctx: Context, bank: BankRow, row: RepairRow) -> bool:
    """Say whether the file has what was added, although an error elsewhere keeps it from being served."""
    block = _block_on_disk(ctx, bank, row)
    if block is None:
        return True  # nobody knows; it is asked again when the bank is back
    try:
        return bool(block) and block_with(block, additions_from_json(row.additions), bank.language) == block
    except (CannotRewriteError, UnfitError):
        return False


def _block_on_disk(ctx: Context, bank: BankRow, row: RepairRow) -> str | None:
    """Return the question's text in the files, "" if they have none, None if they are not there."""
    with reading(ctx.engine) as connection:
        question = ctx.library.question(connection, banks.latest_revision(connection, row.question_id))
    folder = Path(bank.folder)
    if not folder.is_dir():
        return None
    try:
        found = find_question(snapshot(folder), question.id)
    except NotFound:
        return ""
    return "" if found.block is None else found.block.text
