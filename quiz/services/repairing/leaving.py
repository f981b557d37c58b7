"""The text that a repair added leaves its file again: only that, from the text as it stands now."""

from __future__ import annotations

from sqlalchemy import Connection

from question_bank.writing import Addition, CannotRewriteError, block_without, has_addition
from quiz.services.context import Context
from quiz.services.editing import (
    Conflict,
    Decision,
    Edit,
    Opened,
    Outcome,
    Reason,
    Target,
    Unsaved,
    open_question,
    revert,
    save,
)
from quiz.services.editing.bench import StoppedError, base_of
from quiz.services.editing.blocks import find_block, text_of
from quiz.services.errors import NotFound
from quiz.services.standing_keys import Known, lineage_of
from quiz.store import banks, edits, repairs
from quiz.store.database import reading
from quiz.store.repairs import RepairRow

_SAVES = 3


def take_out(ctx: Context, learner_id: int, bank_key: str, row: RepairRow, why: str) -> Outcome | None:
    """Take out of the file what no other repair stands for; None if there is nothing to take out."""
    with reading(ctx.engine) as connection:
        own, gone = leaving(ctx, connection, row)
        key = ctx.library.question(connection, banks.latest_revision(connection, row.question_id)).id
        language = banks.get_bank(connection, row.bank_id).language
    outcome: Outcome | None = None
    for _ in range(_SAVES):
        try:
            opened = open_question(ctx, learner_id, bank_key, key)
            text = _text_without(ctx, row, opened, own, gone, language)
        except NotFound:  # the question is in the files no longer
            return None
        except CannotRewriteError as error:
            return _reverted(ctx, learner_id, bank_key, row, why, str(error))
        if text == opened.text:
            return None
        edit = Edit(target=opened.target, text=text, base=opened.base)
        outcome = save(ctx, learner_id, edit, why=why, decisions={key: Decision.REWORDED})
        if not isinstance(outcome, Conflict):
            break
    return outcome


def leaving(
    ctx: Context, connection: Connection, row: RepairRow
) -> tuple[Known | None, tuple[Addition, ...]]:
    """Return the repair among the others, and what it added that none of those that stand added too."""
    bank = banks.get_bank(connection, row.bank_id)
    lineage = lineage_of(connection, ctx.library, bank, row.question_id)
    others = [each for each in lineage.known if each.row.status in repairs.STANDING and each.row.id != row.id]
    kept = {addition for each in others for addition in each.additions}
    own = next((each for each in lineage.known if each.row.id == row.id), None)
    return own, tuple(each for each in (own.own if own else ()) if each not in kept)


def is_served(ctx: Context, row: RepairRow) -> bool:
    """Say whether the question that learners get still has what leaves it."""
    with reading(ctx.engine) as connection:
        _, gone = leaving(ctx, connection, row)
        question = ctx.library.question(connection, banks.latest_revision(connection, row.question_id))
        language = banks.get_bank(connection, row.bank_id).language
    return any(has_addition(question, each, language) for each in gone)


def _text_without(
    ctx: Context,
    row: RepairRow,
    opened: Opened,
    own: Known | None,
    gone: tuple[Addition, ...],
    language: str,
) -> str:
    """Return the question's block without the additions. Raises CannotRewriteError."""
    if own is None or own.before is None or not gone:
        return opened.text
    if opened.trouble is not None:
        raise CannotRewriteError(opened.detail)
    before, after = _blocks_of_edit(ctx, row, opened.target.question)
    if before and opened.text == after and gone == own.own:
        return before
    return block_without(opened.text, gone, own.before, language, before)


def _blocks_of_edit(ctx: Context, row: RepairRow, key: str) -> tuple[str, str]:
    """Return the question's block before and after the repair's own edit, "" where it is not known."""
    if row.edit_id is None:
        return "", ""
    with reading(ctx.engine) as connection:
        edit = edits.find_edit(connection, row.bank_id, row.edit_id)
    if edit is None:
        return "", ""
    blocks = []
    for name in (edit.before, edit.after):
        try:
            blocks.append(text_of(find_block(base_of(ctx, name or ""), key)))
        except StoppedError:
            blocks.append("")
    return blocks[0], blocks[1]


def _reverted(
    ctx: Context, learner_id: int, bank_key: str, row: RepairRow, why: str, detail: str
) -> Outcome | None:
    """Undo the whole edit instead, which shows both texts where they meet."""
    if row.edit_id is None:
        target = Target(bank_key=bank_key, file="")
        return Unsaved(target=target, text="", reason=Reason.NOT_REWRITABLE, detail=detail)
    outcome = revert(ctx, learner_id, bank_key, row.edit_id, why=why)
    gone = isinstance(outcome, Unsaved) and outcome.reason is Reason.NOTHING_TO_REVERT
    return None if gone else outcome
