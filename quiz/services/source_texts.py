"""The texts of a bank's sources on the disk: where they are kept, and keeping one whole or not at all."""

from __future__ import annotations

import errno
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from question_bank.evidence import is_plain_name
from question_bank.folders import LARGEST_SOURCE, Encoding, bytes_digest, decoded
from question_bank.model import Bank, Source

FOLDER = "sources"
IGNORE = b"# Articles are other people's text: nothing in this folder goes into git.\n*\n"

_ASIDE = ".incoming-"
_STALE_SECONDS = 3600  # what lies aside for longer was left by a crash
_UNSAFE = re.compile(r'[\x00-\x1f<>:"|?*]|[. ]$|^\.')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)  # devices of Windows
_LONGEST_NAME = 200  # bytes; most file systems take 255


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelves:
    """Where a bank's texts lie: `own` is in its folder, `spare` in the instance for what cannot be there."""

    own: Path
    spare: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """A source's text as it lies on the disk; `former` if the one before it can be put back."""

    content: bytes
    in_bank: bool
    former: bool

    @property
    def text(self) -> str:
        return decoded(self.content)[0]

    @property
    def encoding(self) -> Encoding | None:
        return decoded(self.content)[1]

    @property
    def guessed(self) -> bool:
        """Say whether nothing in the text tells its encoding."""
        return self.encoding is Encoding.WINDOWS

    @property
    def digest(self) -> str:
        return bytes_digest(self.content)


def file_name(bank: Bank, source: Source) -> str:
    """Return the name of a source's text: its `file`, or one made from its id; "" if `file` is a path."""
    if source.file:
        return source.file if is_plain_name(source.file) else ""
    name = f"{source.id}.txt"
    others = {other.file.casefold() for other in bank.sources}
    while name in others:
        name = f"_{name}"
    return name


def can_be_kept(name: str) -> bool:
    """Say whether a file of this name can be made on any system without harm to another file."""
    return (
        is_plain_name(name)
        and not _UNSAFE.search(name)
        and not _RESERVED.fullmatch(name)
        and len(name.encode(errors="replace")) <= _LONGEST_NAME
    )


def find_text(shelves: Shelves, name: str) -> Installed | None:
    """Return the text of this name. What cannot be read, or leads out of the folder, is not there."""
    if not is_plain_name(name):
        return None
    # What lies on the spare shelf was brought last: a text that the bank's folder takes removes it there.
    for folder in (shelves.spare, shelves.own):
        content = _read(folder / name) if folder else None
        if folder and content is not None:
            former = (folder / _former(name)).is_file()
            return Installed(content=content, in_bank=folder == shelves.own, former=former)
    return None


def find_former(shelves: Shelves, name: str) -> bytes | None:
    """Return the text that the present one replaced."""
    found = find_text(shelves, name)
    folder = shelves.own if found and found.in_bank else shelves.spare
    return _read(folder / _former(name)) if found and folder else None


def put_text(shelves: Shelves, name: str, content: bytes) -> None:
    """Keep a text; the one before it stays as the former one. Raises OSError if neither folder takes it."""
    before = find_text(shelves, name)
    replaced = before.content if before and before.content != content else None
    try:
        _put(shelves.own, name, content, replaced)
    except OSError:
        if shelves.spare is None:
            raise
        shelves.spare.parent.mkdir(parents=True, exist_ok=True)
        _put(shelves.spare, name, content, replaced)
        return
    if shelves.spare:
        _drop(shelves.spare, name)


def find_note(shelves: Shelves, name: str) -> bytes | None:
    """Return a note that the command line keeps beside the texts in the bank's folder."""
    return _read(shelves.own / name) if can_be_kept(name) else None


def put_note(shelves: Shelves, name: str, content: bytes) -> None:
    """Keep a note beside the texts, where the command line looks for it. Raises OSError."""
    if can_be_kept(name):
        _put(shelves.own, name, content, None)


def remove_text(shelves: Shelves, name: str) -> None:
    """Remove a text and the former one for good. Raises OSError if it cannot be removed."""
    for folder in (shelves.own, shelves.spare):
        if folder and folder.is_dir():
            _refuse_link(folder)
            _drop(folder, name)


def _read(path: Path) -> bytes | None:
    try:
        inside = path.resolve().is_relative_to(path.parent.parent.resolve())
        if inside and path.is_file() and path.stat().st_size <= LARGEST_SOURCE:
            return path.read_bytes()
    except (OSError, ValueError):
        return None
    return None


def _put(folder: Path, name: str, content: bytes, replaced: bytes | None) -> None:
    _refuse_link(folder)
    folder.mkdir(exist_ok=True)
    _refuse_link(folder / name)
    if not (folder / ".gitignore").exists():
        _replace(folder / ".gitignore", IGNORE)
    if replaced is not None:
        _replace(folder / _former(name), replaced)
    _replace(folder / name, content)


def _drop(folder: Path, name: str) -> None:
    (folder / name).unlink(missing_ok=True)
    (folder / _former(name)).unlink(missing_ok=True)


def _refuse_link(path: Path) -> None:
    """A link may lead to a file that is none of ours."""
    if path.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))


def _replace(path: Path, content: bytes) -> None:
    aside = path.with_name(f"{_ASIDE}{secrets.token_hex(8)}")
    try:
        with aside.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _sweep(aside)
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sweep(aside: Path) -> None:
    """Remove what a crash left beside the new file long ago."""
    now = aside.stat().st_mtime
    for other in aside.parent.glob(f"{_ASIDE}*"):
        try:
            if now - other.stat().st_mtime > _STALE_SECONDS:
                other.unlink()
        except OSError:  # another process was quicker
            continue


def _sync_folder(folder: Path) -> None:
    """Make a rename last through a power cut, where folders can be synced at all."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _former(name: str) -> str:
    return f".former-{bytes_digest(name.encode(errors='replace'))}"
