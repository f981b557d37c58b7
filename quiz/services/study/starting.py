"""Beginning a study session."""

from __future__ import annotations

import secrets

from sqlalchemy import Connection

from quiz.memory.days import Moment
from quiz.services.context import Context
from quiz.services.errors import NotFound
from quiz.services.learners import get_learner
from quiz.services.moments import now_of
from quiz.services.study.practising import draw
from quiz.services.study.queues import queue_for
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
    with writing(ctx.engine) as connection:
        learner = get_learner(connection, learner_id)
        bank_ids = _bank_ids(connection, learner_id, bank_keys)
        scope = Scope(learner_id=learner_id, bank_ids=bank_ids, tags=tuple(dict.fromkeys(tags)))
        return _add(connection, scope, mode, now_of(ctx, learner))


def start_on_facts(ctx: Context, learner_id: int, bank_key: str, fact_ids: tuple[str, ...]) -> str:
    """Begin a study session on the questions about these facts and return its id; raises NotFound.

    What is due or new comes by the schedule, whatever the daily limits; where nothing is, all are practised,
    since whoever asks to be tested wants questions now.
    """
    with writing(ctx.engine) as connection:
        (bank_id,) = _bank_ids(connection, learner_id, (bank_key,))
        bank = ctx.library.bank(connection, banks.get_bank(connection, bank_id))
        known = [fact_id for fact_id in dict.fromkeys(fact_ids) if bank.fact(fact_id) is not None]
        question_ids = banks.questions_on(connection, bank_id, known) if known else ()
        if not question_ids:
            raise NotFound(f"no question of bank {bank_key!r} is about {fact_ids}")
        scope = Scope(learner_id=learner_id, bank_ids=(bank_id,), question_ids=question_ids)
        return _start_now(ctx, connection, scope)


def start_again(ctx: Context, learner_id: int, session_id: str) -> str:
    """Begin another study session on the questions of this one, as `start_on_facts` does; raises NotFound."""
    with writing(ctx.engine) as connection:
        before = sessions.find_session(connection, learner_id, session_id)
        if before is None or not before.question_ids:
            raise NotFound(f"learner {learner_id} named no questions for study session {session_id!r}")
        scope = Scope(learner_id=learner_id, bank_ids=before.bank_ids, question_ids=before.question_ids)
        return _start_now(ctx, connection, scope)


def _start_now(ctx: Context, connection: Connection, scope: Scope) -> str:
    learner = get_learner(connection, scope.learner_id)
    now = now_of(ctx, learner)
    waiting = queue_for(connection, learner, scope, now).first()
    return _add(connection, scope, Mode.SCHEDULED if waiting else Mode.PRACTICE, now)


def _add(connection: Connection, scope: Scope, mode: Mode, now: Moment) -> str:
    session_id = secrets.token_urlsafe(12)
    row = SessionRow(
        learner_id=scope.learner_id,
        id=session_id,
        mode=mode.value,
        bank_ids=scope.bank_ids,
        tags=scope.tags,
        question_ids=scope.question_ids,
        queue=draw(connection, scope, session_id) if mode is Mode.PRACTICE else (),
        started_ms=to_ms(now.at),
        moved_ms=to_ms(now.at),
    )
    sessions.add_session(connection, row)
    return session_id


def _bank_ids(connection: Connection, learner_id: int, keys: tuple[str, ...]) -> tuple[int, ...]:
    known = {row.key: row.id for row in banks.banks_of(connection, learner_id)}
    unknown = [key for key in keys if key not in known]
    if unknown:
        raise NotFound(f"learner {learner_id} has no bank {unknown[0]!r}")
    return tuple(sorted({known[key] for key in keys}))
