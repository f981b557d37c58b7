"""What the statistics pages show: a bank's questions with what their answers say, poor ones first."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection

from question_bank.model import Question
from question_bank.model.texts import parts
from quiz.memory.item_judgements import Flaw, ItemAnalysis, Reason
from quiz.memory.item_values import Measures
from quiz.services.banks import get_bank_of
from quiz.services.context import Context
from quiz.services.errors import NotFound
from quiz.services.item_records import NO_ANALYSES, Analyses, Said
from quiz.store import banks
from quiz.store.banks import BankRow
from quiz.store.database import reading

LINES_A_PAGE = 50
POOR_SHOWN = 10  # of the poor questions, with all that is said against each
_SERIOUSNESS = {reason: place for place, reason in enumerate(Reason)}


class Only(StrEnum):
    """Which questions to list; a reason's own value lists those that it accuses."""

    ALL = ""
    POOR = "poor"
    MEASURED = "measured"
    WAITING = "waiting"  # with too few first attempts


class Order(StrEnum):
    """What is first in the list; questions without the figure come last."""

    REASONS = ""
    ATTEMPTS = "attempts"
    FACILITY = "facility"
    DISCRIMINATION = "discrimination"
    TIME = "time"
    RECALL = "recall"
    BANK = "bank"


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLine:
    """A card of a question; `part` is the number of its gaps where the question has several, else 0."""

    question: Question
    part: int
    analysis: ItemAnalysis

    @property
    def reasons(self) -> tuple[Reason, ...]:
        return tuple(dict.fromkeys(flaw.reason for flaw in self.analysis.flaws))

    def flaws_of(self, reason: Reason) -> tuple[Flaw, ...]:
        """Return what is said for the reason, once for each option that it is about."""
        return tuple(flaw for flaw in self.analysis.flaws if flaw.reason is reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class BankStatistics:
    """A page of a bank's questions. `found` of `cards` pass the filter; the counts are the whole bank's.

    `first` are the poorest of them all, whatever the filter. The newest answers of `waiting` of the
    `learners` are not in it yet; `known` is whether any figures are.
    """

    bank_key: str
    bank_title: str
    language: str
    first: tuple[ItemLine, ...]
    lines: tuple[ItemLine, ...]
    cards: int
    found: int
    poor: int
    measured: int
    attempts: int
    reasons: tuple[tuple[Reason, int], ...]
    waiting: int
    learners: int
    known: bool
    page: int
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionStatistics:
    """One question, a line for each of its cards; the rest as in `BankStatistics`."""

    bank_key: str
    bank_title: str
    language: str
    question: Question
    cards: tuple[ItemLine, ...]
    waiting: int
    learners: int
    known: bool


def bank_statistics(
    ctx: Context,
    learner_id: int,
    key: str,
    only: Only | Reason = Only.ALL,
    order: Order = Order.REASONS,
    page: int = 1,
) -> BankStatistics:
    """Return a page of what answers say about the questions of bank `key`; raises NotFound."""
    with reading(ctx.engine) as connection:
        row = get_bank_of(connection, learner_id, key)
        said = _said(ctx, connection, row)
        lines = lines_of(ctx, connection, row, said.analyses)
    found = in_order((line for line in lines if _is_among(only, line)), order)
    return _page_of(row, said, lines, found, page)


def _page_of(
    row: BankRow, said: Said, lines: list[ItemLine], found: list[ItemLine], page: int
) -> BankStatistics:
    poor = in_order((line for line in lines if line.analysis.flaws), Order.REASONS)
    pages = max(-(-len(found) // LINES_A_PAGE), 1)
    page = min(page, pages)
    return BankStatistics(
        bank_key=row.key,
        bank_title=row.title,
        language=row.language,
        first=tuple(poor[:POOR_SHOWN]),
        lines=tuple(found[(page - 1) * LINES_A_PAGE : page * LINES_A_PAGE]),
        cards=len(lines),
        found=len(found),
        poor=len(poor),
        measured=sum(line.analysis.measures is not None for line in lines),
        attempts=sum(line.analysis.attempts for line in lines),
        reasons=tuple(
            (reason, count) for reason in Reason if (count := sum(reason in line.reasons for line in lines))
        ),
        waiting=said.waiting,
        learners=said.learners,
        known=said.known,
        page=page,
        pages=pages,
    )


def question_statistics(ctx: Context, learner_id: int, key: str, question: str) -> QuestionStatistics:
    """Return what answers say about one question of bank `key`; raises NotFound.

    Of one that learners do not get there is nothing to say yet.
    """
    with reading(ctx.engine) as connection:
        row = get_bank_of(connection, learner_id, key)
        said = _said(ctx, connection, row)
        lines = lines_of(ctx, connection, row, said.analyses)
        own = tuple(line for line in lines if line.question.id == question)
        if not own:
            own = _unasked(ctx, connection, row, question)
    return QuestionStatistics(
        bank_key=row.key,
        bank_title=row.title,
        language=row.language,
        question=own[0].question,
        cards=own,
        waiting=said.waiting,
        learners=said.learners,
        known=said.known,
    )


def _unasked(ctx: Context, connection: Connection, row: BankRow, question: str) -> tuple[ItemLine, ...]:
    for known in ctx.library.whole_bank(connection, row).questions if row.digest else ():
        if known.id == question:
            return (ItemLine(question=known, part=0, analysis=ItemAnalysis(0, 0)),)
    raise NotFound(f"bank {row.key!r} has no question {question!r}")


def _said(ctx: Context, connection: Connection, row: BankRow) -> Said:
    return ctx.items.at_once(connection, ctx.library, row) if row.digest else Said(NO_ANALYSES)


def lines_of(ctx: Context, connection: Connection, row: BankRow, analyses: Analyses) -> list[ItemLine]:
    """Return a line for each card of the questions that learners get, in the bank's order."""
    found = []
    for served in banks.served_questions(connection, row.id):
        question = ctx.library.question(connection, served.revision_id)
        cards = parts(question)
        found += [
            ItemLine(
                question=question,
                part=part if len(cards) > 1 else 0,
                analysis=analyses.get((served.id, part), ItemAnalysis(0, 0)),
            )
            for part in cards
        ]
    return found


def _is_among(only: Only | Reason, line: ItemLine) -> bool:
    match only:
        case Only.ALL:
            return True
        case Only.POOR:
            return bool(line.analysis.flaws)
        case Only.MEASURED:
            return line.analysis.measures is not None
        case Only.WAITING:
            return line.analysis.measures is None
        case Reason():
            return only in line.reasons


def in_order(lines: Iterable[ItemLine], order: Order) -> list[ItemLine]:
    """Return the lines, the ones to look at first; what is alike stays in the bank's order."""
    return sorted(lines, key=_FIRST[order])


def _by_reasons(line: ItemLine) -> tuple[float, ...]:
    flaws = [float(_SERIOUSNESS[flaw.reason]) for flaw in line.analysis.flaws]
    return (*flaws, math.inf) if flaws else (math.inf, -min(line.analysis.attempts, 1))


def _rising(value: Callable[[Measures], float | None]) -> Callable[[ItemLine], tuple[float, ...]]:
    def place(line: ItemLine) -> tuple[float, ...]:
        measured = line.analysis.measures
        found = value(measured) if measured else None
        return (math.inf if found is None else found,)

    return place


_FIRST: dict[Order, Callable[[ItemLine], tuple[float, ...]]] = {
    Order.REASONS: _by_reasons,
    Order.ATTEMPTS: lambda line: (-line.analysis.attempts,),
    Order.FACILITY: _rising(lambda found: found.facility.value),
    Order.DISCRIMINATION: _rising(lambda found: found.discrimination.value if found.discrimination else None),
    Order.TIME: _rising(lambda found: None if found.median_ms is None else -found.median_ms),
    Order.RECALL: _rising(
        lambda found: (
            None if found.recalled is None else found.recalled.known.value - found.recalled.predicted
        )
    ),
    Order.BANK: lambda _: (),
}
