"""What a repair, made or taken back, changes for learners: cards, practice, tests; read, not yet written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from question_bank.model import Grade
from quiz.services.context import Context
from quiz.services.exams.papers import WHOLE
from quiz.services.repairing.cards_anew import CardPlan, plan_card
from quiz.services.repairing.changes import change_of
from quiz.services.repairing.gathering import Given, gather
from quiz.services.repairing.regrading import Answer, Regrader, Verdict, grade_from_json
from quiz.store.attempts import AttemptAnswer, AttemptRow
from quiz.store.learners import LearnerRow
from quiz.store.practice import PracticeRow
from quiz.store.repairs import PRACTICE, TEST, ChangeRow


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticePlan:
    """A practice answer and what it counts as from now on."""

    row: PracticeRow
    before: Grade
    after: Grade
    fraction: float
    ended: tuple[ChangeRow, ...]
    begun: tuple[ChangeRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptPlan:
    """`answers` are those that change, with their grades before and after; `score` is the new one."""

    row: AttemptRow
    answers: tuple[tuple[AttemptAnswer, Grade, Grade], ...]
    score: float
    ended: tuple[ChangeRow, ...]
    begun: tuple[ChangeRow, ...]


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


def plan_learners(
    ctx: Context, connection: Connection, regrader: Regrader, learner_ids: Sequence[int]
) -> list[LearnerPlan]:
    """Return what changes for each of the learners who are there."""
    return [_plan(connection, regrader, given) for given in gather(ctx, connection, regrader, learner_ids)]


def _plan(connection: Connection, regrader: Regrader, given: Given) -> LearnerPlan:
    planned = [plan_card(connection, regrader, given, card) for card in given.cards]
    return LearnerPlan(
        learner=given.learner,
        cards=tuple(plan for plan, _ in planned if plan is not None),
        practice=tuple(_practice(connection, regrader, given)),
        attempts=tuple(_attempts(connection, regrader, given)),
        counted=sum(counted for _, counted in planned),
    )


def _practice(connection: Connection, regrader: Regrader, given: Given) -> Iterator[PracticePlan]:
    for row in given.practice:
        changes = given.changes_of(PRACTICE, row.study_session_id, row.number)
        live = [each for each in changes if each.undone_ms is None]
        own, stored = _has_own(live, regrader), grade_from_json(row.grade)
        answer = Answer(
            revision_id=row.revision_id,
            part=row.part,
            response=row.response,
            at_ms=row.at_ms,
            grade=stored,
            changed=own,
        )
        verdict = None if row.voided else regrader.verdict(connection, answer)
        if verdict is None or (not live and row.fraction > stored.fraction):  # they said that it was right
            continue
        plan = _practised(regrader, row, stored, verdict, live)
        if plan.fraction != row.fraction or not _alike(plan.ended, plan.begun):
            yield plan


def _practised(
    regrader: Regrader, row: PracticeRow, stored: Grade, verdict: Verdict, live: Sequence[ChangeRow]
) -> PracticePlan:
    """Return the plan of an answer, of which only what is wholly right counts for more than it got."""
    repair_id = verdict.right_by()
    if repair_id is not None:
        fraction = verdict.grade.fraction
    else:
        fraction = min(stored.fraction, verdict.grade.fraction)
    change = replace(
        change_of(row.learner_id, row.response, stored, verdict.grade),
        place=PRACTICE,
        part=row.part,
        owner=row.study_session_id,
        position=row.number,
        seen_ms=_seen(live),
    )
    begun: list[ChangeRow] = []
    if repair_id is not None:
        begun.append(replace(change, repair_id=repair_id))
    elif fraction < min(row.fraction, stored.fraction):
        begun.append(replace(change, repair_id=regrader.repair.id, undone_ms=row.at_ms))
    return PracticePlan(
        row=row,
        before=stored,
        after=verdict.grade,
        fraction=fraction,
        ended=tuple(live),
        begun=tuple(begun),
    )


def _attempts(connection: Connection, regrader: Regrader, given: Given) -> Iterator[AttemptPlan]:
    for row, answers, places in given.attempts:
        found: dict[int, tuple[Grade, Grade, Verdict]] = {}
        for position, revision_id in places:
            answer = answers.get(position)
            if answer is None:
                continue
            changes = given.changes_of(TEST, row.id, position)
            first = grade_from_json(changes[0].grade_before if changes else answer.grade)
            verdict = regrader.verdict(
                connection,
                Answer(
                    revision_id=revision_id,
                    part=WHOLE,
                    response=answer.response,
                    at_ms=row.finished_ms or answer.at_ms,
                    grade=first,
                    changed=_has_own([each for each in changes if each.undone_ms is None], regrader),
                ),
            )
            if verdict is not None:
                found[position] = first, grade_from_json(answer.grade), verdict
        if found:
            plan = _attempt(regrader, given, row, answers, found)
            if plan.answers or not _alike(plan.ended, plan.begun):
                yield plan


def _attempt(
    regrader: Regrader,
    given: Given,
    row: AttemptRow,
    answers: Mapping[int, AttemptAnswer],
    found: Mapping[int, tuple[Grade, Grade, Verdict]],
) -> AttemptPlan:
    grades = {at: grade_from_json(answer.grade) for at, answer in answers.items()}
    changed: list[tuple[AttemptAnswer, Grade, Grade]] = []
    ended: list[ChangeRow] = []
    begun: list[ChangeRow] = []
    for position, (first, now, verdict) in found.items():
        live = [each for each in given.changes_of(TEST, row.id, position) if each.undone_ms is None]
        ended += live
        change = replace(
            change_of(row.learner_id, answers[position].response, first, verdict.grade),
            place=TEST,
            owner=row.id,
            position=position,
            seen_ms=_seen(live),
        )
        begun += _steps(change, first, verdict, grades, position)
        if verdict.grade.fraction < min(first.fraction, now.fraction):
            begun.append(replace(change, repair_id=regrader.repair.id, undone_ms=row.started_ms))
        grades[position] = verdict.grade
        if verdict.grade.fraction != now.fraction:
            changed.append((answers[position], now, verdict.grade))
    return AttemptPlan(
        row=row, answers=tuple(changed), score=_score(grades), ended=tuple(ended), begun=tuple(begun)
    )


def _steps(
    change: ChangeRow, first: Grade, verdict: Verdict, grades: Mapping[int, Grade], position: int
) -> Iterator[ChangeRow]:
    """Yield a change for each repair that raised the grade, with the test's score before and after it."""
    before = first
    for repair_id, grade in verdict.steps:
        step = change_of(change.learner_id, change.response, before, grade)
        yield replace(
            change,
            repair_id=repair_id,
            grade_before=step.grade_before,
            grade_after=step.grade_after,
            score_before=_score({**grades, position: before}),
            score_after=_score({**grades, position: grade}),
        )
        before = grade


def _score(grades: Mapping[int, Grade]) -> float:
    """Return the sum of the grades, in the order in which finishing the test adds them up."""
    return sum(grade.fraction for grade in grades.values())


def _has_own(live: Sequence[ChangeRow], regrader: Regrader) -> bool:
    return any(each.repair_id == regrader.repair.id for each in live)


def _seen(live: Sequence[ChangeRow]) -> int | None:
    return max((each.seen_ms for each in live if each.seen_ms is not None), default=None)


def _alike(ended: Sequence[ChangeRow], begun: Sequence[ChangeRow]) -> bool:
    """Say whether the changes that begin are those that end."""
    both = [
        [(each.repair_id, each.position, each.grade_after, each.undone_ms is None) for each in rows]
        for rows in (ended, begun)
    ]
    return both[0] == both[1]
