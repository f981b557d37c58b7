"""Writing a plan: recorded, put on the disk, then settled, so that a stop at any point can be healed."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC

from sqlalchemy import Connection

from quiz.services.context import Context
from quiz.services.editing import steps
from quiz.services.editing.bench import Bench, StoppedError
from quiz.services.editing.disk import ChangedUnderneathError, read_file, reason_for, replace_file
from quiz.services.editing.planning import Plan
from quiz.services.editing.steps import Step
from quiz.services.editing.values import Reason, Status
from quiz.services.errors import DatabaseTrouble, is_busy
from quiz.services.file_texts import lines_between, touched_questions
from quiz.store import edits
from quiz.store.database import writing
from quiz.store.times import to_ms
from quiz.store.troubles import explain


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """An edit that reached its file; `lock_behind` if bank.lock could not be written."""

    edit_id: int
    lock_behind: bool


def write(bench: Bench, plan: Plan, why: str, lock: bytes | None, touched: tuple[str, ...]) -> Written:
    """Put a plan on the disk. Raises StoppedError, and ChangedUnderneathError if the file is another now."""
    edit_id = _record(bench, plan, why, lock, touched)
    steps.reached(Step.RECORDED)
    path = bench.folder / plan.target.file
    try:
        replace_file(path, plan.content, bench.content(plan.target.file))
    except ChangedUnderneathError:
        with writing(bench.ctx.engine) as connection:
            edits.forget(connection, edit_id)  # it is planned anew, with what was written meanwhile
        raise
    except OSError as error:
        with suppress(OSError):
            if read_file(path) == plan.content:  # only making it last failed
                return Written(edit_id=edit_id, lock_behind=not follow(bench, lock))
        _drop(bench, edit_id)
        raise StoppedError(reason_for(error), error.strerror or "") from error
    behind = not follow(bench, lock)
    steps.reached(Step.LOCKED)
    return Written(edit_id=edit_id, lock_behind=behind)


def settle(ctx: Context, edit_id: int) -> None:
    """Record that an edit is done; what the database cannot take now is healed by what the file holds."""
    with suppress(DatabaseTrouble), writing(ctx.engine) as connection:
        edits.set_status(connection, edit_id, Status.DONE.value)
    steps.reached(Step.SETTLED)


def _record(bench: Bench, plan: Plan, why: str, lock: bytes | None, touched: tuple[str, ...]) -> int:
    try:
        with writing(bench.ctx.engine) as connection:
            return record(connection, bench, plan, why, lock, touched)
    except DatabaseTrouble as error:
        raise StoppedError(Reason.BUSY if is_busy(error) else Reason.NOT_WRITTEN, explain(error)) from error


def record(
    connection: Connection,
    bench: Bench,
    plan: Plan,
    why: str,
    lock: bytes | None,
    touched: tuple[str, ...],
) -> int:
    """Keep the texts of a plan and note it as pending; return its id."""
    before, after = bench.content(plan.target.file), plan.content
    own = (plan.target.question,) if plan.target.question else ()
    changed = touched_questions(plan.target.file, before or b"", after or b"")
    added, removed = lines_between(before or b"", after or b"")
    now_ms = to_ms(bench.ctx.clock().astimezone(UTC))
    edits.keep_contents(connection, [each for each in (before, after, lock) if each is not None], now_ms)
    return edits.add_edit(
        connection,
        (*own, *touched, *changed),
        bank_id=bench.row.id,
        editor_id=bench.learner_id,
        made_ms=now_ms,
        file=plan.target.file,
        question=plan.target.question,
        why=why.strip(),
        origin=plan.origin.value,
        status=Status.PENDING.value,
        before=_name(before),
        after=_name(after),
        lock_before=_name(bench.taken.lock),
        lock_after=_name(lock),
        added=added,
        removed=removed,
    )


def follow(bench: Bench, lock: bytes | None) -> bool:
    """Let bank.lock become what it should be; say whether it is."""
    if lock is None:
        return True
    try:
        replace_file(bench.folder / "bank.lock", lock, bench.taken.lock)
    except (OSError, ChangedUnderneathError):
        return False
    return True


def _drop(bench: Bench, edit_id: int) -> None:
    with suppress(DatabaseTrouble), writing(bench.ctx.engine) as connection:
        edits.set_status(connection, edit_id, Status.DROPPED.value)


def _name(content: bytes | None) -> str | None:
    return None if content is None else edits.digest_of(content)
