"""A merge as a page shows it: long stretches that nobody changed are cut, the others stand side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quiz.services.editing import Choice, DiffRow, Piece, PieceKind
from quiz.services.editing.comparing import rows_between

_AROUND = 3  # lines shown of a stretch that nobody changed, next to one that somebody did


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Lines that nobody changed, `mine` and after `hidden` ones that are left out `tail`, or else `rows`.

    In a row stands mine before and theirs after. `number` counts what is to be chosen, from 0.
    """

    kind: PieceKind
    mine: tuple[str, ...] = ()
    tail: tuple[str, ...] = ()
    rows: tuple[DiffRow, ...] = ()
    number: int = -1
    hidden: int = 0


def stretches(pieces: Sequence[Piece]) -> tuple[Stretch, ...]:
    return tuple(_shown(pieces))


def choices_of(stretch: Stretch) -> tuple[Choice, ...]:
    """Return what can be taken of a stretch; both of them only where neither side took it out."""
    both = any(row.before_line is not None for row in stretch.rows) and any(
        row.after_line is not None for row in stretch.rows
    )
    return (Choice.MINE, Choice.THEIRS, Choice.BOTH) if both else (Choice.MINE, Choice.THEIRS)


def _shown(pieces: Sequence[Piece]) -> Iterator[Stretch]:
    asked = 0
    for index, piece in enumerate(pieces):
        if piece.kind is PieceKind.SAME:
            before = _AROUND if index else 0
            after = _AROUND if index + 1 < len(pieces) else 0
            yield _cut(_lines(piece.mine), before, after)
            continue
        rows = rows_between("".join(piece.mine), "".join(piece.theirs))
        if piece.kind is PieceKind.BOTH:
            yield Stretch(kind=piece.kind, rows=rows, number=asked)
            asked += 1
        else:
            yield Stretch(kind=piece.kind, rows=rows)


def _cut(lines: tuple[str, ...], before: int, after: int) -> Stretch:
    hidden = len(lines) - before - after
    if hidden <= 1:
        return Stretch(kind=PieceKind.SAME, mine=lines)
    tail = lines[len(lines) - after :]
    return Stretch(kind=PieceKind.SAME, mine=lines[:before], hidden=hidden, tail=tail)


def _lines(lines: Sequence[str]) -> tuple[str, ...]:
    return tuple(line.rstrip("\r\n") for line in lines)
