"""What others did to a text while somebody edited it."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC

from quiz.services.context import Context
from quiz.services.editing.bench import StoppedError, base_of, find_bench
from quiz.services.editing.blocks import find_block, text_of
from quiz.services.editing.merging import three_way, two_way
from quiz.services.editing.texts import decode, typed
from quiz.services.editing.values import Conflict, Edit, Target
from quiz.services.errors import DatabaseTrouble
from quiz.store import edits
from quiz.store.database import reading, writing
from quiz.store.times import to_ms


def compare(ctx: Context, learner_id: int, edit: Edit, *, theirs_base: str) -> Conflict:
    """Return the conflict of an edit with the file as it was once, whatever the file has become since.

    It is what `save` returned, for the page on which it is settled. Raises NotFound.
    """
    find_bench(ctx, learner_id, edit.target.bank_key)  # for its right to raise
    return conflict_of(ctx, edit, base_of(ctx, theirs_base))


def conflict_of(ctx: Context, edit: Edit, now: bytes | None) -> Conflict:
    """Return the texts of an edit that cannot be put into the file as it is `now` by itself."""
    before = base_of(ctx, edit.base)
    if now is not None:
        keep(ctx, now)
    base = None if before is None and edit.base else _text(edit.target, before)
    mine, theirs = typed(edit.text), _text(edit.target, now)
    pieces = two_way(mine, theirs) if base is None else three_way(base, mine, theirs)
    return Conflict(
        target=edit.target,
        base_text=base or "",
        mine=mine,
        theirs=theirs,
        theirs_base=base_name(now),
        pieces=pieces,
        base=edit.base,
    )


def base_name(content: bytes | None) -> str:
    """Return what names a file's content in an `Edit`; "" for no file."""
    return "" if content is None else edits.digest_of(content)


def keep(ctx: Context, content: bytes) -> None:
    """Keep a text that an edit may begin from, so that others' changes can be told from it later."""
    digest, now_ms = edits.digest_of(content), to_ms(ctx.clock().astimezone(UTC))
    with suppress(DatabaseTrouble):  # without it a conflict shows two texts rather than three
        with reading(ctx.engine) as connection:
            if edits.is_kept(connection, digest, now_ms):
                return
        with writing(ctx.engine) as connection:
            edits.keep_contents(connection, [content], now_ms)


def _text(target: Target, content: bytes | None) -> str:
    """Return a file's text, or a question's block in it; "" where it cannot be had."""
    try:
        if target.question:
            return text_of(find_block(content, target.question))
        return typed(decode(content))
    except (StoppedError, UnicodeDecodeError):
        return ""
