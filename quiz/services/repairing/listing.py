"""The repairs of a bank, and what each of them changed."""

from __future__ import annotations

import json

from sqlalchemy import Connection

from question_bank.codec import response_from_plain
from quiz.services.banks import get_bank_of
from quiz.services.context import Context
from quiz.services.errors import NotFound
from quiz.services.repairing.applying import accepts_now
from quiz.services.repairing.values import RepairSummary, Status
from quiz.services.standing_keys import additions_from_json
from quiz.store import banks, learners, repairs
from quiz.store.database import reading
from quiz.store.repairs import DROPPED, TEST, RepairRow
from quiz.store.times import from_ms

_SHOWN = 50
_ALL = (*repairs.UNFINISHED, repairs.DONE, repairs.UNDONE)


def repairs_of(ctx: Context, learner_id: int, bank_key: str) -> tuple[RepairSummary, ...]:
    """Return the latest repairs of the bank, the newest first; raises NotFound."""
    with reading(ctx.engine) as connection:
        bank = get_bank_of(connection, learner_id, bank_key)
        rows = repairs.repairs_with_status(connection, _ALL, bank.id)
        return tuple(_summary(ctx, connection, row) for row in rows[::-1][:_SHOWN])


def repair_of(ctx: Context, learner_id: int, bank_key: str, repair_id: int) -> RepairSummary:
    """Return one repair of the bank; raises NotFound."""
    with reading(ctx.engine) as connection:
        bank = get_bank_of(connection, learner_id, bank_key)
        row = repairs.find_repair(connection, repair_id)
        if row is None or row.bank_id != bank.id or row.status == DROPPED:
            raise NotFound(f"bank {bank_key!r} has no repair {repair_id}")
        return _summary(ctx, connection, row)


def repair_of_edit(ctx: Context, learner_id: int, bank_key: str, edit_id: int) -> RepairSummary | None:
    """Return the repair for which an edit of the bank's files was made, None if it was made for none.

    Raises NotFound for a bank that is not there.
    """
    with reading(ctx.engine) as connection:
        bank = get_bank_of(connection, learner_id, bank_key)
        row = repairs.repair_of_edit(connection, bank.id, edit_id)
        return None if row is None or row.status == DROPPED else _summary(ctx, connection, row)


def _summary(ctx: Context, connection: Connection, row: RepairRow) -> RepairSummary:
    question = ctx.library.question(connection, banks.latest_revision(connection, row.question_id))
    changes = repairs.changes_of(connection, row.id)
    editor = None if row.editor_id is None else learners.find_learner(connection, row.editor_id)
    return RepairSummary(
        id=row.id,
        question_key=question.id,
        question=question,
        part=row.part,
        response=response_from_plain(json.loads(row.response)),
        additions=additions_from_json(row.additions),
        status=Status(row.status),
        made_at=from_ms(row.made_ms),
        who=editor.name if editor else "",
        edit_id=row.edit_id,
        accepts=accepts_now(ctx, connection, row),
        answers=sum(each.place != TEST for each in changes),
        attempts=len({(each.learner_id, each.owner) for each in changes if each.place == TEST}),
        learners=len({each.learner_id for each in changes}),
    )
