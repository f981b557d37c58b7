"""The comments in a bank's own files, which no other format carries."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from question_bank.formats.reports import quoted
from question_bank.problems import Place, Problem
from question_bank.writing import CannotRewriteError, comments_in

_SHOWN = 3
_FOR_EDITORS = "# yaml-language-server:"


def comments_left(files: Mapping[str, bytes], name: str, prefix: str = "") -> tuple[Problem, ...]:
    """Return a finding on the comments that stay behind when a bank is written in the format called `name`.

    `files` are the bank's by path, which stand in `prefix`. A file that cannot be read tells of none.
    """
    found: list[tuple[str, str]] = []
    for path in sorted(files):
        if PurePosixPath(path).suffix in (".yaml", ".yml"):
            found += [(path, comment) for comment in _comments(files[path])]
    if not found:
        return ()
    shown = ", ".join(quoted(comment) for _, comment in found[:_SHOWN])
    count = f"{len(found):,} comments" if len(found) > 1 else "1 comment"
    more = ", ..." if len(found) > _SHOWN else ""
    message = f"{name} has no equal for {count} of the bank's files: {shown}{more}"
    return (
        Problem("W711", message, Place(prefix + found[0][0]), "they stay in the files, as all else does"),
    )


def _comments(content: bytes) -> list[str]:
    try:
        texts = comments_in(content.decode("utf-8-sig").replace("\r\n", "\n"))
    except (UnicodeDecodeError, CannotRewriteError):
        return []
    return [text for text in texts if not text.startswith(_FOR_EDITORS)]
