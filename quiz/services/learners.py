"""Who studies: the local learner and their settings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from quiz.services.context import Context
from quiz.services.errors import NotFound
from quiz.store import banks, learners
from quiz.store.database import reading, writing
from quiz.store.learners import LearnerRow
from quiz.store.times import to_ms

NEW_PER_DAY = 20
REVIEWS_PER_DAY = 200
HIGHEST_LIMIT = 9999


@dataclass(frozen=True, slots=True, kw_only=True)
class Learner:
    """`time_zone` is an IANA name, or "" for that of the computer Factdeck runs on."""

    id: int
    name: str
    time_zone: str
    new_per_day: int
    reviews_per_day: int
    single_key_shortcuts: bool
    desired_retention: float
    type_clozes: bool


def local_learner(ctx: Context) -> int:
    """Return the id of the one learner who needs no account; made at the first call."""
    with reading(ctx.engine) as connection:
        found = learners.find_local_learner(connection)
    if found is not None:
        return found
    with writing(ctx.engine) as connection:
        found = learners.find_local_learner(connection)
        return _add_local_learner(ctx, connection) if found is None else found


def learner(ctx: Context, learner_id: int) -> Learner:
    """Return the learner's settings; raises NotFound."""
    with reading(ctx.engine) as connection:
        row = get_learner(connection, learner_id)
    return Learner(
        id=row.id,
        name=row.name,
        time_zone=row.time_zone,
        new_per_day=row.new_per_day,
        reviews_per_day=row.reviews_per_day,
        single_key_shortcuts=row.single_key_shortcuts,
        desired_retention=row.desired_retention,
        type_clozes=row.type_clozes,
    )


def corrects_guesses(ctx: Context, learner_id: int) -> bool:
    """Return whether right answers that may have been lucky count for less."""
    with reading(ctx.engine) as connection:
        row = get_learner(connection, learner_id)
        return learners.get_parameter_sets(connection, learner_id)[row.parameter_set_id].guess_correction


def update_settings(
    ctx: Context,
    learner_id: int,
    *,
    time_zone: str | None = None,
    new_per_day: int | None = None,
    reviews_per_day: int | None = None,
    single_key_shortcuts: bool | None = None,
    type_clozes: bool | None = None,
    guess_correction: bool | None = None,
) -> None:
    """Save the settings that are given; ValueError for an unknown time zone or an impossible limit.

    A changed `guess_correction` holds from the next answer on: earlier lines keep their parameters.
    """
    if time_zone:
        _check_time_zone(time_zone)
    for limit in (new_per_day, reviews_per_day):
        if limit is not None and not 0 <= limit <= HIGHEST_LIMIT:
            raise ValueError(f"a daily limit of {limit} is not between 0 and {HIGHEST_LIMIT}")
    given = {
        "time_zone": time_zone,
        "new_per_day": new_per_day,
        "reviews_per_day": reviews_per_day,
        "single_key_shortcuts": single_key_shortcuts,
        "type_clozes": type_clozes,
    }
    with writing(ctx.engine) as connection:
        row = get_learner(connection, learner_id)
        changes = {name: value for name, value in given.items() if value is not None}
        learners.save_learner(connection, learner_id, **changes)
        if guess_correction is not None:
            _save_guess_correction(ctx, connection, row, on=guess_correction)


def get_learner(connection: Connection, learner_id: int) -> LearnerRow:
    """Return the learner as stored; raises NotFound."""
    row = learners.find_learner(connection, learner_id)
    if row is None:
        raise NotFound(f"there is no learner {learner_id}")
    return row


def _add_local_learner(ctx: Context, connection: Connection) -> int:
    now_ms = to_ms(ctx.clock().astimezone(UTC))
    learner_id = learners.add_learner(
        connection,
        "",
        local=True,
        new_per_day=NEW_PER_DAY,
        reviews_per_day=REVIEWS_PER_DAY,
        now_ms=now_ms,
    )
    for bank in banks.all_banks(connection):
        banks.enrol(connection, learner_id, bank.id, now_ms)
    return learner_id


def _save_guess_correction(ctx: Context, connection: Connection, row: LearnerRow, *, on: bool) -> None:
    """Let a new version of the learner's parameters rule, unless nothing changes."""
    sets = learners.get_parameter_sets(connection, row.id)
    ruling = sets[row.parameter_set_id]
    if ruling.guess_correction is on:
        return
    number, now_ms = max(sets) + 1, to_ms(ctx.clock().astimezone(UTC))
    changed = replace(ruling, guess_correction=on)
    learners.add_parameter_set(connection, row.id, number, changed, now_ms, origin="changed")
    learners.save_learner(connection, row.id, parameter_set_id=number)


def _check_time_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (LookupError, ValueError, OSError) as error:
        raise ValueError(f"there is no time zone {name!r}") from error
