"""Writing an edit into a bank's file, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from types import MappingProxyType

from question_bank.folders import snapshot
from quiz.services.bank_checks import Checked, with_files
from quiz.services.context import Context
from quiz.services.editing import steps
from quiz.services.editing.bench import Bench, StoppedError, find_bench, held
from quiz.services.editing.blocks import find_question
from quiz.services.editing.deciding import with_earlier_ids, with_new_editions
from quiz.services.editing.disk import ChangedUnderneathError
from quiz.services.editing.following import next_lock
from quiz.services.editing.healing import heal_bank
from quiz.services.editing.judging import check_files, judge_files
from quiz.services.editing.planning import Plan, check_plan, id_in, plan_new, plan_removal, plan_save
from quiz.services.editing.recording import settle, write
from quiz.services.editing.renaming import Renamed
from quiz.services.editing.steps import Step
from quiz.services.editing.texts import decode, typed
from quiz.services.editing.values import (
    Conflict,
    Decision,
    Edit,
    Judged,
    Outcome,
    Reason,
    Refused,
    Saved,
    Status,
    Target,
    Undecided,
    Unsaved,
)
from quiz.services.errors import DatabaseTrouble
from quiz.services.lines import common_lines, lines_of
from quiz.services.sync import SyncReport, sync_bank, sync_snapshot
from quiz.services.undecided import Undecided as UndecidedAnswer

NO_DECISIONS: Mapping[str, Decision] = MappingProxyType({})
_ATTEMPTS = 3

Planner = Callable[[Bench], Plan | Conflict | None]


def save(
    ctx: Context,
    learner_id: int,
    edit: Edit,
    *,
    why: str = "",
    decisions: Mapping[str, Decision] = NO_DECISIONS,
) -> Outcome:
    """Judge the whole bank with the edit in it and write it; `decisions` are by question id.

    Raises NotFound.
    """
    return carry_out(
        ctx,
        learner_id,
        edit.target,
        lambda bench: plan_save(bench, edit),
        text=edit.text,
        why=why,
        decisions=decisions,
    )


def add_question(
    ctx: Context,
    learner_id: int,
    key: str,
    file: str,
    block: str,
    *,
    why: str = "",
    decisions: Mapping[str, Decision] = NO_DECISIONS,
) -> Outcome:
    """Append a question, `- id: ...`, to a file of questions, which is made if it is not there."""
    return carry_out(
        ctx,
        learner_id,
        Target(bank_key=key, file=file, question=id_in(block)),
        lambda bench: plan_new(bench, file, block),
        text=block,
        why=why,
        decisions=decisions,
    )


def remove_question(
    ctx: Context, learner_id: int, key: str, question_key: str, *, base: str, why: str = ""
) -> Outcome:
    """Take a question out of its file; learners' cards are archived and come back with it.

    Raises NotFound.
    """
    found = find_question(find_bench(ctx, learner_id, key).taken, question_key)
    target = Target(bank_key=key, file=found.file, question=question_key)
    return carry_out(
        ctx, learner_id, target, lambda bench: plan_removal(bench, target, base), text="", why=why
    )


def carry_out(
    ctx: Context,
    learner_id: int,
    target: Target,
    planner: Planner,
    *,
    text: str,
    why: str,
    decisions: Mapping[str, Decision] = NO_DECISIONS,
) -> Outcome:
    """Plan an edit, judge it and write it, while nobody else edits the bank. Raises NotFound."""
    bench = find_bench(ctx, learner_id, target.bank_key)
    try:
        with held(ctx, bench.row.folder):
            if any(each.status is Status.DONE for each in heal_bank(ctx, bench.row)):
                sync_bank(ctx, as_given(ctx, bench.folder))
            for _ in range(_ATTEMPTS):
                try:
                    fresh = Bench(ctx, learner_id, bench.row, snapshot(bench.folder))
                    return _attempt(fresh, target, planner, why, decisions)
                except ChangedUnderneathError:
                    continue
        return Unsaved(target=target, text=text, reason=Reason.BUSY)
    except StoppedError as error:
        return Unsaved(target=target, text=text, reason=error.reason, detail=error.detail)


def as_given(ctx: Context, folder: Path) -> Path:
    """Return a bank's folder by the path that was given for it, as findings at a start show it."""
    for given in ctx.banks:
        if folder.is_relative_to(given.resolve()):
            return given / folder.relative_to(given.resolve())
    return folder


