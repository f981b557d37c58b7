"""A raised edition: what was learnt no longer holds, so the cards become new again, by a line in the log."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from quiz.memory.card import NEW_CARD
from quiz.memory.lines import LineKind
from quiz.services.aims import aims_of
from quiz.services.context import Context
from quiz.services.learners import get_learner
from quiz.services.moments import now_of
from quiz.store import cards, log, publishing
from quiz.store.cards import CardRow
from quiz.store.log import ReviewRow
from quiz.store.times import to_ms


def relearn(ctx: Context, connection: Connection, bank_id: int, question_ids: Iterable[int]) -> None:
    """Make every studied card of these questions new again."""
    for question_id in question_ids:
        for learner_id, _, part in publishing.cards_to_relearn(connection, bank_id, question_id):
            row = cards.find_card(connection, learner_id, question_id, part)
            while row is not None and not cards.save_card(connection, row, NEW_CARD):
                row = cards.find_card(connection, learner_id, question_id, part)
            if row is not None:
                log.add_line(connection, _line(ctx, connection, bank_id, row))


def _line(ctx: Context, connection: Connection, bank_id: int, row: CardRow) -> ReviewRow:
    learner = get_learner(connection, row.learner_id)
    now = now_of(ctx, learner)
    revision = publishing.current_revision(connection, row.question_id)
    return ReviewRow(
        learner_id=row.learner_id,
        question_id=row.question_id,
        part=row.part,
        repetition=row.version,
        kind=LineKind.EDITION,
        revision_id=revision,
        state_before=int(row.card.state),
        at_ms=to_ms(now.at),
        day=now.day,
        offset_minutes=now.offset_minutes,
        parameter_set_id=learner.parameter_set_id,
        desired_retention=aims_of(connection, learner).retention(bank_id),
        seed="",
    )
