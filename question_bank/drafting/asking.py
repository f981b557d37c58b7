"""Every candidate that the rules make of an article."""

from __future__ import annotations

from collections.abc import Iterator

from question_bank.drafting.article import Article
from question_bank.drafting.asking_figures import date_questions, number_questions
from question_bank.drafting.asking_gaps import choice_questions, gap_questions, statement_questions
from question_bank.drafting.asking_names import (
    abbreviation_questions,
    definition_questions,
    name_questions,
    office_questions,
    reason_questions,
)
from question_bank.drafting.asking_several import list_questions, matching_question, ordering_question
from question_bank.drafting.candidates import Candidate


def candidates(article: Article) -> Iterator[Candidate]:
    """Yield all candidates, claim by claim, then those that rest on several claims."""
    for told in article.told:
        typed = (*number_questions(told, article), *name_questions(told, article))
        yield from typed
        dates = tuple(date_questions(told, article))
        yield from choice_questions(told, article, (*typed, *dates))
        yield from dates
        yield from reason_questions(told, article)
        yield from definition_questions(told, article)
        yield from office_questions(told, article)
        yield from abbreviation_questions(told, article)
        yield from list_questions(told, article)
        yield from gap_questions(told, article)
        yield from statement_questions(told, article)
    yield from ordering_question(article)
    yield from matching_question(article)
