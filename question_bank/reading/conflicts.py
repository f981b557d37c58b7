"""What Git leaves in a file that two people changed: one finding a conflict, and the rest is read on."""

from __future__ import annotations

import re

from question_bank.problems import Problem
from question_bank.reading.source_text import SourceText

_CONFLICT = re.compile(
    r"^<{7}(?: [^\r\n]*)?\r?\n(?P<ours>.*?)^(?:\|{7}|={7})[^\r\n]*\r?\n.*?^>{7}(?: [^\r\n]*)?(?=\r?$)",
    re.MULTILINE | re.DOTALL,
)
_SHOWN = re.compile(r"[^\r\n]")
_ENOUGH = 20  # findings a file


def settled(file: str, text: str, problems: list[Problem]) -> str:
    """Return a text with the first side of each conflict, the other lines blank so that places stay right."""
    if "<<<<<<<" not in text:
        return text
    source = SourceText(file, text)
    kept, position = [], 0
    for count, found in enumerate(_CONFLICT.finditer(text)):
        if count < _ENOUGH:
            problems.append(_finding(source, found))
        kept += [text[position : found.start()], _SHOWN.sub(" ", text[found.start() : found.start("ours")])]
        kept += [found["ours"], _SHOWN.sub(" ", text[found.end("ours") : found.end()])]
        position = found.end()
    return "".join([*kept, text[position:]])


def _finding(source: SourceText, found: re.Match[str]) -> Problem:
    first, last = (source.line_of(index) for index in (found.start(), found.end()))
    end = found.start() + len(source.line_text(first))
    hint = "keep the lines that are right and delete the others and the three lines with marks"
    message = f"two versions of these lines, down to line {last + 1}, were not merged"
    return source.problem("E127", message, found.start(), end, hint)
