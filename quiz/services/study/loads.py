"""What an answer's interval is balanced against.

Cards answered after the card was shown are left out, so that the intervals on its buttons are what the
answer gives, whatever another window does meanwhile; and changing a rating later weighs what was due when the
answer was given.
"""

from __future__ import annotations

from sqlalchemy import Connection

from quiz.memory.balancing import HORIZON_DAYS, NO_LOADS, Loads, days_at_stake
from quiz.memory.card import Rating
from quiz.memory.scheduling import Settings, preview
from quiz.services.context import Context
from quiz.services.study.sittings import Sitting, fuzz_seed
from quiz.services.study.values import CardRef
from quiz.store import log
from quiz.store.cards import CardRow
from quiz.store.database import reading
from quiz.store.loads import loads_between


def loads_now(
    connection: Connection,
    sitting: Sitting,
    row: CardRow,
    settings: Settings,
    *,
    guess_chance: float = 0.0,
    rating: Rating = Rating.EASY,
) -> Loads:
    """Return what the card's answer, rated no higher than that, is balanced against.

    That is all that was due as the card was shown, on the days that are at stake.
    """
    seed = fuzz_seed(sitting.learner_id, CardRef(row.question_id, row.part), row.card.reviews)
    plain = preview(row.card, sitting.now, settings, seed, guess_chance=guess_chance)
    given = [plain[up_to].interval_days for up_to in Rating if up_to <= rating]
    if not given[-1] or not settings.fuzz:
        return NO_LOADS
    first, last = days_at_stake(days for days in given if days)
    days = (sitting.now.day + first, sitting.now.day + min(last, HORIZON_DAYS))
    return loads_between(
        connection, sitting.learner_id, (row.question_id, row.part), days, sitting.session.moved_ms
    )


def loads_then(ctx: Context, learner_id: int, session_id: str, number: int) -> Loads:
    """Return what that answer's interval is balanced against when it is given another rating.

    It is read by itself, before anything is written.
    """
    with reading(ctx.engine) as connection:
        answered = log.find_answer(connection, learner_id, session_id, number)
        if answered is None:
            return NO_LOADS
        key, days = (answered.question_id, answered.part), (answered.day + 1, answered.day + HORIZON_DAYS)
        return loads_between(connection, learner_id, key, days, answered.at_ms - 1)
