"""From a question or a fact to the passages it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from question_bank.model import Bank, Fact, Question
from quiz.services.passages import NOTHING, Quotations


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Where a fact stands. `by` is whose claim it is, `via` the agencies that passed it on.

    `bank_key` and `source_id` name the page of the source. `quotation` is the passage itself, "" where the
    source's text is not installed or was not asked for.
    """

    bank_key: str
    source_id: str
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
    quotation: str = ""


def citations_of(question: Question, bank: Bank) -> tuple[Citation, ...]:
    """Return a citation per passage of the question's facts; what the bank no longer has is left out."""
    facts = [fact for fact_id in question.facts if (fact := bank.fact(fact_id)) is not None]
    return tuple(citation for fact in facts for citation in citations_of_fact(fact, bank))


def citations_of_fact(fact: Fact, bank: Bank, quotations: Quotations = NOTHING) -> tuple[Citation, ...]:
    """Return a citation per passage of the fact."""
    return tuple(
        Citation(
            bank_key=bank.id,
            source_id=source.id,
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
            quotation=quotations.texts.get((fact.id, index), ""),
        )
        for index, passage in enumerate(fact.evidence.passages)
        if (source := bank.source(passage.source)) is not None
    )
