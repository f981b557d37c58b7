"""The lists of the workshop: banks as their files are now, and the questions of one of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import TypeVar

from question_bank.folders import is_questions_file
from question_bank.problems import Problem, Severity
from quiz.services import disputes
from quiz.services.banks import get_bank_of
from quiz.services.context import Context
from quiz.services.editing.history import history
from quiz.services.noticing import refused_folders
from quiz.services.workshop.filtering import chosen, is_among, said_by
from quiz.services.workshop.states import Index, State, index_of, problems_of, state_of
from quiz.services.workshop.values import (
    BankFinding,
    BankLine,
    FileLine,
    Only,
    QuestionFilter,
    QuestionLine,
    QuestionList,
    RefusedFolder,
)
from quiz.store import banks
from quiz.store.database import reading

_Value = TypeVar("_Value", bound=Hashable)

QUESTIONS_A_PAGE = 50
FIRST_FILES = ("bank.yaml", "facts.yaml", "briefing.md")


def bank_list(ctx: Context, learner_id: int) -> tuple[BankLine, ...]:
    """Return the banks that a teacher may look after, in the order of the home page."""
    with reading(ctx.engine) as connection:
        rows = banks.banks_of(connection, learner_id)
    return tuple(_line(ctx, learner_id, state_of(ctx, row)) for row in rows)


def refused_list(ctx: Context) -> tuple[RefusedFolder, ...]:
    """Return the folders whose bank is not served, such as a copy that still has the first one's id."""
    found = refused_folders(ctx).items()
    return tuple(RefusedFolder(folder=str(folder), problem=problem) for folder, problem in sorted(found))


def question_list(
    ctx: Context, learner_id: int, key: str, wanted: QuestionFilter, page: int = 1
) -> QuestionList:
    """Return a page of the wanted questions of bank `key`, and the bank's findings; raises NotFound."""
    with reading(ctx.engine) as connection:
        row = get_bank_of(connection, learner_id, key)
    state = state_of(ctx, row)
    index = index_of(state.checked)
    findings = tuple(
        BankFinding(problem=problem, question=index.places.question_at(problem.place))
        for problem in problems_of(ctx, state)
    )
    lines = _questions(state, findings)
    found = _wanted(state, index, lines, wanted)
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
        states=tuple(
            (only, sum(is_among(only, each) for each in (*lines, *state.archived))) for only in Only
        ),
        fact=state.bank.fact(wanted.fact) if state.bank else None,
        files=tuple(_files(state, lines)),
        findings=findings,
    )


def _wanted(
    state: State, index: Index, lines: Sequence[QuestionLine], wanted: QuestionFilter
) -> list[QuestionLine]:
    archived = state.archived if wanted.only is Only.ARCHIVED else ()
    both = (*zip(lines, index.said, strict=True), *((line, said_by(line.question)) for line in archived))
    return chosen(wanted, both)


def _line(ctx: Context, learner_id: int, state: State) -> BankLine:
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
        learners=state.learners,
        broken=blocking,
        servable=bool(row.digest),
        last_edit=last[0] if last else None,
    )


def _questions(state: State, findings: Sequence[BankFinding]) -> list[QuestionLine]:
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


def _files(state: State, lines: Sequence[QuestionLine]) -> Iterator[FileLine]:
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
