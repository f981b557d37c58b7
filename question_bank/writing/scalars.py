"""One text as a YAML scalar: plain where that is safe, quoted or as a block where it is not."""

from __future__ import annotations

import re
import textwrap

# A text that is a little long stays on its line; one that has to be folded is folded for comfortable reading.
WIDTH = 120
FOLDED_WIDTH = 100

# What a parser would take for structure at the beginning of a value. A dash is harmless before a letter
# or digit, and a negative number should not need quotes.
_INDICATOR_FIRST = re.compile(r"[,\[\]{}#&*!|>'\"%@`?:]|-(?![0-9A-Za-z])|---|\.\.\.")
_MARK_INSIDE = re.compile(r":(?:\s|$)|\s#")
_FLOW_MARK = re.compile(r"[\[\]{},?]|:(?![0-9A-Za-z])")
# Characters that YAML forbids in the open, breaks lines at, or that no reader of the file could see.
_UNSEEN = re.compile(
    "[^\x20-\x7e\xa0-\u200a\u2010-\u2027\u2030-\u2065\u2070-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_NOTHING = {"", "~", "null", "Null", "NULL"}  # YAML readers take these for the absence of a value
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0"}


def inline(text: str, *, flow: bool = False) -> str:
    """Return `text` as a scalar on one line; `flow` for a place inside `[...]` or `{...}`."""
    if _plain_is_safe(text, flow=flow):
        return text
    if _UNSEEN.search(text) or not ('"' in text or "\\" in text):
        return '"' + "".join(_escaped(char) for char in text) + '"'
    return "'" + text.replace("'", "''") + "'"


def lines(text: str, indent: int, used: int) -> tuple[str, list[str]]:
    """Return `text` as a block value: what stands after the key, and the lines below it.

    `indent` is the indentation for those lines, `used` the columns already taken on the key's line.
    """
    if "\n" in text:
        return _literal(text, indent) or (inline(text), [])
    single = inline(text)
    if used + len(single) <= WIDTH:
        return single, []
    return _folded(text, indent) or (single, [])


def _plain_is_safe(text: str, *, flow: bool) -> bool:
    return not (
        text in _NOTHING
        or text != text.strip()
        or _UNSEEN.search(text)
        or _INDICATOR_FIRST.match(text)
        or _MARK_INSIDE.search(text)
        or (flow and _FLOW_MARK.search(text))
    )


def _escaped(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    if not _UNSEEN.match(char):
        return char
    number = ord(char)
    return (
        f"\\x{number:02x}"
        if number < 0x100
        else f"\\u{number:04x}"
        if number < 0x10000
        else f"\\U{number:08x}"
    )


def _literal(text: str, indent: int) -> tuple[str, list[str]] | None:
    """Return `text` line by line after `|`, or None where invisible spaces or breaks carry meaning."""
    body = text.removesuffix("\n")
    rows = body.split("\n")
    unsafe = any(row != row.rstrip() or _UNSEEN.search(row) for row in rows)
    if unsafe or not rows[0] or rows[0] != rows[0].lstrip() or not rows[-1]:
        return None
    pad = " " * indent
    return ("|-" if body == text else "|"), [pad + row if row else "" for row in rows]


def _folded(text: str, indent: int) -> tuple[str, list[str]] | None:
    """Return `text` wrapped after `>-`, or None where a wrapped line would not read back the same."""
    words = text.split(" ")
    if not all(words) or _UNSEEN.search(text) or any(word != word.strip() for word in words):
        return None
    pad = " " * indent
    width = max(FOLDED_WIDTH - indent, 40)
    wrapped = textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False, expand_tabs=False)
    return (">-", [pad + row for row in wrapped]) if " ".join(wrapped) == text else None
