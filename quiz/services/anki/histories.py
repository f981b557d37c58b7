"""A learner's reviews in Anki come into their log here, as often as they like; preview first.

Cards go in batches, each whole in one transaction: after a crash, bringing the same package again brings the
rest. A card that was answered meanwhile is merged anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from question_bank.anki.packages.values import AnkiPackage
from quiz.memory.anki_history import Left
from quiz.memory.days import ROLLOVER_HOUR, Moment
from quiz.memory.statistics import date_of
from quiz.services.aims import aims_of
from quiz.services.anki.history_values import Apart, Calendars, HistoryReport
from quiz.services.anki.merging import Merged, Receiver, merge
from quiz.services.anki.recognising import Found, Recognised, recognise
from quiz.services.context import Context
from quiz.services.errors import TooBusyError
from quiz.services.learners import get_learner
from quiz.services.moments import moment_at, now_of
from quiz.store import anki_history, banks, cards, learners, log
from quiz.store.database import reading, writing
from quiz.store.learners import LearnerRow
from quiz.store.times import to_ms

__all__ = ["Apart", "Calendars", "HistoryReport", "Left", "bring", "preview"]

_BATCH = 50
_ATTEMPTS = 100
_MINUTE_MS = 60 * 1000
_DAY_MS = 24 * 60 * _MINUTE_MS
_FARTHEST_MINUTES = 18 * 60  # no clock on earth is further from UTC
_SUSPENDED = -1
_BURIED = (-2, -3)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Planned:
    """A card's new lines, and whether it is suspended by them."""

    found: Found
    merged: Merged
    suspends: bool


@dataclass(slots=True)
class _Sum:
    """What the cards of all batches come to."""

    counts: Counter[str] = field(default_factory=Counter)
    left: Counter[Left] = field(default_factory=Counter)
    days: list[int] = field(default_factory=list)

    def add(self, batch: Iterable[_Planned]) -> None:
        for each in batch:
            merged, queue = each.merged, each.found.card.queue
            for name in ("answers", "resets", "afresh", "dues", "dues_left", "known"):
                self.counts[name] += getattr(merged, name)
            self.counts["cards"] += bool(merged.rows)
            self.counts["suspended"] += each.suspends
            self.counts["waking"] += merged.before.suspended and queue != _SUSPENDED
            self.counts["buried"] += queue in _BURIED
            self.counts["filtered"] += each.found.card.original_deck_id != 0
            self.left.update(merged.left)
            self.days += merged.answered_on


def preview(ctx: Context, learner_id: int, package: AnkiPackage, *, suspend: bool = True) -> HistoryReport:
    """Return what `bring` would do now; raises NotFound for an unknown learner."""

    def look(found: Sequence[Found]) -> list[_Planned]:
        with reading(ctx.engine) as connection:
            return _planned(ctx, connection, learner_id, package, found, suspend=suspend)

    return _report(ctx, learner_id, package, look)


def bring(ctx: Context, learner_id: int, package: AnkiPackage, *, suspend: bool = True) -> HistoryReport:
    """Add to the learner's log what is new in the package and return what that was.

    The package must hold each card's log from its beginning, as far as Anki has it: what counts in a log, and
    what a reset ends, depends on what came before.
    With `suspend`, cards that are suspended in Anki are suspended here; none is ever resumed. Raises NotFound
    for an unknown learner, TooBusyError if others write all the time; what was brought until then stays.
    """

    def save(found: Sequence[Found]) -> list[_Planned]:
        for _ in range(_ATTEMPTS):
            with reading(ctx.engine) as connection:
                batch = _planned(ctx, connection, learner_id, package, found, suspend=suspend)
            if _saved(ctx, batch):
                return batch
        raise TooBusyError(f"cards of learner {learner_id} moved during each of {_ATTEMPTS} attempts")

    return _report(ctx, learner_id, package, save)


def _report(
    ctx: Context,
    learner_id: int,
    package: AnkiPackage,
    deal_with: Callable[[Sequence[Found]], list[_Planned]],
) -> HistoryReport:
    with reading(ctx.engine) as connection:
        learner = get_learner(connection, learner_id)
        recognised = _recognised(connection, learner_id, package)
    total = _Sum()
    for found in _batches(recognised.found):
        total.add(deal_with(found))
    return HistoryReport(
        **total.counts,
        left=+total.left,
        apart=recognised.apart,
        apart_lines=recognised.apart_lines,
        deleted_lines=recognised.deleted_lines,
        first_on=date_of(min(total.days)) if total.days else None,
        last_on=date_of(max(total.days)) if total.days else None,
        calendars=_calendars(package, learner, now_of(ctx, learner)),
    )


