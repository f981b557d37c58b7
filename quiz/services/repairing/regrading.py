"""What an answer is worth by the repairs that stand: decided in one place, for the dry run and for good.

An answer is graded by the real grader, with one vocabulary, by the key of the revision that was shown with
what standing repairs added and without what repairs that were taken back had written into it. Only the
difference that one repair makes counts. So an answer changes because of what was added, or taken back, and of
nothing else: not because the prompt was reworded since, not because the bank has more words by now. An answer
to another edition, or to another key, is left alone. What comes out is what it had been had only the
standing repairs ever been made.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import Connection

from question_bank.codec import from_plain, response_from_plain
from question_bank.grading import Vocabulary, grade
from question_bank.model import Grade, Question, Response
from quiz.services.context import Context
from quiz.services.standing_keys import Lineage, Version, is_regraded
from quiz.store import banks, repairs
from quiz.store.repairs import RepairRow

_NOTHING = Grade(0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer as it was given: its response as JSON, and the grade that it got then, at `at_ms`.

    `changed` is it if the repair in question gave it another grade.
    """

    revision_id: int
    part: int
    response: str
    at_ms: int
    grade: Grade
    changed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What an answer is worth now, and by which repair it got there, None if it has what it got itself.

    `steps` are the repairs, in order, that raised its grade, each with the grade from then on.
    """

    grade: Grade
    steps: tuple[tuple[int, Grade], ...] = ()

    def right_by(self) -> int | None:
        """Return the repair that made the answer wholly right; None if none did."""
        return next((repair_id for repair_id, grade in self.steps if grade.right), None)


@dataclass(eq=False, kw_only=True)
class Regrader:
    """Grades answers to one question because of one repair, which is made or, if `undone`, taken back."""

    ctx: Context
    repair: RepairRow
    lineage: Lineage
    vocabulary: Vocabulary
    language: str
    undone: bool = False
    _worth: dict[tuple[int, int, str, frozenset[int]], Grade] = field(default_factory=dict)
    _versions: dict[int, Version | None] = field(default_factory=dict)

    @cached_property
    def standing(self) -> tuple[int, ...]:
        """Return the repairs that stand once this one is made or taken back, the oldest first."""
        return tuple(
            each.row.id
            for each in self.lineage.known
            if (each.row.status in repairs.STANDING or each.row.id == self.repair.id)
            and not (self.undone and each.row.id == self.repair.id)
        )

    @cached_property
    def gone(self) -> tuple[RepairRow, ...]:
        """Return the repairs that stood and do not any longer."""
        return tuple(each.row for each in self.lineage.known if each.row.id not in self.standing)

    def verdict(self, connection: Connection, answer: Answer) -> Verdict | None:
        """Return what the answer is worth; None if the repair makes no difference to it."""
        version = self._version(connection, answer.revision_id)
        if version is None or not is_regraded(response_from_plain(json.loads(answer.response))):
            return None
        own = {self.repair.id}
        narrow, wide = frozenset(set(self.standing) - own), frozenset(set(self.standing) | own)
        before, after = (self._graded(version, answer, key) for key in (narrow, wide))
        if not answer.changed and after.fraction <= before.fraction:
            return None
        return self._verdict(version, answer)

    def is_settled(self, connection: Connection, revision_id: int, part: int, response: str) -> bool:
        """Say whether the repair is about that key, which accepts the response as it stands then."""
        version = self._version(connection, revision_id)
        own = next((each for each in self.lineage.known if each.row.id == self.repair.id), None)
        if version is None or own is None or not self.lineage.is_about(own, version):
            return False
        return self._is_right(connection, revision_id, part, response, frozenset(self.standing))

    def is_unsettled(self, connection: Connection, revision_id: int, part: int, response: str) -> bool:
        """Say whether the response was right with the repair in place, and is right no longer."""
        key = frozenset(self.standing)
        with_it = self._is_right(connection, revision_id, part, response, key | {self.repair.id})
        return with_it and not self._is_right(connection, revision_id, part, response, key)

    def _is_right(
        self, connection: Connection, revision_id: int, part: int, response: str, key: frozenset[int]
    ) -> bool:
        version = self._version(connection, revision_id)
        if version is None or not is_regraded(response_from_plain(json.loads(response))):
            return False
        answer = Answer(revision_id=revision_id, part=part, response=response, at_ms=0, grade=_NOTHING)
        return self._graded(version, answer, key).right

    def _verdict(self, version: Version, answer: Answer) -> Verdict:
        now, steps = self._without_gone(version, answer), []
        for repair_id, key in self._stages(version):
            graded = self._graded(version, answer, key)
            if graded.fraction > now.fraction:
                steps.append((repair_id, graded))
                now = graded
        return Verdict(grade=now, steps=tuple(steps))

    def _without_gone(self, version: Version, answer: Answer) -> Grade:
        """Return the grade that the answer had got itself, had no repair been made that is gone by now."""
        standing = frozenset(self.standing)
        possible = frozenset(row.id for row in self.gone if row.made_ms <= answer.at_ms)
        if not possible:
            return answer.grade
        then = self._graded(version, answer, standing | possible)
        now = self._graded(version, answer, standing)
        return now if now.fraction < min(then.fraction, answer.grade.fraction) else answer.grade

    def _stages(self, version: Version) -> Iterator[tuple[int, frozenset[int]]]:
        """Yield each standing repair that is about the version, with all up to it."""
        about = {each.row.id for each in self.lineage.known if self.lineage.is_about(each, version)}
        for number, repair_id in enumerate(self.standing, start=1):
            if repair_id in about:
                yield repair_id, frozenset(self.standing[:number])

    def _graded(self, version: Version, answer: Answer, key: frozenset[int]) -> Grade:
        known = (answer.revision_id, answer.part, answer.response, key)
        if known not in self._worth:
            question = self.lineage.key(version, key)
            given = response_from_plain(json.loads(answer.response))
            self._worth[known] = self._grade(question, given, answer.part)
        return self._worth[known]

    def _grade(self, question: Question, response: Response, part: int) -> Grade:
        language = question.lang or self.language
        try:
            graded = grade(question, response, self.vocabulary, language=language, part=part)
        except TypeError:  # the question was of another kind
            return _NOTHING
        # What cannot be read is worth nothing here: nobody is there to be asked again.
        return graded if isinstance(graded, Grade) else _NOTHING

    def _version(self, connection: Connection, revision_id: int) -> Version | None:
        """Return a revision of the question; None for one of another question."""
        if revision_id not in self._versions:
            question_id, question = self.ctx.library.revision(connection, revision_id)
            created = banks.revision_times(connection, [revision_id])[revision_id]
            version = Version(question=question, created_ms=created)
            self._versions[revision_id] = version if question_id == self.repair.question_id else None
        return self._versions[revision_id]


def grade_from_json(text: str | None) -> Grade:
    return from_plain(json.loads(text or "null"), Grade) if text else _NOTHING
