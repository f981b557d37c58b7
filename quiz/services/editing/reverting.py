"""Undoing an edit, or taking up one that never reached its file, while what came after it stays."""

from __future__ import annotations

from collections.abc import Mapping

from question_bank.writing import CannotRewriteError, editions_in, splice, with_edition
from quiz.services.context import Context
from quiz.services.editing.bench import Bench, StoppedError, base_of
from quiz.services.editing.blocks import find_block, text_of
from quiz.services.editing.conflicts import base_name, keep
from quiz.services.editing.merging import three_way
from quiz.services.editing.placing import Region
from quiz.services.editing.planning import Plan, merged_text
from quiz.services.editing.saving import NO_DECISIONS, carry_out
from quiz.services.editing.texts import decode, rewritten, typed
from quiz.services.editing.values import Conflict, Decision, Origin, Outcome, Reason, Status, Target
from quiz.services.errors import NotFound
from quiz.store import edits
from quiz.store.banks import find_bank
from quiz.store.database import reading
from quiz.store.edits import EditRow


def revert(
    ctx: Context,
    learner_id: int,
    key: str,
    edit_id: int,
    *,
    why: str = "",
    decisions: Mapping[str, Decision] = NO_DECISIONS,
) -> Outcome:
    """Undo an edit and keep what came after it, or take up one that never reached its file.

    Raises NotFound.
    """
    row = get_edit(ctx, key, edit_id)
    target = Target(bank_key=key, file=row.file, question=row.question)
    return carry_out(
        ctx,
        learner_id,
        target,
        lambda bench: _plan(bench, target, get_edit(ctx, key, edit_id)),  # it may have been healed just now
        text="",
        why=why,
        decisions=decisions,
    )


def get_edit(ctx: Context, key: str, edit_id: int) -> EditRow:
    """Return an edit of bank `key`; raises NotFound."""
    with reading(ctx.engine) as connection:
        bank = find_bank(connection, key)
        row = edits.find_edit(connection, bank.id, edit_id) if bank else None
    if row is None:
        raise NotFound(f"bank {key!r} has no edit {edit_id}")
    return row


def takes_up(row: EditRow) -> bool:
    """Say whether reverting an edit means to make it at last."""
    return row.status in (Status.DROPPED, Status.SUPERSEDED)


def _plan(bench: Bench, target: Target, row: EditRow) -> Plan | Conflict:
    """Return the file without the edit's change: others' changes since are merged in."""
    bench.check_editable(row.file)
    names = (row.before, row.after) if takes_up(row) else (row.after, row.before)
    base, wanted = (base_of(bench.ctx, name or "") for name in names)
    now = bench.content(row.file)
    if now == wanted:
        raise StoppedError(Reason.NOTHING_TO_REVERT)
    try:
        texts = decode(base), decode(wanted), decode(now)
    except UnicodeDecodeError as error:
        raise StoppedError(Reason.NOT_TEXT, error.reason) from error
    text = _together(target.question, *texts)
    if text is None:
        return _conflict(bench, target, names[0], now, texts)
    if text == texts[2]:
        raise StoppedError(Reason.NOTHING_TO_REVERT)
    goes = wanted is None and now == base
    text = _with_editions_kept(texts[2], text)
    shown, after = _place(target, text)
    return Plan(
        target=target,
        text=shown,
        content=None if goes else text.encode(),
        origin=Origin.REVERT,
        before=_place(target, texts[2])[1],
        after=after,
        merged=now != base,
    )


def _place(target: Target, text: str) -> tuple[str, Region]:
    """Return a question's block and its lines, or the whole file if that is meant or has no such question."""
    try:
        block = find_block(text.encode(), target.question) if target.question else None
    except StoppedError:
        block = None
    if block is None:
        return typed(text), Region(file=target.file)
    last = block.line + block.text.count("\n") - 1
    return block.text, Region(file=target.file, first=block.line, last=last, indent=block.column)


def _together(question: str, base: str, wanted: str, now: str) -> str | None:
    """Return the file as it is wanted with what changed since, None if both changed the same."""
    text = merged_text(base, wanted, now)
    if text is not None:
        return rewritten(now, text)
    # Its neighbours may have changed right beside it: then the block alone is put back.
    blocks = _blocks(question, base, wanted, now)
    if all(blocks) and blocks[0] == blocks[2]:
        try:
            return splice(now, question, blocks[1])
        except CannotRewriteError:
            return None
    return None


def _conflict(
    bench: Bench, target: Target, base: str | None, now: bytes | None, texts: tuple[str, str, str]
) -> Conflict:
    """Return the three texts to be chosen from: of the question, if all three have it."""
    blocks = _blocks(target.question, *texts)
    whole = Target(bank_key=target.bank_key, file=target.file)
    old, mine, theirs = blocks if all(blocks) else [typed(text) for text in texts]
    if now is not None:
        keep(bench.ctx, now)
    return Conflict(
        target=target if all(blocks) else whole,
        base_text=old,
        mine=mine,
        theirs=theirs,
        theirs_base=base_name(now),
        pieces=three_way(old, mine, theirs),
        base=base or "",
    )


def _blocks(question: str, *texts: str) -> list[str]:
    """Return a question's block in each text, "" where it is not in it or cannot be taken out."""
    found = []
    for text in texts:
        try:
            found.append(text_of(find_block(text.encode(), question)) if question else "")
        except StoppedError:
            found.append("")
    return found


def _with_editions_kept(now: str, text: str) -> str:
    """Return `text` with no edition lower than in `now`: learners have seen it, and it never goes back."""
    if "edition" not in now:
        return text
    try:
        reached, written = editions_in(now), editions_in(text)
        for question, edition in reached.items():
            if question and written.get(question, edition) < edition:
                text = with_edition(text, question, edition)
    except CannotRewriteError:
        return text
    return text
