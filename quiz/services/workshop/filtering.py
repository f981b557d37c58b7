"""Which questions a filter lets through; nothing here reads a file or a database."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from quiz.services.workshop.values import Only, QuestionFilter, QuestionLine

_NO_WORDS = frozenset({"at", "was", "media", "lang"})


def lets_through(wanted: QuestionFilter, line: QuestionLine) -> bool:
    """Say whether a question is among those that are wanted."""
    question = line.question
    return (
        (wanted.kind is None or question.kind is wanted.kind)
        and (not wanted.tag or wanted.tag in question.tags)
        and (not wanted.file or line.file == wanted.file)
        and _is_among(wanted.only, line)
        and _has_words(wanted.text, line)
    )


def _is_among(only: Only, line: QuestionLine) -> bool:
    found = {
        Only.ALL: True,
        Only.FINDINGS: bool(line.errors or line.warnings or line.undecided),
        Only.ERRORS: bool(line.errors),
        Only.REPORTED: bool(line.reports),
        Only.UNDECIDED: line.undecided,
        Only.DRAFTS: line.question.draft,
    }
    return found[only]


def _has_words(text: str, line: QuestionLine) -> bool:
    words = plain(text).split()
    if not words:
        return True
    said = plain("\n".join(_texts(line.question)))
    return all(word in said for word in words)


def plain(text: str) -> str:
    """Return a text without case and without accents, as people search for it."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in apart if not unicodedata.combining(char))


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