def _attempt(
    bench: Bench, target: Target, planner: Planner, why: str, decisions: Mapping[str, Decision]
) -> Outcome:
    plan = planner(bench)
    if isinstance(plan, Conflict):
        return plan
    if plan is None or plan.content == bench.content(plan.target.file):
        return Saved(target=target, changed=False)
    judged = _judge(bench, plan)
    if judged.blocking:
        return _refused(plan, judged)
    check_plan(bench, plan)
    same = [each for each in judged.renamed if decisions.get(each.question_key) is Decision.SAME_QUESTION]
    if same:
        plan = with_earlier_ids(plan, same)
        judged = _judge(bench, plan)
    answers = [each.question_key for each in judged.undecided]
    anew = [each for each in answers if decisions.get(each) is Decision.NEW_ANSWER]
    if anew:
        plan = with_new_editions(bench, plan, judged.bank, anew)
        judged = _judge(bench, plan)
    return _decided(bench, plan, judged, why, decisions)


def _decided(
    bench: Bench, plan: Plan, judged: Judged, why: str, decisions: Mapping[str, Decision]
) -> Outcome:
    """Write what is decided; what is not goes back to be asked."""
    reworded = {key for key, decision in decisions.items() if decision is Decision.REWORDED}
    others = {key for key, decision in decisions.items() if decision is Decision.ANOTHER_QUESTION}
    still_open: tuple[Renamed | UndecidedAnswer, ...] = (
        *(each for each in judged.renamed if each.question_key not in others),
        *(each for each in judged.undecided if each.question_key not in reworded),
    )
    if judged.blocking:
        return _refused(plan, judged)
    if still_open:
        return Undecided(target=plan.shown, text=plan.text, judged=judged, questions=still_open)
    if bench.row.digest and judged.bank is not None and judged.bank.id != bench.row.key:
        raise StoppedError(Reason.ANOTHER_BANK, judged.bank.id)
    return _written(bench, plan, judged, why, reworded)


def _refused(plan: Plan, judged: Judged) -> Refused:
    """Return the edit with its findings, placed in what was sent, even if others' text was merged in."""
    if plan.merged and plan.content is not None and plan.shown.question == "":
        places = dict(common_lines(lines_of(typed(decode(plan.content))), lines_of(typed(plan.text))))
        moved = (
            each if each.line is None else replace(each, line=_line_of(places, each.line))
            for each in judged.findings
        )
        judged = replace(judged, findings=tuple(moved))
    return Refused(target=plan.shown, text=plan.text, judged=judged)


def _line_of(places: Mapping[int, int], line: int) -> int | None:
    found = places.get(line - 1)
    return None if found is None else found + 1


def _written(bench: Bench, plan: Plan, judged: Judged, why: str, reworded: set[str]) -> Saved:
    ctx = bench.ctx
    then = check_files(ctx, bench.row, with_files(bench.taken, {plan.target.file: plan.content}))
    lock = next_lock(then, ctx.clock().astimezone(UTC), reworded)
    own = (judged.question.id,) if judged.question else ()
    written = write(bench, plan, why, lock, own)
    report = _sync(ctx, then, lock if not written.lock_behind else None)
    if report is not None:  # what learners do not get yet is settled by whoever gives it to them
        settle(ctx, written.edit_id)
    question = own[0] if own else plan.target.question
    # A bank that was never served goes by its folder's name until its id can be read.
    key = report.bank_key if report is not None and report.changed else plan.target.bank_key
    return Saved(
        target=Target(bank_key=key, file=plan.target.file, question=question),
        changed=True,
        edit_id=written.edit_id,
        merged=plan.merged,
        report=report,
        lock_behind=written.lock_behind,
        findings=judged.findings,
    )


def _sync(ctx: Context, then: Checked, lock: bytes | None) -> SyncReport | None:
    """Let learners get what is written; None if the database cannot take it now: it is tried again soon."""
    folder = then.taken.folder
    taken = then.taken if lock is None else replace(then.taken, lock=lock)
    try:
        if as_given(ctx, folder) == folder:
            report = sync_snapshot(ctx, taken, then.loaded.reading)  # it was read to be judged
        else:
            report = sync_bank(ctx, as_given(ctx, folder))
    except DatabaseTrouble:
        return None
    steps.reached(Step.SYNCED)
    return report


def _judge(bench: Bench, plan: Plan) -> Judged:
    files = {plan.target.file: plan.content}
    return judge_files(bench.ctx, bench.row, bench.taken, files, before=plan.before, after=plan.after)
