"""New weights take over: a version of the parameters, and every studied card's memory under them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from quiz.memory.days import Moment
from quiz.memory.fsrs6 import Weights
from quiz.memory.lines import LineKind
from quiz.memory.scheduling import Settings
from quiz.services.context import Context
from quiz.services.errors import TooBusyError
from quiz.services.fitting.tasks import Refitted, refitted
from quiz.services.fitting.values import Origin
from quiz.services.learners import get_learner
from quiz.services.moments import now_of
from quiz.store import cards, learners, log, refits
from quiz.store.cards import CardRow
from quiz.store.learners import LearnerRow
from quiz.store.log import ReviewRow, log_line
from quiz.store.refits import MemoryChange
from quiz.store.times import to_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class _Adoption:
    learner: LearnerRow
    now: Moment
    number: int
    weights: Weights


def adopt(
    ctx: Context,
    connection: Connection,
    learner_id: int,
    weights: Weights,
    memories: Iterable[Refitted],
    *,
    origin: Origin,
    report: str,
) -> int:
    """Let these weights schedule from now on and return the number of their version.

    Every studied card gets the memory that its log gives under them; due dates stay. `memories` were counted
    beforehand; those of cards that moved meanwhile are counted here.
    """
    learner = get_learner(connection, learner_id)
    sets = learners.get_parameter_sets(connection, learner_id)
    adoption = _Adoption(
        learner=learner, now=now_of(ctx, learner), number=max(sets) + 1, weights=tuple(weights)
    )
    settings = replace(sets[learner.parameter_set_id], weights=adoption.weights)
    now_ms = to_ms(adoption.now.at)
    learners.add_parameter_set(
        connection, learner_id, adoption.number, settings, now_ms, origin=origin.value, report=report
    )
    learners.save_learner(connection, learner_id, parameter_set_id=adoption.number)
    _refit_cards(connection, adoption, memories, sets)
    return adoption.number


def _refit_cards(
    connection: Connection, adoption: _Adoption, memories: Iterable[Refitted], sets: Mapping[int, Settings]
) -> None:
    counted = {(memory.question_id, memory.part): memory for memory in memories}
    changes: list[MemoryChange] = []
    lines: list[ReviewRow] = []
    for row in cards.cards_of(connection, adoption.learner.id):
        if row.card.stability is None:
            continue
        memory = counted.get((row.question_id, row.part))
        if memory is None or memory.version != row.version:
            memory = _counted_now(connection, row, sets, adoption.weights)
        if memory is not None:
            changes.append(_change(row, memory))
            lines.append(_line(adoption, row, memory))
    if not refits.save_memories(connection, changes):
        raise TooBusyError(f"cards of learner {adoption.learner.id} moved while their memory was written")
    log.add_lines(connection, lines)


def _counted_now(
    connection: Connection, row: CardRow, sets: Mapping[int, Settings], weights: Weights
) -> Refitted | None:
    rows: Sequence[ReviewRow] = log.lines_of_card(connection, row.learner_id, row.question_id, row.part)
    lines = [log_line(each, sets) for each in rows]
    return refitted(row.question_id, row.part, rows[-1].revision_id, lines, weights) if rows else None


def _change(row: CardRow, memory: Refitted) -> MemoryChange:
    return MemoryChange(
        learner_id=row.learner_id,
        question_id=row.question_id,
        part=row.part,
        version=row.version,
        stability=memory.stability,
        difficulty=memory.difficulty,
    )


def _line(adoption: _Adoption, row: CardRow, memory: Refitted) -> ReviewRow:
    return ReviewRow(
        learner_id=row.learner_id,
        question_id=row.question_id,
        part=row.part,
        repetition=row.version,
        kind=LineKind.REFIT.value,
        revision_id=memory.revision_id,
        state_before=int(row.card.state),
        at_ms=to_ms(adoption.now.at),
        day=adoption.now.day,
        offset_minutes=adoption.now.offset_minutes,
        parameter_set_id=adoption.number,
        desired_retention=adoption.learner.desired_retention,
        seed="",
    )
