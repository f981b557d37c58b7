"""The dispute that a page is about, with all that others said after the same response."""

from __future__ import annotations

from dataclasses import dataclass

from quiz.services import disputes
from quiz.services.context import Context
from quiz.services.disputes import DisputedQuestion, DisputedResponse, DisputeId
from quiz.services.errors import NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A response that is disputed, and the question as it is now; other responses to it are left out."""

    bank_key: str
    bank_title: str
    language: str
    found: DisputedQuestion
    said: DisputedResponse


def case_of(ctx: Context, learner_id: int, bank_key: str, dispute: DisputeId) -> Case:
    """Return what is open about the same response; raises NotFound, also if it is closed by now."""
    page = disputes.reports(ctx, learner_id, bank_key)
    for found in page.disputed:
        for said in found.responses:
            if dispute in said.ids:
                return Case(
                    bank_key=page.bank_key,
                    bank_title=page.bank_title,
                    language=page.language,
                    found=found,
                    said=said,
                )
    raise NotFound(f"bank {bank_key!r} has no open dispute {dispute}")
