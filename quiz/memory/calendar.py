"""How many cards wait on each of the next days, when no day may hold more than the learner wants."""

from __future__ import annotations

from collections.abc import Sequence


def spread(due: Sequence[int], most: int) -> tuple[int, ...]:
    """Return what each day brings when it brings at most `most` cards, and what is left waits for the next.

    `due` are the cards that come due each day. A limit of 0 brings nothing on any day.
    """
    days: list[int] = []
    waiting = 0
    for count in due:
        waiting += count
        days.append(min(waiting, most))
        waiting -= days[-1]
    return tuple(days)
