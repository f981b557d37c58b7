"""What every learner's answers say about a bank's questions, kept in memory from one page to the next.

Half a million lines take many seconds to read and their figures seconds to reckon: no page waits for that. It
gets what was found last, and a thread of its own reads on and reckons, resting as long as it works.
"""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock, Thread

from sqlalchemy import Connection, Engine

from quiz.memory.item_judgements import ItemAnalysis, analyse
from quiz.memory.item_values import FEWEST_ATTEMPTS, ItemKey
from quiz.services.item_gathering import Gathering
from quiz.services.item_logs import Logs
from quiz.services.library import Library
from quiz.store import banks, item_statistics
from quiz.store.banks import BankRow
from quiz.store.database import reading

MOST_AT_ONCE = 20_000  # lines to read and cards to reckon with that a page may wait for: about half a second
_PATIENCE_SECONDS = 0.2  # for somebody else who is reading the same bank
_SLICE_SECONDS = 0.3
_SHARE, _SHARE_UNASKED = 10, 60  # so many times as long as counting took, nobody counts again

Analyses = Mapping[ItemKey, ItemAnalysis]
NO_ANALYSES: Analyses = {}

_log = logging.getLogger("quiz.counting")


@dataclass(frozen=True, slots=True)
class Said:
    """What answers say. Those of `waiting` of the `learners` are not all in it: they are being counted."""

    analyses: Analyses
    waiting: int = 0
    learners: int = 0

    @property
    def known(self) -> bool:
        """Whether anything was counted yet."""
        return bool(self.analyses) or not self.waiting


class _Bank:
    """What is known of one bank. `lock` is held by whoever reads or reckons, and while `said` is replaced."""

    def __init__(self, bank_id: int) -> None:
        self.id = bank_id
        self.logs = Logs(bank_id)
        self.lock = Lock()
        self.said: Analyses | None = None
        self.waiting = 0  # learners whose log went on
        self.learners = 0
        self.counting = False
        self._version: object = None
        self._ended = self._took = 0.0

    def look(self, connection: Connection, row: BankRow) -> int:
        """Learn what is new; return how many lines there are to read, and cards to reckon with, in all."""
        changed = self.logs.look(connection)
        if changed and self.said is not None:
            self.said = {key: said for key, said in self.said.items() if key[0] not in changed}
        waiting = self.logs.waiting
        self.waiting, self.learners = len(waiting), self.logs.learners
        if not waiting and self.said is not None and self._version == self._version_of(connection, row):
            return 0
        return sum(waiting.values()) + len(waiting) + self.logs.cards + 1

    def read(self, connection: Connection, seconds: float = math.inf) -> bool:
        """Read what is new, at least a learner's and then for so long; return whether that was all."""
        begun = time.monotonic()
        for _ in self.logs.catch_up(connection):
            self.waiting -= 1
            if time.monotonic() - begun > seconds:
                break
        return self.waiting == 0

    def reckon(self, connection: Connection, library: Library, row: BankRow) -> Analyses:
        """Return what all that was read says."""
        version = self._version_of(connection, row)
        if self.said is None or self._version != version:
            begun = time.monotonic()
            logs = self.logs
            self.said = analyse(Gathering(connection, library, row, logs.editions, logs.records).items())
            self._version, self._ended = version, time.monotonic()
            self._took = self._ended - begun
        return self.said

    def last(self) -> Said:
        """Return what was found last, where something is known to be missing."""
        return Said(self.said or NO_ANALYSES, max(self.waiting, 1), self.learners)

    def rests(self, share: int) -> bool:
        """Say whether it was counted so short a time ago that others have a right to the processor."""
        return self.said is not None and time.monotonic() - self._ended < share * self._took

    def forget(self, learner: int) -> None:
        if self.logs.forget(learner):
            self.said = None

    def _version_of(self, connection: Connection, row: BankRow) -> object:
        return row.digest, self.logs.sizes, item_statistics.tests_size(connection, row.id)


