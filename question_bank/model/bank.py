"""A bank: sources, facts and questions that passed the checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from question_bank.model.material import Fact, Source
from question_bank.model.questions import Question
from question_bank.problems import Places


@dataclass(frozen=True, kw_only=True)
class Bank:
    """`id` is permanent; `language` a BCP 47 tag; `briefing` is Markdown, "" if there is none."""

    id: str
    title: str
    language: str = "en"
    description: str = ""
    sources: tuple[Source, ...] = ()
    facts: tuple[Fact, ...] = ()
    questions: tuple[Question, ...] = ()
    briefing: str = ""
    at: Places = field(default=Places(), compare=False, repr=False)

    def source(self, source_id: str) -> Source | None:
        return self._sources_by_id.get(source_id)

    def fact(self, fact_id: str) -> Fact | None:
        return self._facts_by_id.get(fact_id)

    @cached_property
    def _sources_by_id(self) -> Mapping[str, Source]:
        return {source.id: source for source in self.sources}

    @cached_property
    def _facts_by_id(self) -> Mapping[str, Fact]:
        return {fact.id: fact for fact in self.facts}
