"""The steps of a repair, by name: a test stops the process at each of them."""

from __future__ import annotations

from enum import StrEnum


class Step(StrEnum):
    """What has been done when the step is reached, in the order in which it is done."""

    RECORDED = "the repair is recorded as pending"
    SAVED = "its text is in the file and served"
    BEGUN = "answers are graded by it from now on"
    GRADED = "some learners more have got it"
    CLOSED = "its disputes are closed and it is done"


class UndoStep(StrEnum):
    """The same for taking a repair back."""

    LEAVING = "it is recorded that its text leaves the file"
    TAKEN_OUT = "its text is out of the file"
    BEGUN = "answers are graded without it from now on"
    GRADED = "some learners more are graded without it"
    UNDONE = "its disputes are open again and it is undone"


def reached(step: Step | UndoStep) -> None:
    """Do nothing."""
