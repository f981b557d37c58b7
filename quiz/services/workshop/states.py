"""A bank as its files are on the disk now, beside what the database knows of it."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sqlalchemy import Connection

from question_bank.codec import question_from_plain
from question_bank.folders import snapshot
from question_bank.model import Bank
from question_bank.problems import Problem, has_errors
from quiz.services.bank_checks import Checked
from quiz.services.context import Context
from quiz.services.editing.judging import check_files
from quiz.services.learner_findings import compared, findings_of, with_learners
from quiz.services.undecided import undecided_now
from quiz.services.workshop.filtering import Said, said_by
from quiz.services.workshop.placing import Places
from quiz.services.workshop.values import QuestionLine
from quiz.store import banks, publishing, studying
from quiz.store.banks import BankRow
from quiz.store.database import reading
from quiz.store.disputes import OPEN, disputes_of_bank


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """`undecided` and `reports` are by the ids of questions; `archived` are in no file any more."""

    row: BankRow
    checked: Checked
    undecided: frozenset[str]
    reports: Counter[str]
    learners: int
    archived: tuple[QuestionLine, ...]

    @property
    def bank(self) -> Bank | None:
        return self.checked.bank


@dataclass(frozen=True, eq=False)
class Index:
    """What finds a bank's questions: by place, and by their words in the bank's order."""

    places: Places
    said: tuple[Said, ...]


@lru_cache(maxsize=3)
def index_of(checked: Checked) -> Index:
    """Return the index of one version of a bank; whoever leafs through a large one needs it again."""
    questions = checked.bank.questions if checked.bank else ()
    return Index(Places(checked), tuple(said_by(question) for question in questions))


def state_of(ctx: Context, row: BankRow) -> State:
    """Return a bank as it is now."""
    checked = check_files(ctx, row, snapshot(Path(row.folder)))
    with reading(ctx.engine) as connection:
        undecided = frozenset(each.question_key for each in undecided_now(connection, row))
        keys = {number: key for key, number in publishing.question_ids(connection, row.id).items()}
        reports = Counter(keys[each.question_id] for each in disputes_of_bank(connection, row.id, OPEN))
        return State(
            row=row,
            checked=checked,
            undecided=undecided,
            reports=reports,
            learners=studying.count_learners(connection, row.id),
            archived=_archived(connection, row, checked),
        )


def problems_of(ctx: Context, state: State) -> tuple[Problem, ...]:
    """Return all findings, with how many learners each is about where that can be said."""
    checked, bank = state.checked, state.bank
    if bank is None or not state.row.digest or bank.id != state.row.key:
        return checked.problems
    loaded = checked.loaded
    if has_errors(loaded.reading.problems):
        return checked.problems
    with reading(ctx.engine) as connection:
        version = compared(connection, state.row, bank, loaded.lock, loaded.lock_file, checked.answers)
        analyses = ctx.items.telling(connection, ctx.library, state.row)
        own = findings_of(connection, state.row, version, analyses)
    told = with_learners(checked.problems, own, checked.file)
    return tuple(
        sorted((*told, *checked.inside([each.problem for each in own])), key=lambda one: one.sort_key)
    )


def _archived(connection: Connection, row: BankRow, checked: Checked) -> tuple[QuestionLine, ...]:
    """Return what learners had and is in no file; a question that is just coming back is in one."""
    here = {each.id for each in checked.bank.questions} if checked.bank else set()
    return tuple(
        QuestionLine(question=question_from_plain(json.loads(body)), file="", line=0, archived=True)
        for key, body in banks.archived_bodies(connection, row.id)
        if key not in here
    )
