"""What there is to say about an edit before it is written: the command line's own findings, and learners."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection

from question_bank.folders import Snapshot, snapshot
from question_bank.model import Bank, Question
from question_bank.problems import Place, Problem, Severity, has_errors
from question_bank.reading import collector_off
from question_bank.writing.outline import CannotRewriteError
from quiz.services.bank_checks import Checked, with_files
from quiz.services.banks import get_bank_of
from quiz.services.context import Context
from quiz.services.editing.changes import Change
from quiz.services.editing.effects import effects_of
from quiz.services.editing.placing import Placement, Region, place_edit, place_new
from quiz.services.editing.renaming import Renamed, renamed_questions
from quiz.services.editing.uncovering import Uncovered
from quiz.services.editing.uncovering import essence as _same
from quiz.services.editing.values import Edit, Effect, Finding, Judged
from quiz.services.errors import NotFound
from quiz.services.item_findings import CODES
from quiz.services.learner_findings import LearnerFinding, compared, findings_of, with_learners
from quiz.services.undecided import Undecided
from quiz.store.banks import BankRow
from quiz.store.database import reading

_CHANGED_ANSWER = "E301"
# Saving brings the lock up to date, or makes it.
_OF_THE_LOCK = frozenset({"W301", "W302"})
# What learners did, which no edit brings.
_ALWAYS_THERE = frozenset({"W603", "W604", *CODES.values()})


def judge(ctx: Context, learner_id: int, edit: Edit) -> Judged:
    """Return what is found in the bank with the edit in it; nothing is written. Raises NotFound.

    A question that its file does not have is judged at the file's end.
    """
    row, taken = _find(ctx, learner_id, edit.target.bank_key)
    with collector_off():
        try:
            placement = place_edit(taken.files.get(edit.target.file), edit)
        except (CannotRewriteError, UnicodeDecodeError):
            return _UNPLACED
        return judge_placed(ctx, row, taken, placement)


def judge_new(ctx: Context, learner_id: int, key: str, file: str, block: str) -> Judged:
    """Return what is found with one more question at the end of a file, which may be a new one."""
    row, taken = _find(ctx, learner_id, key)
    try:
        placement = place_new(taken.files.get(file), file, block)
    except (CannotRewriteError, UnicodeDecodeError):
        return _UNPLACED
    return judge_placed(ctx, row, taken, placement)


def judge_placed(ctx: Context, row: BankRow, taken: Snapshot, placement: Placement) -> Judged:
    """Return what is found in a bank's folder, as it was `taken`, once a text is placed in it."""
    after = placement.after
    changed = {after.file: placement.content}
    return judge_files(ctx, row, taken, changed, before=placement.before, after=after)


def judge_files(
    ctx: Context,
    row: BankRow,
    taken: Snapshot,
    files: Mapping[str, bytes | None],
    *,
    before: Region | None,
    after: Region,
) -> Judged:
    """Return what is found once these files are written, or removed (None).

    `after` is where the edited text stands then, and `before` where what it replaces stands now.
    """
    now = check_files(ctx, row, taken)
    then = check_files(ctx, row, with_files(taken, files))
    change = Change(now, then)
    with reading(ctx.engine) as connection:
        told = _Told(ctx, connection, row, change)
    findings = _findings(change, told, before, after)
    return Judged(
        findings=findings,
        blocking=any(each.new and _blocks(each.problem) for each in findings),
        question=_question_in(then, after),
        bank=then.bank,
        undecided=told.undecided,
        renamed=told.renamed,
        effects=told.effects,
    )


def _findings(change: Change, told: _Told, before: Region | None, after: Region) -> tuple[Finding, ...]:
    problems = told.problems()
    brought = _brought(change, told, problems, before, after)
    found = (
        _finding(problem, after, new=new)
        for problem, new in zip(problems, brought, strict=True)
        if problem.code not in _OF_THE_LOCK
    )
    return tuple(sorted(found, key=_reading_order))


def check_files(ctx: Context, row: BankRow, taken: Snapshot) -> Checked:
    """Return what is found in a bank's files, with the texts of its sources that are installed."""

    def texts_of(bank: Bank) -> dict[str, str]:
        return {source_id: one.text for source_id, one in ctx.passages.installed(row, bank).items()}

    return ctx.checks.of(taken, texts_of)


