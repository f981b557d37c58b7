"""Changes that other programs make to bank files: noticed while Factdeck serves, taken over once they rest.

A version with errors leaves the last good one serving, and the pages say where it breaks.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Event

from question_bank.folders import (
    GONE,
    LOCK_FILE,
    Signature,
    Snapshot,
    find_banks,
    is_read,
    signature,
    snapshot,
)
from question_bank.model import Bank
from question_bank.problems import Problem
from question_bank.reading import read_snapshot
from quiz.services.anki.holding import clean
from quiz.services.context import Context
from quiz.services.editing.bench import StoppedError, held
from quiz.services.editing.healing import heal_bank
from quiz.services.errors import DatabaseTrouble
from quiz.services.sync import SyncReport, id_is_taken, is_taken_over, sync_bank, sync_snapshot
from quiz.store import banks
from quiz.store.database import reading

EVERY_SECONDS = 2.0
_AT_REST_SECONDS = 0.25  # an editor that writes a file is done with it by then
_SHARE = 10  # so many times as long as a look takes, nobody looks again
_LONGEST_PAUSE_SECONDS = 30.0
_COUNT_EVERY_SECONDS = 60.0

_log = logging.getLogger("quiz.noticing")


def watch(ctx: Context, stop: Event, every_seconds: float = EVERY_SECONDS) -> None:
    """Look again and again until `stop` is set; what goes wrong is logged, and never the end of it.

    Between looks it sees to it that the answers to large banks are counted before a teacher asks for them,
    and that no package from Anki is kept longer than it should be.
    """
    pause = every_seconds
    warmed: float | None = None
    while not stop.wait(pause):
        begun = time.monotonic()
        pause = every_seconds
        try:
            if warmed is None or begun - warmed > _COUNT_EVERY_SECONDS:
                warmed = begun
                count(ctx)
                clean(ctx)
                begun = time.monotonic()
            if not look(ctx):  # only looking costs the same the next time
                pause = min(max(every_seconds, _SHARE * (time.monotonic() - begun)), _LONGEST_PAUSE_SECONDS)
        except Exception:  # noqa: BLE001  whatever it was, files are to be noticed again tomorrow
            _log.exception("Looking at bank files or answers failed; the next look comes soon.")


def count(ctx: Context) -> None:
    """Begin to count the answers to banks that are too large for a page to count."""
    ctx.items.warm(ctx.engine, ctx.library)


def look(
    ctx: Context, *, at_once: bool = False, wait: Callable[[float], None] = time.sleep
) -> tuple[SyncReport, ...]:
    """Take over every bank whose files changed, and return what each of them brought.

    A change is taken over by the second look that finds it the same, since somebody may be writing; with
    `at_once` this look waits until it rests. A bank that is being saved here is left for the next look.
    """
    folders = ctx.folders
    if not folders.lock.acquire(blocking=at_once):
        return ()
    try:
        now = _signatures(ctx)
        changed = _changed(ctx, now)
        if changed and at_once:
            now = _at_rest(ctx, now, wait)
            ready = _changed(ctx, now)
        else:
            ready = {folder: each for folder, each in changed.items() if folders.awaited.get(folder) == each}
        folders.awaited = changed | ready
        reports = [_take_over(ctx, folder, each, now) for folder, each in ready.items()]
    finally:
        folders.lock.release()
    return tuple(report for report in reports if report is not None)


def refused_folders(ctx: Context) -> Mapping[Path, Problem]:
    """Return the folders that are not served although they hold a bank, each with the reason."""
    return dict(ctx.folders.refused)


def _signatures(ctx: Context) -> dict[Path, Signature]:
    return {folder: signature(folder) for folder in find_banks(ctx.banks)}


def _changed(ctx: Context, now: Mapping[Path, Signature]) -> dict[Path, Signature]:
    """Return the folders that are new or another, and those that are gone."""
    known = ctx.folders.taken_over
    found = {folder: each for folder, each in now.items() if known.get(folder) != each}
    return found | {folder: GONE for folder in known if folder not in now}


def _at_rest(
    ctx: Context, now: dict[Path, Signature], wait: Callable[[float], None]
) -> dict[Path, Signature]:
    """Return the signatures once nothing was written for a moment, or at least a second later."""
    for _ in range(4):
        latest = max((file.modified_ns for each in now.values() for file in each), default=0)
        if abs(time.time_ns() - latest) > _AT_REST_SECONDS * 1e9:
            break
        wait(_AT_REST_SECONDS)
        now = _signatures(ctx)
    return now


def _take_over(
    ctx: Context, folder: Path, seen: Signature, now: Mapping[Path, Signature]
) -> SyncReport | None:
    """Load one folder, None if there is nothing new in it. Its signature was made before it is read."""
    folders = ctx.folders
    try:
        with held(ctx, str(folder.resolve()), wait_seconds=0):
            report = _forget(ctx, folder) if seen == GONE else _load(ctx, folder, seen, now)
    except (StoppedError, OSError, DatabaseTrouble):  # in use, or half there: the next look tries again
        return None
    if seen == GONE:
        folders.taken_over.pop(folder, None)
        folders.refused.pop(folder, None)
    else:
        folders.taken_over[folder] = seen
    folders.awaited.pop(folder, None)
    return report


def _forget(ctx: Context, folder: Path) -> SyncReport | None:
    """Say of a bank whose folder is gone that it is; what was good of it is served on."""
    with reading(ctx.engine) as connection:
        row = banks.find_bank_in(connection, str(folder.resolve()))
    return sync_bank(ctx, folder) if row else None


def _load(ctx: Context, folder: Path, seen: Signature, now: Mapping[Path, Signature]) -> SyncReport | None:
    before = ctx.folders.taken_over.get(folder)
    taken = snapshot(folder)
    with reading(ctx.engine) as connection:
        row = banks.find_bank_in(connection, str(folder.resolve()))
        # After a start, and after a save in here, the files are those that were taken over already.
        same = row is not None and _others(before or seen) == _others(seen)
        if same and row is not None and is_taken_over(connection, row, taken):
            return None
    if row is not None:
        heal_bank(ctx, row)
    return _read(ctx, folder, taken, now)


def _read(ctx: Context, folder: Path, taken: Snapshot, now: Mapping[Path, Signature]) -> SyncReport | None:
    found = read_snapshot(taken)
    refused = ctx.folders.refused
    problem = _taken_id(ctx, folder, found.bank, now) if found.bank else None
    if problem is None:
        refused.pop(folder, None)
        return sync_snapshot(ctx, taken, found)
    refused[folder] = problem
    return SyncReport(folder=folder, bank_key=found.bank.id if found.bank else "", problems=(problem,))


def _taken_id(ctx: Context, folder: Path, bank: Bank, now: Mapping[Path, Signature]) -> Problem | None:
    """Return the finding about a copy of a bank that is still where it was."""
    with reading(ctx.engine) as connection:
        row = banks.find_bank(connection, bank.id)
    others = (each for each in now if each != folder and row and str(each.resolve()) == row.folder)
    other = next(others, None)
    return id_is_taken(bank, other) if other else None


def _others(seen: Signature) -> Signature:
    """Return what is seen of the pictures, whose bytes nobody compares."""
    return tuple(file for file in seen if not is_read(file.name) and file.name != LOCK_FILE)