class ItemRecords:
    """The answers to the questions of every bank that was asked for, in one database."""

    def __init__(self) -> None:
        self._banks: dict[int, _Bank] = {}
        self._lock = Lock()

    def analyses(self, connection: Connection, library: Library, row: BankRow) -> Analyses:
        """Return what all answers say of each card of the bank's served questions, however long it takes."""
        bank = self._bank(row.id)
        with bank.lock:
            bank.look(connection, row)
            bank.read(connection)
            return bank.reckon(connection, library, row)

    def at_once(self, connection: Connection, library: Library, row: BankRow) -> Said:
        """Return the same if that takes no longer than a page may, else what was found last.

        What is missing is counted meanwhile.
        """
        bank = self._bank(row.id)
        if bank.lock.acquire(timeout=_PATIENCE_SECONDS):
            try:
                if bank.look(connection, row) <= MOST_AT_ONCE:
                    bank.read(connection)
                    return Said(bank.reckon(connection, library, row), 0, bank.learners)
            finally:
                bank.lock.release()
            last = bank.last()
            self._count_later(connection.engine, library, bank, _SHARE)
            return last
        return bank.last()

    def telling(
        self,
        connection: Connection,
        library: Library,
        row: BankRow,
        *,
        at_hand: bool = False,
        in_full: bool = False,
    ) -> Analyses:
        """Return what can be said at once where enough learners have the bank for anything, else nothing.

        What is `at_hand` will do for somebody who is writing: it is read anew by the next page. Who wants it
        `in_full` waits for it.
        """
        known = self._banks.get(row.id)
        if at_hand and known is not None and known.said is not None:
            return known.said
        if item_statistics.count_enrolled(connection, row.id) < FEWEST_ATTEMPTS:
            return NO_ANALYSES
        if in_full:
            return self.analyses(connection, library, row)
        return self.at_once(connection, library, row).analyses

    def warm(self, engine: Engine, library: Library) -> None:
        """Begin to count what a page could not count at once; for a thread that serves nobody."""
        with reading(engine) as connection:
            for bank_id in item_statistics.banks_of_many(connection, FEWEST_ATTEMPTS):
                row, bank = banks.get_bank(connection, bank_id), self._bank(bank_id)
                if bank.rests(_SHARE_UNASKED) or not bank.lock.acquire(blocking=False):
                    continue
                try:
                    much = bank.look(connection, row) > MOST_AT_ONCE
                finally:
                    bank.lock.release()
                if much:
                    self._count_later(engine, library, bank, _SHARE_UNASKED)

    def forget(self, learner_id: int) -> None:
        """Keep nothing of a learner who deleted their data."""
        for bank in list(self._banks.values()):
            with bank.lock:
                bank.forget(learner_id)

    def _bank(self, bank_id: int) -> _Bank:
        with self._lock:
            return self._banks.setdefault(bank_id, _Bank(bank_id))

    def _count_later(self, engine: Engine, library: Library, bank: _Bank, share: int) -> None:
        with self._lock:
            if bank.counting or bank.rests(share):
                return
            bank.counting = True
        Thread(target=_count, args=(engine, library, bank), name="counting", daemon=True).start()


def _count(engine: Engine, library: Library, bank: _Bank) -> None:
    """Read and reckon in slices, so that pages and answers come between; what goes wrong is logged."""
    try:
        while _slice(engine, bank):
            pass
        with bank.lock, reading(engine) as connection:
            row = banks.get_bank(connection, bank.id)
            bank.look(connection, row)
            bank.reckon(connection, library, row)
    except Exception:  # noqa: BLE001  whatever it was, the next page counts again
        _log.exception("Counting the answers to a bank failed; the next page that needs them tries again.")
    finally:
        bank.counting = False


def _slice(engine: Engine, bank: _Bank) -> bool:
    """Read for a moment, then leave the processor to others as long; return whether there is more."""
    begun = time.thread_time()
    with bank.lock, reading(engine) as connection:
        bank.look(connection, banks.get_bank(connection, bank.id))
        done = bank.read(connection, _SLICE_SECONDS)
    time.sleep(time.thread_time() - begun)
    return not done
