"""Letting everybody's answers count by the repairs that stand, some learners at a time.

Every step can be done twice: a second time finds nothing left to change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC

from quiz.services.context import Context
from quiz.services.errors import TooBusyError
from quiz.services.repairing.planning import plan_learners
from quiz.services.repairing.recording import save_plans
from quiz.services.repairing.regrading import Regrader
from quiz.store.database import reading, writing
from quiz.store.times import to_ms

AT_ONCE = 40  # learners: few enough that nobody's answer waits long for the write
_ATTEMPTS = 100


def settle(ctx: Context, regrader: Regrader, learner_ids: Sequence[int], reached: Callable[[], None]) -> None:
    """Grade everybody's answers anew; `reached` is called after each of the writes."""
    for some in in_chunks(learner_ids):
        _settle(ctx, regrader, some)
        reached()


def in_chunks(learner_ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for begin in range(0, len(learner_ids), AT_ONCE):
        yield learner_ids[begin : begin + AT_ONCE]


def _settle(ctx: Context, regrader: Regrader, learner_ids: Sequence[int]) -> None:
    """Let these learners' answers count: all of them, or none if the process dies."""
    for _ in range(_ATTEMPTS):
        with reading(ctx.engine) as connection:
            planned = plan_learners(ctx, connection, regrader, learner_ids)
        plans = [plan for plan in planned if not plan.changes_nothing]
        if not plans:
            return
        try:
            with writing(ctx.engine) as connection:
                save_plans(connection, plans, to_ms(ctx.clock().astimezone(UTC)))
        except TooBusyError:  # one of them answered, or left, at this very moment
            continue
        return
    raise TooBusyError(f"learners {learner_ids} moved during each of {_ATTEMPTS} attempts")
