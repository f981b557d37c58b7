"""bank.lock: what was last said about each question's identity, answer and text.

A fresh clone exports the same bytes and notices a changed answer without any database, because the
lock is committed beside the questions.
"""

from question_bank.folders import LOCK_FILE
from question_bank.writing.lock.check import check_lock
from question_bank.writing.lock.file import Lock, LockEntry, read_lock, render_lock
from question_bank.writing.lock.fingerprints import (
    Fingerprints,
    content_hash,
    fingerprints,
    key_hash,
    text_hash,
)
from question_bank.writing.lock.update import conflict, updated_lock

__all__ = [
    "LOCK_FILE",
    "Fingerprints",
    "Lock",
    "LockEntry",
    "check_lock",
    "conflict",
    "content_hash",
    "fingerprints",
    "key_hash",
    "read_lock",
    "render_lock",
    "text_hash",
    "updated_lock",
]
