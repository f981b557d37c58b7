"""New questions that would call wrong what another question with the same prompt calls right.

A bank refuses that (E508), since no learner could know which is meant. In Anki two notes never meet, so
decks are full of it.
"""

from __future__ import annotations

from collections.abc import Sequence

from question_bank.anki.taking.choices import normal
from question_bank.model import Flashcard, MultipleChoice, Question, ShortAnswer, SingleChoice
from question_bank.rules.answers import exact_keys, normal_prompt


def contradicting(there: Sequence[Question], new: Sequence[Question], language: str) -> dict[str, Flashcard]:
    """Return the new questions that contradict another one, by id, as the flashcards that they may be."""
    by_prompt: dict[str, list[SingleChoice | MultipleChoice | ShortAnswer]] = {}
    for question in (*there, *new):
        if isinstance(question, SingleChoice | MultipleChoice | ShortAnswer):
            by_prompt.setdefault(normal_prompt(question, language), []).append(question)
    fresh = {question.id for question in new}
    found: dict[str, Flashcard] = {}
    for alike in by_prompt.values():
        for one in alike if len(alike) > 1 else ():
            wrong = _wrong(one, language)
            others = [other for other in alike if other is not one and wrong & _right(other, language)]
            for question in [one] if one.id in fresh else others:
                if others and question.id in fresh:
                    found[question.id] = _flashcard(question)
    return found


def _wrong(question: Question, language: str) -> set[str]:
    if not isinstance(question, SingleChoice | MultipleChoice):
        return set()
    return {normal(each.text, question.lang or language) for each in question.distractors}


def _right(question: Question, language: str) -> set[str]:
    return {normal(text, question.lang or language) for text in exact_keys(question)}


def _flashcard(question: SingleChoice | MultipleChoice | ShortAnswer) -> Flashcard:
    keys = exact_keys(question)[:1] if isinstance(question, ShortAnswer) else exact_keys(question)
    return Flashcard(
        id=question.id,
        prompt=question.prompt,
        answer="\\\n".join(keys),
        explanation=question.explanation,
        media=question.media,
        tags=question.tags,
        unsourced=question.unsourced,
    )
