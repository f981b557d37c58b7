"""A bank: sources, facts and questions that passed the checks."""

from __future__ import annotations

from dataclasses import dataclass, field

from question_bank.model.material import Fact, Source
from question_bank.model.questions import Question
from question_bank.problems import Places


@dataclass(frozen=True, slots=True, kw_only=True)
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
        return next((source for source in self.sources if source.id == source_id), None)

    def fact(self, fact_id: str) -> Fact | None:
        return next((fact for fact in self.facts if fact.id == fact_id), None)
