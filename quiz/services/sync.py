"""A bank's files become what learners study: one transaction, and only when something changed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from question_bank.problems import Problem
from quiz.services.context import Context


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncReport:
    """What `sync_bank` found and did. With errors among `problems` nothing was taken over.

    `bank_key` is "" if not even the bank's id could be read; the numbers count questions.
    """

    folder: Path
    bank_key: str
    problems: tuple[Problem, ...]
    changed: bool = False
    added: int = 0
    revised: int = 0
    archived: int = 0
    restored: int = 0
    relearn: int = 0


def sync_bank(ctx: Context, folder: Path) -> SyncReport:
    """Take the bank in `folder` over; a version with errors leaves the last good one serving."""
    raise NotImplementedError


def sync_all(ctx: Context) -> tuple[SyncReport, ...]:
    """Take over every bank at or under the context's folders."""
    raise NotImplementedError
