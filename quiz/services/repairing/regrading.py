"""What an answer is worth once a key is wider: decided in one place, for the dry run and for good.

An answer is graded twice by the real grader, with one vocabulary: by the key of the revision that was shown,
with what earlier repairs added to it, and by the same key with what this repair adds. Only the difference
counts. So an answer changes because of what was added and of nothing else: not because the prompt was
reworded since, not because the bank has more words by now, and never for the worse. An answer to another
edition, or to another key, is left alone.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from question_bank.codec import from_plain, response_from_plain
from question_bank.grading import Vocabulary, grade
from question_bank.model import Grade, Question, Response
from quiz.services.context import Context
from quiz.services.standing_keys import is_regraded, with_repair, with_repairs
from quiz.store.repairs import RepairRow


@dataclass(eq=False, kw_only=True)
class Regrader:
    """Grades answers to one question anew. `earlier` are the repairs of it that stand."""

    ctx: Context
    repair: RepairRow
    earlier: Sequence[RepairRow]
    vocabulary: Vocabulary
    language: str
    _keys: dict[int, tuple[Question, Question] | None] = field(default_factory=dict)
    _worth: dict[tuple[int, int, str], tuple[Grade, Grade] | None] = field(default_factory=dict)

    def better(
        self, connection: Connection, revision_id: int, part: int, response: str, stored: Grade
    ) -> Grade | None:
        """Return the grade that the response, as JSON, gets by the wider key; None if it stays as it is."""
        worth = self._both(connection, revision_id, part, response)
        if worth is None:
            return None
        before, after = worth
        return after if after.fraction > max(before.fraction, stored.fraction) else None

    def is_right(self, connection: Connection, revision_id: int, part: int, response: str) -> bool:
        """Say whether the wider key accepts the response."""
        worth = self._both(connection, revision_id, part, response)
        return worth is not None and worth[1].right

    def _both(
        self, connection: Connection, revision_id: int, part: int, response: str
    ) -> tuple[Grade, Grade] | None:
        known = (revision_id, part, response)
        if known not in self._worth:
            keys = self._keys_of(connection, revision_id)
            given = response_from_plain(json.loads(response))
            self._worth[known] = (
                (self.grade(keys[0], given, part), self.grade(keys[1], given, part))
                if keys is not None and is_regraded(given)
                else None
            )
        return self._worth[known]

    def _keys_of(self, connection: Connection, revision_id: int) -> tuple[Question, Question] | None:
        """Return a revision's question without and with what is added, None if this is not about its key."""
        if revision_id not in self._keys:
            question_id, shown = self.ctx.library.revision(connection, revision_id)
            own = question_id == self.repair.question_id
            now = with_repairs(shown, self.earlier, self.language)
            then = with_repair(now, self.repair, self.language) if own else None
            self._keys[revision_id] = None if then is None else (now, then)
        return self._keys[revision_id]

    def grade(self, question: Question, response: Response, part: int) -> Grade:
        graded = grade(question, response, self.vocabulary, language=self.language, part=part)
        # What cannot be read is worth nothing here: nobody is there to be asked again.
        return graded if isinstance(graded, Grade) else Grade(0.0)


def grade_from_json(text: str | None) -> Grade:
    return from_plain(json.loads(text or "null"), Grade) if text else Grade(0.0)
