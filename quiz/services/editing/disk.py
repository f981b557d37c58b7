"""A bank's files on the disk: which may be edited, and putting one in the place of another in one step."""

from __future__ import annotations

import errno
import os
import secrets
from contextlib import suppress
from pathlib import Path

from question_bank.folders import is_read
from quiz.services.editing import steps
from quiz.services.editing.steps import Step
from quiz.services.editing.values import Reason
from quiz.services.source_texts import can_be_kept

_ASIDE = ".factdeck-"
_READ_ONLY = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class ChangedUnderneathError(Exception):
    """Somebody wrote the file since it was read."""


def is_editable(folder: Path, file: str) -> bool:
    """Say whether `file` is read as part of the bank, and can be written without leaving its folder."""
    path = folder / file
    if not is_read(file) or "\\" in file or path.name.startswith("."):
        return False
    try:
        inside = path.resolve().parent.is_relative_to(folder.resolve())
        straight = not path.parent.is_symlink() or path.parent == folder
        is_file = path.is_file()
        return inside and straight and (is_file or (not path.exists() and can_be_kept(path.name)))
    except (OSError, ValueError):
        return False


def is_writable(folder: Path, file: str) -> bool:
    """Say whether the system would let the file be replaced; a full disk shows only in trying."""
    path = (folder / file).resolve()
    parent = path.parent if path.parent.is_dir() else folder
    return os.access(parent, os.W_OK | os.X_OK) and (not path.exists() or os.access(path, os.W_OK))


def read_file(path: Path) -> bytes | None:
    """Return a file's bytes, None if there is no such file. Raises OSError."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def replace_file(path: Path, content: bytes | None, expected: bytes | None) -> None:
    """Put `content` in the place of the file, which holds `expected`, or remove the file for None.

    Whoever reads the file gets all of the old or all of the new. Raises OSError and ChangedUnderneathError;
    the old file is still there then, unless only the last step failed: making it outlast a power cut.
    """
    target = path.resolve()  # a link stays a link
    if content is None:
        _expect(target, expected)
        target.unlink(missing_ok=True)
    else:
        _make_folder(target.parent)
        _put(target, content, expected)
    steps.reached(Step.REPLACED)
    sync_folder(target.parent)


def sweep(folder: Path) -> None:
    """Remove what interrupted writing left aside; the caller holds the bank's lock."""
    for place in (folder, folder / "questions"):
        with suppress(OSError):
            for aside in place.glob(f"{_ASIDE}*"):
                aside.unlink(missing_ok=True)


def reason_for(error: OSError) -> Reason:
    if error.errno in _READ_ONLY:
        return Reason.READ_ONLY
    if error.errno in _FULL:
        return Reason.DISK_FULL
    return Reason.GONE if error.errno == errno.ENOENT else Reason.NOT_WRITTEN


def sync_folder(folder: Path) -> None:
    """Make what was done in a folder last through a power cut, where folders can be synced at all."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir()
        sync_folder(folder.parent)


def _put(target: Path, content: bytes, expected: bytes | None) -> None:
    aside = target.with_name(f"{_ASIDE}{secrets.token_hex(8)}")
    try:
        with aside.open("xb") as file:
            steps.reached(Step.OPENED)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        steps.reached(Step.WRITTEN)
        if expected is not None:
            _keep_owner(target, aside)
        _expect(target, expected)
        aside.replace(target)
    except BaseException:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
        raise


def _expect(target: Path, expected: bytes | None) -> None:
    """An editor outside may have saved the file meanwhile: what it wrote must not be lost."""
    if read_file(target) != expected:
        raise ChangedUnderneathError(str(target))


def _keep_owner(before: Path, after: Path) -> None:
    """Give the new file the permissions of the old one, and its owner where we may."""
    was = before.stat()
    if hasattr(os, "chown"):
        with suppress(OSError):
            os.chown(after, was.st_uid, was.st_gid)
    after.chmod(was.st_mode & 0o7777)
