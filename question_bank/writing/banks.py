"""A bank as the files that read back as the same bank."""

from __future__ import annotations

from question_bank.model import Bank, Evidence, Fact, Passage, Source
from question_bank.writing import layout
from question_bank.writing.layout import Entry, Fields, Items, Value
from question_bank.writing.questions import fields, question_fields, record, text_or_texts, texts, truth


def bank_to_files(bank: Bank) -> dict[str, str]:
    """Return each file's text by its path in the bank's folder; every question in one file."""
    files = {"bank.yaml": layout.document(bank_fields(bank))}
    if bank.facts:
        files["facts.yaml"] = layout.document(_top("facts", tuple(fact_fields(fact) for fact in bank.facts)))
    if bank.questions:
        items = tuple(question_fields(question, bank.language) for question in bank.questions)
        files["questions/questions.yaml"] = layout.document(_top("questions", items))
    if bank.briefing:
        files["briefing.md"] = bank.briefing
    return files


def _top(key: str, items: tuple[Fields, ...]) -> Fields:
    return Fields((Entry(_spaced(items), key),))


def _spaced(items: tuple[Fields, ...]) -> Items:
    return Items(tuple(Entry(Fields(item.entries, open=True)) for item in items), open=True, spaced=True)


def bank_fields(bank: Bank) -> Fields:
    """Return bank.yaml's keys and values in canonical order."""
    return fields(
        bank=bank.id,
        title=bank.title,
        language=bank.language,
        description=bank.description,
        sources=_spaced(tuple(source_fields(source) for source in bank.sources)) if bank.sources else None,
    )


def source_fields(source: Source) -> Fields:
    return fields(
        id=source.id,
        title=source.title,
        publisher=source.publisher,
        author=source.author,
        published=source.published.isoformat() if source.published else None,
        url=source.url,
        file=source.file,
        body=f"{source.body[0]}-{source.body[1]}" if source.body else None,
        quote=truth(source.quote),
    )


def fact_fields(fact: Fact) -> Fields:
    """Return a fact's keys and values in canonical order."""
    return fields(
        id=fact.id,
        says=fact.says,
        by=text_or_texts(fact.by),
        via=text_or_texts(fact.via),
        evidence=_evidence(fact.evidence),
        tags=texts(fact.tags),
    )


def _evidence(evidence: Evidence) -> Value:
    passages = Items(tuple(Entry(_passage(passage)) for passage in evidence.passages), open=True)
    return fields(any=passages) if evidence.alternatives else passages


def _passage(passage: Passage) -> Fields:
    return record(
        (
            ("source", passage.source),
            ("paragraph", str(passage.paragraph)),
            ("from", passage.begins),
            ("to", passage.ends),
        )
    )
