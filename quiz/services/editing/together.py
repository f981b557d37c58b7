"""Several files of a bank changed in one go: judged as a whole, and written all or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC

from question_bank.folders import snapshot
from quiz.services.bank_checks import Checked, with_files
from quiz.services.context import Context
from quiz.services.editing import steps
from quiz.services.editing.bench import Bench, StoppedError, find_bench, held
from quiz.services.editing.disk import ChangedUnderneathError, read_file, reason_for, replace_file
from quiz.services.editing.following import next_lock
from quiz.services.editing.healing import heal_bank
from quiz.services.editing.judging import check_files, judge_files
from quiz.services.editing.planning import Plan
from quiz.services.editing.recording import follow, record
from quiz.services.editing.saving import NO_DECISIONS, as_given
from quiz.services.editing.steps import Step
from quiz.services.editing.values import (
    Decision,
    Judged,
    Reason,
    Refused,
    Saved,
    Status,
    Target,
    Undecided,
    Unsaved,
)
from quiz.services.errors import DatabaseTrouble, is_busy
from quiz.services.sync import sync_bank, sync_snapshot
from quiz.store import edits
from quiz.store.database import writing
from quiz.store.troubles import explain

_ATTEMPTS = 3

Planner = Callable[[Bench], Sequence[Plan]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedTogether:
    """The bank has all of it; `edit_ids` are in the order of the plans, none where nothing changed."""

    edit_ids: tuple[int, ...]
    judged: Judged | None = None


Together = SavedTogether | Refused | Undecided | Unsaved


def save_together(
    ctx: Context,
    learner_id: int,
    target: Target,
    planner: Planner,
    *,
    why: str = "",
    decisions: Mapping[str, Decision] = NO_DECISIONS,
) -> Together:
    """Plan changes of several files, judge the bank with all of them, and write them in the plans' order.

    Findings are placed in the text of the last plan. After a crash the rest follows, or nothing has
    changed. Raises NotFound.
    """
    bench = find_bench(ctx, learner_id, target.bank_key)
    try:
        with held(ctx, bench.row.folder):
            if any(each.status is Status.DONE for each in heal_bank(ctx, bench.row)):
                sync_bank(ctx, as_given(ctx, bench.folder))
            for _ in range(_ATTEMPTS):
                with suppress(ChangedUnderneathError):
                    fresh = Bench(ctx, learner_id, bench.row, snapshot(bench.folder))
                    return _attempt(fresh, target, planner, why, decisions)
        return Unsaved(target=target, text="", reason=Reason.BUSY)
    except StoppedError as error:
        return Unsaved(target=target, text="", reason=error.reason, detail=error.detail)


def saved_of(outcome: SavedTogether, target: Target) -> Saved:
    """Return what came of several edits as if it were one."""
    return Saved(
        target=target,
        changed=bool(outcome.edit_ids),
        edit_id=outcome.edit_ids[-1] if outcome.edit_ids else None,
        findings=outcome.judged.findings if outcome.judged else (),
    )


def _attempt(
    bench: Bench, target: Target, planner: Planner, why: str, decisions: Mapping[str, Decision]
) -> Together:
    plans = [each for each in planner(bench) if each.content != bench.content(each.target.file)]
    if not plans:
        return SavedTogether(edit_ids=())
    files = {each.target.file: each.content for each in plans}
    judged = judge_files(
        bench.ctx, bench.row, bench.taken, files, before=plans[-1].before, after=plans[-1].after
    )
    if judged.blocking:
        return Refused(target=target, text=plans[-1].text, judged=judged)
    reworded = {key for key, decision in decisions.items() if decision is Decision.REWORDED}
    still_open = tuple(each for each in judged.undecided if each.question_key not in reworded)
    if still_open:
        return Undecided(target=target, text=plans[-1].text, judged=judged, questions=still_open)
    then = check_files(bench.ctx, bench.row, with_files(bench.taken, files))
    lock = next_lock(then, bench.ctx.clock().astimezone(UTC), reworded)
    edit_ids = _written(bench, plans, why, lock)
    _sync(bench.ctx, then, lock)
    with suppress(DatabaseTrouble):
        _settle(bench.ctx, edit_ids, Status.DONE)
    return SavedTogether(edit_ids=edit_ids, judged=judged)


def _written(bench: Bench, plans: Sequence[Plan], why: str, lock: bytes | None) -> tuple[int, ...]:
    edit_ids = _recorded(bench, plans, why, lock)
    steps.reached(Step.RECORDED)
    done: list[Plan] = []
    try:
        for plan in plans:
            file = plan.target.file
            replace_file(bench.folder / file, plan.content, bench.content(file))
            done.append(plan)
    except ChangedUnderneathError:
        _take_back(bench, done)
        with writing(bench.ctx.engine) as connection:
            for edit_id in edit_ids:
                edits.forget(connection, edit_id)  # it is planned anew, with what was written meanwhile
        raise
    except OSError as error:
        if not _is_there(bench, plans):
            _take_back(bench, done)
            with suppress(DatabaseTrouble):
                _settle(bench.ctx, edit_ids, Status.DROPPED)
            raise StoppedError(reason_for(error), error.strerror or "") from error
    follow(bench, lock)
    steps.reached(Step.LOCKED)
    return edit_ids


def _recorded(bench: Bench, plans: Sequence[Plan], why: str, lock: bytes | None) -> tuple[int, ...]:
    try:
        with writing(bench.ctx.engine) as connection:
            edit_ids = tuple(record(connection, bench, plan, why, lock, ()) for plan in plans)
            if len(edit_ids) > 1:
                edits.tie(connection, edit_ids)
    except DatabaseTrouble as error:
        raise StoppedError(Reason.BUSY if is_busy(error) else Reason.NOT_WRITTEN, explain(error)) from error
    return edit_ids


def _take_back(bench: Bench, done: Sequence[Plan]) -> None:
    """Put back what was written of something that could not be written whole."""
    for plan in reversed(done):
        file = plan.target.file
        replace_file(bench.folder / file, bench.content(file), plan.content)


def _is_there(bench: Bench, plans: Sequence[Plan]) -> bool:
    """Say whether all files are what they should be, and only making them last failed."""
    try:
        return all(read_file(bench.folder / each.target.file) == each.content for each in plans)
    except OSError:
        return False


def _settle(ctx: Context, edit_ids: Sequence[int], status: Status) -> None:
    with writing(ctx.engine) as connection:
        for edit_id in edit_ids:
            edits.set_status(connection, edit_id, status.value)
    steps.reached(Step.SETTLED)


def _sync(ctx: Context, then: Checked, lock: bytes | None) -> None:
    """Let learners get what is written; a database that cannot take it now is tried again soon."""
    folder = then.taken.folder
    with suppress(DatabaseTrouble):
        if as_given(ctx, folder) == folder:
            taken = then.taken if lock is None else replace(then.taken, lock=lock)
            sync_snapshot(ctx, taken, then.loaded.reading)
        else:
            sync_bank(ctx, as_given(ctx, folder))
        steps.reached(Step.SYNCED)
