"""The earlier ids of a question, written into its block without touching another line."""

from __future__ import annotations

from collections.abc import Sequence

from question_bank.writing.patches import Block
from question_bank.writing.splice import block_of, splice


def with_was(text: str, question_id: str, names: Sequence[str]) -> str:
    """Return a file's `text` with `was` in a question's block, which must have none yet.

    KeyError if the file has no such question; CannotRewriteError if anything else would change.
    """
    return splice(text, question_id, block_with_was(block_of(text, question_id), names))


def block_with_was(block: str, names: Sequence[str]) -> str:
    """Return a question's block, `- id: ...` at column one, with its earlier ids, the oldest first."""
    patched = Block.of(block)
    patched.add_key(patched.entry, "was", f"[{', '.join(names)}]", ("id",))
    return patched.result
