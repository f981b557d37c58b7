"""What an import recognises: the bank as its files are now, and all others as they are served."""

from __future__ import annotations

from collections.abc import Sequence
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
from quiz.store.times import from_ms

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
    return Known(
        banks=others,
        target=target,
        media=lambda bank, file: (folders[bank.id] / file).read_bytes(),
        changed=_Changes(ctx, rows, {target.id: lock or Lock()}),
    )


class _Changes:
    """Tells when a question changed: by its lock, else by when this installation took over what is served."""

    def __init__(self, ctx: Context, rows: Sequence[BankRow], locks: dict[str, Lock]) -> None:
        self._ctx = ctx
        self._rows = {row.key: row for row in rows}
        self._locks = locks
        self._served: dict[str, dict[str, tuple[Question, datetime]]] = {}

    def __call__(self, bank: Bank, question: Question) -> datetime:
        if bank.id not in self._locks:
            self._locks[bank.id] = _lock_in(Path(self._rows[bank.id].folder))
        return self._locks[bank.id].changed(question, bank) or self._taken_over(bank, question)

    def _taken_over(self, bank: Bank, question: Question) -> datetime:
        if bank.id not in self._served:
            self._served[bank.id] = self._times(bank.id)
        served, at = self._served[bank.id].get(question.id, (None, _JUST_NOW))
        return at if served == question else _JUST_NOW

    def _times(self, key: str) -> dict[str, tuple[Question, datetime]]:
        if key not in self._rows:
            return {}
        library = self._ctx.library
        with reading(self._ctx.engine) as connection:
            revisions = banks.current_revisions(connection, self._rows[key].id)
            times = banks.revision_times(connection, revisions)
            questions = {each: library.question(connection, each) for each in revisions}
        return {question.id: (question, from_ms(times[each])) for each, question in questions.items()}


def _lock_in(folder: Path) -> Lock:
    try:
        return read_lock((folder / LOCK_FILE).read_text(encoding="utf-8", errors="replace"))[0]
    except OSError:
        return Lock()
