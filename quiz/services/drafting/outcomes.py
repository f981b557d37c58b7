"""What a decision about a draft may come to."""

from __future__ import annotations

from dataclasses import dataclass

from question_bank.problems import Problem
from quiz.services.drafting.values import Outcome
from quiz.services.editing.values import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """It is done; `following` is the draft to look at next, "" if none waits.

    `unasked` counts the facts of dropped questions that nobody asks about now.
    """

    outcome: Outcome
    question: str
    following: str
    unasked: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The question is not accepted: these errors stand."""

    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """Nothing was done: the question is another one than was shown, and is to be looked at again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """Nothing was done; `reason` says what the disk or the file has against it."""

    reason: Reason
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """What a fact said when it was shown, and what it is to say."""

    before: str
    after: str


Came = Decided | Standing | Changed | Failed
