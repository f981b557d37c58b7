"""What is shown of edits that were made: lists of them, and what one changed line by line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from quiz.services.editing.values import Origin, Status, Target


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """One edit; `who` is "" for the local learner, for changes on the disk and for those who are gone.

    `made_at` is aware UTC; `added` and `removed` count lines.
    """

    id: int
    target: Target
    made_at: datetime
    learner_id: int | None
    who: str
    why: str
    origin: Origin
    status: Status
    added: int
    removed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPage:
    """A page of the edits, the newest first; pages count from 1. An empty `question` or `file` means all."""

    bank_key: str
    bank_title: str
    file: str
    question: str
    entries: tuple[HistoryEntry, ...]
    page: int
    pages: int
    total: int


class RowKind(StrEnum):
    """What happened to a line; SKIPPED stands for `skipped` unchanged ones that are not shown."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A part of a line; `changed` is what differs from the line beside it."""

    text: str
    changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffRow:
    """A line before and after, side by side, with their numbers; None and () where there is none."""

    kind: RowKind
    before_line: int | None = None
    after_line: int | None = None
    before: tuple[Span, ...] = ()
    after: tuple[Span, ...] = ()
    skipped: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class EditDetail:
    """An edit with the file's text before and after it, and the difference; `revertible` if it can be undone.

    `takes_up` says that reverting means to take up again an edit that never reached the file.
    """

    bank_title: str
    entry: HistoryEntry
    before: str
    after: str
    rows: tuple[DiffRow, ...]
    revertible: bool
    takes_up: bool
