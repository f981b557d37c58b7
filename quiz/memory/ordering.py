"""The order in which lines of a log count, where some happened elsewhere and were written down only later.

A line that was written as it happened comes after all lines written before it, even if a clock was set back
meanwhile: it was made from the card as they had left it. A line from elsewhere comes where its time puts it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar


class Line(Protocol):
    """What the order depends on, besides the time."""

    @property
    def repetition(self) -> int: ...

    @property
    def elsewhere(self) -> bool: ...


_Line = TypeVar("_Line", bound=Line)


def in_time_order(lines: Sequence[_Line], at: Callable[[_Line], float]) -> Sequence[_Line]:
    """Return lines, given in the order of writing, in the order in which they count; `at` is their time."""
    if not any(line.elsewhere for line in lines):
        return lines
    latest = float("-inf")
    placed: list[tuple[float, int]] = []
    for number, line in enumerate(lines):
        time = at(line) if line.elsewhere else max(at(line), latest)
        latest = max(latest, time)
        placed.append((time, number))
    return [lines[number] for _, number in sorted(placed)]
