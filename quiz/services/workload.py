"""How much to remember: what each desired retention would cost and bring, and the choice of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from question_bank.grading import guess_chance
from quiz.memory.card import State
from quiz.memory.desk import MOST_FOLLOWED, Desk, Held, Strand
from quiz.memory.paces import FEWEST_TIMED, pace_from, timed_answers
from quiz.memory.workload import RETENTIONS, Workload, curve
from quiz.services.aims import Aims, aims_of
from quiz.services.banks import get_bank_of
from quiz.services.context import Context
from quiz.services.learners import get_learner
from quiz.services.moments import now_of
from quiz.store import banks, cards, learners, log, paces
from quiz.store.banks import BankRow
from quiz.store.cards import Scope
from quiz.store.database import reading, writing

_SAME = 1e-9
LOWEST_CHOICE, HIGHEST_CHOICE = RETENTIONS[0], RETENTIONS[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class BankChoice:
    """A bank with the desired retention of its own; None: the learner's holds there."""

    key: str
    title: str
    language: str
    own: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What the page of the choice shows: for one bank, or for everything (`bank` is None).

    `learner` is the desired retention where a bank has none of its own, `current` the one that holds now.
    `curve` has a workload for each retention to choose from, `now` and `then` those of the current one and
    of `asked`, the one that is looked at. Times are the learner's own once `timed` answers are `needed`.
    `followed` cards stood for all in the forecast when there are very many.
    """

    bank: BankChoice | None
    banks: tuple[BankChoice, ...]
    learner: float
    current: float
    asked: float | None
    today: int
    curve: tuple[Workload, ...]
    now: Workload
    then: Workload | None
    cards: int
    new: int
    new_per_day: int
    timed: int
    needed: int
    followed: int | None

    @property
    def own_pace(self) -> bool:
        return self.timed >= self.needed


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What the forecast begins with; other banks than `bank` share its limits without counting."""

    desk: Desk
    aims: Aims
    banks: tuple[BankRow, ...]
    bank: BankRow | None
    timed: int


def outlook(ctx: Context, learner_id: int, key: str | None = None, asked: float | None = None) -> Outlook:
    """Return what desired retentions would cost and bring in bank `key` (None: in all); raises NotFound.

    Nothing is saved. ValueError if `asked` is none to choose from.
    """
    if asked is not None:
        _check(asked)
    with reading(ctx.engine) as connection:
        found = _read(ctx, connection, learner_id, key)
    desk, aims, bank = found.desk, found.aims, found.bank
    current = aims.desired_retention if bank is None else aims.retention(bank.id)
    counted = [held.card.state for held in desk.cards if desk.strands[held.strand].counted]
    in_review = sum(held.card.state is State.REVIEW for held in desk.cards)
    return Outlook(
        bank=None if bank is None else _choice(bank, aims),
        banks=tuple(_choice(row, aims) for row in found.banks),
        learner=aims.desired_retention,
        current=current,
        asked=asked,
        today=desk.today,
        curve=curve(desk),
        now=_at(desk, current),
        then=None if asked is None else _at(desk, asked),
        cards=len(counted),
        new=counted.count(State.NEW),
        new_per_day=desk.new_per_day,
        timed=found.timed,
        needed=FEWEST_TIMED,
        followed=MOST_FOLLOWED if in_review > MOST_FOLLOWED else None,
    )


def choose(ctx: Context, learner_id: int, retention: float | None, key: str | None = None) -> None:
    """Save the desired retention of bank `key`, or of all that have none of their own; raises NotFound.

    None, for a bank, lets the learner's hold there. It counts for answers from now on: cards keep the day
    they are due. ValueError if it is none to choose from.
    """
    if retention is not None:
        _check(retention)
    elif key is None:
        raise ValueError("a learner needs a desired retention; only a bank can do without one")
    with writing(ctx.engine) as connection:
        get_learner(connection, learner_id)
        if key is None:
            learners.save_learner(connection, learner_id, desired_retention=retention)
        else:
            row = get_bank_of(connection, learner_id, key)
            learners.save_bank_aim(connection, learner_id, row.id, desired_retention=retention)


