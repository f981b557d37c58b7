"""New due dates by the present parameters: shown first, and taken only by whoever wants them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from quiz.memory import rescheduling
from quiz.memory.days import Moment, day_start
from quiz.memory.lines import LineKind
from quiz.memory.queue import CardKey
from quiz.memory.replay import source_of_interval
from quiz.memory.rescheduling import Placed
from quiz.memory.statistics import date_of, forecast
from quiz.services.aims import Aims, aims_of
from quiz.services.context import Context
from quiz.services.errors import TooBusyError
from quiz.services.fitting.values import DueDay, Preview
from quiz.services.learners import get_learner
from quiz.services.moments import now_of
from quiz.services.progress import due_days
from quiz.services.study.sittings import fuzz_seed
from quiz.services.study.values import CardRef
from quiz.store import cards, learners, log, refits, statistics
from quiz.store.cards import CardRow
from quiz.store.database import reading, writing
from quiz.store.learners import LearnerRow
from quiz.store.log import ReviewRow
from quiz.store.refits import DueChange
from quiz.store.times import to_ms

DAYS_AHEAD = 30
_ATTEMPTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """Every Review card that may be asked with what would schedule it now, and the day it would move to."""

    learner: LearnerRow
    now: Moment
    rows: Mapping[CardKey, CardRow]
    placed: Mapping[CardKey, Placed]
    days: Mapping[CardKey, int]


def preview(ctx: Context, learner_id: int) -> Preview:
    """Return what `take` would do now."""
    with reading(ctx.engine) as connection:
        plan = _plan(ctx, connection, learner_id)
        served = statistics.served_cards(connection, learner_id)
    before = list(forecast(due_days(served, plan.learner), plan.now.day, DAYS_AHEAD))
    after = list(before)
    earlier = 0
    for key, day in plan.days.items():
        was = plan.rows[key].card.due_day or 0
        earlier += day < was
        for due, change in ((was, -1), (day, 1)):
            ahead = max(due - plan.now.day, 0)
            if ahead < DAYS_AHEAD:
                after[ahead] += change
    return Preview(
        earlier=earlier,
        later=len(plan.days) - earlier,
        same=len(plan.rows) - len(plan.days),
        days=tuple(
            DueDay(on=date_of(plan.now.day + ahead), before=before[ahead], after=after[ahead])
            for ahead in range(DAYS_AHEAD)
        ),
    )


def take(ctx: Context, learner_id: int) -> int:
    """Give the cards their new due dates and return how many moved; doing it again moves none."""
    for _ in range(_ATTEMPTS):
        with reading(ctx.engine) as connection:
            plan = _plan(ctx, connection, learner_id)
            lines = _lines(connection, plan)
        with writing(ctx.engine) as connection:
            if refits.save_dues(connection, [_change(plan, key) for key in plan.days]):
                log.add_lines(connection, lines)
                return len(plan.days)
            connection.rollback()
    raise TooBusyError(f"cards of learner {learner_id} moved during each of {_ATTEMPTS} attempts")


def _plan(ctx: Context, connection: Connection, learner_id: int) -> _Plan:
    learner = get_learner(connection, learner_id)
    now = now_of(ctx, learner)
    aims = aims_of(connection, learner)
    found = cards.cards_in_review(connection, learner_id)
    placed = [_placed(bank_id, row, aims, now.day) for bank_id, row in found]
    return _Plan(
        learner=learner,
        now=now,
        rows={(row.question_id, row.part): row for _, row in found},
        placed={each.key: each for each in placed},
        days=rescheduling.due_days(placed, now.day),
    )


def _placed(bank_id: int, row: CardRow, aims: Aims, today: int) -> Placed:
    exam = aims.exam_day(bank_id)
    return Placed(
        key=(row.question_id, row.part),
        card=row.card,
        settings=replace(aims.parameters, desired_retention=aims.retention(bank_id)),
        # The last answer's own seed, so that the same memory gives the same day whenever this is asked.
        seed=fuzz_seed(row.learner_id, CardRef(row.question_id, row.part), row.card.reviews - 1),
        last_day=max(exam - 1, today) if exam is not None and exam > today else None,
    )


def _change(plan: _Plan, key: CardKey) -> DueChange:
    row, day = plan.rows[key], plan.days[key]
    last_review_day = row.card.last_review_day
    if last_review_day is None:
        raise AssertionError("a card in Review was answered on some day")
    return DueChange(
        learner_id=row.learner_id,
        question_id=row.question_id,
        part=row.part,
        version=row.version,
        interval_days=day - last_review_day,
        due_day=day,
        due_at=day_start(day, plan.now.offset_minutes),
    )


def _lines(connection: Connection, plan: _Plan) -> list[ReviewRow]:
    """Return the line of every card that moves; it names the line whose interval it replaces."""
    revisions = refits.last_revisions(connection, plan.learner.id)
    sources = _sources(connection, plan)
    return [_line(plan, key, sources[key], revisions[key]) for key in plan.days]


def _sources(connection: Connection, plan: _Plan) -> dict[CardKey, int | None]:
    """Return the line that gave each moving card its interval; only a log with changes has to be read."""
    plain = refits.plain_answers(connection, plan.learner.id)
    found: dict[CardKey, int | None] = {key: plain[key] for key in plan.days if key in plain}
    changed = [key for key in plan.days if key not in plain]
    if changed:
        sets = learners.get_parameter_sets(connection, plan.learner.id)
        known = statistics.timed_lines(connection, plan.learner.id, changed, sets)
        found |= {key: source_of_interval(known[key].lines) for key in changed}
    return found


def _line(plan: _Plan, key: CardKey, source: int | None, revision_id: int) -> ReviewRow:
    row, change = plan.rows[key], _change(plan, key)
    return ReviewRow(
        learner_id=row.learner_id,
        question_id=row.question_id,
        part=row.part,
        repetition=row.version,
        kind=LineKind.RESCHEDULE.value,
        amends=source,
        revision_id=revision_id,
        state_before=int(row.card.state),
        at_ms=to_ms(plan.now.at),
        day=plan.now.day,
        offset_minutes=plan.now.offset_minutes,
        parameter_set_id=plan.learner.parameter_set_id,
        desired_retention=plan.placed[key].settings.desired_retention,
        interval_days=change.interval_days,
        due_ms=to_ms(change.due_at),
        seed=plan.placed[key].seed,
    )
