"""Two texts that were made from one: who changed what, and what is to be chosen."""

from __future__ import annotations

from collections.abc import Sequence

from quiz.services.context import Context
from quiz.services.editing.values import Choice, Conflict, Edit, Piece


def merged(pieces: Sequence[Piece], choices: Sequence[Choice]) -> str:
    """Return the merged text; there is one choice for each piece that both changed, in order."""
    raise NotImplementedError


def compare(ctx: Context, learner_id: int, edit: Edit, *, theirs_base: str) -> Conflict:
    """Return the same conflict as `save` did, for the page on which it is settled; raises NotFound.

    `edit` is as it was sent; `theirs_base` is the file as it was then, whatever it has become since.
    """
    raise NotImplementedError
