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
    begun: list[ChangeRow] = []
    for plan in plans:
        for card in plan.cards:
            _save_card(connection, card)
        for one in plan.practice:
            _save_practice(connection, one)
        for attempt in plan.attempts:
            _save_attempt(connection, attempt)
        changed: tuple[CardPlan | PracticePlan | AttemptPlan, ...]
        changed = (*plan.cards, *plan.practice, *plan.attempts)
        for each in changed:
            _end(connection, each.ended, now_ms)
            begun += each.begun
    repairs.add_changes(connection, list(_numbered(connection, begun, now_ms)))


def _numbered(connection: Connection, rows: Sequence[ChangeRow], now_ms: int) -> Iterator[ChangeRow]:
    last: Counter[tuple[int, int]] = Counter()
    for row in rows:
        key = row.learner_id, row.repair_id
        if key not in last:
            last[key] = repairs.last_number(connection, *key)
        last[key] += 1
        undone_ms = None if row.undone_ms is None else now_ms
        yield replace(row, number=last[key], made_ms=now_ms, undone_ms=undone_ms)


def _end(connection: Connection, rows: Sequence[ChangeRow], now_ms: int) -> None:
    for row in rows:
        if not repairs.end_change(connection, row, now_ms):
            raise TooBusyError(f"change {row.number} of repair {row.repair_id} moved meanwhile")


def _save_card(connection: Connection, plan: CardPlan) -> None:
    if not plan.lines:
        return
    row = plan.row
    if not cards.save_card(connection, row, plan.after, lines=len(plan.lines)):
        raise TooBusyError(f"card {row.question_id}.{row.part} moved meanwhile")
    log.add_lines(connection, plan.lines)


def _save_practice(connection: Connection, plan: PracticePlan) -> None:
    row = plan.row
    answers = practice.practice_of_question(connection, [row.learner_id], row.question_id)
    if row not in answers:
        raise TooBusyError(f"answer {row.number} of practice {row.study_session_id} moved meanwhile")
    practice.save_fraction(connection, row, plan.fraction)


def _save_attempt(connection: Connection, plan: AttemptPlan) -> None:
    row = plan.row
    if attempts.find_attempt(connection, row.learner_id, row.id) != row:
        raise TooBusyError(f"attempt {row.id} moved meanwhile")
    attempts.save_score(connection, row, plan.score)
    attempts.save_grades(connection, row, {each.position: as_json(after) for each, _, after in plan.answers})
