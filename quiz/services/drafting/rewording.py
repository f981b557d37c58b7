"""A fact in other words: the mark that its words are the article's goes once they are not."""

from __future__ import annotations

from dataclasses import replace

from question_bank.drafting import leans_on
from question_bank.evidence import Stretch, body_paragraphs
from question_bank.evidence.locate import locate
from question_bank.model import Bank, Fact
from question_bank.rules.sourcing import OWN_WORDS_MISSING
from quiz.services.editing.bench import Bench


def reworded(bench: Bench, bank: Bank, fact: Fact, says: str) -> Fact:
    """Return the fact as it says it now, marked only as long as it leans on a passage that is at hand."""
    tags = tuple(each for each in fact.tags if each != OWN_WORDS_MISSING)
    if tags != fact.tags and any(leans_on(says, each) for each in _stretches(bench, bank, fact)):
        tags = fact.tags
    return replace(fact, says=says, tags=tags)


def _stretches(bench: Bench, bank: Bank, fact: Fact) -> list[str]:
    installed = bench.ctx.passages.installed(bench.row, bank)
    found = []
    for passage in fact.evidence.passages:
        source, text = bank.source(passage.source), installed.get(passage.source)
        for each in body_paragraphs(source, text.text) if source and text else ():
            place = locate(each.text, passage.begins, passage.ends)
            if each.number == passage.paragraph and isinstance(place, Stretch):
                found.append(place.text)
    return found
