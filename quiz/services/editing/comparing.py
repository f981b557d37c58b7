"""The difference between two texts, side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from quiz.services.editing.history_values import DiffRow, RowKind, Span
from quiz.services.lines import common_lines, lines_of

_CONTEXT = 3  # unchanged lines that are shown around a change
_FEWEST_SKIPPED = 2  # one line is shown sooner than a row that says one line is not
_LONGEST = 2_000  # characters of a line that is compared word by word
_ALIKE = 0.4  # two lines less alike are a removed and an added one
_WORD = re.compile(r"\w+|\s+|.", re.DOTALL)


def rows_between(before: str, after: str) -> tuple[DiffRow, ...]:
    """Return the lines of both texts, with unchanged ones far from any change left out."""
    return tuple(_without_far_ones(list(_all_rows(lines_of(before), lines_of(after)))))


def _all_rows(old: Sequence[str], new: Sequence[str]) -> Iterator[DiffRow]:
    i = j = 0
    for a, b in [*common_lines(old, new), (len(old), len(new))]:
        yield from _changed_rows(old, new, (i, a), (j, b))
        if a < len(old):
            spans = (Span(text=_shown(old[a]), changed=False),)
            yield DiffRow(kind=RowKind.SAME, before_line=a + 1, after_line=b + 1, before=spans, after=spans)
        i, j = a + 1, b + 1


def _changed_rows(
    old: Sequence[str], new: Sequence[str], gone: tuple[int, int], come: tuple[int, int]
) -> Iterator[DiffRow]:
    """Yield the lines that gave way beside those that came, one by one as far as they are alike."""
    both = min(gone[1] - gone[0], come[1] - come[0])
    for step in range(both):
        i, j = gone[0] + step, come[0] + step
        before, after = _spans(_shown(old[i]), _shown(new[j]))
        yield DiffRow(kind=RowKind.CHANGED, before_line=i + 1, after_line=j + 1, before=before, after=after)
    for i in range(gone[0] + both, gone[1]):
        yield DiffRow(
            kind=RowKind.REMOVED, before_line=i + 1, before=(Span(text=_shown(old[i]), changed=True),)
        )
    for j in range(come[0] + both, come[1]):
        yield DiffRow(kind=RowKind.ADDED, after_line=j + 1, after=(Span(text=_shown(new[j]), changed=True),))


def _spans(before: str, after: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Return two lines with the words marked in which they differ, or all of them if hardly any is alike."""
    whole = (Span(text=before, changed=True),), (Span(text=after, changed=True),)
    if len(before) + len(after) > _LONGEST:
        return whole
    old, new = _WORD.findall(before), _WORD.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return whole
    left: list[Span] = []
    right: list[Span] = []
    for what, i, i_end, j, j_end in matcher.get_opcodes():
        left.append(Span(text="".join(old[i:i_end]), changed=what != "equal"))
        right.append(Span(text="".join(new[j:j_end]), changed=what != "equal"))
    return tuple(each for each in left if each.text), tuple(each for each in right if each.text)


def _without_far_ones(rows: Sequence[DiffRow]) -> Iterator[DiffRow]:
    near = [False] * len(rows)
    for number, row in enumerate(rows):
        if row.kind is not RowKind.SAME:
            low, high = max(0, number - _CONTEXT), min(len(rows), number + _CONTEXT + 1)
            near[low:high] = [True] * (high - low)
    start = 0
    while start < len(rows):
        end = start
        while end < len(rows) and not near[end]:
            end += 1
        if end - start >= _FEWEST_SKIPPED:
            yield DiffRow(kind=RowKind.SKIPPED, skipped=end - start)
        else:
            yield from rows[start:end]
        while end < len(rows) and near[end]:
            yield rows[end]
            end += 1
        start = end


def _shown(line: str) -> str:
    return line.removesuffix("\n")
