"""What a database that cannot be used or is busy raises, told in two kinds and a sentence."""

from __future__ import annotations

from alembic.util import CommandError
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError

# A missing driver for the database that DATABASE_URL names is an ImportError.
__all__ = ["UNUSABLE", "OperationalError", "explain", "is_busy"]

UNUSABLE = (DBAPIError, CommandError, ArgumentError, NoSuchModuleError, ImportError)

_SENTENCES = (
    (
        "file is not a database",
        "it is damaged or no database; put a copy of it back, or move it away to begin anew",
    ),
    ("malformed", "it is damaged; put a copy of it back, or move it away to begin anew"),
    ("database is locked", "another program holds it; end that program and start again"),
    ("readonly", "it may not be written; give yourself the right to write it and its folder"),
    ("disk is full", "the disk is full; make room and start again"),
    ("disk I/O error", "the disk cannot be read or written, or it is full; mend that and start again"),
    ("unable to open", "it cannot be opened; see that its folder exists and may be written"),
    ("Can't locate revision", "a newer Factdeck wrote it; start that one, or put an older copy back"),
    (
        "Could not parse",
        "DATABASE_URL is no address of a database; an example is sqlite:////home/me/factdeck.sqlite",
    ),
    (
        "Can't load plugin",
        "DATABASE_URL names a kind of database that is not known here; unset it to use SQLite",
    ),
    (
        "No module named",
        "the driver for DATABASE_URL is not installed; install it, or unset it to use SQLite",
    ),
)


def is_busy(error: BaseException) -> bool:
    """Say whether another program held the database for so long that this was given up; nothing was saved."""
    return isinstance(error, OperationalError) and "database is locked" in str(error.orig)


def explain(error: BaseException) -> str:
    """Return, without a full stop, what is wrong with the database and what to do about it."""
    said = str(error.orig if isinstance(error, DBAPIError) else error)
    known = next((sentence for sign, sentence in _SENTENCES if sign.casefold() in said.casefold()), "")
    return known or said.splitlines()[0]
