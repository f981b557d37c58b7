"""What rests on a bank's sources, paragraph by paragraph, and how much of it is proven by their texts."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import Connection

from question_bank.evidence import check_evidence
from question_bank.model import Bank, Source
from question_bank.problems import Problem
from quiz.services.banks import get_bank_of
from quiz.services.context import Context
from quiz.services.errors import NotFound
from quiz.services.source_paragraphs import (
    Coverage,
    ParagraphShown,
    coverage_of,
    paragraphs_of,
    passages_in,
)
from quiz.services.source_texts import Installed, can_be_kept, file_name
from quiz.store.banks import BankRow
from quiz.store.database import reading


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePage:
    """A source with what rests on it. `file` is the name of its text, "" if none can be kept under it.

    `problems` are about the text as a whole.
    """

    bank_key: str
    bank_title: str
    language: str
    source: Source
    file: str
    installed: Installed | None
    problems: tuple[Problem, ...]
    coverage: Coverage
    paragraphs: tuple[ParagraphShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """A source in the list of a bank's."""

    source: Source
    installed: bool
    coverage: Coverage


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceList:
    bank_key: str
    bank_title: str
    language: str
    sources: tuple[SourceLine, ...]


def source_page(ctx: Context, learner_id: int, key: str, source_id: str) -> SourcePage:
    """Return what rests on a source of bank `key`, paragraph by paragraph; raises NotFound."""
    with reading(ctx.engine) as connection:
        row, bank, source = get_source(ctx, connection, learner_id, key, source_id)
        bank = ctx.library.whole_bank(connection, row)
    installed = ctx.passages.installed(row, bank)
    texts = {each: one.text for each, one in installed.items()}
    report = check_evidence(_about(bank, source), texts)
    text = texts.get(source.id)
    paragraphs = paragraphs_of(bank, source, text, report)
    name = file_name(bank, source)
    return SourcePage(
        bank_key=row.key,
        bank_title=row.title,
        language=row.language,
        source=source,
        file=name if can_be_kept(name) else "",
        installed=installed.get(source.id),
        problems=_about_text(bank, source, text),
        coverage=coverage_of(paragraphs, has_text=text is not None),
        paragraphs=paragraphs,
    )


def source_list(ctx: Context, learner_id: int, key: str) -> SourceList:
    """Return the sources of bank `key` with how far each is covered; raises NotFound."""
    with reading(ctx.engine) as connection:
        row = get_bank_of(connection, learner_id, key)
        bank = ctx.library.whole_bank(connection, row)
    found = ctx.passages.of(row, replace(bank, questions=()))
    lines = []
    for source in bank.sources:
        installed = found.installed.get(source.id)
        text = installed.text if installed else None
        paragraphs = paragraphs_of(bank, source, text, found.report)
        covered = coverage_of(paragraphs, has_text=text is not None)
        lines.append(SourceLine(source=source, installed=installed is not None, coverage=covered))
    return SourceList(bank_key=row.key, bank_title=row.title, language=row.language, sources=tuple(lines))


def get_source(
    ctx: Context, connection: Connection, learner_id: int, key: str, source_id: str
) -> tuple[BankRow, Bank, Source]:
    """Return the bank, without its questions, and its source; raises NotFound."""
    row = get_bank_of(connection, learner_id, key)
    bank = ctx.library.bank(connection, row)
    source = bank.source(source_id)
    if source is None:
        raise NotFound(f"bank {key!r} has no source {source_id!r}")
    return row, bank, source


def _about(bank: Bank, source: Source) -> Bank:
    """Return the part of the bank that has to do with a source: a large one need not be checked whole."""
    cited = {fact.id for fact in bank.facts if passages_in(fact, source)}
    questions = tuple(question for question in bank.questions if cited.intersection(question.facts))
    named = cited.union(*(question.facts for question in questions))
    facts = tuple(fact for fact in bank.facts if fact.id in named)
    return replace(bank, facts=facts, questions=questions)


def _about_text(bank: Bank, source: Source, text: str | None) -> tuple[Problem, ...]:
    """Return what is wrong with a text apart from passages: a body that goes beyond its end."""
    if text is None:
        return ()
    alone = replace(bank, sources=(source,), facts=(), questions=())
    found = check_evidence(alone, {source.id: text}).problems
    return tuple(problem for problem in found if problem.code != "W409")  # those are shown in their places
