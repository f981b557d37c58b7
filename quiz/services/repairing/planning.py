"""What a wider key changes for one learner: their cards, their practice, their tests; read, not yet written.

Only an answer that becomes wholly right changes a card, and it becomes Good: that is what a right answer is
rated unless its learner says otherwise, and of a wrong one they could not. What a learner said for themselves
stands: an answer they took back, or counted as right before, is left alone, and no rating but Again is
replaced. Each line takes the answer's own moment, parameters and desired retention; the intervals of later
answers stay what they were, since they were promised.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from sqlalchemy import Connection

from question_bank.model import Grade
from quiz.memory.balancing import HORIZON_DAYS
from quiz.memory.card import Card, Rating
from quiz.memory.lines import LineKind
from quiz.memory.replay import replay
from quiz.memory.scheduling import Settings
from quiz.services.aims import aims_of
from quiz.services.context import Context
from quiz.services.exams.papers import WHOLE
from quiz.services.learners import get_learner
from quiz.services.moments import now_of
from quiz.services.repairing.regrading import Regrader, grade_from_json
from quiz.services.study.amending import History, rating_line
from quiz.services.study.sittings import Author
from quiz.store import attempts, cards, learners, log, practice
from quiz.store.attempts import AttemptAnswer, AttemptRow
from quiz.store.cards import CardRow
from quiz.store.learners import LearnerRow
from quiz.store.loads import loads_between
from quiz.store.log import ReviewRow
from quiz.store.practice import PracticeRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Regraded:
    """An answer of the log, the line that counts it as right, and the card as the log then makes it."""

    answered: ReviewRow
    before: Grade
    after: Grade
    line: ReviewRow
    card: Card
    rating: Rating


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPlan:
    """A card as it is, and its answers that change, in order."""

    row: CardRow
    changes: tuple[Regraded, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticePlan:
    row: PracticeRow
    before: Grade
    after: Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptPlan:
    """`answers` are those that change, with their grades before and after; `score` is the new one."""

    row: AttemptRow
    answers: tuple[tuple[AttemptAnswer, Grade, Grade], ...]
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnerPlan:
    """`counted` answers count as right already, since the learner said so."""

    learner: LearnerRow
    cards: tuple[CardPlan, ...]
    practice: tuple[PracticePlan, ...]
    attempts: tuple[AttemptPlan, ...]
    counted: int

    @property
    def changes_nothing(self) -> bool:
        return not (self.cards or self.practice or self.attempts)


def plan_learner(ctx: Context, connection: Connection, regrader: Regrader, learner_id: int) -> LearnerPlan:
    """Return what changes for a learner."""
    learner = get_learner(connection, learner_id)
    planned, counted = _cards(ctx, connection, regrader, learner)
    return LearnerPlan(
        learner=learner,
        cards=planned,
        practice=tuple(_practice(connection, regrader, learner_id)),
        attempts=tuple(_attempts(connection, regrader, learner_id)),
        counted=counted,
    )


def _cards(
    ctx: Context, connection: Connection, regrader: Regrader, learner: LearnerRow
) -> tuple[tuple[CardPlan, ...], int]:
    question_id = regrader.repair.question_id
    rows = log.lines_of_question(connection, learner.id, question_id)
    better = {
        (row.part, row.repetition): grade
        for row in rows
        if (grade := _better(connection, regrader, row)) is not None and grade.right
    }
    if not better:
        return (), 0
    author = Author(learner=learner, now=now_of(ctx, learner), aims=aims_of(connection, learner))
    sets = learners.get_parameter_sets(connection, learner.id)
    planned, counted = [], 0
    for part, group in groupby(rows, lambda row: row.part):
        own = {repetition: grade for (at, repetition), grade in better.items() if at == part}
        card = cards.find_card(connection, learner.id, question_id, part)
        if own and card is not None:
            changes, more = _regraded(connection, author, card, list(group), own, sets)
            counted += more
            if changes:
                planned.append(CardPlan(row=card, changes=tuple(changes)))
    return tuple(planned), counted


def _better(connection: Connection, regrader: Regrader, row: ReviewRow) -> Grade | None:
    if row.kind != LineKind.ANSWER or row.response is None:
        return None
    stored = grade_from_json(row.grade)
    return regrader.better(connection, row.revision_id, row.part, row.response, stored)


def _regraded(
    connection: Connection,
    author: Author,
    card: CardRow,
    rows: Sequence[ReviewRow],
    better: Mapping[int, Grade],
    sets: Mapping[int, Settings],
) -> tuple[list[Regraded], int]:
    """Return the changes of one card, each made with those before it in place, and how many need none."""
    history = History(rows=tuple(rows), lines=tuple(log.log_line(row, sets) for row in rows))
    changes, counted = [], 0
    for answered in rows:
        standing = history.standing(answered.repetition) if answered.repetition in better else None
        if standing is None or standing.rating is None:
            continue
        if history.regrade(answered.repetition) is not None:
            counted += 1
        elif standing.rating is Rating.AGAIN:
            line = _line(connection, author, card, answered, history)
            lines = (*history.lines, log.log_line(line, sets))
            history = History(rows=(*history.rows, line), lines=lines)
            card = replace(card, version=card.version + 1, card=replay(lines))
            change = Regraded(
                answered=answered,
                before=grade_from_json(answered.grade),
                after=better[answered.repetition],
                line=line,
                card=card.card,
                rating=standing.rating,
            )
            changes.append(change)
    return changes, counted


def _line(
    connection: Connection, author: Author, card: CardRow, answered: ReviewRow, history: History
) -> ReviewRow:
    """Return the line that counts an answer as Good; its interval is balanced as it would have been then."""
    key, days = (card.question_id, card.part), (answered.day + 1, answered.day + HORIZON_DAYS)
    loads = loads_between(connection, card.learner_id, key, days, answered.at_ms - 1)
    return rating_line(connection, author, card, answered, history, LineKind.REGRADE, Rating.GOOD, loads)


def _practice(connection: Connection, regrader: Regrader, learner_id: int) -> Iterator[PracticePlan]:
    for row in practice.practice_of_question(connection, learner_id, regrader.repair.question_id):
        if row.voided or row.fraction >= 1.0:
            continue
        stored = grade_from_json(row.grade)
        after = regrader.better(connection, row.revision_id, row.part, row.response, stored)
        if after is not None and after.right:
            yield PracticePlan(row=row, before=stored, after=after)


def _attempts(connection: Connection, regrader: Regrader, learner_id: int) -> Iterator[AttemptPlan]:
    repair = regrader.repair
    for row in attempts.finished_attempts(connection, learner_id, repair.bank_id):
        asked = [
            (position, revision_id)
            for position, revision_id in enumerate(row.items, start=1)
            if regrader.ctx.library.revision(connection, revision_id)[0] == repair.question_id
        ]
        answers = attempts.answers_of(connection, learner_id, row.id) if asked else {}
        changed: dict[int, tuple[AttemptAnswer, Grade, Grade]] = {}
        for position, revision_id in asked:
            answer = answers.get(position)
            if answer is None:
                continue
            before = grade_from_json(answer.grade)
            after = regrader.better(connection, revision_id, WHOLE, answer.response, before)
            if after is not None:
                changed[position] = answer, before, after
        if changed:
            yield AttemptPlan(row=row, answers=tuple(changed.values()), score=_score(answers, changed))


def _score(
    answers: Mapping[int, AttemptAnswer], changed: Mapping[int, tuple[AttemptAnswer, Grade, Grade]]
) -> float:
    """Return the sum of the grades, in the order in which finishing the test adds them up."""
    grades = (
        changed[at][2] if at in changed else grade_from_json(answer.grade) for at, answer in answers.items()
    )
    return sum(grade.fraction for grade in grades)
