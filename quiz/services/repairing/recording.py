"""Writing a plan: lines are added to the log, and every grade that changed is kept with what it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from quiz.services.errors import TooBusyError
from quiz.services.repairing.cards_anew import CardPlan
from quiz.services.repairing.changes import as_json
from quiz.services.repairing.planning import AttemptPlan, LearnerPlan, PracticePlan
from quiz.store import attempts, cards, log, practice, repairs
from quiz.store.repairs import ChangeRow


def save_plans(connection: Connection, plans: Sequence[LearnerPlan], now_ms: int) -> None:
    """Write what changes for learners, all of it or, by the caller's transaction, nothing.

    Raises TooBusyError if anything that it changes moved since it was read.
    """
    cards_anew = [card for plan in plans for card in plan.cards]
    practised = [one for plan in plans for one in plan.practice]
    tests = [attempt for plan in plans for attempt in plan.attempts]
    _save_cards(connection, cards_anew)
    _save_practice(connection, practised)
    _save_tests(connection, tests)
    changed: tuple[CardPlan | PracticePlan | AttemptPlan, ...] = (*cards_anew, *practised, *tests)
    for row in (row for each in changed for row in each.ended):
        if not repairs.end_change(connection, row, now_ms):
            raise TooBusyError(f"change {row.number} of repair {row.repair_id} moved meanwhile")
    begun = [row for each in changed for row in each.begun]
    repairs.add_changes(connection, list(_numbered(connection, begun, now_ms)))


def _numbered(connection: Connection, rows: Sequence[ChangeRow], now_ms: int) -> Iterator[ChangeRow]:
    last = Counter(repairs.last_numbers(connection, {row.learner_id for row in rows}))
    for row in rows:
        last[row.learner_id, row.repair_id] += 1
        number = last[row.learner_id, row.repair_id]
        undone_ms = None if row.undone_ms is None else now_ms
        yield replace(row, number=number, made_ms=now_ms, undone_ms=undone_ms)


def _save_cards(connection: Connection, plans: Sequence[CardPlan]) -> None:
    for plan in plans:
        if plan.lines and not cards.save_card(connection, plan.row, plan.after, lines=len(plan.lines)):
            raise TooBusyError(f"card {plan.row.question_id}.{plan.row.part} moved meanwhile")
    log.add_lines(connection, [line for plan in plans for line in plan.lines])


def _save_practice(connection: Connection, plans: Sequence[PracticePlan]) -> None:
    for question_id in {plan.row.question_id for plan in plans}:
        own = [plan.row for plan in plans if plan.row.question_id == question_id]
        learners = {row.learner_id for row in own}
        known = {
            (row.learner_id, row.study_session_id, row.number): row
            for row in practice.practice_of_question(connection, learners, question_id)
        }
        for row in own:
            if known.get((row.learner_id, row.study_session_id, row.number)) != row:
                raise TooBusyError(f"answer {row.number} of practice {row.study_session_id} moved meanwhile")
    for plan in plans:
        practice.save_fraction(connection, plan.row, plan.fraction)


def _save_tests(connection: Connection, plans: Sequence[AttemptPlan]) -> None:
    if not attempts.are_unchanged(connection, [plan.row for plan in plans]):
        raise TooBusyError("a test moved meanwhile")
    attempts.save_scores(connection, {(plan.row.learner_id, plan.row.id): plan.score for plan in plans})
    grades = {
        (answer.learner_id, answer.attempt_id, answer.position): as_json(after)
        for plan in plans
        for answer, _, after in plan.answers
    }
    attempts.save_new_grades(connection, grades)
