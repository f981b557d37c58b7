"""Which facts and questions rest on each paragraph of each source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from question_bank.evidence.paragraphs import Paragraph, body_paragraphs
from question_bank.model import Bank, Source


@dataclass(frozen=True, slots=True)
class ParagraphCoverage:
    """The ids of the facts and of the questions (drafts apart) that rest on one paragraph, in bank order."""

    paragraph: Paragraph
    facts: tuple[str, ...]
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceCoverage:
    """A source's paragraphs in order; there are none and `readable` is False without its text."""

    source: Source
    paragraphs: tuple[ParagraphCoverage, ...]
    readable: bool = True

    @property
    def covered(self) -> int:
        return sum(1 for one in self.paragraphs if one.facts)


def coverage(bank: Bank, texts: Mapping[str, str]) -> tuple[SourceCoverage, ...]:
    """Return every source of the bank with what rests on each of its body paragraphs."""
    facts: dict[tuple[str, int], list[str]] = {}
    for fact in bank.facts:
        for cited in dict.fromkeys((one.source, one.paragraph) for one in fact.evidence.passages):
            facts.setdefault(cited, []).append(fact.id)
    asked: dict[str, list[str]] = {}
    for question in bank.questions:
        for fact_id in question.facts if not question.draft else ():
            asked.setdefault(fact_id, []).append(question.id)
    return tuple(_covered(source, texts.get(source.id), facts, asked) for source in bank.sources)


def _covered(
    source: Source,
    text: str | None,
    facts: Mapping[tuple[str, int], list[str]],
    asked: Mapping[str, list[str]],
) -> SourceCoverage:
    if text is None:
        return SourceCoverage(source, (), readable=False)
    found = []
    for paragraph in body_paragraphs(source, text):
        resting = tuple(facts.get((source.id, paragraph.number), ()))
        questions = tuple(dict.fromkeys(one for fact in resting for one in asked.get(fact, ())))
        found.append(ParagraphCoverage(paragraph, resting, questions))
    return SourceCoverage(source, tuple(found))