_UNPLACED = Judged(findings=(), blocking=True)


def _find(ctx: Context, learner_id: int, key: str) -> tuple[BankRow, Snapshot]:
    with reading(ctx.engine) as connection:
        row = get_bank_of(connection, learner_id, key)
    folder = Path(row.folder)
    if not folder.is_dir():
        raise NotFound(f"the folder of bank {key!r} is gone")
    return row, snapshot(folder)


class _Told:
    """What the edited bank means for its learners."""

    def __init__(self, ctx: Context, connection: Connection, row: BankRow, change: Change) -> None:
        self._then = change.then
        self._own: list[LearnerFinding] = []
        self.undecided: tuple[Undecided, ...] = ()
        self.renamed: tuple[Renamed, ...] = ()
        self.effects: tuple[Effect, ...] = ()
        bank = change.then.bank
        if bank is None or bank.id != row.key:
            return
        loaded = change.then.loaded
        version = compared(connection, row, bank, loaded.lock, loaded.lock_file, change.then.answers)
        changed = change.answered_otherwise
        self.undecided = tuple(each for each in version.undecided if each.question_key in changed)
        if row.digest:
            self.effects = effects_of(change, version)
            if not has_errors(loaded.reading.problems):
                analyses = ctx.items.telling(connection, ctx.library, row, at_hand=True)
                self._own = findings_of(connection, row, version, analyses)
                renamed = renamed_questions(version)
                self.renamed = tuple(each for each in renamed if each.question_key in change.keys)

    def problems(self) -> tuple[Problem, ...]:
        """Return all findings about the edited bank, none a second time without its learners."""
        then = self._then
        rest = with_learners(then.problems, self._own, then.file)
        own = then.inside([each.problem for each in self._own])
        return tuple(sorted((*rest, *own), key=lambda problem: problem.sort_key))

    def about(self) -> dict[tuple[str, str], str]:
        """Return which question a finding is about, by its code and message, where learners are in it."""
        return {(each.problem.code, each.problem.message): each.question_key for each in self._own}


def _brought(
    change: Change, told: _Told, problems: Sequence[Problem], before: Region | None, after: Region
) -> list[bool]:
    """Say of each finding whether it is the edit's doing."""
    known = Counter(map(_same, change.now.problems))
    about = told.about()
    asked = {each.question_key for each in told.undecided}
    uncovered = Uncovered(change, before, after)
    brought = []
    for problem in problems:
        question = about.get((problem.code, problem.message))
        same = _same(problem)
        known[same] -= 1
        if question is not None:
            changed = asked if problem.code == _CHANGED_ANSWER else change.keys
            brought.append(question in changed and problem.code not in _ALWAYS_THERE)
        else:
            brought.append(known[same] < 0 and not uncovered.holds(problem))
    return brought


def _finding(problem: Problem, after: Region, *, new: bool) -> Finding:
    line, column = after.in_text(problem.place) or (None, 1)
    if line is not None:
        problem = replace(problem, suggestion=after.in_its_depth(problem.suggestion))
    return Finding(problem=problem, line=line, column=column, new=new)


def _blocks(problem: Problem) -> bool:
    # A changed answer is asked about, which is no reason to refuse it.
    return problem.severity is Severity.ERROR and problem.code != _CHANGED_ANSWER


def _reading_order(finding: Finding) -> tuple[bool, bool, bool, tuple[Place, str, str]]:
    """What is in the text comes first and in its order; of the rest, what the edit brought, errors first."""
    inside = finding.line is not None
    error = finding.problem.severity is Severity.ERROR
    return (
        not inside,
        not inside and not finding.new,
        not inside and not error,
        finding.problem.sort_key,
    )


def _question_in(then: Checked, region: Region) -> Question | None:
    """Return the one question that an edited block makes."""
    if region.last is None or then.bank is None:
        return None
    shown = f"{then.taken.prefix}{region.file}"
    for question in then.bank.questions:
        start = question.at.start
        if start.file == shown and region.holds(replace(start, file=region.file)):
            return question
    return None