def _check(retention: float) -> None:
    if not LOWEST_CHOICE <= retention <= HIGHEST_CHOICE:
        raise ValueError(
            f"a desired retention of {retention} is not between {LOWEST_CHOICE} and {HIGHEST_CHOICE}"
        )


def _choice(row: BankRow, aims: Aims) -> BankChoice:
    aim = aims.banks.get(row.id)
    return BankChoice(
        key=row.key,
        title=row.title,
        language=row.language,
        own=None if aim is None else aim.desired_retention,
    )


def _at(desk: Desk, retention: float) -> Workload:
    """Return the workload at one retention, from the curve where it is on it."""
    for place, known in enumerate(RETENTIONS):
        if abs(known - retention) < _SAME:
            return curve(desk)[place]
    return curve(desk, (retention,))[0]


def _read(ctx: Context, connection: Connection, learner_id: int, key: str | None) -> _Found:
    """Read all at once, so that nothing is computed while the database waits."""
    learner = get_learner(connection, learner_id)
    aims = aims_of(connection, learner)
    rows = banks.banks_of(connection, learner_id)
    bank = None if key is None else get_bank_of(connection, learner_id, key)
    now = now_of(ctx, learner)
    strand_of = _strands(ctx, connection, aims, rows, now.day, bank)
    strands = tuple(dict.fromkeys(strand_of.values()))
    held = [
        (one.position, one.key, Held(strands.index(strand), one.card))
        for bank_id, strand in strand_of.items()
        for one in cards.all_candidates(connection, Scope(learner_id=learner.id, bank_ids=(bank_id,)))
    ]
    states = [one.state_before for one in log.answers_on(connection, learner.id, now.day)]
    tallies = paces.tallies(connection, learner.id)
    desk = Desk(
        today=now.day,
        strands=strands,
        cards=tuple(card for _, _, card in sorted(held, key=lambda one: one[:2])),
        settings=aims.parameters,
        pace=pace_from(tallies),
        new_per_day=learner.new_per_day,
        reviews_per_day=learner.reviews_per_day,
        new_left=max(learner.new_per_day - states.count(State.NEW), 0),
        reviews_left=max(learner.reviews_per_day - states.count(State.REVIEW), 0),
    )
    return _Found(desk=desk, aims=aims, banks=tuple(rows), bank=bank, timed=timed_answers(tallies))


def _strands(
    ctx: Context,
    connection: Connection,
    aims: Aims,
    rows: Sequence[BankRow],
    today: int,
    bank: BankRow | None,
) -> dict[int, Strand]:
    """Return the strand of each bank; banks with the same aim share one."""
    strand_of = {row.id: _strand(aims, row.id, today, bank) for row in rows}
    chances: dict[Strand, list[float]] = {}
    for row in rows:
        chances.setdefault(strand_of[row.id], []).extend(_guess_chances(ctx, connection, row))
    guessing = {strand: round(sum(own) / max(len(own), 1), 3) for strand, own in chances.items()}
    return {bank_id: replace(strand, guess_chance=guessing[strand]) for bank_id, strand in strand_of.items()}


def _strand(aims: Aims, bank_id: int, today: int, bank: BankRow | None) -> Strand:
    """Return the strand of a bank: the retention in question holds where it would once it is chosen."""
    if bank is None:
        aim = aims.banks.get(bank_id)
        retention = None if aim is None else aim.desired_retention
    else:
        retention = None if bank_id == bank.id else aims.retention(bank_id)
    exam_day = aims.exam_day(bank_id)
    return Strand(
        retention=retention,
        exam_day=exam_day if exam_day is not None and exam_day > today else None,
        counted=bank is None or bank_id == bank.id,
    )


def _guess_chances(ctx: Context, connection: Connection, row: BankRow) -> list[float]:
    ctx.library.load(connection, row)
    return [
        guess_chance(ctx.library.question(connection, each.revision_id))
        for each in banks.served_questions(connection, row.id)
    ]
