"""Opening a text to edit it."""

from __future__ import annotations

from quiz.services.context import Context
from quiz.services.editing.values import Opened


def open_file(ctx: Context, learner_id: int, key: str, file: str) -> Opened:
    """Return a file of bank `key` to be edited, an empty text for one that may be made; raises NotFound."""
    raise NotImplementedError


def open_question(ctx: Context, learner_id: int, key: str, question_key: str) -> Opened:
    """Return the text of a question as it stands in its file on the disk; raises NotFound."""
    raise NotImplementedError
