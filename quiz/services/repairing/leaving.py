"""The text that a repair added leaves its file again: only that, from the text as it stands now."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import Connection

from question_bank.model import Question
from question_bank.writing import (
    Addition,
    CannotRewriteError,
    UnfitError,
    block_without,
    with_additions,
    without_additions,
)
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
from quiz.services.standing_keys import lineage_of
from quiz.store import banks, edits, repairs
from quiz.store.database import reading
from quiz.store.repairs import RepairRow

_SAVES = 3


def take_out(ctx: Context, learner_id: int, bank_key: str, row: RepairRow, why: str) -> Outcome | None:
    """Take out of the file what no other repair stands for; None if there is nothing to take out."""
    with reading(ctx.engine) as connection:
        gone = leaving(ctx, connection, row)
        key = ctx.library.question(connection, banks.latest_revision(connection, row.question_id)).id
        language = banks.get_bank(connection, row.bank_id).language
    outcome: Outcome | None = None
    for _ in range(_SAVES):
        try:
            opened = open_question(ctx, learner_id, bank_key, key)
            text = _text_without(ctx, row, opened, gone, language)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """What a repair added that no other that stands added too, and the question as it is with those alone."""

    additions: tuple[Addition, ...]
    before: Question
    all_of_it: bool

    def is_in(self, question: Question, language: str) -> bool:
        """Say whether any of it is still in a question."""
        return without_additions(question, self.additions, self.before, language) != question


def leaving(ctx: Context, connection: Connection, row: RepairRow) -> Leaving | None:
    """Return what is to leave the text, None if nothing of it came from the repair."""
    bank = banks.get_bank(connection, row.bank_id)
    lineage = lineage_of(connection, ctx.library, bank, row.question_id)
    others = [each for each in lineage.known if each.row.status in repairs.STANDING and each.row.id != row.id]
    kept = {addition for each in others for addition in each.additions}
    own = next(each for each in lineage.known if each.row.id == row.id)
    gone = tuple(each for each in own.own if each not in kept)
    if own.before is None or not gone:
        return None
    before = own.before
    for each in others:
        with suppress(UnfitError):  # it is about another key
            before = with_additions(before, each.additions, bank.language)
    return Leaving(additions=gone, before=before, all_of_it=gone == own.own and not others)


def is_on_disk(gone: Leaving, block: str, language: str) -> bool:
    """Say whether a question's text still has what is to leave it."""
    try:
        return block_without(block, gone.additions, gone.before, language) != block
    except CannotRewriteError:
        return True


def is_served(ctx: Context, row: RepairRow) -> bool:
    """Say whether the question that learners get still has what leaves it."""
    with reading(ctx.engine) as connection:
        gone = leaving(ctx, connection, row)
        question = ctx.library.question(connection, banks.latest_revision(connection, row.question_id))
        language = banks.get_bank(connection, row.bank_id).language
    return gone is not None and gone.is_in(question, language)


def _text_without(
    ctx: Context,
    row: RepairRow,
    opened: Opened,
    gone: Leaving | None,
    language: str,
) -> str:
    """Return the question's block without the additions. Raises CannotRewriteError."""
    if gone is None:
        return opened.text
    if opened.trouble is not None:
        raise CannotRewriteError(opened.detail)
    before, after = _blocks_of_edit(ctx, row, opened.target.question)
    if before and opened.text == after and gone.all_of_it:
        return before
    return block_without(opened.text, gone.additions, gone.before, language, before)


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
