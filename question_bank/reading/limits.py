"""How much a bank may hold, and bytes to text. The limits are far above any honest bank."""

from __future__ import annotations

import re

from question_bank import folders
from question_bank.problems import Place, Problem
from question_bank.reading.source_text import SourceText

DEPTH = 24
NODES = 2_000_000
TEXT_CHARACTERS = 10_000

_SHOWN_CONTROLS = 20  # a binary file has thousands, and nobody reads past a few

# What YAML forbids in the open, or breaks lines at where no editor does.
UNSEEN = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_MARKS = ((b"\xff\xfe\x00\x00", "UTF-32"), (b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"))


def decoded(file: str, raw: bytes, problems: list[Problem]) -> str:
    """Return the text of a file, cleaned of what YAML cannot hold; every cleaning is a finding."""
    if len(raw) > folders.FILE_BYTES:
        message = f"the file has {len(raw):,} bytes, and {folders.FILE_BYTES:,} is the most"
        problems.append(Problem("E109", message, Place(file), "divide it into several files"))
        return ""
    if raw.startswith(b"\xef\xbb\xbf"):
        problems.append(
            Problem(
                "W101", "the file begins with a byte order mark", Place(file), "save it as UTF-8 without BOM"
            )
        )
        raw = raw[3:]
    for mark, name in _MARKS:
        if raw.startswith(mark):
            problems.append(
                Problem("E101", f"the file is {name}, not UTF-8", Place(file), "save it as UTF-8")
            )
            return ""
    if other := _other_format(raw):
        problems.append(Problem("E101", f"the file is {other}", Place(file), _PLAIN_TEXT))
        return ""
    return _cleaned(file, _text(file, raw, problems), problems)


_PLAIN_TEXT = "save it as plain text, UTF-8"


def _other_format(raw: bytes) -> str:
    """Name what is no text at all, or a text whose every character takes two bytes."""
    if raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"%PDF")):
        return "a word processor's document, not plain text"
    return "UTF-16, not UTF-8" if raw.count(b"\0") > len(raw) // 4 else ""


def _text(file: str, raw: bytes, problems: list[Problem]) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        text = raw.decode("utf-8", errors="replace")
        guess = raw[error.start : error.start + 1].decode("cp1252", errors="replace")
        hint = f"save the file as UTF-8 (in Windows-1252 this byte is {guess!r})"
        problems.append(
            SourceText(file, text).problem(
                "E101", f"byte {raw[error.start]:#04x} is not UTF-8", len(before), len(before) + 1, hint
            )
        )
        return text


def _cleaned(file: str, text: str, problems: list[Problem]) -> str:
    """Put a space where an unseen character stands, so that every place stays right."""
    if UNSEEN.search(text) is None:
        return text
    source = SourceText(file, text)
    for count, found in enumerate(UNSEEN.finditer(text)):
        if count == _SHOWN_CONTROLS:
            break
        problems.append(
            source.problem(
                "E102",
                f"invisible control character U+{ord(found[0]):04X}",
                found.start(),
                found.end(),
                "delete it",
            )
        )
    return UNSEEN.sub(" ", text)
