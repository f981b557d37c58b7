"""Which disputes a repair settles."""

from __future__ import annotations

from sqlalchemy import Connection

from quiz.services.repairing.regrading import Regrader
from quiz.services.reporting import Reason
from quiz.store import disputes
from quiz.store.disputes import ACCEPTED, CLOSED, OPEN, RIGHT, DisputeRow

_ABOUT_THE_KEY = frozenset({Reason.WRONG_ANSWER.value, Reason.SEVERAL_RIGHT.value})


def disputes_settled(connection: Connection, regrader: Regrader) -> list[DisputeRow]:
    """Return the open disputes whose responses the repair makes right; other reports stay open."""
    return [
        row
        for row in disputes.disputes_of_question(connection, regrader.repair.question_id, OPEN)
        if _is_about_the_key(row)
        and regrader.is_settled(connection, row.revision_id, row.part, row.response or "")
    ]


def close_disputes(connection: Connection, regrader: Regrader, now_ms: int) -> int:
    """Close them as accepted and return how many they were."""
    settled = disputes_settled(connection, regrader)
    for row in settled:
        disputes.save_outcome(connection, row, ACCEPTED, now_ms)
    return len(settled)


def reopen_disputes(connection: Connection, regrader: Regrader) -> None:
    """Open again what the repair had settled, unless the key accepts it without the repair too."""
    for row in disputes.disputes_of_question(connection, regrader.repair.question_id, CLOSED):
        if row.outcome != ACCEPTED or not _is_about_the_key(row):
            continue
        if regrader.is_unsettled(connection, row.revision_id, row.part, row.response or ""):
            disputes.save_outcome(connection, row, "", None)


def _is_about_the_key(row: DisputeRow) -> bool:
    return row.response is not None and (row.kind == RIGHT or row.reason in _ABOUT_THE_KEY)
