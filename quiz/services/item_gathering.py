"""A bank's items as its learners' logs and its tests have them: who answered what first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from sqlalchemy import Connection

from question_bank.grading import guess_chance
from question_bank.model import Cloze, Question
from question_bank.model.texts import parts
from quiz.memory.item_log import CardRecord
from quiz.memory.item_values import FirstAttempt, Item, ItemKey
from quiz.services.item_answers import Given, given, given_in_whole, is_self_rated, keys_of, options_of
from quiz.services.item_logs import Records
from quiz.services.library import Library
from quiz.store import banks, item_statistics
from quiz.store.banks import BankRow
from quiz.store.item_statistics import TestedRow

_ANSWERS_KEPT = 50_000


class Gathering:
    """The items of one bank as its learners' records and its tests have them."""

    def __init__(
        self,
        connection: Connection,
        library: Library,
        row: BankRow,
        editions: Mapping[int, int],
        records: Mapping[int, Records],
    ) -> None:
        self._connection, self._library, self._row = connection, library, row
        self._editions, self._records = editions, records
        self._served: dict[int, Question] = {}
        self._practised = item_statistics.practised(connection, row.id)
        self._leeches = item_statistics.leech_counts(connection, row.id)
        self._given = lru_cache(maxsize=_ANSWERS_KEPT)(self._read)
        self._offered = lru_cache(maxsize=None)(self._options)
        self._called_now = lru_cache(maxsize=None)(self._renamed)

    def items(self) -> list[Item]:
        """Return an item for each card of each question that learners get."""
        self._library.load(self._connection, self._row)
        served = banks.served_questions(self._connection, self._row.id)
        self._served = questions = {each.id: self._question(each.revision_id) for each in served}
        cards = [(number, part) for number, question in questions.items() for part in parts(question)]
        firsts = self._firsts(questions)
        by_card: dict[ItemKey, list[tuple[int, CardRecord]]] = {key: [] for key in cards}
        for learner, own in self._records.items():
            for key, record in own.items():
                if key in by_card:
                    by_card[key].append((learner, record))
        return [self._item(key, questions[key[0]], by_card[key], firsts.get(key, {})) for key in cards]

    def _item(
        self,
        key: ItemKey,
        question: Question,
        records: Sequence[tuple[int, CardRecord]],
        tested: Mapping[int, tuple[int, FirstAttempt | None]],
    ) -> Item:
        """Return an item; where a test was the first to ask, its answer is the first attempt."""
        attempts: list[FirstAttempt] = []
        answers = sum(attempt is not None for _, attempt in tested.values())
        studied: set[int] = set()
        for learner, record in records:
            answers += record.answers
            studied.add(learner)
            attempt = self._first(key, learner, record, tested.get(learner))
            if attempt is not None:
                attempts.append(attempt)
        for learner, (at_ms, attempt) in tested.items():
            if learner not in studied and attempt and not self._was_practised(learner, key, at_ms):
                attempts.append(attempt)
        return Item(
            key=key,
            kind=question.kind.value,
            keys=keys_of(question, key[1]),
            options=options_of(question),
            facts=frozenset(question.facts),
            guess_chance=guess_chance(question),
            attempts=tuple(attempts),
            answers=answers,
            recalls=tuple(record.recalls for _, record in records if record.recalls is not None),
            leeches=self._leeches.get(key, 0),
        )

    def _first(
        self,
        key: ItemKey,
        learner: int,
        record: CardRecord,
        tested: tuple[int, FirstAttempt | None] | None,
    ) -> FirstAttempt | None:
        first = record.first
        if tested is not None and (first is None or tested[0] < first.at_ms):
            known_elsewhere = first is None
            return None if known_elsewhere or self._was_practised(learner, key, tested[0]) else tested[1]
        if first is None or self._was_practised(learner, key, first.at_ms):
            return None
        right = first.known if first.regraded or is_self_rated(first.response) else None
        found = self._given(first.revision_id, key[1], first.response, first.grade, right)
        return FirstAttempt(
            learner, found.fraction, found.chosen, first.response_ms, self._offered(first.revision_id, key[1])
        )

    def _firsts(
        self, questions: Mapping[int, Question]
    ) -> dict[ItemKey, dict[int, tuple[int, FirstAttempt | None]]]:
        """Return each card's first answer in a test by learner, with its time; None where it was left empty.

        What was left empty is no attempt, and neither is what comes later: the result showed the answer.
        """
        found: dict[ItemKey, dict[int, tuple[int, FirstAttempt | None]]] = {}
        for row in sorted(item_statistics.tested(self._connection, self._row.id), key=lambda row: row.at_ms):
            number = self._editions.get(row.revision_id)
            if number is None or number not in questions:
                continue
            for part in parts(self._question(row.revision_id)):
                own = found.setdefault((number, part), {})
                own.setdefault(row.learner_id, (row.at_ms, self._in_test(row, part)))
        return found

    def _in_test(self, row: TestedRow, part: int) -> FirstAttempt | None:
        if row.response is None or row.grade is None:
            return None
        question = self._question(row.revision_id)
        if isinstance(question, Cloze):
            whole = given_in_whole(question, part, row.response, row.grade, self._language(question))
            found = self._as_called_now(whole, row.revision_id, part)
        else:
            found = self._given(row.revision_id, part, row.response, row.grade, None)
        return FirstAttempt(
            row.learner_id, found.fraction, found.chosen, None, self._offered(row.revision_id, part)
        )

    def _was_practised(self, learner: int, key: ItemKey, before_ms: int) -> bool:
        return self._practised.get((learner, key), before_ms) < before_ms

    def _read(self, revision_id: int, part: int, response: str, grade: str, right: bool | None) -> Given:
        question = self._question(revision_id)
        found = given(question, part, response, grade, self._language(question), right=right)
        return self._as_called_now(found, revision_id, part)

    def _as_called_now(self, found: Given, revision_id: int, part: int) -> Given:
        names = self._called_now(revision_id, part)
        chosen = None if found.chosen is None else tuple(names.get(text, text) for text in found.chosen)
        return Given(found.fraction, chosen)

    def _renamed(self, revision_id: int, part: int) -> dict[str, str]:
        """Return what the right answers of a revision are called now, where they were only reworded."""
        before = keys_of(self._question(revision_id), part)
        now = keys_of(self._served[self._editions[revision_id]], part)
        return dict(zip(before, now, strict=True)) if len(before) == len(now) else {}

    def _options(self, revision_id: int, part: int) -> frozenset[str] | None:
        names = self._called_now(revision_id, part)
        return frozenset(names.get(text, text) for text in options_of(self._question(revision_id))) or None

    def _question(self, revision_id: int) -> Question:
        return self._library.question(self._connection, revision_id)

    def _language(self, question: Question) -> str:
        return question.lang or self._row.language
