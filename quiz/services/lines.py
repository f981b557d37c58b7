"""Which lines two texts have in common, for merging and for showing what changed."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

_SMALL = 250_000  # pairs of lines that are compared one by one
_MANY_STEPS = 200


def lines_of(text: str) -> list[str]:
    """Return the lines with their line ends; only line feeds end a line."""
    *whole, rest = text.split("\n")
    return [f"{line}\n" for line in whole] + ([rest] if rest else [])


def common_lines(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]]:
    """Return the pairs of equal lines, each line in one pair at most, in the order of both texts.

    Lines that each text has once are matched first (patience), so that a block that moved among others like
    it is not mixed with them.
    """
    return list(_common(a, b, (0, len(a), 0, len(b)), _MANY_STEPS))


def changed_lines(before: str, after: str) -> tuple[int, int]:
    """Return how many lines were added and removed; a changed line is both."""
    old, new = lines_of(before), lines_of(after)
    common = len(common_lines(old, new))
    return len(new) - common, len(old) - common


_Window = tuple[int, int, int, int]


def _common(a: Sequence[str], b: Sequence[str], window: _Window, steps: int) -> Iterator[tuple[int, int]]:
    a_low, a_high, b_low, b_high = window
    while a_low < a_high and b_low < b_high and a[a_low] == b[b_low]:
        yield a_low, b_low
        a_low, b_low = a_low + 1, b_low + 1
    ending = 0
    while (
        a_low < a_high - ending
        and b_low < b_high - ending
        and a[a_high - ending - 1] == b[b_high - ending - 1]
    ):
        ending += 1
    yield from _middle(a, b, (a_low, a_high - ending, b_low, b_high - ending), steps)
    for back in range(ending, 0, -1):
        yield a_high - back, b_high - back


def _middle(a: Sequence[str], b: Sequence[str], window: _Window, steps: int) -> Iterator[tuple[int, int]]:
    a_low, a_high, b_low, b_high = window
    if a_low == a_high or b_low == b_high:
        return
    anchors = _anchors(a, b, window) if steps else []
    if not anchors:
        yield from _one_by_one(a, b, window)
        return
    for a_next, b_next in anchors:
        yield from _common(a, b, (a_low, a_next, b_low, b_next), steps - 1)
        yield a_next, b_next
        a_low, b_low = a_next + 1, b_next + 1
    yield from _common(a, b, (a_low, a_high, b_low, b_high), steps - 1)


def _anchors(a: Sequence[str], b: Sequence[str], window: _Window) -> list[tuple[int, int]]:
    """Return the longest run of lines that stand once in both windows and in the same order."""
    a_low, a_high, b_low, b_high = window
    in_a, in_b = Counter(a[a_low:a_high]), Counter(b[b_low:b_high])
    places = {b[j]: j for j in range(b_low, b_high) if in_b[b[j]] == 1}
    pairs = [(i, places[a[i]]) for i in range(a_low, a_high) if in_a[a[i]] == 1 and a[i] in places]
    return _longest_rising(pairs)


def _longest_rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest subsequence whose second members rise; the first ones rise already."""
    tails: list[int] = []  # the lowest end of a run of each length, and below it the pair that has it
    ends: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        length = bisect_left(tails, place)
        before.append(ends[length - 1] if length else -1)
        tails[length : length + 1] = [place]
        ends[length : length + 1] = [number]
    found = []
    number = ends[-1] if ends else -1
    while number >= 0:
        found.append(pairs[number])
        number = before[number]
    return found[::-1]


def _one_by_one(a: Sequence[str], b: Sequence[str], window: _Window) -> Iterator[tuple[int, int]]:
    a_low, a_high, b_low, b_high = window
    if (a_high - a_low) * (b_high - b_low) > _SMALL:
        return
    matcher = SequenceMatcher(None, a[a_low:a_high], b[b_low:b_high], autojunk=False)
    for i, j, length in matcher.get_matching_blocks():
        for step in range(length):
            yield a_low + i + step, b_low + j + step
