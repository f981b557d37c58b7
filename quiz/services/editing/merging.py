"""Two texts that were made from one: who changed what, and what is to be chosen."""

from __future__ import annotations

from collections.abc import Sequence

from quiz.services.editing.values import Choice, Piece


def merged(pieces: Sequence[Piece], choices: Sequence[Choice]) -> str:
    """Return the merged text; there is one choice for each piece that both changed, in order."""
    raise NotImplementedError
