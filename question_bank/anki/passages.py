"""The passages that cards may show: of sources that say `quote: true`, where their texts are at hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from question_bank.model import Bank, Question

# The text of a passage by its fact's id and its place among that fact's passages, counted from 0.
Texts = Mapping[tuple[str, int], str]


def quotable(texts: Mapping[str, Texts]) -> Callable[[Bank, Question], tuple[str, ...]]:
    """Return what says which passages of a question its cards show, from the texts at hand by bank id."""

    def passages(bank: Bank, question: Question) -> tuple[str, ...]:
        known = texts.get(bank.id)
        return tuple(dict.fromkeys(_shown(bank, question, known))) if known else ()

    return passages


def may_quote(bank: Bank) -> bool:
    """Say whether any source allows it."""
    return any(source.quote for source in bank.sources)


def _shown(bank: Bank, question: Question, texts: Texts) -> Iterator[str]:
    for fact_id in question.facts:
        fact = bank.fact(fact_id)
        for place, passage in enumerate(fact.evidence.passages if fact else ()):
            source = bank.source(passage.source)
            if source and source.quote and (text := texts.get((fact_id, place))):
                yield text
