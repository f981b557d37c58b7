"""Texts of files that nothing needs any more."""

from __future__ import annotations

from datetime import UTC, timedelta

from quiz.services.context import Context
from quiz.store import edits
from quiz.store.database import writing
from quiz.store.times import to_ms

KEPT_FOR = timedelta(days=30)  # so long a page may stay open and its conflicts still be told apart


def prune(ctx: Context) -> int:
    """Forget the texts that were kept for pages opened long ago, and return how many.

    What a file has now, what an edit began from or made, and articles that are being made into drafts stay.
    """
    now = ctx.clock().astimezone(UTC)
    with writing(ctx.engine) as connection:
        return edits.prune_contents(connection, to_ms(now - KEPT_FOR), to_ms(now))
