"""The steps of writing an edit, by name: a test stops the process at each of them."""

from __future__ import annotations

from enum import StrEnum


class Step(StrEnum):
    """What has been done when the step is reached, in the order in which it is done."""

    RECORDED = "the edit is recorded as pending"
    OPENED = "a file aside is made"
    WRITTEN = "the file aside is whole and on the disk"
    REPLACED = "it has taken the file's place"
    LOCKED = "the lock has followed"
    SYNCED = "learners get it"
    SETTLED = "the edit is recorded as done"


def reached(step: Step) -> None:
    """Do nothing."""
