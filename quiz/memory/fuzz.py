"""Intervals spread a little, so that cards learnt together do not stay together: Anki's ranges, our seed."""

from __future__ import annotations

import hashlib
import math

# (from day, to day, share): each share counts for the part of the interval inside its stretch.
_STRETCHES = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.10), (20.0, math.inf, 0.05))
SHORTEST_FUZZED_DAYS = 2.5


def round_half_up(value: float) -> int:
    """Round as Anki does: Python's own rounding sends 2.5 to 2."""
    return math.floor(value + 0.5)


def fraction(seed: str) -> float:
    """Return a number from 0 up to, not including, 1 that depends on the seed alone."""
    return int.from_bytes(hashlib.sha256(seed.encode()).digest()[:6]) / 2**48


def unbounded_range(interval_days: float) -> tuple[int, int]:
    """Return the first and last day that fuzz makes of an interval, before any bound."""
    spread = _spread(interval_days)
    return round_half_up(interval_days - spread), round_half_up(interval_days + spread)


def fuzz_range(interval_days: float, minimum: int, maximum: int) -> tuple[int, int]:
    """Return the first and last day that fuzz may choose, both within `minimum` and `maximum`."""
    minimum = min(minimum, maximum)
    interval = min(max(interval_days, minimum), maximum)
    first, last = (min(max(day, minimum), maximum) for day in unbounded_range(interval))
    if first == last and 2 < last < maximum:
        last = first + 1
    return first, last


def fuzzed(interval_days: float, minimum: int, maximum: int, seed: str | None) -> int:
    """Return whole days near `interval_days`, at least `minimum`, at most `maximum`; no seed, no fuzz."""
    if seed is None:
        return min(max(round_half_up(interval_days), min(minimum, maximum)), maximum)
    first, last = fuzz_range(interval_days, minimum, maximum)
    return math.floor(first + fraction(seed) * (1 + last - first))


def _spread(interval_days: float) -> float:
    if interval_days < SHORTEST_FUZZED_DAYS:
        return 0.0
    parts = (share * max(min(interval_days, end) - start, 0.0) for start, end, share in _STRETCHES)
    return 1.0 + sum(parts)
