"""What a question accepts by now: keys were widened, and some of it taken back; pages stay open long."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from question_bank.model import Question, Response, TextResponse, TextsResponse
from question_bank.writing import (
    Addition,
    Into,
    UnfitError,
    has_addition,
    with_additions,
    without_additions,
)
from question_bank.writing.lock import key_hash
from quiz.services.library import Library
from quiz.store import banks, repairs
from quiz.store.banks import BankRow
from quiz.store.repairs import RepairRow

REGRADED = (TextResponse, TextsResponse)


def additions_to_json(additions: Iterable[Addition]) -> str:
    plain = [
        {"into": each.into.value, "text": each.text, "item": each.item, "gap": each.gap} for each in additions
    ]
    return json.dumps(plain, ensure_ascii=False)


def additions_from_json(text: str) -> tuple[Addition, ...]:
    return tuple(
        Addition(into=Into(each["into"]), text=each["text"], item=each["item"], gap=each["gap"])
        for each in json.loads(text)
    )


def is_regraded(response: Response) -> bool:
    """Say whether a wider key may change what the response is worth: only what was typed."""
    return isinstance(response, REGRADED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A question as it was served from a moment on."""

    question: Question
    created_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A repair that was written, what it added that was not there, and the question before any repair.

    `root` is the hash of that question's key: answers to any other are no business of the repair.
    """

    row: RepairRow
    additions: tuple[Addition, ...]
    own: tuple[Addition, ...]
    before: Question | None
    root: str


@dataclass(eq=False, kw_only=True)
class Lineage:
    """A question's repairs, the oldest first, undone ones too, by which any version's key can be told.

    What a repair wrote into the text is in later versions too. It is known there by when it came, so that it
    can be taken out of them as if it had never been written, with all other repairs left in.
    """

    language: str
    latest: Question
    known: tuple[Known, ...] = ()
    _stripped: dict[tuple[int, Question], Question] = field(default_factory=dict)

    def key(self, version: Version, standing: Collection[int]) -> Question:
        """Return the version with what the repairs of these ids added, and of no other.

        What the question that is served now accepts stays in, if no repair wrote it there: somebody means it.
        """
        question = version.question
        by_repair = {
            one for each in self.known if each.row.status in repairs.STANDING for one in each.additions
        }
        for each in reversed(self.known):
            if each.row.id not in standing:
                gone = [
                    one
                    for one in each.own
                    if one in by_repair or not has_addition(self.latest, one, self.language)
                ]
                question = self._without(question, version.created_ms, each, gone)
        for each in self.known:
            if each.row.id in standing and self.is_about(each, version):
                question = self._with(question, each)
        return question

    def is_about(self, each: Known, version: Version) -> bool:
        """Say whether the version has the key that the repair was made for, whatever repairs it has too."""
        if version.question.edition != each.row.edition:
            return False
        return key_hash(self.stripped(version)) == each.root

    def stripped(self, version: Version) -> Question:
        """Return the version without anything that a repair wrote into it."""
        if (version.created_ms, version.question) not in self._stripped:
            question = version.question
            for each in reversed(self.known):
                question = self._without(question, version.created_ms, each, each.own)
            self._stripped[version.created_ms, version.question] = question
        return self._stripped[version.created_ms, version.question]

    def follows(self, row: RepairRow, before: Question) -> Lineage:
        """Return the lineage with one more repair, made when the question was `before`."""
        root = self.stripped(Version(question=before, created_ms=row.made_ms))
        own = tuple(
            each for each in additions_from_json(row.additions) if not has_addition(root, each, self.language)
        )
        known = Known(
            row=row,
            additions=additions_from_json(row.additions),
            own=own,
            before=root,
            root=key_hash(root),
        )
        return Lineage(language=self.language, latest=self.latest, known=(*self.known, known))

    def _without(
        self, question: Question, created_ms: int, each: Known, additions: Sequence[Addition]
    ) -> Question:
        if each.before is None or created_ms < each.row.made_ms or question.edition != each.row.edition:
            return question
        return without_additions(question, reversed(additions), each.before, self.language)

    def _with(self, question: Question, each: Known) -> Question:
        try:
            return with_additions(question, each.additions, self.language)
        except UnfitError:
            return question


def lineage_of(
    connection: Connection,
    library: Library,
    bank: BankRow,
    question_id: int,
    rows: Sequence[RepairRow] | None = None,
) -> Lineage:
    """Return the lineage of a question by its repairs, or those of `rows`, the oldest first."""
    if rows is None:
        rows = repairs.written_repairs(connection, question_id)
    latest = library.question(connection, banks.latest_revision(connection, question_id))
    lineage = Lineage(language=bank.language, latest=latest)
    versions = banks.revisions_of(connection, question_id) if rows else []
    for row in rows:
        own = [
            each
            for each in versions
            if each.created_ms <= row.made_ms and (each.edition, each.key_hash) == (row.edition, row.key_hash)
        ]
        questions = [library.question(connection, each.id) for each in own]
        # Without an edit of its own the text had it already; with one, the text before it had not.
        additions = additions_from_json(row.additions)
        if row.edit_id is not None:
            lacking = [
                each
                for each in questions
                if not all(has_addition(each, one, bank.language) for one in additions)
            ]
            questions = lacking or questions
        lineage = lineage.follows(row, questions[-1]) if questions else _rootless(lineage, row, additions)
    return lineage


def standing_question(
    connection: Connection, library: Library, bank: BankRow, question_id: int, revision_id: int
) -> Question:
    """Return a revision's question with all that was accepted since, and without what was taken back."""
    _, question = library.revision(connection, revision_id)
    rows = repairs.written_repairs(connection, question_id)
    if not rows:
        return question
    lineage = lineage_of(connection, library, bank, question_id, rows)
    standing = {row.id for row in rows if row.status in repairs.STANDING}
    created_ms = banks.revision_times(connection, [revision_id])[revision_id]
    return lineage.key(Version(question=question, created_ms=created_ms), standing)


def _rootless(lineage: Lineage, row: RepairRow, additions: tuple[Addition, ...]) -> Lineage:
    """Return the lineage with a repair whose question of that time is known by its hash alone."""
    known = Known(row=row, additions=additions, own=(), before=None, root=row.key_hash)
    return Lineage(language=lineage.language, latest=lineage.latest, known=(*lineage.known, known))
