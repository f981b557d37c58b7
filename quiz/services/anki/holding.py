"""A package that somebody brought, kept in a folder of its own for a few hours, and then gone."""

from __future__ import annotations

import json
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import IO, Any

from question_bank.anki.packages.values import LIMITS
from quiz.services.context import Context
from quiz.services.exchange.values import NotHeldError

__all__ = ["KEPT", "LARGEST_PACKAGE", "Held", "NotHeldError", "Purpose", "RefusedPackageError", "WhyNot"]

LARGEST_PACKAGE = LIMITS.package_bytes
KEPT = timedelta(hours=6)
_MOST_EACH = 3  # packages of one person; the oldest goes first
_FOLDER = "anki-packages"
_HEAD = "head.json"
_CHUNK = 2**20
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
_LONGEST_NAME = 100


class Purpose(StrEnum):
    """What a package was brought for: its notes, or the reviews of whoever brought it."""

    QUESTIONS = "questions"
    REVIEWS = "reviews"


class WhyNot(StrEnum):
    """Why a package is not kept."""

    EMPTY = "empty"
    TOO_LARGE = "too large"
    NOT_KEPT = "not kept"


class RefusedPackageError(Exception):
    """The package is not kept, and nothing of it is; `detail` is what the system said."""

    def __init__(self, why: WhyNot, detail: str = "") -> None:
        super().__init__(why.value, detail)
        self.why, self.detail = why, detail


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A package that is kept; `bank_key` is the bank that its notes are for, "" for reviews."""

    token: str
    learner_id: int
    purpose: Purpose
    bank_key: str
    name: str
    folder: Path

    @property
    def package(self) -> Path:
        # The name tells a whole collection, and nothing inside does.
        return self.folder / ("package.colpkg" if self.name.lower().endswith(".colpkg") else "package.apkg")

    @property
    def work(self) -> Path:
        """Where the pictures and sounds of the package stand once it was read."""
        return self.folder / "media"


def hold(
    ctx: Context, learner_id: int, package: IO[bytes], *, name: str, purpose: Purpose, bank_key: str = ""
) -> Held:
    """Keep a package, which is copied piece by piece, and return it. Raises RefusedPackageError."""
    clean(ctx)
    own = sorted(_of(ctx, learner_id), key=lambda each: each[0])
    for _made, folder in own[: max(len(own) - _MOST_EACH + 1, 0)]:
        _remove(folder)
    token = secrets.token_urlsafe(16)
    held = Held(
        token=token,
        learner_id=learner_id,
        purpose=purpose,
        bank_key=bank_key,
        name=name.replace("\\", "/").rpartition("/")[2][-_LONGEST_NAME:] or "package.apkg",
        folder=_folder(ctx) / f"{learner_id}-{token}",
    )
    try:
        held.folder.mkdir(parents=True)
        _copy(package, held.package)
        _write_head(held, ctx.clock())
    except OSError as error:
        _remove(held.folder)
        raise RefusedPackageError(WhyNot.NOT_KEPT, error.strerror or "") from error
    except RefusedPackageError:
        _remove(held.folder)
        raise
    return held


def get_held(ctx: Context, learner_id: int, token: str, purpose: Purpose, bank_key: str = "") -> Held:
    """Return a package that this person brought for this within the last hours. Raises NotHeldError."""
    if not _TOKEN.fullmatch(token):
        raise NotHeldError(token)
    folder = _folder(ctx) / f"{learner_id}-{token}"
    head = _head(folder)
    if head is None or _made(head) < ctx.clock() - KEPT:
        raise NotHeldError(token)
    if head["purpose"] != purpose or head["bank"] != bank_key:
        raise NotHeldError(token)
    return Held(
        token=token,
        learner_id=learner_id,
        purpose=purpose,
        bank_key=bank_key,
        name=head["name"],
        folder=folder,
    )


def let_go(ctx: Context, held: Held) -> None:
    """Forget a package with everything that came out of it."""
    ctx.shelf.forget(held.token)
    _remove(held.folder)


def let_all_go(ctx: Context, learner_id: int) -> None:
    """Forget every package that this person brought."""
    for _made_at, folder in list(_of(ctx, learner_id)):
        ctx.shelf.forget(folder.name.partition("-")[2])
        _remove(folder)


def empty(ctx: Context, held: Held) -> None:
    """Remove a package and its media, and keep what was remembered of it until its time is over."""
    ctx.shelf.forget(held.token)
    with suppress(OSError):
        held.package.unlink(missing_ok=True)
    shutil.rmtree(held.work, ignore_errors=True)


def clean(ctx: Context) -> None:
    """Remove every package whose time is over, and what an interrupted upload left behind."""
    now = ctx.clock()
    for folder in _all(ctx):
        head = _head(folder)
        with suppress(OSError):
            made = _made(head) if head else datetime.fromtimestamp(folder.stat().st_mtime, UTC)
            if made < now - KEPT:
                ctx.shelf.forget(folder.name.partition("-")[2])
                _remove(folder)


def remember(held: Held, name: str, value: Any) -> None:
    """Keep a value that JSON can say beside the package, whole or not at all."""
    aside = held.folder / f"{name}.{secrets.token_hex(4)}"
    try:
        aside.write_text(json.dumps(value), encoding="utf-8")
        aside.replace(held.folder / f"{name}.json")
    except FileNotFoundError as error:  # its time was over this moment
        raise NotHeldError(held.token) from error


def remembered(held: Held, name: str) -> Any:
    """Return what was kept under a name, None if nothing was."""
    try:
        return json.loads((held.folder / f"{name}.json").read_text(encoding="utf-8"))
    except OSError:
        return None


def _copy(source: IO[bytes], target: Path) -> None:
    size = 0
    with target.open("wb") as file:
        while chunk := source.read(_CHUNK):
            size += len(chunk)
            if size > LARGEST_PACKAGE:
                raise RefusedPackageError(WhyNot.TOO_LARGE)
            file.write(chunk)
    if not size:
        raise RefusedPackageError(WhyNot.EMPTY)


def _write_head(held: Held, now: datetime) -> None:
    head = {
        "purpose": held.purpose.value,
        "bank": held.bank_key,
        "name": held.name,
        "made": now.astimezone(UTC).isoformat(),
    }
    # Only with this is it held, so it is written last.
    (held.folder / _HEAD).write_text(json.dumps(head), encoding="utf-8")


def _head(folder: Path) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads((folder / _HEAD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found


def _made(head: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(head["made"])


def _folder(ctx: Context) -> Path:
    return ctx.instance / _FOLDER


def _all(ctx: Context) -> Iterator[Path]:
    with suppress(OSError):
        yield from sorted(_folder(ctx).iterdir())


def _of(ctx: Context, learner_id: int) -> Iterator[tuple[datetime, Path]]:
    for folder in _all(ctx):
        if folder.name.startswith(f"{learner_id}-") and (head := _head(folder)) is not None:
            yield _made(head), folder


def _remove(folder: Path) -> None:
    # Without its head it is nobody's, even if something in it is being read this moment.
    with suppress(OSError):
        (folder / _HEAD).unlink()
    shutil.rmtree(folder, ignore_errors=True)
