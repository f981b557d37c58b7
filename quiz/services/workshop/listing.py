"""The lists of the workshop: banks as their files are now, and the questions of one of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from question_bank.folders import is_questions_file, snapshot
from question_bank.model import Bank
from question_bank.problems import Problem, Severity
from quiz.services import disputes
from quiz.services.bank_checks import Checked
from quiz.services.banks import get_bank_of
from quiz.services.context import Context
from quiz.services.editing.history import history
from quiz.services.editing.judging import check_files
from quiz.services.undecided import undecided_now
from quiz.services.workshop.filtering import lets_through
from quiz.services.workshop.placing import Places
from quiz.services.workshop.values import (
    BankFinding,
    BankLine,
    FileLine,
    QuestionFilter,
    QuestionLine,
    QuestionList,
)
from quiz.store import banks, publishing
from quiz.store.banks import BankRow
from quiz.store.database import reading
from quiz.store.disputes import OPEN, disputes_of_bank

_Value = TypeVar("_Value", bound=Hashable)

QUESTIONS_A_PAGE = 50
FIRST_FILES = ("bank.yaml", "facts.yaml", "briefing.md")


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    """A bank as its files are, and what the database knows of its questions, by their ids."""

    row: BankRow
    checked: Checked
    undecided: frozenset[str]
    reports: Counter[str]

    @property
    def bank(self) -> Bank | None:
        return self.checked.bank


def bank_list(ctx: Context, learner_id: int) -> tuple[BankLine, ...]:
    """Return the banks that a teacher may look after, in the order of the home page."""
    with reading(ctx.engine) as connection:
        rows = banks.banks_of(connection, learner_id)
    return tuple(_line(ctx, learner_id, _state(ctx, row)) for row in rows)


def question_list(
    ctx: Context, learner_id: int, key: str, wanted: QuestionFilter, page: int = 1
) -> QuestionList:
    """Return a page of the wanted questions of bank `key`, and the bank's findings; raises NotFound."""
    with reading(ctx.engine) as connection:
        row = get_bank_of(connection, learner_id, key)
    state = _state(ctx, row)
    places = Places(state.checked)
    findings = tuple(
        BankFinding(problem=problem, question=places.question_at(problem.place))
        for problem in state.checked.problems
    )
    lines = _questions(state, findings)
    found = [line for line in lines if lets_through(wanted, line)]
    pages = max(-(-len(found) // QUESTIONS_A_PAGE), 1)
    page = min(page, pages)
    begin = (page - 1) * QUESTIONS_A_PAGE
    return QuestionList(
        bank=_line(ctx, learner_id, state),
        questions=tuple(found[begin : begin + QUESTIONS_A_PAGE]),
        found=len(found),
        first=begin + 1,
        page=page,
        pages=pages,
        kinds=_counted(line.question.kind for line in lines),
        tags=_counted(tag for line in lines for tag in line.question.tags),
        files=tuple(_files(state, lines)),
        findings=findings,
    )


def _state(ctx: Context, row: BankRow) -> _State:
    checked = check_files(ctx, row, snapshot(Path(row.folder)))
    with reading(ctx.engine) as connection:
        undecided = frozenset(each.question_key for each in undecided_now(connection, row))
        keys = {number: key for key, number in publishing.question_ids(connection, row.id).items()}
        reports = Counter(keys[each.question_id] for each in disputes_of_bank(connection, row.id, OPEN))
    return _State(row=row, checked=checked, undecided=undecided, reports=reports)


def _line(ctx: Context, learner_id: int, state: _State) -> BankLine:
    row, bank = state.row, state.bank
    report = ctx.passages.of(row, bank).report if bank else None
    last = history(ctx, learner_id, row.key).entries
    blocking = state.checked.inside(
        [each for each in state.checked.loaded.reading.problems if _is_error(each)]
    )
    questions, facts = (bank.questions, bank.facts) if bank else ((), ())
    asked = {fact for question in questions for fact in question.facts}
    return BankLine(
        key=row.key,
        title=bank.title if bank else row.title,
        language=row.language,
        folder=row.folder,
        questions=len(questions),
        drafts=sum(question.draft for question in questions),
        facts=len(facts),
        facts_asked=sum(fact.id in asked for fact in facts),
        passages=sum(len(fact.evidence.passages) for fact in facts),
        verified=report.verified if report else 0,
        errors=sum(map(_is_error, state.checked.problems)),
        warnings=sum(not _is_error(each) for each in state.checked.problems),
        undecided=len(state.undecided),
        reports=disputes.waiting(ctx, learner_id, row.key) or 0,
        broken=blocking,
        servable=bool(row.digest),
        last_edit=last[0] if last else None,
    )


def _questions(state: _State, findings: Sequence[BankFinding]) -> list[QuestionLine]:
    errors = Counter(each.question for each in findings if _is_error(each.problem))
    all_of_it = Counter(each.question for each in findings)
    questions = state.bank.questions if state.bank else ()
    return [
        QuestionLine(
            question=question,
            file=state.checked.file(question.at.start.file),
            line=question.at.start.line,
            errors=errors[question.id],
            warnings=all_of_it[question.id] - errors[question.id],
            reports=state.reports[question.id],
            undecided=question.id in state.undecided,
        )
        for question in questions
    ]


def _files(state: _State, lines: Sequence[QuestionLine]) -> Iterator[FileLine]:
    """Yield the bank's files, those that every bank may have first, then those of questions by name."""
    questions = Counter(line.file for line in lines)
    errors = Counter(each.place.file for each in state.checked.problems if _is_error(each))
    all_of_it = Counter(each.place.file for each in state.checked.problems)
    there = set(state.checked.taken.present)
    for name in (*FIRST_FILES, *sorted(name for name in there if is_questions_file(name))):
        yield FileLine(
            file=name,
            questions=questions[name],
            errors=errors[name],
            warnings=all_of_it[name] - errors[name],
            exists=name in there,
        )


def _counted(found: Iterable[_Value]) -> tuple[tuple[_Value, int], ...]:
    """Return each value with how often it comes, in the order of their names."""
    return tuple(sorted(Counter(found).items(), key=lambda item: str(item[0])))


def _is_error(problem: Problem) -> bool:
    return problem.severity is Severity.ERROR
