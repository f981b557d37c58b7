"""Which questions a filter lets through, the most fitting first; nothing here reads a file or a database."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass

from question_bank.model import Question
from quiz.services.workshop.values import Only, QuestionFilter, QuestionLine

_NO_WORDS = frozenset({"at", "was", "media", "lang", "id"})
_ASKED = frozenset({"prompt", "text"})
_ASIDE = frozenset({"explanation", "tags", "facts", "derived", "unsourced"})


@dataclass(frozen=True, slots=True)
class Said:
    """The words of a question without case and accents, by how much they say of what it is about."""

    id: str
    asked: str
    answered: str
    aside: str


def said_by(question: Question) -> Said:
    """Return a question's words for the search."""
    names = [each.name for each in fields(question) if each.name not in _NO_WORDS]
    asked = (name for name in names if name in _ASKED)
    answered = (name for name in names if name not in _ASKED | _ASIDE)
    aside = (name for name in names if name in _ASIDE)
    return Said(plain(question.id), *(_words(question, group) for group in (asked, answered, aside)))


def _words(question: Question, names: Iterable[str]) -> str:
    return plain("\n".join(text for name in names for text in _texts(getattr(question, name))))


def chosen(wanted: QuestionFilter, lines: Iterable[tuple[QuestionLine, Said]]) -> list[QuestionLine]:
    """Return the wanted questions in the order they came, or for words the most fitting first."""
    words = plain(wanted.text).split()
    if not words:
        return [line for line, _said in lines if is_wanted(wanted, line)]
    scored = [(_score(words, said), line) for line, said in lines if is_wanted(wanted, line)]
    found = [each for each in scored if each[0]]
    return [line for _score, line in sorted(found, key=lambda each: -each[0])]


def is_wanted(wanted: QuestionFilter, line: QuestionLine) -> bool:
    """Say whether a question is among those to look through, whatever its words."""
    question = line.question
    return (
        (wanted.kind is None or question.kind is wanted.kind)
        and (not wanted.tag or wanted.tag in question.tags)
        and (not wanted.fact or wanted.fact in question.facts)
        and (not wanted.file or line.file == wanted.file)
        and is_among(wanted.only, line)
    )


def is_among(only: Only, line: QuestionLine) -> bool:
    """Say whether a question is one of those. Archived ones are among nothing else."""
    found = {
        Only.ALL: not line.archived,
        Only.FINDINGS: bool(line.errors or line.warnings or line.undecided),
        Only.ERRORS: bool(line.errors),
        Only.REPORTED: bool(line.reports),
        Only.UNDECIDED: line.undecided,
        Only.DRAFTS: line.question.draft,
        Only.WITHOUT_FACT: not line.question.facts,
        Only.ARCHIVED: line.archived,
    }
    return found[only] and line.archived is (only is Only.ARCHIVED)


def plain(text: str) -> str:
    """Return a text without case and without accents, as people search for it."""
    if text.isascii():
        return text.lower()
    # Taken apart first: a letter of mathematics has a case only as the letter that it stands for.
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(char for char in apart if not unicodedata.combining(char))


def _score(words: Sequence[str], said: Said) -> int:
    """Return 0 unless every word occurs; more, the nearer to what is asked."""
    total = 0
    for word in words:
        score = _score_of(word, said)
        if not score:
            return 0
        total += score
    return total


def _score_of(word: str, said: Said) -> int:
    if word == said.id:
        return 16
    if word in said.asked:
        return 8 if word in said.asked.split() else 6
    if word in said.id:
        return 4
    if word in said.answered:
        return 3
    return 1 if word in said.aside else 0


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif is_dataclass(value):
        for each in fields(value):
            if each.name not in _NO_WORDS:
                yield from _texts(getattr(value, each.name))
