"""What the reading process says, line by line: JSON, so that nothing in it can do more than be looked at."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO

from question_bank.anki.packages.refusals import BadPackageError, Reason

# What its rows are, and rows: lists of numbers, texts, and lists of them.
Message = tuple[str, Sequence[Any]]

REFUSED = "refused"
END = "end"
MEDIA = "media"  # the folder, within the one that the process is given, where it puts pictures and sounds
_REASONS = frozenset(Reason)
# A note of the greatest length, each character written as \u0000, and what surrounds it.
LONGEST_LINE = 2**26


def write(messages: Iterable[Message], out: BinaryIO) -> None:
    """Write the messages, one a line."""
    for line in lines(messages):
        out.write(line)
    out.flush()


def lines(messages: Iterable[Message]) -> Iterator[bytes]:
    """Yield the messages as lines."""
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    for message in messages:
        yield encode(message).encode() + b"\n"


def read(written: Iterable[bytes]) -> Iterator[Message]:
    """Yield the messages of the lines until the end that they announce.

    Raises BadPackageError for the refusal among them, and for what is no message or has no end.
    """
    for line in written:
        match _parsed(line):
            case [kind, []] if kind == END:
                return
            case [kind, [[str() as reason, str() as detail]]] if kind == REFUSED and reason in _REASONS:
                raise BadPackageError(Reason(reason), detail)
            case [str() as kind, [*rows]]:
                yield kind, rows
            case _:
                raise nonsense()
    raise BadPackageError(Reason.BROKE, "it stopped in the middle")


def nonsense() -> BadPackageError:
    return BadPackageError(Reason.BROKE, "what it said makes no sense")


def _parsed(line: bytes) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raise nonsense() from error
