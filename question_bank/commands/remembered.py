"""The findings of the last check, kept in the user's cache folder: an unchanged bank is not judged again.

What is remembered is shown only for the very bytes it was found in, by the very program that found it. The
cache holds plain JSON behind a digest of itself; whatever is damaged, foreign or out of reach is passed over.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from question_bank.commands.findings import Findings, from_plain, to_plain
from question_bank.folders import Snapshot, file_digest, source_text

FORMAT = b"factdeck-check-1"
MOST_BYTES = 256 * 1024 * 1024
MOST_FILES = 500
SUFFIX = ".findings"
PARTS_SUFFIX = f"{SUFFIX}-parts"

_PACKAGE = Path(__file__).resolve().parent.parent
_LIBRARIES = ("yaml", "markdown_it")  # what a text is read with


@dataclass(frozen=True, slots=True)
class Memory:
    """The cache folder; None where nothing is to be remembered."""

    folder: Path | None

    def recall(self, taken: Snapshot, sources: Path) -> Findings | None:
        """Return what was found in exactly these files, or None."""
        path = self._path(taken, sources)
        kept = None if path is None else read_kept(path)
        if kept is None or kept.get("key") != _key(taken):
            return None
        try:
            findings = from_plain(kept["findings"])
        except (KeyError, TypeError, ValueError):
            return None
        return findings if _same_beside(findings, taken.folder, sources) else None

    def keep(self, taken: Snapshot, sources: Path, findings: Findings) -> None:
        """Remember the findings; where that cannot be done, nothing happens."""
        path = self._path(taken, sources)
        key = _key(taken)
        # A file that could not be read may be readable tomorrow, with the same name and bytes.
        if path is not None and key and not taken.trouble:
            write_kept(path, {"key": key, "findings": to_plain(findings)})

    def parts_file(self, taken: Snapshot, sources: Path) -> Path | None:
        """Return where the parts of a bank are kept, or None."""
        path = self._path(taken, sources)
        return None if path is None or not program_digest() else path.with_suffix(PARTS_SUFFIX)

    def _path(self, taken: Snapshot, sources: Path) -> Path | None:
        if self.folder is None:
            return None
        place = taken.folder.resolve()
        if place in (self.folder, *self.folder.parents):
            return None  # a bank holds its teacher's files and nothing of ours
        name = _digest([os.fsencode(place), os.fsencode(taken.folder), os.fsencode(sources.resolve())])
        return self.folder / f"{name[:32]}{SUFFIX}"


NO_MEMORY = Memory(None)


def cache_folder(environment: Mapping[str, str], platform: str = sys.platform) -> Path | None:
    """Return the folder that the system has for such things; `FACTDECK_CACHE` names another."""
    try:
        if named := environment.get("FACTDECK_CACHE"):
            return Path(named).expanduser().resolve()
        if platform == "win32":
            local = environment.get("LOCALAPPDATA")
            home = Path(local) if local else Path.home() / "AppData" / "Local"
            return (home / "factdeck" / "cache").resolve()
        if platform == "darwin":
            return (Path.home() / "Library" / "Caches" / "factdeck").resolve()
        given = Path(environment.get("XDG_CACHE_HOME") or "")
        return ((given if given.is_absolute() else Path.home() / ".cache") / "factdeck").resolve()
    except (OSError, RuntimeError):  # nobody's home
        return None


def read_kept(path: Path) -> dict[str, Any] | None:
    """Return what `write_kept` wrote there; None if nobody did, or if it is not what was written."""
    try:
        head, _, body = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    if head != _head(body):
        return None
    with suppress(ValueError, RecursionError):
        kept = json.loads(body)
        return kept if isinstance(kept, dict) else None
    return None


def write_kept(path: Path, kept: dict[str, Any]) -> None:
    """Put plain data at `path` in one step, and let the oldest go when there is too much of it."""
    body = json.dumps(kept, separators=(",", ":")).encode()
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            aside.write_bytes(_head(body) + b"\n" + body)
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)
        _let_go(path)


def _let_go(newest: Path) -> None:
    """Delete the oldest of our files until few enough, and small enough, are left."""
    ours = [each for each in newest.parent.iterdir() if SUFFIX in each.name and each != newest]
    aged = sorted(((each, each.stat()) for each in ours), key=lambda pair: pair[1].st_mtime, reverse=True)
    total = newest.stat().st_size
    for count, (each, about) in enumerate(aged, start=2):
        total += about.st_size
        if count > MOST_FILES or total > MOST_BYTES:
            each.unlink(missing_ok=True)


def _head(body: bytes) -> bytes:
    return FORMAT + b" " + hashlib.sha256(body).hexdigest().encode()


def _same_beside(findings: Findings, folder: Path, sources: Path) -> bool:
    """Say whether the images and the articles' texts are what they were."""
    images = all(file_digest(folder / name) == digest for name, digest in findings.images.items())
    return images and all(
        text_digest(source_text(sources / name)) == digest for name, digest in findings.texts.items()
    )


def text_digest(text: str | None) -> str | None:
    return None if text is None else hashlib.sha256(text.encode()).hexdigest()


def _key(taken: Snapshot) -> str:
    """Return a digest of all that the findings depend on, but for the files beside the bank's own."""
    program = program_digest()
    if not program:
        return ""
    parts = [program.encode(), os.fsencode(taken.folder)]
    for name in taken.present:
        content = taken.files.get(name)
        parts += [os.fsencode(name), b"present" if content is None else b"read", content or b""]
    return _digest([*parts, b"no lock" if taken.lock is None else b"lock", taken.lock or b""])


@cache
def program_digest() -> str:
    """Return a digest of this program and of what it reads with; "" where its sources are not at hand."""
    parts = [sys.version.encode(), unicodedata.unidata_version.encode(), os.fsencode(_PACKAGE)]
    try:
        for path in _sources(_PACKAGE):
            parts += [os.fsencode(path), path.read_bytes()]
        for name in _LIBRARIES:
            found = importlib.util.find_spec(name)
            origin = Path(found.origin if found and found.origin else "")
            parts += [os.fsencode(origin), origin.read_bytes()]  # where a package names its version
    except OSError:
        return ""
    return _digest(parts) if len(parts) > 2 * len(_LIBRARIES) + 3 else ""


def _sources(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.suffix == ".py":
            yield path
        elif path.is_dir() and path.name not in ("banks", "__pycache__"):
            yield from _sources(path)


def _digest(parts: list[bytes]) -> str:
    whole = hashlib.sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8, "big") + part)
    return whole.hexdigest()
