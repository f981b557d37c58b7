"""The dry run: everybody whose answers or tests would change, by the plans that applying would write."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC

from question_bank.codec import response_from_plain, to_plain
from question_bank.grading import vocabulary_of
from question_bank.writing.lock import key_hash
from quiz.memory.card import Rating
from quiz.services.banks import get_bank_of
from quiz.services.context import Context
from quiz.services.repairing.closing import disputes_settled
from quiz.services.repairing.planning import LearnerPlan, plan_learners
from quiz.services.repairing.regrading import Regrader
from quiz.services.repairing.settling import in_chunks
from quiz.services.repairing.values import AnswerChange, AttemptChange, DryRun, Place, Proposal
from quiz.services.standing_keys import additions_to_json, lineage_of
from quiz.store import banks
from quiz.store.database import reading
from quiz.store.repairs import PENDING, RepairRow
from quiz.store.times import from_ms, to_ms

_NOT_YET = 2**63 - 1  # behind every repair there is


def dry_run(ctx: Context, learner_id: int, proposal: Proposal) -> DryRun:
    """Return all that would change if the proposal were applied now; nothing is written. Raises NotFound."""
    with reading(ctx.engine) as connection:
        row = get_bank_of(connection, learner_id, proposal.bank_key)
        then = proposal.judged.bank if proposal.judged else None
        draft = replace(draft_of(proposal, row.id), made_ms=to_ms(ctx.clock().astimezone(UTC)))
        before = lineage_of(connection, ctx.library, row, proposal.question_id)
        regrader = Regrader(
            ctx=ctx,
            repair=draft,
            lineage=before.follows(draft, proposal.question),
            vocabulary=ctx.library.vocabulary(connection, row) if then is None else vocabulary_of(then),
            language=row.language,
        )
        everybody = banks.learners_of(connection, row.id)
        plans = [
            plan for some in in_chunks(everybody) for plan in plan_learners(ctx, connection, regrader, some)
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
        id=_NOT_YET,
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
        for change in card.raised:
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
                cards=(card.row.card, card.after),
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
