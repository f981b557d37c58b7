"""Lines of the log that repairs brought: a log without them, and whether two say the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quiz.memory.lines import LogLine
from quiz.store.log import ReviewRow
from quiz.store.repairs import ChangeRow
from quiz.store.times import to_ms


def without_lines(rows: Sequence[ReviewRow], gone: set[int]) -> Iterator[ReviewRow]:
    """Yield the lines but for those, and whatever is about them."""
    left = set(gone)
    for row in rows:
        if row.repetition in left or row.amends in left:
            left.add(row.repetition)
        else:
            yield row


def is_same(live: Sequence[ChangeRow], change: ChangeRow) -> bool:
    """Say whether what counts of an answer is that change already."""
    return change.undone_ms is None and [(each.repair_id, each.line) for each in live] == [
        (change.repair_id, change.line)
    ]


def gives(line: LogLine) -> tuple[int | None, int, int | None]:
    """Return the rating, the interval and the due date that a line gives, as they are stored."""
    due_ms = None if line.due_at is None else to_ms(line.due_at)
    return None if line.rating is None else int(line.rating), line.interval_days, due_ms
