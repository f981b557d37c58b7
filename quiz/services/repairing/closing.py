"""Which disputes a repair settles."""

from __future__ import annotations

from sqlalchemy import Connection

from quiz.services.repairing.regrading import Regrader
from quiz.services.reporting import Reason
from quiz.store import disputes
from quiz.store.disputes import ACCEPTED, CLOSED, OPEN, RIGHT, DisputeRow

_ABOUT_THE_KEY = frozenset({Reason.WRONG_ANSWER.value, Reason.SEVERAL_RIGHT.value})


def disputes_settled(connection: Connection, regrader: Regrader) -> list[DisputeRow]:
    """Return the open disputes whose responses are right by the wider key; other reports stay open."""
    return [
        row
        for row in disputes.disputes_of_question(connection, regrader.repair.question_id, OPEN)
        if _is_settled(connection, regrader, row)
    ]


def close_disputes(connection: Connection, regrader: Regrader, now_ms: int) -> int:
    """Close them as accepted and return how many they were."""
    settled = disputes_settled(connection, regrader)
    for row in settled:
        disputes.save_outcome(connection, row, ACCEPTED, now_ms)
    return len(settled)


def reopen_disputes(connection: Connection, regrader: Regrader) -> None:
    """Open again what the repair had settled."""
    for row in disputes.disputes_of_question(connection, regrader.repair.question_id, CLOSED):
        if row.outcome == ACCEPTED and _is_settled(connection, regrader, row):
            disputes.save_outcome(connection, row, "", None)


def _is_settled(connection: Connection, regrader: Regrader, row: DisputeRow) -> bool:
    if row.response is None or not (row.kind == RIGHT or row.reason in _ABOUT_THE_KEY):
        return False
    return regrader.is_right(connection, row.revision_id, row.part, row.response)
