"""All that learners ever answered to one question, read for many learners at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection

from quiz.memory.scheduling import Settings
from quiz.services.aims import Aims
from quiz.services.context import Context
from quiz.services.moments import now_of
from quiz.services.repairing.regrading import Regrader
from quiz.services.study.sittings import Author
from quiz.store import attempts, cards, learners, log, practice, repairs
from quiz.store.attempts import AttemptAnswer, AttemptRow
from quiz.store.cards import CardRow
from quiz.store.learners import LearnerRow
from quiz.store.log import ReviewRow
from quiz.store.practice import PracticeRow
from quiz.store.repairs import ChangeRow

Own = TypeVar("Own", CardRow, ReviewRow, PracticeRow, ChangeRow)
# A finished test, its answers by position, and where it asked the question, with the revision.
Paper = tuple[AttemptRow, Mapping[int, AttemptAnswer], tuple[tuple[int, int], ...]]
Position = tuple[str, str, int]  # the place, its owner and the answer's position there


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What one learner answered. `lines` are by the card's part, `changes` of every repair by answer.

    Changes that were undone are among them, in the order of time.
    """

    author: Author
    sets: Mapping[int, Settings]
    cards: Sequence[CardRow]
    lines: Mapping[int, Sequence[ReviewRow]]
    practice: Sequence[PracticeRow]
    attempts: Sequence[Paper]
    changes: Mapping[Position, Sequence[ChangeRow]]

    @property
    def learner(self) -> LearnerRow:
        return self.author.learner

    def changes_of(self, place: str, owner: str, position: int) -> Sequence[ChangeRow]:
        return self.changes.get((place, owner, position), ())


def gather(
    ctx: Context, connection: Connection, regrader: Regrader, learner_ids: Sequence[int]
) -> list[Given]:
    """Return what those of the learners who are there answered to the question, in their order."""
    question_id, bank_id = regrader.repair.question_id, regrader.repair.bank_id
    sets = learners.parameter_sets_of(connection, learner_ids)
    aims = learners.aims_of_bank(connection, learner_ids, bank_id)
    own_cards = _by_learner(cards.cards_of_question(connection, learner_ids, question_id))
    lines = _by_learner(log.lines_of_question(connection, learner_ids, question_id))
    practised = _by_learner(practice.practice_of_question(connection, learner_ids, question_id))
    papers = _papers(connection, regrader, learner_ids)
    changes = _by_learner(repairs.history_of_question(connection, learner_ids, question_id))
    found = []
    for learner in learners.find_learners(connection, learner_ids):
        own = Aims(
            parameters=sets[learner.id][learner.parameter_set_id],
            desired_retention=learner.desired_retention,
            banks={bank_id: aims[learner.id]} if learner.id in aims else {},
        )
        given = Given(
            author=Author(learner=learner, now=now_of(ctx, learner), aims=own),
            sets=sets[learner.id],
            cards=own_cards.get(learner.id, ()),
            lines=_by_part(lines.get(learner.id, ())),
            practice=practised.get(learner.id, ()),
            attempts=papers.get(learner.id, ()),
            changes=_by_answer(changes.get(learner.id, ())),
        )
        found.append(given)
    return found


def _by_learner(rows: Sequence[Own]) -> dict[int, list[Own]]:
    found: dict[int, list[Own]] = {}
    for row in rows:
        found.setdefault(row.learner_id, []).append(row)
    return found


def _by_part(rows: Sequence[ReviewRow]) -> dict[int, list[ReviewRow]]:
    found: dict[int, list[ReviewRow]] = {}
    for row in rows:
        found.setdefault(row.part, []).append(row)
    return found


def _by_answer(rows: Sequence[ChangeRow]) -> dict[Position, list[ChangeRow]]:
    found: dict[Position, list[ChangeRow]] = {}
    for row in rows:
        found.setdefault((row.place, row.owner, row.position), []).append(row)
    return found


def _papers(connection: Connection, regrader: Regrader, learner_ids: Sequence[int]) -> dict[int, list[Paper]]:
    """Return, by learner, the finished tests that asked the question, with where they did."""
    library, question_id = regrader.ctx.library, regrader.repair.question_id
    asked = {}
    for row in attempts.finished_attempts(connection, learner_ids, regrader.repair.bank_id):
        places = tuple(
            (position, revision_id)
            for position, revision_id in enumerate(row.items, start=1)
            if library.revision(connection, revision_id)[0] == question_id
        )
        if places:
            asked[row.learner_id, row.id] = row, places
    answers = attempts.answers_of_attempts(connection, [row for row, _ in asked.values()])
    found: dict[int, list[Paper]] = {}
    for key, (row, places) in asked.items():
        found.setdefault(row.learner_id, []).append((row, answers[key], places))
    return found
