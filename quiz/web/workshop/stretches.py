"""A merge as a page shows it: long stretches that nobody changed are cut, the others stand side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quiz.services.editing import Piece, PieceKind

_AROUND = 3  # lines shown of a stretch that nobody changed, next to one that somebody did


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Lines without their ends; `number` counts what is to be chosen, from 0, and is -1 elsewhere.

    `hidden` are the unchanged lines left out between `mine` and `tail`.
    """

    kind: PieceKind
    mine: tuple[str, ...]
    theirs: tuple[str, ...]
    number: int = -1
    hidden: int = 0
    tail: tuple[str, ...] = ()


def stretches(pieces: Sequence[Piece]) -> tuple[Stretch, ...]:
    return tuple(_shown(pieces))


def _shown(pieces: Sequence[Piece]) -> Iterator[Stretch]:
    asked = 0
    for index, piece in enumerate(pieces):
        mine, theirs = _lines(piece.mine), _lines(piece.theirs)
        if piece.kind is PieceKind.BOTH:
            yield Stretch(kind=piece.kind, mine=mine, theirs=theirs, number=asked)
            asked += 1
        elif piece.kind is PieceKind.SAME:
            before = _AROUND if index else 0
            after = _AROUND if index + 1 < len(pieces) else 0
            yield _cut(mine, before, after)
        else:
            yield Stretch(kind=piece.kind, mine=mine, theirs=theirs)


def _cut(lines: tuple[str, ...], before: int, after: int) -> Stretch:
    hidden = len(lines) - before - after
    if hidden <= 1:
        return Stretch(kind=PieceKind.SAME, mine=lines, theirs=lines)
    tail = lines[len(lines) - after :]
    return Stretch(kind=PieceKind.SAME, mine=lines[:before], theirs=lines[:before], hidden=hidden, tail=tail)


def _lines(lines: Sequence[str]) -> tuple[str, ...]:
    return tuple(line.rstrip("\r\n") for line in lines)
