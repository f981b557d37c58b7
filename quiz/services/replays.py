"""The proof that cards are a cache: every card made again from the log, and compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import Connection

from quiz.memory.card import NEW_CARD, Card
from quiz.memory.replay import replay
from quiz.memory.scheduling import Settings
from quiz.services.context import Context
from quiz.store import cards, learners, log
from quiz.store.cards import CardRow
from quiz.store.database import reading, writing
from quiz.store.log import ReviewRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A card that is not what the log makes of it; `version` is the number of its lines."""

    learner_id: int
    question_id: int
    part: int
    saved: Card
    replayed: Card
    saved_version: int
    replayed_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayReport:
    learners: int
    cards: int
    lines: int
    differences: tuple[Difference, ...]


def replay_reviews(ctx: Context, *, write: bool = False) -> ReplayReport:
    """Make every card again from the log and report what differs; `write` mends those cards."""
    with (writing if write else reading)(ctx.engine) as connection:
        learner_ids = learners.learner_ids(connection)
        differences: list[Difference] = []
        total_cards = total_lines = 0
        for learner_id in learner_ids:
            saved = cards.cards_of(connection, learner_id)
            lines = _lines(connection, learner_id)
            total_cards += len(saved)
            total_lines += sum(len(rows) for rows in lines.values())
            found = list(_differences(saved, lines, learners.get_parameter_sets(connection, learner_id)))
            differences += [difference for _, difference in found]
            if write:
                for row, difference in found:
                    cards.restore_card(connection, row, difference.replayed_version, difference.replayed)
    return ReplayReport(
        learners=len(learner_ids), cards=total_cards, lines=total_lines, differences=tuple(differences)
    )


def _lines(connection: Connection, learner_id: int) -> dict[tuple[int, int], list[ReviewRow]]:
    rows = log.lines_of_learner(connection, learner_id)
    return {key: list(group) for key, group in groupby(rows, lambda row: (row.question_id, row.part))}


def _differences(
    saved: list[CardRow], lines: dict[tuple[int, int], list[ReviewRow]], sets: dict[int, Settings]
) -> Iterator[tuple[CardRow, Difference]]:
    for row in saved:
        own = lines.get((row.question_id, row.part), [])
        replayed = replay(log.log_line(line, sets) for line in own) if own else NEW_CARD
        version = own[-1].repetition + 1 if own else 0
        if replayed != row.card or version != row.version:
            yield (
                row,
                Difference(
                    learner_id=row.learner_id,
                    question_id=row.question_id,
                    part=row.part,
                    saved=row.card,
                    replayed=replayed,
                    saved_version=row.version,
                    replayed_version=version,
                ),
            )
