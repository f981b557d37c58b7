"""A bank on the disk while it is edited: found, held against other edits, and with its files as they are."""

from __future__ import annotations

import hashlib
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from question_bank.folders import Snapshot, snapshot
from quiz.services.banks import get_bank_of
from quiz.services.context import Context
from quiz.services.editing.disk import is_editable
from quiz.services.editing.values import Reason
from quiz.services.errors import NotFound
from quiz.store import edits
from quiz.store.banks import BankRow
from quiz.store.database import reading

_LOCKS = "locks"
_WAIT_SECONDS = 20


class StoppedError(Exception):
    """An edit cannot be made, for a reason that is none of its text's findings."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(reason.value, detail)
        self.reason, self.detail = reason, detail


@dataclass(frozen=True, eq=False)
class Bench:
    """A bank whose files only we change as long as the lock is held, but for editors outside."""

    ctx: Context
    learner_id: int
    row: BankRow
    taken: Snapshot

    @property
    def folder(self) -> Path:
        return self.taken.folder

    def content(self, file: str) -> bytes | None:
        """Return the bytes of a file of the bank, None if there is no such file."""
        return self.taken.files.get(file)

    def check_editable(self, file: str) -> None:
        """Raise StoppedError for a path that leads to no file of the bank."""
        others = {name.casefold(): name for name in self.taken.files}
        if not is_editable(self.folder, file) or others.get(file.casefold(), file) != file:
            raise StoppedError(Reason.NO_FILE, file)


def find_bench(ctx: Context, learner_id: int, key: str) -> Bench:
    """Return a bank to read, without holding it. Raises NotFound."""
    with reading(ctx.engine) as connection:
        row = get_bank_of(connection, learner_id, key)
    folder = Path(row.folder)
    if not (folder / "bank.yaml").is_file():
        raise NotFound(f"bank {key!r} is not in its folder any more")
    return Bench(ctx, learner_id, row, snapshot(folder))


def base_of(ctx: Context, digest: str) -> bytes | None:
    """Return a file's bytes by the digest that an edit was begun from, None if they are not known."""
    with reading(ctx.engine) as connection:
        return edits.find_content(connection, digest)


@contextmanager
def held(ctx: Context, folder: str, wait_seconds: float = _WAIT_SECONDS) -> Generator[None, None, None]:
    """Hold a bank's folder against every other edit, in this process and in others. Raises StoppedError."""
    try:
        lock = FileLock(_lock_file(ctx, folder), timeout=wait_seconds)
        lock.acquire()
    except Timeout as error:
        raise StoppedError(Reason.BUSY) from error
    except OSError as error:
        raise StoppedError(Reason.NOT_WRITTEN, error.strerror or "") from error
    try:
        yield
    finally:
        lock.release()


def _lock_file(ctx: Context, folder: str) -> Path:
    name = hashlib.sha256(folder.encode(errors="surrogateescape")).hexdigest()[:32]
    place = ctx.instance / _LOCKS
    place.mkdir(parents=True, exist_ok=True)
    return place / f"{name}.lock"
