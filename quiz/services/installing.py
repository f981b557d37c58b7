"""Bringing the text of a source: what is taken, where it goes, and what it proves."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath

from question_bank.folders import decoded
from quiz.services.context import Context
from quiz.services.errors import NotFound
from quiz.services.evidence import get_source
from quiz.services.source_texts import (
    Shelves,
    can_be_kept,
    file_name,
    find_former,
    find_text,
    put_text,
    remove_text,
)
from quiz.store.database import reading

LARGEST_TEXT = 1_500_000  # bytes; an article has a hundredth of it, and a request may not have 2 MiB

_ENDINGS = frozenset({"", ".txt", ".text", ".md", ".markdown"})
_OTHER_KINDS = (b"%PDF", b"PK\x03\x04", b"{\\rtf", b"\xd0\xcf\x11\xe0", b"<!doctype html", b"<html", b"<?xml")
_BEGINNING = 200  # bytes in which a file says what it is
_CONTROLS = frozenset(chr(code) for code in range(32)) - set("\t\n\v\f\r\x1a")
_MOST_CONTROLS = 0.01


class Refusal(StrEnum):
    """Why a text was not taken; whatever was there before still is."""

    EMPTY = "empty"
    TOO_LARGE = "too large"
    NOT_PLAIN = "not plain text"
    UNKNOWN_ENCODING = "unknown encoding"
    NO_NAME = "no name to keep it under"
    NOT_WRITTEN = "could not be written"


class RefusedError(Exception):
    """A text was not taken, or could not be removed; `detail` is what the system says of it, if anything."""

    def __init__(self, reason: Refusal, detail: str = "") -> None:
        super().__init__(reason.value)
        self.reason, self.detail = reason, detail


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """What a text that was brought proves: so many passages of its source were found in it, so many not."""

    verified: int
    missed: int
    replaced: bool


def install_text(
    ctx: Context, learner_id: int, key: str, source_id: str, content: bytes, named: str = ""
) -> Installation:
    """Keep `content` as the text of a source, byte for byte; `named` is what its file was called.

    Raises NotFound and RefusedError.
    """
    if refusal := refusal_of(content, named):
        raise RefusedError(refusal)
    shelves, name = _place(ctx, learner_id, key, source_id)
    if not can_be_kept(name):
        raise RefusedError(Refusal.NO_NAME)
    replaced = find_text(shelves, name) is not None
    try:
        put_text(shelves, name, content)
    except OSError as error:
        raise RefusedError(Refusal.NOT_WRITTEN, error.strerror or "") from error
    return _judged(ctx, learner_id, key, source_id, replaced=replaced)


def put_back(ctx: Context, learner_id: int, key: str, source_id: str) -> Installation:
    """Let a text and the one that it replaced change places. Raises NotFound and RefusedError."""
    shelves, name = _place(ctx, learner_id, key, source_id)
    former = find_former(shelves, name)
    if former is None:
        raise NotFound(f"there is no former text of {source_id!r}")
    try:
        put_text(shelves, name, former)
    except OSError as error:
        raise RefusedError(Refusal.NOT_WRITTEN, error.strerror or "") from error
    return _judged(ctx, learner_id, key, source_id, replaced=True)


def remove(ctx: Context, learner_id: int, key: str, source_id: str) -> None:
    """Remove the text of a source and the one that it replaced. Raises NotFound and RefusedError."""
    shelves, name = _place(ctx, learner_id, key, source_id)
    if find_text(shelves, name) is None:
        return
    try:
        remove_text(shelves, name)
    except OSError as error:
        raise RefusedError(Refusal.NOT_WRITTEN, error.strerror or "") from error


def refusal_of(content: bytes, named: str) -> Refusal | None:
    """Judge a text by its bytes, and a file also by its ending: a web page is text too."""
    if not content.strip():
        return Refusal.EMPTY
    if len(content) > LARGEST_TEXT:
        return Refusal.TOO_LARGE
    beginning = content[:_BEGINNING].lstrip().removeprefix(b"\xef\xbb\xbf").lower()
    other = beginning.startswith(tuple(kind.lower() for kind in _OTHER_KINDS))
    if other or PurePath(named).suffix.lower() not in _ENDINGS:
        return Refusal.NOT_PLAIN
    text, encoding = decoded(content)
    if "\0" in text or sum(text.count(char) for char in _CONTROLS) > _MOST_CONTROLS * len(text):
        return Refusal.NOT_PLAIN
    if encoding is None:
        return Refusal.UNKNOWN_ENCODING
    return None if text.strip() else Refusal.EMPTY


def _place(ctx: Context, learner_id: int, key: str, source_id: str) -> tuple[Shelves, str]:
    with reading(ctx.engine) as connection:
        row, bank, source = get_source(ctx, connection, learner_id, key, source_id)
    return ctx.passages.shelves(row), file_name(bank, source)


def _judged(ctx: Context, learner_id: int, key: str, source_id: str, *, replaced: bool) -> Installation:
    with reading(ctx.engine) as connection:
        row, bank, source = get_source(ctx, connection, learner_id, key, source_id)
    report = ctx.passages.of(row, bank).report
    own = {(f.id, i) for f in bank.facts for i, p in enumerate(f.evidence.passages) if p.source == source.id}
    return Installation(
        verified=sum((one.fact, one.index) in own for one in report.located),
        missed=sum((one.fact, one.index) in own for one in report.missed),
        replaced=replaced,
    )
