"""A response that is wrong and looks right: put among those that the question rejects."""

from __future__ import annotations

from question_bank.model import Response, TextResponse
from question_bank.writing import Addition, Into
from quiz.services.context import Context
from quiz.services.editing import Outcome, save
from quiz.services.repairing.proposing import propose


def reject(
    ctx: Context, learner_id: int, bank_key: str, question_id: int, response: Response, *, why: str = ""
) -> Outcome | None:
    """Write the response into the question's `reject`; None if it has no place there. Raises NotFound.

    No grade changes: what was taken for right once, as a slip, stays right.
    """
    if not isinstance(response, TextResponse):
        return None
    likely = propose(ctx, learner_id, bank_key, question_id, 0, response).additions
    additions = [Addition(into=Into.REJECT, text=each.text) for each in likely if each.into is Into.ACCEPT]
    if not additions:
        return None
    proposal = propose(ctx, learner_id, bank_key, question_id, 0, response, additions)
    return None if proposal.edit is None else save(ctx, learner_id, proposal.edit, why=why)
