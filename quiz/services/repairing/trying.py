"""The dry run: everybody whose answers or tests would change, by the plans that applying would write."""

from __future__ import annotations

import json
from collections.abc import Iterator

from question_bank.codec import response_from_plain, to_plain
from question_bank.grading import vocabulary_of
from question_bank.writing.lock import key_hash
from quiz.memory.card import Rating
from quiz.services.banks import get_bank_of
from quiz.services.context import Context
from quiz.services.repairing.closing import disputes_settled
from quiz.services.repairing.planning import LearnerPlan, plan_learner
from quiz.services.repairing.regrading import Regrader
from quiz.services.repairing.values import AnswerChange, AttemptChange, DryRun, Place, Proposal
from quiz.services.standing_keys import additions_to_json
from quiz.store import banks, repairs
from quiz.store.database import reading
from quiz.store.repairs import PENDING, RepairRow
from quiz.store.times import from_ms


def dry_run(ctx: Context, learner_id: int, proposal: Proposal) -> DryRun:
    """Return all that would change if the proposal were applied now; nothing is written. Raises NotFound."""
    with reading(ctx.engine) as connection:
        row = get_bank_of(connection, learner_id, proposal.bank_key)
        then = proposal.judged.bank if proposal.judged else None
        regrader = Regrader(
            ctx=ctx,
            repair=draft_of(proposal, row.id),
            earlier=repairs.repairs_of_question(connection, proposal.question_id),
            vocabulary=ctx.library.vocabulary(connection, row) if then is None else vocabulary_of(then),
            language=row.language,
        )
        plans = [
            plan_learner(ctx, connection, regrader, each) for each in banks.learners_of(connection, row.id)
        ]
        settled = disputes_settled(connection, regrader)
    return DryRun(
        answers=tuple(change for plan in plans for change in _answers(plan)),
        attempts=tuple(change for plan in plans for change in _attempts(plan)),
        counted=sum(plan.counted for plan in plans),
        disputes=len(settled),
    )


def draft_of(proposal: Proposal, bank_id: int) -> RepairRow:
    """Return the repair that the proposal would be, not yet recorded."""
    return RepairRow(
        id=0,
        bank_id=bank_id,
        question_id=proposal.question_id,
        part=proposal.part,
        edition=proposal.question.edition,
        key_hash=key_hash(proposal.question),
        additions=additions_to_json(proposal.additions),
        response=json.dumps(to_plain(proposal.response), ensure_ascii=False),
        editor_id=None,
        edit_id=None,
        status=PENDING,
        made_ms=0,
    )


def _answers(plan: LearnerPlan) -> Iterator[AnswerChange]:
    for card in plan.cards:
        for change in card.changes:
            yield AnswerChange(
                learner_id=plan.learner.id,
                learner=plan.learner.name,
                place=Place.REVIEW,
                given_at=from_ms(change.answered.at_ms),
                part=card.row.part,
                response=response_from_plain(json.loads(change.answered.response or "null")),
                before=change.before,
                after=change.after,
                ratings=(change.rating, Rating.GOOD),
                cards=(card.row.card, card.changes[-1].card),
            )
    for one in plan.practice:
        yield AnswerChange(
            learner_id=plan.learner.id,
            learner=plan.learner.name,
            place=Place.PRACTICE,
            given_at=from_ms(one.row.at_ms),
            part=one.row.part,
            response=response_from_plain(json.loads(one.row.response)),
            before=one.before,
            after=one.after,
        )


def _attempts(plan: LearnerPlan) -> Iterator[AttemptChange]:
    for attempt in plan.attempts:
        row = attempt.row
        yield AttemptChange(
            learner_id=plan.learner.id,
            learner=plan.learner.name,
            attempt_id=row.id,
            finished_at=from_ms(row.finished_ms or row.started_ms),
            responses=tuple(response_from_plain(json.loads(each.response)) for each, _, _ in attempt.answers),
            before=row.score or 0.0,
            after=attempt.score,
            maximum=len(row.items),
        )
