"""What is to be said about banks before they are loaded: all that `check` finds, and what needs learners."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from question_bank.commands.banks import bank_folders
from question_bank.commands.check import check
from question_bank.commands.loading import LoadedBank, load, with_excerpts
from question_bank.commands.remembered import Memory, cache_folder
from question_bank.commands.terminal import WrongUseError
from question_bank.folders import find_banks
from question_bank.model import Bank
from question_bank.problems import Problem, has_errors
from quiz.services.context import Context
from quiz.services.errors import NoBankError, UnusableDatabaseError
from quiz.services.learner_findings import LearnerFinding, learner_findings
from quiz.services.sync import id_is_taken
from quiz.store import banks
from quiz.store.database import reading
from quiz.store.migrating import migrate
from quiz.store.troubles import UNUSABLE, explain


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """All findings, sorted by place; `served` counts the banks that learners may have studied."""

    problems: tuple[Problem, ...]
    banks: int
    served: int


def check_banks(ctx: Context, paths: Sequence[Path] = ()) -> CheckReport:
    """Check the banks at, under or around the paths (none given: the context's) and change none of them.

    Raises NoBankError where a path leads to none, and UnusableDatabaseError.
    """
    try:
        folders = bank_folders(paths) if paths else find_banks(ctx.banks)
    except WrongUseError as error:
        raise NoBankError(str(error)) from error
    try:
        migrate(ctx.engine)
        with reading(ctx.engine) as connection:
            checked = list(_check_all(ctx, connection, folders))
    except UNUSABLE as error:
        raise UnusableDatabaseError(explain(error)) from error
    found = [problem for problems, _ in checked for problem in problems]
    return CheckReport(
        problems=tuple(sorted(found, key=lambda problem: problem.sort_key)),
        banks=len(checked),
        served=sum(served for _, served in checked),
    )


def _check_all(
    ctx: Context, connection: Connection, folders: Iterable[Path]
) -> Iterator[tuple[list[Problem], bool]]:
    """Yield each bank's findings and whether a version of it is served; of two with one id only the first."""
    memory = Memory(cache_folder(os.environ))
    first: dict[str, Path] = {}
    for folder in folders:
        general = list(check(folder, None, memory).problems)
        loaded = load(folder)
        bank = loaded.reading.bank
        if bank and first.setdefault(bank.id, folder) != folder:
            yield [*general, id_is_taken(bank, first[bank.id])], False
        elif bank is None or has_errors(loaded.reading.problems):
            yield general, False
        else:
            own = _of_learners(ctx, connection, loaded, bank)
            yield (general, False) if own is None else (_together(loaded, general, own), True)


def _of_learners(
    ctx: Context, connection: Connection, loaded: LoadedBank, bank: Bank
) -> list[LearnerFinding] | None:
    """Return the findings that need learners, None if no version of the bank is served yet."""
    row = banks.find_bank(connection, bank.id)
    if row is None or not row.digest:
        return None
    analyses = ctx.items.telling(connection, ctx.library, row, in_full=True)
    return learner_findings(connection, row, bank, loaded.lock, loaded.lock_file, analyses)


def _together(loaded: LoadedBank, general: Iterable[Problem], own: Sequence[LearnerFinding]) -> list[Problem]:
    """Return both, but nothing a second time without its learners."""
    told = {same for finding in own for same in finding.stands_for}
    rest = (each for each in general if (each.code, each.place) not in told)
    return [*rest, *with_excerpts([finding.problem for finding in own], loaded)]
