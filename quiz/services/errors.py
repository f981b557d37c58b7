"""What a service raises when it is asked for something that is not there, or cannot save."""

from __future__ import annotations

from quiz.store.troubles import OperationalError as DatabaseTrouble
from quiz.store.troubles import is_busy

__all__ = [
    "DatabaseTrouble",
    "NoBankError",
    "NoPackageError",
    "NotFound",
    "TooBusyError",
    "UnusableDatabaseError",
    "is_busy",
]


class NotFound(LookupError):  # noqa: N818  `raise NotFound` says it all
    """There is no such thing for this learner: an unknown id, another learner's, or a bank that is gone."""


class NoBankError(LookupError):
    """There is no bank on the disk where one was said to be; the message says what to give instead."""


class NoPackageError(RuntimeError):
    """The banks cannot be one package as they are now; the message says what is in the way."""


class TooBusyError(RuntimeError):
    """Others wrote to the same rows in every attempt; nothing was saved, and trying again is safe."""


class UnusableDatabaseError(RuntimeError):
    """The database cannot be opened, read or brought up to date; the message says what to do about it."""
