"""One bank's logs, summed up card by card: read once, and after that only the cards that went on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from quiz.memory.item_log import CardLine, CardRecord, Model, card_record
from quiz.memory.item_values import ItemKey
from quiz.store import item_statistics, learners
from quiz.store.item_statistics import LogSize

_ONE_BY_ONE = 200  # cards that are read with a statement each; for more the learner's whole log is read
_UNREAD = -1

Records = dict[ItemKey, CardRecord]


@dataclass(slots=True)
class _Log:
    """A learner's log as it was read: `lines` by card, and what the cards with an answer that stands say."""

    size: LogSize | None = None
    lines: dict[ItemKey, int] = field(default_factory=dict)
    records: Records = field(default_factory=dict)


class Logs:
    """What was read of one bank, and what there is to read."""

    def __init__(self, bank_id: int) -> None:
        self._bank_id = bank_id
        self._numbers: Mapping[int, int] = {}  # of editions, by question
        self._logs: dict[int, _Log] = {}
        self._sizes: Mapping[int, LogSize] = {}
        self.editions: Mapping[int, int] = {}

    def look(self, connection: Connection) -> frozenset[int]:
        """Learn what there is to read; return the questions that have another edition than before."""
        numbers = item_statistics.edition_numbers(connection, self._bank_id)
        changed = frozenset(each for each, was in self._numbers.items() if numbers.get(each) != was)
        if changed:
            for log in self._logs.values():
                _forget_questions(log, changed)
        self._numbers = numbers
        self.editions = item_statistics.current_revisions(connection, self._bank_id)
        self._sizes = item_statistics.log_sizes(connection, self._bank_id)
        for learner in self._logs.keys() - self._sizes.keys():
            del self._logs[learner]
        for learner, log in list(self._logs.items()):
            if log.size is not None and log.size.came_ms != self._sizes[learner].came_ms:
                del self._logs[learner]  # another learner, to whom the database gave the same number
        return changed

    @property
    def waiting(self) -> dict[int, int]:
        """Learners whose log went on since it was read, and by how many lines at most."""
        found = {}
        for learner, size in self._sizes.items():
            log = self._logs.get(learner)
            if log is None or log.size is None:
                found[learner] = size.lines
            elif log.size != size:
                found[learner] = size.lines - log.size.lines
        return found

    @property
    def learners(self) -> int:
        return len(self._sizes)

    @property
    def cards(self) -> int:
        return sum(len(log.records) for log in self._logs.values())

    @property
    def sizes(self) -> dict[int, LogSize]:
        return {learner: log.size for learner, log in self._logs.items() if log.size is not None}

    @property
    def records(self) -> dict[int, Records]:
        return {learner: log.records for learner, log in self._logs.items()}

    def catch_up(self, connection: Connection) -> Iterator[int]:
        """Read what the last look found, learner by learner; yield each once that is done."""
        for learner in self.waiting:
            self._read(connection, learner)
            yield learner

    def forget(self, learner: int) -> bool:
        """Keep nothing of the learner; return whether anything was kept."""
        return self._logs.pop(learner, None) is not None

    def _read(self, connection: Connection, learner: int) -> None:
        log = self._logs.setdefault(learner, _Log())
        sets = learners.get_parameter_sets(connection, learner)
        models = {number: Model.of(settings) for number, settings in sets.items()}
        for key, lines in self._changed(connection, learner, log):
            log.lines[key] = len(lines)
            current = [line for line in lines if line.revision_id in self.editions]
            record = card_record(learner, current, models)
            if record is not None:
                log.records[key] = record
            else:
                log.records.pop(key, None)
        log.size = self._sizes[learner]

    def _changed(
        self, connection: Connection, learner: int, log: _Log
    ) -> Iterator[tuple[ItemKey, list[CardLine]]]:
        """Yield the whole log of each card that has more lines than were read; lines are only ever added."""
        if log.lines:
            counts = item_statistics.line_counts(connection, learner, self._bank_id)
            changed = [key for key, lines in counts.items() if log.lines.get(key) != lines]
            if len(changed) <= _ONE_BY_ONE:
                for key in changed:
                    yield key, item_statistics.lines_of(connection, learner, key)
                return
        yield from item_statistics.lines_by_card(connection, learner, self._bank_id)


def _forget_questions(log: _Log, questions: frozenset[int]) -> None:
    """Let the cards of these questions be read again."""
    for key in log.lines:
        if key[0] in questions:
            log.lines[key] = _UNREAD
            log.records.pop(key, None)
            log.size = None
