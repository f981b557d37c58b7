"""What a learner takes home: an Anki package of banks."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from question_bank.anki import PackageError, write_package
from question_bank.model import Bank, Question
from question_bank.writing.lock import LOCK_FILE, Lock, read_lock
from quiz.services.context import Context
from quiz.services.errors import NoPackageError, NotFound
from quiz.store import banks
from quiz.store.banks import BankRow
from quiz.store.database import reading
from quiz.store.times import from_ms


def anki_package(ctx: Context, bank_keys: tuple[str, ...]) -> bytes:
    """Return an .apkg with these banks; raises NotFound or NoPackageError.

    The same banks give the same bytes.
    """
    with reading(ctx.engine) as connection:
        rows = [_get_served(connection, key) for key in dict.fromkeys(bank_keys)]
        wholes = [ctx.library.whole_bank(connection, row) for row in rows]
        times = {row.key: _times(ctx, connection, row) for row in rows}
    folders = {row.key: Path(row.folder) for row in rows}
    locks = {row.key: _lock(folders[row.key]) for row in rows}
    package = io.BytesIO()
    try:
        write_package(wholes, _changed(locks, times), _media(folders), package)
    except PackageError as error:
        raise NoPackageError(str(error)) from error
    return package.getvalue()


def _get_served(connection: Connection, key: str) -> BankRow:
    row = banks.find_bank(connection, key)
    if row is None or not row.digest:
        raise NotFound(f"there is no bank {key!r}")
    return row


def _times(ctx: Context, connection: Connection, row: BankRow) -> dict[str, datetime]:
    """Return, by question id, when the revision that is served came to be."""
    revisions = banks.current_revisions(connection, row.id)
    created = banks.revision_times(connection, revisions)
    return {ctx.library.question(connection, each).id: from_ms(created[each]) for each in revisions}


def _lock(folder: Path) -> Lock:
    file = folder / LOCK_FILE
    # A lock that is no longer text names no question, as one that is missing.
    return read_lock(file.read_text(encoding="utf-8", errors="replace"))[0] if file.is_file() else Lock()


def _media(folders: dict[str, Path]) -> Callable[[Bank, str], bytes]:
    def read(bank: Bank, file: str) -> bytes:
        try:
            return (folders[bank.id] / file).read_bytes()
        except OSError as error:
            raise NoPackageError(f"{file} of bank {bank.id!r} cannot be read: {error.strerror}") from error

    return read


def _changed(
    locks: dict[str, Lock], times: dict[str, dict[str, datetime]]
) -> Callable[[Bank, Question], datetime]:
    """Tell when a question changed: by the lock, so that every installation says the same.

    What the lock does not know as it is now changed when this installation took it over.
    """

    def changed(bank: Bank, question: Question) -> datetime:
        return locks[bank.id].changed(question, bank) or times[bank.id][question.id]

    return changed
