"""What a learner takes home: an Anki package of banks."""

from __future__ import annotations

from quiz.services.context import Context


def anki_package(ctx: Context, bank_keys: tuple[str, ...]) -> bytes:
    """Return an .apkg with these banks; raises NotFound. The same banks give the same bytes."""
    raise NotImplementedError
