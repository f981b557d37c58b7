"""A file that was brought, kept between the page that shows what is in it and the button that adds it."""

from __future__ import annotations

import json
import os
import re
import secrets
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from question_bank.commands.importing import ENDINGS
from question_bank.formats import open_text
from question_bank.reading.questions import LANGUAGE
from quiz.services.banks import get_bank_of
from quiz.services.context import Context
from quiz.services.exchange.values import Brought, Format, NotHeldError, RefusedFileError, WhyNot
from quiz.store.database import reading

LARGEST_FILE = 1_500_000  # bytes; a request may have 2 MiB, and the command line takes more
KEPT = timedelta(hours=24)
_MOST_EACH = 5  # files of one person; the oldest goes first
_FOLDER = "imports"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")


def format_of(name: str) -> Format | None:
    """Return the format that a file's ending stands for, None if it stands for none."""
    found = ENDINGS.get(Path(name).suffix.lower())
    return Format(found) if found else None


def guessed_format(text: str) -> Format:
    """Return what a pasted text most likely is; the page lets whoever pasted it say otherwise."""
    if text.lstrip("\ufeff \n\r\t").startswith("{"):
        return Format.JSON
    first = text.lstrip("\ufeff \n\r\t").partition("\n")[0].lower()
    columns = {cell.strip(" \"'\r") for cell in re.split(r"[,;\t]", first)}
    return Format.CSV if {"prompt", "text"} & columns and len(columns) > 1 else Format.GIFT


def hold(ctx: Context, learner_id: int, brought: Brought) -> str:
    """Keep a file for a day and return the token that finds it. Raises NotFound and RefusedFileError."""
    with reading(ctx.engine) as connection:
        get_bank_of(connection, learner_id, brought.bank_key)
    _check(brought)
    folder, now = _folder(ctx), ctx.clock().timestamp()
    token = secrets.token_urlsafe(16)
    head = {
        "bank": brought.bank_key,
        "name": brought.name,
        "format": brought.format.value,
        "language": brought.language,
    }
    path = folder / f"{learner_id}-{token}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(folder, learner_id, now)
        path.write_bytes(json.dumps(head).encode() + b"\n" + brought.content)
        os.utime(path, (now, now))
    except OSError as error:
        with suppress(OSError):
            path.unlink(missing_ok=True)
        raise RefusedFileError(WhyNot.NOT_KEPT, detail=error.strerror or "") from error
    return token


def get_held(ctx: Context, learner_id: int, key: str, token: str) -> Brought:
    """Return a file that this person brought to this bank within the last day. Raises NotHeldError."""
    path = _path(ctx, learner_id, token)
    try:
        if path.stat().st_mtime < ctx.clock().timestamp() - KEPT.total_seconds():
            raise NotHeldError(token)
        head, _, content = path.read_bytes().partition(b"\n")
    except OSError as error:
        raise NotHeldError(token) from error
    found = json.loads(head)
    if found["bank"] != key:
        raise NotHeldError(token)
    return Brought(
        bank_key=key,
        name=found["name"],
        format=Format(found["format"]),
        language=found["language"],
        content=content,
    )


def let_go(ctx: Context, learner_id: int, token: str) -> None:
    """Forget a file that is held, if it is."""
    with suppress(OSError):
        _path(ctx, learner_id, token).unlink(missing_ok=True)


def _check(brought: Brought) -> None:
    if not brought.content.strip():
        raise RefusedFileError(WhyNot.EMPTY)
    if len(brought.content) > LARGEST_FILE:
        raise RefusedFileError(WhyNot.TOO_LARGE)
    if not LANGUAGE.fullmatch(brought.language):
        raise RefusedFileError(WhyNot.BAD_LANGUAGE)
    opened = open_text(brought.name, brought.content)
    if opened.text is None:
        raise RefusedFileError(WhyNot.NOT_TEXT, opened.problems[0])


def _path(ctx: Context, learner_id: int, token: str) -> Path:
    if not _TOKEN.fullmatch(token):
        raise NotHeldError(token)
    return _folder(ctx) / f"{learner_id}-{token}"


def _folder(ctx: Context) -> Path:
    return ctx.instance / _FOLDER


def _sweep(folder: Path, learner_id: int, now: float) -> None:
    """Remove what is too old, and of one person's files all but the newest."""
    own: list[tuple[float, Path]] = []
    for path in folder.iterdir():
        with suppress(OSError):  # another process may have swept it just now
            made = path.stat().st_mtime
            if made < now - KEPT.total_seconds():
                path.unlink(missing_ok=True)
            elif path.name.startswith(f"{learner_id}-"):
                own.append((made, path))
    for _made, path in sorted(own)[: max(len(own) - _MOST_EACH + 1, 0)]:
        with suppress(OSError):
            path.unlink(missing_ok=True)
