"""Who changed what in a bank's files, when and why."""

from __future__ import annotations

from quiz.services.context import Context
from quiz.services.editing.values import EditDetail, HistoryPage


def history(
    ctx: Context, learner_id: int, key: str, *, file: str = "", question: str = "", page: int = 1
) -> HistoryPage:
    """Return a page of the edits of a bank, of one of its files or of one question. Raises NotFound."""
    raise NotImplementedError


def edit_detail(ctx: Context, learner_id: int, key: str, edit_id: int) -> EditDetail:
    """Return one edit with its difference. Raises NotFound."""
    raise NotImplementedError
