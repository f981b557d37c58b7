"""A bank's folder on the disk: where banks are, which of their files are read, and their bytes at one moment.

Nothing here knows YAML: `check` asks this module whether a bank has changed at all before it loads the rest.
"""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from question_bank.problems import Place, Problem

LOCK_FILE = "bank.lock"
FILE_BYTES = 16 * 1024 * 1024
BANK_BYTES = 256 * 1024 * 1024
FILES = 5_000
LARGEST_SOURCE = 5_000_000  # bytes; an article has a thousandth of it

_DIGEST_LENGTH = 16


class Encoding(StrEnum):
    """What the text of an article may be written in. Only the first two say so themselves."""

    UTF_8 = "UTF-8"
    UTF_16 = "UTF-16"
    WINDOWS = "Windows-1252"


_CODECS = {Encoding.UTF_8: "utf-8-sig", Encoding.UTF_16: "utf-16", Encoding.WINDOWS: "cp1252"}


@dataclass(frozen=True, slots=True)
class Snapshot:
    """`files` holds the bytes of those that are read, by path in the folder; `present` names all files.

    `trouble` says which could not be read; `lock` is None where there is no bank.lock.
    """

    folder: Path
    files: Mapping[str, bytes]
    present: tuple[str, ...]
    trouble: tuple[Problem, ...]
    lock: bytes | None

    @property
    def prefix(self) -> str:
        """What goes before a file's name in findings: the folder as it was given."""
        return "" if self.folder == Path() else f"{self.folder.as_posix()}/"


def snapshot(folder: Path) -> Snapshot:
    """Return a bank's folder as it is now; a file that cannot be read becomes a Problem."""
    files: dict[str, bytes] = {}
    present: list[str] = []
    trouble: list[Problem] = []
    total = 0
    prefix = "" if folder == Path() else f"{folder.as_posix()}/"
    for path in _files_under(folder):
        name = path.relative_to(folder).as_posix()
        present.append(name)
        if not is_read(name):
            continue
        try:
            # One byte more than allowed is enough to say that there are too many.
            with path.open("rb") as opened:
                files[name] = opened.read(FILE_BYTES + 1)
        except OSError as error:
            trouble.append(_unreadable(prefix + name, error))
            continue
        total += len(files[name])
        if total > BANK_BYTES or len(files) > FILES:
            message = f"the bank has more than {FILES:,} files or {BANK_BYTES:,} bytes"
            trouble.append(Problem("E109", message, Place(folder.as_posix()), "divide it into several banks"))
            break
    lock = None
    try:
        lock = (folder / LOCK_FILE).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        pass
    except OSError as error:
        trouble.append(_unreadable(prefix + LOCK_FILE, error))
    return Snapshot(folder, files, tuple(present), tuple(trouble), lock)


def _unreadable(name: str, error: OSError) -> Problem:
    return Problem("E208", f"the file cannot be read: {error.strerror}", Place(name))


@dataclass(frozen=True, slots=True)
class FileSeen:
    """What tells without reading a file that it is another one now; `name` is its path in the folder."""

    name: str
    size: int
    modified_ns: int
    inode: int


Signature = tuple[FileSeen, ...]
GONE: Signature = ()


def signature(folder: Path) -> Signature:
    """Return what can be seen of a bank's files from outside; GONE if there are none."""
    found = []
    for path in _files_under(folder):
        try:
            about = path.stat()
        except OSError:  # it went while we looked
            continue
        name = path.relative_to(folder).as_posix()
        found.append(FileSeen(name, about.st_size, about.st_mtime_ns, about.st_ino))
    return tuple(found)


def find_banks(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Return the folders with a bank.yaml at or under the paths; a file inside a bank names that bank."""
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir() and not (path / "bank.yaml").is_file():
            inside = sorted(each.parent for each in path.rglob("bank.yaml") if each.is_file())
            found.update(dict.fromkeys(inside or _enclosing(path)))
        else:
            found.update(dict.fromkeys([path] if path.is_dir() else _enclosing(path)))
    return tuple(found)


def is_read(name: str) -> bool:
    """Say whether a file, by its path in the bank's folder, is read as part of the bank."""
    return name in ("bank.yaml", "facts.yaml", "briefing.md") or is_questions_file(name)


def is_questions_file(name: str) -> bool:
    return name.startswith("questions/") and name.endswith(".yaml") and name.count("/") == 1


def file_digest(path: Path) -> str:
    """Return the digest of a picture's bytes; "" where it cannot be read."""
    try:
        with path.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()[:_DIGEST_LENGTH]
    except OSError:  # whoever needs the picture will say so
        return ""


def bytes_digest(content: bytes) -> str:
    """Return what `file_digest` returns for a file with these bytes."""
    return hashlib.sha256(content).hexdigest()[:_DIGEST_LENGTH]


def source_text(path: Path) -> str | None:
    """Return an article's text; None where it is not at hand, or far too large for one."""
    if path.is_file() and path.stat().st_size <= LARGEST_SOURCE:
        return decoded(path.read_bytes())[0]
    return None


def decoded(content: bytes) -> tuple[str, Encoding | None]:
    """Return an article's text without its mark of order, and how it was read.

    None stands for bytes that are in none of the encodings: what UTF-8 cannot say is then replaced.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        attempts: tuple[Encoding, ...] = (Encoding.UTF_16,)
    else:
        attempts = (Encoding.UTF_8, Encoding.WINDOWS)
    for encoding in attempts:
        try:
            return content.decode(_CODECS[encoding]), encoding
        except UnicodeDecodeError:
            continue
    return content.decode("utf-8-sig", errors="replace"), None


def _enclosing(path: Path) -> list[Path]:
    return [parent for parent in path.parents if (parent / "bank.yaml").is_file()][:1]


def _files_under(folder: Path) -> Iterator[Path]:
    """Return the files in a bank's folder, sorted, without hidden ones and the texts of sources."""
    if not folder.is_dir():
        return
    try:
        inside = sorted(folder.iterdir(), key=lambda each: each.name)
    except OSError:  # a folder that may not be opened holds nothing for us
        return
    for path in inside:
        if path.name.startswith(".") or (path.name == "sources" and path.is_dir()):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _files_under(path)
        elif path.is_file():
            yield path
