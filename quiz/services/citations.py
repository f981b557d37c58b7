"""From a question to the passages its facts rest on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from question_bank.model import Bank, Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Where a fact stands. `by` is whose claim it is, `via` the agencies that passed it on."""

    source_title: str
    publisher: str
    published: date | None
    url: str
    paragraph: int
    begins: str
    ends: str
    fact: str
    by: tuple[str, ...]
    via: tuple[str, ...]


def citations_of(question: Question, bank: Bank) -> tuple[Citation, ...]:
    """Return a citation per passage of the question's facts; what the bank no longer has is left out."""
    facts = [fact for fact_id in question.facts if (fact := bank.fact(fact_id)) is not None]
    return tuple(
        Citation(
            source_title=source.title,
            publisher=source.publisher,
            published=source.published,
            url=source.url,
            paragraph=passage.paragraph,
            begins=passage.begins,
            ends=passage.ends,
            fact=fact.says,
            by=fact.by,
            via=fact.via,
        )
        for fact in facts
        for passage in fact.evidence.passages
        if (source := bank.source(passage.source)) is not None
    )
