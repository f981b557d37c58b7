"""Setting a card aside: for this study session, or until the learner wants it back."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from quiz.services.context import Context
from quiz.services.errors import NotFound, TooBusyError
from quiz.services.study.sittings import get_card, open_sitting
from quiz.services.study.values import CardRef
from quiz.store import cards, sessions
from quiz.store.database import writing
from quiz.store.times import to_ms


def skip(ctx: Context, learner_id: int, session_id: str, card: CardRef) -> None:
    """Leave the card out until the end of this study session."""
    with writing(ctx.engine) as connection:
        _go_on(ctx, connection, learner_id, session_id, card, skipped=True)


def suspend(ctx: Context, learner_id: int, session_id: str, card: CardRef) -> None:
    """Leave the card out of every study session until it is resumed."""
    with writing(ctx.engine) as connection:
        _go_on(ctx, connection, learner_id, session_id, card, skipped=False)
        cards.save_suspended(connection, learner_id, card.question_id, card.part, suspended=True)


def resume(ctx: Context, learner_id: int, card: CardRef) -> None:
    """Let a suspended card come again, its memory as it was."""
    with writing(ctx.engine) as connection:
        if not cards.save_suspended(connection, learner_id, card.question_id, card.part, suspended=False):
            raise NotFound(f"learner {learner_id} has no card {card.question_id}.{card.part}")


def _go_on(
    ctx: Context, connection: Connection, learner_id: int, session_id: str, card: CardRef, *, skipped: bool
) -> None:
    """Let the study session pass the card by; skipping twice is skipping once."""
    sitting = open_sitting(ctx, connection, learner_id, session_id)
    get_card(connection, learner_id, card)
    session, key = sitting.session, (card.question_id, card.part)
    if skipped and key not in session.skipped:
        session = replace(
            session,
            skipped=(*session.skipped, key),
            skipped_after=(*session.skipped_after, session.answered),
        )
    after = replace(
        session,
        pinned=tuple(one for one in session.pinned if one != key),
        moved_ms=to_ms(sitting.now.at),
    )
    if not sessions.save_move(connection, after):
        raise TooBusyError(f"study session {session_id} moved meanwhile")
