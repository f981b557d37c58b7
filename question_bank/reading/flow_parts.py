"""Values inside brackets and braces, found roughly: good enough to try a repair on."""

from __future__ import annotations

import re
from collections.abc import Iterator

_KEY = re.compile(r"[\[{\s]*(?:[A-Za-z_]+:\s+)?")
_PAIRS = {"[": "]", "{": "}"}


def flow_parts(value: str) -> Iterator[tuple[int, str]]:
    """Return each item's or key's text with its offset, brackets and keys taken off."""
    offset = 0
    for piece in re.split(r",(?=\s|$)", value):
        lead = _KEY.match(piece)
        begin = lead.end() if lead else 0
        text = piece[begin:].rstrip()
        while text and text[-1] in "]}" and text.count(text[-1]) > text.count({"]": "[", "}": "{"}[text[-1]]):
            text = text[:-1].rstrip()
        if text:
            yield offset + begin, text
        offset += len(piece) + 1


def closers(value: str) -> str:
    """Return the brackets that a value leaves open, in closing order; "" if none or if it closes too many."""
    stack: list[str] = []
    quote = ""
    for position, char in enumerate(value):
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'" and (position == 0 or value[position - 1] in " [{,"):
            quote = char
        elif char in _PAIRS:
            stack.append(_PAIRS[char])
        elif char in "]}" and (not stack or stack.pop() != char):
            return ""
    return "".join(reversed(stack))
