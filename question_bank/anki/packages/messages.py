"""What the reading process says, line by line: JSON, so that nothing in it can do more than be looked at."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from question_bank.anki.packages.refusals import BadPackageError, Reason

Message = tuple[str, Any]

REFUSED = "refused"
END = "end"
MEDIA = "media"  # the folder, within the one that the process is given, where it puts pictures and sounds
_REASONS = frozenset(Reason)
_ROWS_A_LINE = 256
_CHARACTERS_A_LINE = 2**18
# A note of the greatest length, each character written as \u0000, and what surrounds it.
LONGEST_LINE = 2**26


def write(messages: Iterable[Message], out: BinaryIO) -> None:
    """Write the messages, several a line."""
    for line in lines(messages):
        out.write(line)
    out.flush()


def lines(messages: Iterable[Message]) -> Iterator[bytes]:
    """Yield the messages as lines: lists of messages."""
    waiting: list[str] = []
    characters = 0
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    for message in messages:
        text = encode(message)
        if (waiting and characters + len(text) > _CHARACTERS_A_LINE) or len(waiting) == _ROWS_A_LINE:
            yield f"[{','.join(waiting)}]\n".encode()
            waiting, characters = [], 0
        waiting.append(text)
        characters += len(text)
    if waiting:
        yield f"[{','.join(waiting)}]\n".encode()


def read(written: Iterable[bytes]) -> Iterator[Message]:
    """Yield the messages of the lines until the end that they announce.

    Raises BadPackageError for the refusal among them, and for what is no message or has no end.
    """
    for line in written:
        for message in _messages(line):
            match message:
                case [kind, _] if kind == END:
                    return
                case [kind, [str() as reason, str() as detail]] if kind == REFUSED and reason in _REASONS:
                    raise BadPackageError(Reason(reason), detail)
                case [str() as kind, content]:
                    yield kind, content
                case _:
                    raise nonsense()
    raise BadPackageError(Reason.BROKE, "it stopped in the middle")


def nonsense() -> BadPackageError:
    return BadPackageError(Reason.BROKE, "what it said makes no sense")


def _messages(line: bytes) -> list[Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise nonsense() from error
    return found if isinstance(found, list) else [None]
