"""A study session as a whole: what went wrong, and what is next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from sqlalchemy import Connection

from quiz.services.context import Context
from quiz.services.dues import next_due
from quiz.services.study.amending import undoable
from quiz.services.study.day_end import day_end
from quiz.services.study.given import Given, grade_of, response_of
from quiz.services.study.practising import practice_of
from quiz.services.study.queues import queue_for
from quiz.services.study.sittings import Sitting, open_sitting
from quiz.services.study.values import Mode, Summary, WrongAnswer
from quiz.store import banks, log
from quiz.store.database import reading
from quiz.store.practice import PracticeRow

_LONGEST_PAUSE_MS = 5 * 60 * 1000  # whoever was away longer was not studying


def summary(ctx: Context, learner_id: int, session_id: str) -> Summary:
    """Return how the study session went and what is left today; raises NotFound."""
    with reading(ctx.engine) as connection:
        sitting = open_sitting(ctx, connection, learner_id, session_id)
        answers = _answers(connection, sitting)
        wrong = _wrong(connection, sitting, answers)
        today = queue_for(connection, sitting.learner, sitting.scope, sitting.now)
        ahead = queue_for(connection, sitting.learner, sitting.scope, sitting.now, mode=Mode.AHEAD)
        counts = today.counts()
        keys = {row.id: row.key for row in banks.banks_of(connection, learner_id)}
        chosen = sitting.session.bank_ids or tuple(keys)
        return Summary(
            mode=sitting.mode,
            answered=len(answers),
            right=len(answers) - len(wrong),
            wrong=_wrong_answers(ctx, connection, wrong),
            skipped=len(sitting.session.skipped),
            seconds=_seconds(sitting.session.started_ms, answers),
            next_due_at=next_due(connection, sitting.scope, sitting.now, sitting.learner),
            due_left=counts.due,
            new_left=counts.new,
            ahead_left=ahead.first() is not None,
            undoable=undoable(connection, sitting),
            bank_keys=tuple(keys[bank_id] for bank_id in chosen if bank_id in keys),
            tags=sitting.session.tags,
            from_text=bool(sitting.session.question_ids),
            day_end=day_end(ctx, connection, sitting.learner, sitting.now),
        )


def _answers(connection: Connection, sitting: Sitting) -> Sequence[Given]:
    """Return the answers that stand, in the order given."""
    if sitting.mode is Mode.PRACTICE:
        return [row for row in practice_of(connection, sitting).answers if not row.voided]
    return log.standing_answers(connection, sitting.learner_id, sitting.session.id)


def _wrong(connection: Connection, sitting: Sitting, answers: Sequence[Given]) -> list[Given]:
    """Return the answers that count as wrong; whoever was right after all was right."""
    regraded = log.regraded_right(connection, sitting.learner_id, sitting.session.id)
    return [
        row
        for row in answers
        if not grade_of(row).right
        and not (row.fraction >= 1.0 if isinstance(row, PracticeRow) else row.number in regraded)
    ]


def _wrong_answers(ctx: Context, connection: Connection, rows: Iterable[Given]) -> tuple[WrongAnswer, ...]:
    """Return each card that went wrong once, with its last wrong answer."""
    last = {(row.question_id, row.part): row for row in rows}
    return tuple(
        WrongAnswer(
            number=row.number or 0,
            question=ctx.library.question(connection, row.revision_id),
            part=row.part,
            response=response_of(row),
            grade=grade_of(row),
        )
        for row in last.values()
    )


def _seconds(started_ms: int, answers: Sequence[Given]) -> int:
    moments = [started_ms, *(row.at_ms for row in answers)]
    pauses = (after - before for before, after in pairwise(moments))
    return sum(min(max(pause, 0), _LONGEST_PAUSE_MS) for pause in pauses) // 1000
