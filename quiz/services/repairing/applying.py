"""Doing a repair: the text is saved, then everybody's answers count by it, some learners at a time.

Every step can be done twice: a second time finds nothing left to change. So a repair that a crash cut short
is simply carried on, at the next start or from the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC

from sqlalchemy import Connection

from question_bank.model import Response
from question_bank.writing import Addition, UnfitError, with_additions
from quiz.services.banks import get_bank_of
from quiz.services.context import Context
from quiz.services.editing import Conflict, Decision, Outcome, Reason, Saved, Target, Unsaved, save
from quiz.services.editing.bench import StoppedError, held
from quiz.services.errors import NotFound
from quiz.services.repairing import steps
from quiz.services.repairing.closing import close_disputes
from quiz.services.repairing.proposing import propose
from quiz.services.repairing.regrading import Regrader
from quiz.services.repairing.settling import settle
from quiz.services.repairing.steps import Step
from quiz.services.repairing.trying import draft_of
from quiz.services.repairing.values import Applied, NotSaved, Proposal, Status
from quiz.services.standing_keys import additions_from_json, lineage_of
from quiz.store import banks, repairs
from quiz.store.banks import BankRow
from quiz.store.database import reading, writing
from quiz.store.repairs import TEST, RepairRow
from quiz.store.times import to_ms

_SAVES = 3


def apply(
    ctx: Context,
    learner_id: int,
    bank_key: str,
    question_id: int,
    part: int,
    response: Response,
    additions: Sequence[Addition],
    *,
    why: str = "",
) -> Applied | NotSaved:
    """Write the additions into the bank and grade every answer anew that they make right. Raises NotFound.

    The additions are written into the text as it is now, whoever changed what meanwhile.
    """
    with reading(ctx.engine) as connection:
        row = get_bank_of(connection, learner_id, bank_key)
    target = Target(bank_key=bank_key, file="")
    try:
        with held(ctx, lock_name(row)):
            for _ in range(_SAVES):
                proposal = propose(ctx, learner_id, bank_key, question_id, part, response, additions)
                if proposal.edit is None:
                    return NotSaved(outcome=_unwritable(target, proposal.detail))
                repair_id, outcome = _save(ctx, learner_id, row, proposal, why)
                if isinstance(outcome, Saved):
                    return finish(ctx, repair_id)
                if not isinstance(outcome, Conflict):  # of which the next round takes the newer text
                    break
            return NotSaved(outcome=outcome)
    except StoppedError as error:
        return NotSaved(outcome=Unsaved(target=target, text="", reason=error.reason, detail=error.detail))


def _unwritable(target: Target, detail: str) -> Unsaved:
    return Unsaved(target=target, text="", reason=Reason.NOT_REWRITABLE, detail=detail)


def finish(ctx: Context, repair_id: int) -> Applied:
    """Carry a repair on from wherever it stands; the caller holds the bank's repairs. Raises NotFound."""
    row = get_repair(ctx, repair_id)
    if row.status == repairs.PENDING and not _is_served(ctx, row):
        return Applied(repair_id=row.id, status=Status.PENDING)
    with writing(ctx.engine) as connection:
        repairs.save_repair(connection, row.id, status=repairs.GRADING)
    steps.reached(Step.BEGUN)
    with reading(ctx.engine) as connection:
        regrader = regrader_of(ctx, connection, row)
        everybody = banks.learners_of(connection, row.bank_id)
    settle(ctx, regrader, everybody, lambda: steps.reached(Step.GRADED))
    now_ms = to_ms(ctx.clock().astimezone(UTC))
    with writing(ctx.engine) as connection:
        closed = close_disputes(connection, regrader, now_ms)
        repairs.save_repair(connection, row.id, status=repairs.DONE)
        changes = repairs.changes_of(connection, row.id)
    steps.reached(Step.CLOSED)
    return Applied(
        repair_id=row.id,
        status=Status.DONE,
        answers=sum(each.place != TEST for each in changes),
        attempts=len({(each.learner_id, each.owner) for each in changes if each.place == TEST}),
        learners=len({each.learner_id for each in changes}),
        disputes=closed,
    )


def regrader_of(ctx: Context, connection: Connection, row: RepairRow, *, undone: bool = False) -> Regrader:
    """Return what grades by a repair that is recorded, or that is taken back, and by all others."""
    bank = banks.get_bank(connection, row.bank_id)
    return Regrader(
        ctx=ctx,
        repair=row,
        undone=undone,
        lineage=lineage_of(connection, ctx.library, bank, row.question_id),
        vocabulary=ctx.library.vocabulary(connection, bank),
        language=bank.language,
    )


def get_repair(ctx: Context, repair_id: int) -> RepairRow:
    """Return a repair; raises NotFound."""
    with reading(ctx.engine) as connection:
        row = repairs.find_repair(connection, repair_id)
    if row is None:
        raise NotFound(f"there is no repair {repair_id}")
    return row


def lock_name(row: BankRow) -> str:
    """Return what is held while a bank's repairs are carried out; its files can be edited meanwhile."""
    return f"{row.folder}\0repairs"


def accepts_now(ctx: Context, connection: Connection, row: RepairRow) -> bool:
    """Say whether the question that learners get has what the repair added."""
    question = ctx.library.question(connection, banks.latest_revision(connection, row.question_id))
    language = banks.get_bank(connection, row.bank_id).language
    try:
        wider = with_additions(question, additions_from_json(row.additions), language)
    except UnfitError:
        return False
    return question.edition == row.edition and wider == question


def _save(ctx: Context, learner_id: int, bank: BankRow, proposal: Proposal, why: str) -> tuple[int, Outcome]:
    """Record the repair and save its text; one that was not written is dropped."""
    if proposal.edit is None:
        raise ValueError("there is nothing to save")
    draft = draft_of(proposal, bank.id)
    with writing(ctx.engine) as connection:
        repair_id = repairs.add_repair(
            connection,
            bank_id=bank.id,
            question_id=draft.question_id,
            part=draft.part,
            edition=draft.edition,
            key_hash=draft.key_hash,
            additions=draft.additions,
            response=draft.response,
            editor_id=learner_id,
            status=repairs.PENDING,
            made_ms=to_ms(ctx.clock().astimezone(UTC)),
        )
    steps.reached(Step.RECORDED)
    # One more answer of a list is a wider key, nothing that must be learnt anew.
    decisions = {proposal.question.id: Decision.REWORDED}
    outcome = save(ctx, learner_id, proposal.edit, why=why, decisions=decisions)
    saved = outcome.edit_id if isinstance(outcome, Saved) else None
    status = repairs.PENDING if isinstance(outcome, Saved) else repairs.DROPPED
    with writing(ctx.engine) as connection:
        repairs.save_repair(connection, repair_id, edit_id=saved, status=status)
    steps.reached(Step.SAVED)
    return repair_id, outcome


def _is_served(ctx: Context, row: RepairRow) -> bool:
    with reading(ctx.engine) as connection:
        return accepts_now(ctx, connection, row)
