"""Which question of a file is which question in the database, through renames and returns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from question_bank.model import Question
from quiz.store.publishing import Stored

_Names = tuple[str, ...]


def match_questions(questions: Sequence[Question], stored: Iterable[Stored]) -> dict[str, Stored]:
    """Return, by the id in the file, the stored question that each one continues.

    The surest signs come first: both the id and the first id, then the first id (from which the Anki GUID
    is made), then the id, then an earlier id. What continues nothing is new and missing from the result.
    """
    matched: dict[str, Stored] = {}
    # One that is still asked comes before one that was archived.
    free = sorted(stored, key=lambda row: row.archived_ms is not None)
    for names_in_file, name_stored in _SIGNS:
        index: dict[_Names, Stored] = {}
        for row in free:
            index.setdefault(name_stored(row), row)
        for question in questions:
            if question.id not in matched:
                found = next((index[name] for name in names_in_file(question) if name in index), None)
                if found is not None:
                    matched[question.id] = found
                    del index[name_stored(found)]
        taken = {row.id for row in matched.values()}
        free = [row for row in free if row.id not in taken]
    return matched


_SIGNS: tuple[tuple[Callable[[Question], Iterable[_Names]], Callable[[Stored], _Names]], ...] = (
    (lambda question: [(question.id, question.first_id)], lambda row: (row.key, row.first_key)),
    (lambda question: [(question.first_id,)], lambda row: (row.first_key,)),
    (lambda question: [(question.id,)], lambda row: (row.key,)),
    (lambda question: [(name,) for name in reversed(question.was)], lambda row: (row.key,)),
)
