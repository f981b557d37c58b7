"""Finishing or dropping what an interruption left half done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from quiz.services.context import Context
from quiz.services.editing.bench import StoppedError, held
from quiz.services.editing.disk import ChangedUnderneathError, read_file, replace_file, sweep
from quiz.services.editing.values import Healed, Status
from quiz.store import banks, edits, publishing
from quiz.store.banks import BankRow
from quiz.store.database import reading, writing
from quiz.store.edits import EditRow


def heal(ctx: Context) -> tuple[Healed, ...]:
    """Settle every pending edit by what its file holds now; called before banks are synced.

    A bank that is being edited this very moment, or whose folder is not there, is left for later.
    """
    with reading(ctx.engine) as connection:
        pending = {row.bank_id for row in edits.edits_with_status(connection, Status.PENDING.value)}
        rows = [row for row in banks.all_banks(connection) if row.id in pending]
    found: list[Healed] = []
    for row in rows:
        with suppress(StoppedError), held(ctx, row.folder):
            found.extend(heal_bank(ctx, row))
    return tuple(found)


def heal_bank(ctx: Context, row: BankRow) -> tuple[Healed, ...]:
    """Settle the pending edits of one bank, whose folder the caller holds."""
    folder = Path(row.folder)
    with reading(ctx.engine) as connection:
        pending = edits.edits_with_status(connection, Status.PENDING.value, row.id)
    if not pending or not folder.is_dir():
        return ()
    sweep(folder)
    return tuple(_settled(ctx, row, folder, pending))


def _settled(ctx: Context, row: BankRow, folder: Path, pending: list[EditRow]) -> Iterator[Healed]:
    # All files follow before any edit is settled: a further interruption must find them pending together.
    for edit, status in tuple(_statuses(ctx, folder, pending)):
        if status is Status.DONE:
            _let_lock_follow(ctx, edit, folder)
        with writing(ctx.engine) as connection:
            edits.set_status(connection, edit.id, status.value)
            if status is Status.DONE:
                edits.save_files_seen(connection, row.id, {edit.file: edit.after})
                publishing.save_bank(connection, row.id, problems_digest="")  # learners may not have it yet
        yield Healed(edit_id=edit.id, bank_key=row.key, file=edit.file, status=status)


def _statuses(ctx: Context, folder: Path, pending: list[EditRow]) -> Iterator[tuple[EditRow, Status]]:
    found: dict[int, Status] = {}
    for edit in pending:
        with suppress(OSError):  # it cannot be read now; what cannot be known is not settled
            found[edit.id] = _status(edit, folder / edit.file)
    known = [edit for edit in pending if edit.id in found]
    # Of edits that belong together some reached their files: then the others follow.
    begun = {edit.together for edit in known if found[edit.id] is Status.DONE} - {None}
    for edit in known:
        if found[edit.id] is Status.DROPPED and edit.together in begun:
            try:
                _let_file_follow(ctx, edit, folder / edit.file)
            except (OSError, ChangedUnderneathError):
                continue
            found[edit.id] = Status.DONE
        yield edit, found[edit.id]


def _let_file_follow(ctx: Context, edit: EditRow, path: Path) -> None:
    """Write what an edit was to write; its file is still what it was before."""
    with reading(ctx.engine) as connection:
        before, after = (edits.find_content(connection, each) for each in (edit.before, edit.after))
    replace_file(path, after, before)


def _status(edit: EditRow, path: Path) -> Status:
    """Return what became of an edit: its file has its text, or the one before it, or somebody else's."""
    content = read_file(path)
    now = None if content is None else edits.digest_of(content)
    if now == edit.after:
        return Status.DONE
    return Status.DROPPED if now == edit.before else Status.SUPERSEDED


def _let_lock_follow(ctx: Context, edit: EditRow, folder: Path) -> None:
    """Write bank.lock if it is still what it was before the edit."""
    path = folder / "bank.lock"
    with reading(ctx.engine) as connection:
        wanted = edits.find_content(connection, edit.lock_after)
    with suppress(OSError, ChangedUnderneathError):
        now = read_file(path)
        name = None if now is None else edits.digest_of(now)
        if wanted is not None and name == edit.lock_before:
            replace_file(path, wanted, now)
