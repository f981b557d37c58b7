"""A file's bytes as clean text: what another program saved, in whichever encoding, or why it is no text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from question_bank.folders import FILE_BYTES, Encoding, decoded
from question_bank.problems import Place, Problem
from question_bank.reading.source_text import SourceText

# What no field of a bank can hold; a tab and a line break can.
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
_SHOWN = 20
_DOCUMENTS = (
    (b"PK\x03\x04", "a zip file, such as a workbook (.xlsx) or a word processor's document"),
    (b"\xd0\xcf\x11\xe0", "a document of an older office program"),
    (b"{\\rtf", "a word processor's document"),
    (b"%PDF", "a PDF"),
)


@dataclass(frozen=True, slots=True)
class Opened:
    """`text` is None where the file is none; `repairs` are findings about what was cleaned."""

    text: str | None
    problems: tuple[Problem, ...] = ()
    repairs: tuple[Problem, ...] = ()


def open_text(file: str, content: bytes) -> Opened:
    """Return the text of a file that is shown as `file` in findings."""
    if len(content) > FILE_BYTES:
        message = f"the file has {len(content):,} bytes, and {FILE_BYTES:,} is the most"
        return _refused(file, message, "divide it into several files")
    for mark, name in _DOCUMENTS:
        if content.startswith(mark):
            return _refused(file, f"the file is {name}", "save it as plain text (of a table: CSV UTF-8)")
    text, encoding = decoded(content)
    if text.count("\0") > len(text) // 4 + 8:
        return _refused(file, "the file is UTF-16 without a mark, or no text at all", "save it as UTF-8")
    repairs = []
    if encoding is Encoding.WINDOWS:
        message = "the file is not UTF-8 and was read as Windows-1252"
        repairs.append(Problem("W715", message, Place(file), "if letters look wrong, save it as UTF-8"))
    elif encoding is None:
        message = "the file is in no encoding that can be read; some letters were lost"
        repairs.append(Problem("W715", message, Place(file), "save it as UTF-8 and import it again"))
    return Opened(UNSEEN.sub(" ", text), (), (*repairs, *_unseen(file, text)))


def _refused(file: str, message: str, hint: str) -> Opened:
    return Opened(None, (Problem("E701", message, Place(file), hint),))


def _unseen(file: str, text: str) -> Iterator[Problem]:
    """Yield a finding for each of the first characters that nobody can see, and one for the rest."""
    if UNSEEN.search(text) is None:
        return
    source = SourceText(file, text)
    count = 0
    for count, found in enumerate(UNSEEN.finditer(text), 1):
        if count <= _SHOWN:
            message = f"invisible control character U+{ord(found[0]):04X} became a space"
            yield source.problem("W715", message, found.start(), found.end())
    if count > _SHOWN:
        yield Problem("W715", f"{count - _SHOWN:,} more invisible characters became spaces", Place(file))