def _recognised(connection: Connection, learner_id: int, package: AnkiPackage) -> Recognised:
    return recognise(
        package,
        anki_history.named_questions(connection),
        {(row.question_id, row.part) for row in cards.cards_of(connection, learner_id)},
        {bank.id for bank in banks.banks_of(connection, learner_id)},
    )


def _batches(found: Sequence[Found]) -> Iterator[Sequence[Found]]:
    return (found[start : start + _BATCH] for start in range(0, len(found), _BATCH))


def _planned(
    ctx: Context,
    connection: Connection,
    learner_id: int,
    package: AnkiPackage,
    found: Sequence[Found],
    *,
    suspend: bool,
) -> list[_Planned]:
    to = _receiver(ctx, connection, learner_id, package)
    question_ids = {each.key[0] for each in found}
    logs = anki_history.lines_of_questions(connection, learner_id, question_ids)
    revisions = anki_history.revisions_of(connection, question_ids)
    rows = cards.cards_of_questions(connection, learner_id, question_ids)
    planned = []
    for each in found:
        row = rows.get(each.key)
        if row is not None:
            merged = merge(to, each, row, logs.get(each.key, []), revisions[each.key[0]])
            suspends = suspend and each.card.queue == _SUSPENDED and not row.suspended
            planned.append(_Planned(found=each, merged=merged, suspends=suspends))
    return planned


def _receiver(ctx: Context, connection: Connection, learner_id: int, package: AnkiPackage) -> Receiver:
    learner = get_learner(connection, learner_id)
    now = now_of(ctx, learner)
    return Receiver(
        learner=learner,
        now=now,
        sets=learners.get_parameter_sets(connection, learner_id),
        aims=aims_of(connection, learner),
        day_zero=_day_zero(package, learner, now),
    )


def _saved(ctx: Context, batch: Sequence[_Planned]) -> bool:
    """Save the batch whole; False, and nothing is saved, if any of its cards moved on."""
    changing = [each for each in batch if each.merged.rows or each.suspends]
    if not changing:
        return True
    with writing(ctx.engine) as connection:
        for each in changing:
            if not _save_card(connection, each):
                connection.rollback()
                return False
        log.add_lines(connection, [row for each in changing for row in each.merged.rows])
    return True


def _save_card(connection: Connection, planned: _Planned) -> bool:
    row, merged = planned.merged.before, planned.merged
    if merged.rows:
        if not cards.save_card(connection, row, merged.after):
            return False
        cards.restore_card(connection, row, row.version + len(merged.rows), merged.after)
    if planned.suspends:
        cards.save_suspended(connection, row.learner_id, row.question_id, row.part, suspended=True)
    return True


def _day_zero(package: AnkiPackage, learner: LearnerRow, now: Moment) -> int:
    """Return the day that Anki counts due days from: the date on which the collection was made, there."""
    created_ms = min(max(package.created_s * 1000, 0), to_ms(now.at))
    offset = _anki_offset(package)
    if offset is None:
        offset = moment_at(created_ms, learner).offset_minutes
    return (created_ms + offset * _MINUTE_MS) // _DAY_MS


def _anki_offset(package: AnkiPackage) -> int | None:
    west = package.minutes_west
    return None if west is None or abs(west) > _FARTHEST_MINUTES else -west


def _calendars(package: AnkiPackage, learner: LearnerRow, now: Moment) -> Calendars | None:
    """Return how Anki's days begin, if not with the learner's."""
    now_ms = to_ms(now.at)
    latest = max((each.id_ms for each in package.reviews if 0 < each.id_ms <= now_ms), default=now_ms)
    calendars = Calendars(
        rollover_hour=package.rollover_hour,
        anki_offset_minutes=_anki_offset(package),
        offset_minutes=moment_at(latest, learner).offset_minutes,
    )
    same_hour = calendars.rollover_hour in (None, ROLLOVER_HOUR)
    same_place = calendars.anki_offset_minutes in (None, calendars.offset_minutes)
    return None if same_hour and same_place else calendars
