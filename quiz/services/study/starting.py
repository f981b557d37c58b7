"""Beginning a study session."""

from __future__ import annotations

import secrets

from sqlalchemy import Connection

from quiz.services.context import Context
from quiz.services.errors import NotFound
from quiz.services.learners import get_learner
from quiz.services.moments import now_of
from quiz.services.study.practising import draw
from quiz.services.study.values import Mode
from quiz.store import banks, sessions
from quiz.store.cards import Scope
from quiz.store.database import writing
from quiz.store.sessions import SessionRow
from quiz.store.times import to_ms


def start(
    ctx: Context, learner_id: int, bank_keys: tuple[str, ...], mode: Mode, tags: tuple[str, ...] = ()
) -> str:
    """Begin a study session over these banks (none named: all) and return its id; raises NotFound."""
    session_id = secrets.token_urlsafe(12)
    with writing(ctx.engine) as connection:
        now_ms = to_ms(now_of(ctx, get_learner(connection, learner_id)).at)
        bank_ids = _bank_ids(connection, learner_id, bank_keys)
        scope = Scope(learner_id=learner_id, bank_ids=bank_ids, tags=tuple(dict.fromkeys(tags)))
        row = SessionRow(
            learner_id=learner_id,
            id=session_id,
            mode=mode.value,
            bank_ids=bank_ids,
            tags=scope.tags,
            queue=draw(connection, scope, session_id) if mode is Mode.PRACTICE else (),
            started_ms=now_ms,
            moved_ms=now_ms,
        )
        sessions.add_session(connection, row)
    return session_id


def _bank_ids(connection: Connection, learner_id: int, keys: tuple[str, ...]) -> tuple[int, ...]:
    known = {row.key: row.id for row in banks.banks_of(connection, learner_id)}
    unknown = [key for key in keys if key not in known]
    if unknown:
        raise NotFound(f"learner {learner_id} has no bank {unknown[0]!r}")
    return tuple(sorted({known[key] for key in keys}))
