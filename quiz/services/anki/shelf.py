"""Packages that were read lately, so that not each page reads its own again; one is read at a time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import BoundedSemaphore, Lock

from question_bank.anki.packages.reader import read_package
from question_bank.anki.packages.values import AnkiPackage, BadPackageError

__all__ = ["AnkiPackage", "BadPackageError", "BusyReaderError", "Shelf"]

_MOST = 2
_HEAVIEST = 60_000_000  # bytes or so in memory; what weighs more is read anew for each page
_CARD, _REVIEW, _NOTE = 250, 200, 400
_WAIT_SECONDS = 4.0


class BusyReaderError(RuntimeError):
    """Another package is being read; this one can be a moment later."""


class Shelf:
    """The packages of one process, by the tokens they are held under."""

    def __init__(self, wait_seconds: float = _WAIT_SECONDS) -> None:
        self.wait_seconds = wait_seconds
        self._reader = BoundedSemaphore(1)
        self._lock = Lock()
        self._packages: OrderedDict[str, AnkiPackage] = OrderedDict()

    def get(self, token: str, package: Path, work: Path) -> AnkiPackage:
        """Return what is in a package file, whose media stand in `work` then.

        Raises BadPackageError, and BusyReaderError if others are being read for too long.
        """
        found = self._find(token)
        if found is not None:
            return found
        with self.reading():
            found = self._find(token) or read_package(package, work)
        if _weight(found) <= _HEAVIEST:
            with self._lock:
                self._packages[token] = found
                while len(self._packages) > _MOST:
                    self._packages.popitem(last=False)
        return found

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Hold the one reader. Raises BusyReaderError if it is not free for too long."""
        if not self._reader.acquire(timeout=self.wait_seconds):
            raise BusyReaderError
        try:
            yield
        finally:
            self._reader.release()

    def forget(self, token: str) -> None:
        """Let go of a package, if it is there."""
        with self._lock:
            self._packages.pop(token, None)

    def _find(self, token: str) -> AnkiPackage | None:
        with self._lock:
            if token in self._packages:
                self._packages.move_to_end(token)
            return self._packages.get(token)


def _weight(package: AnkiPackage) -> int:
    texts = sum(len(field) for note in package.notes for field in note.fields)
    return (
        2 * texts + _NOTE * len(package.notes) + _CARD * len(package.cards) + _REVIEW * len(package.reviews)
    )
