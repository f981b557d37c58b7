"""What an import recognises: the bank as its files are now, and all others as they are served."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from question_bank.anki.taking.knowing import Known
from question_bank.folders import snapshot
from question_bank.model import Bank, Question
from question_bank.writing.lock import LOCK_FILE, Lock, read_lock
from quiz.services.bank_checks import Checked
from quiz.services.banks import get_bank_of
from quiz.services.context import Context
from quiz.services.editing.judging import check_files
from quiz.store import banks
from quiz.store.banks import BankRow
from quiz.store.database import reading

_JUST_NOW = datetime.max.replace(tzinfo=UTC)


def files_now(ctx: Context, learner_id: int, key: str) -> tuple[BankRow, Checked]:
    """Return a bank as its files are now. Raises NotFound."""
    with reading(ctx.engine) as connection:
        row = get_bank_of(connection, learner_id, key)
    return row, check_files(ctx, row, snapshot(Path(row.folder)))


def known_to(ctx: Context, learner_id: int, target: Bank, lock: Lock | None) -> Known:
    """Return what notes are compared with; `lock` is the target's."""
    with reading(ctx.engine) as connection:
        rows = [row for row in banks.banks_of(connection, learner_id) if row.digest]
        others = [ctx.library.whole_bank(connection, row) for row in rows if row.key != target.id]
    folders = {row.key: Path(row.folder) for row in rows}
    locks = {target.id: lock or Lock()}
    return Known(
        banks=others,
        target=target,
        media=lambda bank, file: (folders[bank.id] / file).read_bytes(),
        changed=_changed(folders, locks),
    )


def _changed(folders: dict[str, Path], locks: dict[str, Lock]) -> Callable[[Bank, Question], datetime]:
    """Tell when a question changed; what its lock does not know has only just been written."""

    def changed(bank: Bank, question: Question) -> datetime:
        if bank.id not in locks:
            locks[bank.id] = _lock_in(folders[bank.id])
        return locks[bank.id].changed(question, bank) or _JUST_NOW

    return changed


def _lock_in(folder: Path) -> Lock:
    try:
        return read_lock((folder / LOCK_FILE).read_text(encoding="utf-8", errors="replace"))[0]
    except OSError:
        return Lock()
