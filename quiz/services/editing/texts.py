"""A file's bytes as the text that people edit, and back, with the line ends that each line had."""

from __future__ import annotations

import re

from question_bank.writing.outline import line_end
from quiz.services.lines import common_lines

_MARK = "\ufeff"
_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")


def decode(content: bytes | None) -> str:
    """Return a file's text with its mark and its line ends, "" for no file. Raises UnicodeDecodeError."""
    return (content or b"").decode("utf-8")


def typed(text: str) -> str:
    """Return a text as it is edited: without a byte order mark, with plain line ends.

    Browsers send CRLF for every line, whatever was typed or shown.
    """
    return text.removeprefix(_MARK).replace("\r\n", "\n").replace("\r", "\n")


def rewritten(before: str, text: str) -> str:
    """Return the edited `text` as the file `before` would have it: lines that stay keep their line ends.

    New lines end as most lines of the file do, and a byte order mark stays.
    """
    text = typed(text)
    if text == typed(before):
        return before
    mark = _MARK if before.startswith(_MARK) else ""
    old = _lines(before.removeprefix(_MARK))
    new = _lines(text)
    kept = {j: old[i][1] for i, j in common_lines([line for line, _ in old], [line for line, _ in new])}
    usual = line_end(before)
    ends = [kept.get(number) or usual if end else "" for number, (_, end) in enumerate(new)]
    for number, (line, _) in enumerate(new):
        if number and not line and ends[number] == "\n" and ends[number - 1] == "\r":
            ends[number] = "\r"  # or the two would be read as one
    return mark + "".join(line + end for (line, _), end in zip(new, ends, strict=True))


def _lines(text: str) -> list[tuple[str, str]]:
    """Return the lines and their ends; the last end is "" unless the text ends with a line end."""
    found = [(match[1], match[2]) for match in _LINE.finditer(text)]
    return [pair for pair in found if pair != ("", "")]
