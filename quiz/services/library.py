"""Questions and banks as model values, decoded once and kept: a revision never changes."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import replace
from threading import Lock
from typing import Generic, TypeVar

from sqlalchemy import Connection

from question_bank.codec import from_plain, question_from_plain
from question_bank.grading import Vocabulary, vocabulary_of
from question_bank.model import Bank, Question
from quiz.services.errors import NotFound
from quiz.store import banks
from quiz.store.banks import BankRow

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

_QUESTIONS_KEPT = 25_000  # fewer than a bank has would be decoded anew at each of its pages
_BANKS_KEPT = 64
_ONE_BY_ONE = 10  # so few questions are read with a statement each


class _Recent(Generic[Key, Value]):
    """The values used last, at most so many."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key, make: Callable[[], Value]) -> Value:
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        value = make()
        self.put(key, value)
        return value

    def put(self, key: Key, value: Value) -> None:
        with self._lock:
            self._values[key] = value
            if len(self._values) > self._most:
                self._values.popitem(last=False)

    def __contains__(self, key: Key) -> bool:
        return key in self._values


class Library:
    """What was decoded from one database. A bank's version is known by its digest."""

    def __init__(self) -> None:
        self._questions: _Recent[int, tuple[int, Question]] = _Recent(_QUESTIONS_KEPT)
        self._banks: _Recent[tuple[int, str], Bank] = _Recent(_BANKS_KEPT)
        self._vocabularies: _Recent[tuple[int, str], Vocabulary] = _Recent(_BANKS_KEPT)

    def question(self, connection: Connection, revision_id: int) -> Question:
        return self.revision(connection, revision_id)[1]

    def revision(self, connection: Connection, revision_id: int) -> tuple[int, Question]:
        """Return the question's id in the database and the question as that revision has it."""

        def decode() -> tuple[int, Question]:
            found = banks.find_revision(connection, revision_id)
            if found is None:
                raise NotFound(f"there is no revision {revision_id}")
            question_id, body = found
            return question_id, question_from_plain(json.loads(body))

        return self._questions.get(revision_id, decode)

    def bank(self, connection: Connection, row: BankRow) -> Bank:
        """Return the bank as it is served, without its questions."""

        def decode() -> Bank:
            document = banks.get_document(connection, row.id)
            if not document:
                return Bank(id=row.key, title=row.title, language=row.language)
            return from_plain(json.loads(document), Bank)

        return self._banks.get((row.id, row.digest), decode)

    def whole_bank(self, connection: Connection, row: BankRow) -> Bank:
        """Return the bank as it is served, with its questions, drafts too."""
        self.load(connection, row)
        revisions = banks.current_revisions(connection, row.id)
        questions = tuple(self.question(connection, revision_id) for revision_id in revisions)
        return replace(self.bank(connection, row), questions=questions)

    def load(self, connection: Connection, row: BankRow) -> None:
        """Read what is not known yet of the bank's questions at once, for pages that need all of them."""
        revisions = banks.current_revisions(connection, row.id)
        unknown = sum(revision_id not in self._questions for revision_id in revisions)
        if unknown <= _ONE_BY_ONE:
            return
        for revision_id, question_id, body in banks.current_bodies(connection, row.id):
            if revision_id not in self._questions:
                decoded = question_id, question_from_plain(json.loads(body))
                self._questions.put(revision_id, decoded)

    def vocabulary(self, connection: Connection, row: BankRow) -> Vocabulary:
        """Return the words of the bank that are never taken for a typo."""
        return self._vocabularies.get(
            (row.id, row.digest), lambda: vocabulary_of(self.whole_bank(connection, row))
        )
