"""Two texts that were made from one: who changed what, and what is to be chosen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quiz.services.editing.values import Choice, Piece, PieceKind
from quiz.services.lines import common_lines, lines_of

_Lines = tuple[str, ...]


def three_way(base: str, mine: str, theirs: str) -> tuple[Piece, ...]:
    """Return who changed what since `base`; joined, the pieces give back each of the three texts.

    A last line without its end gets one, so that nothing can be joined to it by mistake.
    """
    b, m, t = (lines_of(_ended(text)) for text in (base, mine, theirs))
    in_mine, in_theirs = dict(common_lines(b, m)), dict(common_lines(b, t))
    kept = [(i, in_mine[i], in_theirs[i]) for i in range(len(b)) if i in in_mine and i in in_theirs]
    pieces: list[Piece] = []
    at = (0, 0, 0)
    for point in [*kept, (len(b), len(m), len(t))]:
        pieces.extend(
            _stretch(tuple(b[at[0] : point[0]]), tuple(m[at[1] : point[1]]), tuple(t[at[2] : point[2]]))
        )
        if point[0] < len(b):
            line = (b[point[0]],)
            pieces.append(Piece(kind=PieceKind.SAME, mine=line, theirs=line, base=line))
        at = (point[0] + 1, point[1] + 1, point[2] + 1)
    return _joined(pieces)


def two_way(mine: str, theirs: str) -> tuple[Piece, ...]:
    """Return the same for two texts whose origin is not known: whatever differs has to be chosen from."""
    m, t = lines_of(_ended(mine)), lines_of(_ended(theirs))
    pieces: list[Piece] = []
    at = (0, 0)
    for i, j in [*common_lines(m, t), (len(m), len(t))]:
        own, other = tuple(m[at[0] : i]), tuple(t[at[1] : j])
        if own or other:
            pieces.append(Piece(kind=PieceKind.BOTH, mine=own, theirs=other, base=()))
        if i < len(m):
            pieces.append(Piece(kind=PieceKind.SAME, mine=(m[i],), theirs=(t[j],), base=(m[i],)))
        at = (i + 1, j + 1)
    return _joined(pieces)


def is_settled(pieces: Sequence[Piece]) -> bool:
    """Say whether there is nothing to be chosen."""
    return all(piece.kind is not PieceKind.BOTH for piece in pieces)


def merged(pieces: Sequence[Piece], choices: Sequence[Choice]) -> str:
    """Return the merged text; there is one choice for each piece that both changed, in order."""
    asked = sum(piece.kind is PieceKind.BOTH for piece in pieces)
    if asked != len(choices):
        raise ValueError(f"{asked} pieces are to be chosen from, and there are {len(choices)} choices")
    left = iter(choices)
    return "".join(line for piece in pieces for line in _taken(piece, left))


def _taken(piece: Piece, choices: Iterator[Choice]) -> _Lines:
    if piece.kind is PieceKind.THEIRS:
        return piece.theirs
    if piece.kind is not PieceKind.BOTH:
        return piece.mine
    match next(choices):
        case Choice.MINE:
            return piece.mine
        case Choice.THEIRS:
            return piece.theirs
        case Choice.BOTH:
            return piece.mine + piece.theirs
        case Choice.BASE:
            return piece.base


def _stretch(base: _Lines, mine: _Lines, theirs: _Lines) -> Iterator[Piece]:
    """Yield what lies between two lines that all three have."""
    if mine == theirs:
        if base or mine:
            yield Piece(kind=PieceKind.SAME, mine=mine, theirs=theirs, base=base)
    elif mine == base:
        yield Piece(kind=PieceKind.THEIRS, mine=mine, theirs=theirs, base=base)
    elif theirs == base:
        yield Piece(kind=PieceKind.MINE, mine=mine, theirs=theirs, base=base)
    else:
        yield from _contested(base, mine, theirs)


def _contested(base: _Lines, mine: _Lines, theirs: _Lines) -> Iterator[Piece]:
    """Yield a stretch that both changed; lines that both wrote alike at its ends need no choice."""
    most = min(len(mine), len(theirs))
    head = next((n for n in range(most) if mine[n] != theirs[n]), most)
    tail = next((n for n in range(most - head) if mine[-1 - n] != theirs[-1 - n]), most - head)
    if head:
        yield Piece(kind=PieceKind.SAME, mine=mine[:head], theirs=theirs[:head], base=())
    own, other = mine[head : len(mine) - tail], theirs[head : len(theirs) - tail]
    yield Piece(kind=PieceKind.BOTH, mine=own, theirs=other, base=base)
    if tail:
        yield Piece(kind=PieceKind.SAME, mine=mine[-tail:], theirs=theirs[-tail:], base=())


def _joined(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Return the pieces with neighbours of one kind as one, but for those that are chosen from."""
    found: list[Piece] = []
    for piece in pieces:
        if found and found[-1].kind is piece.kind is not PieceKind.BOTH:
            last = found.pop()
            piece = Piece(
                kind=piece.kind,
                mine=last.mine + piece.mine,
                theirs=last.theirs + piece.theirs,
                base=last.base + piece.base,
            )
        found.append(piece)
    return tuple(found)


def _ended(text: str) -> str:
    return f"{text}\n" if text and not text.endswith("\n") else text
