"""A bank's files become what learners study: one transaction, and only when something changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC
from pathlib import Path
from typing import TypeGuard

from sqlalchemy import Connection

from question_bank.folders import Snapshot, bytes_digest, snapshot
from question_bank.model import Bank
from question_bank.problems import Problem, has_errors
from question_bank.reading import Reading, find_banks, read_snapshot
from quiz.services.context import Context
from quiz.services.file_texts import note_files
from quiz.services.problems import problems_to_json
from quiz.services.publishing import publish
from quiz.services.undecided import lock_of, undecided_answers, undecided_to_json
from quiz.store import banks, edits, publishing
from quiz.store.banks import BankRow
from quiz.store.database import reading, writing
from quiz.store.times import to_ms

# Raised when this program comes to read the same files otherwise, so that every bank is taken over anew.
_FORMAT = 1
_LOCK_DIGITS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncReport:
    """What `sync_bank` found and did. With errors among `problems` nothing was taken over.

    `bank_key` is "" if not even the bank's id could be read; the numbers count questions.
    """

    folder: Path
    bank_key: str
    problems: tuple[Problem, ...]
    changed: bool = False
    added: int = 0
    revised: int = 0
    archived: int = 0
    restored: int = 0
    relearn: int = 0


def sync_bank(ctx: Context, folder: Path) -> SyncReport:
    """Take the bank in `folder` over; a version with errors leaves the last good one serving."""
    taken = snapshot(folder)
    return sync_snapshot(ctx, taken, read_snapshot(taken))


def is_taken_over(connection: Connection, row: BankRow, taken: Snapshot) -> bool:
    """Say, without reading them, that these are the files that were looked at last; pictures do not count."""
    lock = _lock_digest(taken)
    digests = {name: edits.digest_of(content) for name, content in taken.files.items()}
    looked_at = row.problems_digest.startswith(f"{_FORMAT}:") and row.problems_digest.endswith(f":{lock}")
    return looked_at and not taken.trouble and edits.files_seen(connection, row.id) == digests


def sync_all(ctx: Context) -> tuple[SyncReport, ...]:
    """Take over every bank at or under the context's folders; of two with one id only the first."""
    reports: list[SyncReport] = []
    first: dict[str, Path] = {}
    for folder in find_banks(ctx.banks):
        taken = snapshot(folder)
        found = read_snapshot(taken)
        if found.bank and first.setdefault(found.bank.id, folder) != folder:
            problem = id_is_taken(found.bank, first[found.bank.id])
            reports.append(SyncReport(folder=folder, bank_key=found.bank.id, problems=(problem,)))
        else:
            reports.append(sync_snapshot(ctx, taken, found))
    return tuple(reports)


def id_is_taken(bank: Bank, other: Path) -> Problem:
    """Return the finding about a bank whose id an earlier folder has."""
    message = f"the bank's id '{bank.id}' is taken by {other.as_posix()}"
    return Problem("E201", message, bank.at.of("bank"), "give a copy an id of its own, or remove it")


def sync_snapshot(ctx: Context, taken: Snapshot, found: Reading) -> SyncReport:
    """Take over a bank's folder as it was `taken`, with what was read in it."""
    folder = taken.folder
    report = SyncReport(
        folder=folder, bank_key=found.bank.id if found.bank else "", problems=tuple(found.problems)
    )
    digest = f"{_FORMAT}:{found.digest}"
    # A lock changes nothing that is served, but it may settle what a changed answer means.
    seen = f"{digest}:{_lock_digest(taken)}"
    with reading(ctx.engine) as connection:
        row = _find_row(connection, found, folder)
        if _is_known(row, seen, folder) and edits.has_files_seen(connection, row.id):
            return report
    with writing(ctx.engine) as connection:
        row = _find_row(connection, found, folder)
        now_ms = to_ms(ctx.clock().astimezone(UTC))
        if _is_known(row, seen, folder):  # another process was quicker
            note_files(connection, row.id, taken.files, now_ms)
            return report
        row = row or _add_row(connection, found, folder, now_ms)
        note_files(connection, row.id, taken.files, now_ms)
        if found.bank is None or has_errors(found.problems):
            _keep_problems(connection, row, found, seen, folder)
            return report
        if row.digest == digest:
            _keep_undecided(connection, row.id, found.bank, taken, seen)
            return report
        counts = publish(ctx, connection, row.id, found.bank, now_ms)
        publishing.save_bank(connection, row.id, digest=digest)
        _keep_undecided(connection, row.id, found.bank, taken, seen)
    return replace(
        report,
        changed=True,
        added=counts.added,
        revised=counts.revised,
        archived=counts.archived,
        restored=counts.restored,
        relearn=counts.relearn,
    )


def _lock_digest(taken: Snapshot) -> str:
    return bytes_digest(taken.lock or b"")[:_LOCK_DIGITS]


def _find_row(connection: Connection, found: Reading, folder: Path) -> BankRow | None:
    """Return the bank by its id or, where that cannot be read, by its folder."""
    by_key = banks.find_bank(connection, found.bank.id) if found.bank else None
    return by_key or banks.find_bank_in(connection, _stored(folder))


def _is_known(row: BankRow | None, seen: str, folder: Path) -> TypeGuard[BankRow]:
    return row is not None and row.problems_digest == seen and row.folder == _stored(folder)


def _add_row(connection: Connection, found: Reading, folder: Path, now_ms: int) -> BankRow:
    """Make a bank that serves nothing yet; one whose id cannot be read goes by its folder's name."""
    key = found.bank.id if found.bank else folder.resolve().name
    known = banks.find_bank(connection, key)
    if known is not None:
        return known
    bank_id = publishing.add_bank(
        connection,
        key=key,
        title=found.bank.title if found.bank else key,
        language=found.bank.language if found.bank else "en",
        folder=_stored(folder),
        digest="",
        document="",
        problems_digest="",
        problems="[]",
        synced_ms=now_ms,
    )
    banks.enrol_local(connection, bank_id, now_ms)
    return banks.get_bank(connection, bank_id)


def _keep_problems(connection: Connection, row: BankRow, found: Reading, seen: str, folder: Path) -> None:
    """Remember what is wrong, for the banner, and go on serving what was good."""
    publishing.save_bank(
        connection,
        row.id,
        folder=_stored(folder),
        problems_digest=seen,
        problems=problems_to_json(found.problems),
    )


def _keep_undecided(connection: Connection, bank_id: int, bank: Bank, taken: Snapshot, seen: str) -> None:
    """Remember what is to be decided about the bank that is served from now on."""
    ids = publishing.question_ids(connection, bank_id)
    found = undecided_answers(connection, bank_id, bank, lock_of(taken), ids)
    publishing.save_bank(
        connection,
        bank_id,
        folder=_stored(taken.folder),
        problems_digest=seen,
        problems=undecided_to_json(found),
    )


def _stored(folder: Path) -> str:
    return str(folder.resolve())
