"""What a learner is told: answers that count by now or no longer, disputes declined; and declining one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC

from sqlalchemy import Connection

from question_bank.codec import response_from_plain
from quiz.services.banks import get_bank_of
from quiz.services.context import Context
from quiz.services.disputes import DisputeId
from quiz.services.plain_text import cleaned
from quiz.services.repairing.regrading import grade_from_json
from quiz.services.repairing.values import Declined, Granted, News, Place
from quiz.services.repairing.withdrawing import withdrawn
from quiz.store import attempts, banks, disputes, repairs
from quiz.store.database import reading, writing
from quiz.store.disputes import DECLINED, OPEN, RIGHT, DisputeRow
from quiz.store.repairs import ChangeRow
from quiz.store.times import to_ms

LONGEST_REPLY = 1000  # characters


def news(ctx: Context, learner_id: int) -> News:
    """Return what became of the learner's answers since they last said that they had seen it."""
    with reading(ctx.engine) as connection:
        changes = [each for each in repairs.changes_of_learner(connection, learner_id) if not each.seen_ms]
        declined = disputes.unseen_outcomes(connection, learner_id, DECLINED)
        return News(
            granted=tuple(_granted(ctx, connection, changes)),
            declined=tuple(_declined(ctx, connection, row) for row in declined),
            withdrawn=tuple(withdrawn(ctx, connection, learner_id)),
        )


def mark_seen(ctx: Context, learner_id: int) -> None:
    """Do not tell the learner again what `news` tells them now."""
    now_ms = to_ms(ctx.clock().astimezone(UTC))
    with writing(ctx.engine) as connection:
        repairs.mark_seen(connection, learner_id, now_ms)
        disputes.mark_outcomes_seen(connection, learner_id, now_ms)


def decline(ctx: Context, learner_id: int, bank_key: str, ids: Iterable[DisputeId], reply: str) -> int:
    """Close disputes of the bank as wrong, with a word to their learners; return how many were open.

    Their own schedules stay as they wanted them: whoever agrees takes the answer back. Raises NotFound, and
    ValueError for a reply that is too long.
    """
    reply = cleaned(reply)
    if len(reply) > LONGEST_REPLY:
        raise ValueError(f"a reply has at most {LONGEST_REPLY} characters, not {len(reply)}")
    wanted = set(ids)
    now_ms = to_ms(ctx.clock().astimezone(UTC))
    with writing(ctx.engine) as connection:
        bank = get_bank_of(connection, learner_id, bank_key)
        rows = disputes.disputes_of_bank(connection, bank.id, OPEN)
        chosen = [row for row in rows if (row.learner_id, row.id) in wanted]
        for row in chosen:
            disputes.save_outcome(connection, row, DECLINED, now_ms, reply)
    return len(chosen)


def _granted(ctx: Context, connection: Connection, changes: Iterable[ChangeRow]) -> Iterator[Granted]:
    for change in changes:
        row = repairs.find_repair(connection, change.repair_id)
        if row is None:
            continue
        question = ctx.library.question(connection, banks.latest_revision(connection, row.question_id))
        before, after = change.score_before, change.score_after
        is_test = Place(change.place) is Place.TEST
        attempt = attempts.find_attempt(connection, change.learner_id, change.owner) if is_test else None
        yield Granted(
            bank_key=banks.get_bank(connection, row.bank_id).key,
            question=question,
            place=Place(change.place),
            response=response_from_plain(json.loads(change.response)),
            right=grade_from_json(change.grade_after).right,
            attempt_id=attempt.id if attempt else "",
            position=change.position if is_test else 0,
            scores=None if before is None or after is None else (before, after),
        )


def _declined(ctx: Context, connection: Connection, row: DisputeRow) -> Declined:
    given = None if row.response is None else response_from_plain(json.loads(row.response))
    answered = row.kind == RIGHT and row.study_session_id is not None
    return Declined(
        question=ctx.library.question(connection, banks.latest_revision(connection, row.question_id)),
        response=given,
        reply=row.reply,
        session_id=(row.study_session_id or "") if answered else "",
        number=(row.number or 0) if answered else 0,
    )
