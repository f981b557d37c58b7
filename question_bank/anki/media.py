"""The images that travel in a package, named by their contents, so that no two ever clash in Anki."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection
from pathlib import PurePosixPath

from question_bank.anki.options import PackageError
from question_bank.model import Bank


class MediaFiles:
    """Names each image when a card first shows it, and reads it again when it is packed.

    All together the images of a bank may be larger than the memory.
    """

    def __init__(self, read: Callable[[Bank, str], bytes]) -> None:
        self._read = read
        self._names: dict[tuple[str, str], str] = {}
        self._places: dict[str, tuple[Bank, str]] = {}

    @property
    def names(self) -> Collection[str]:
        return self._places.keys()

    def content(self, name: str) -> bytes:
        """Return the image that got this name; raises PackageError if another is there by now."""
        bank, file = self._places[name]
        content = self._read(bank, file)
        if _digest(content) not in name:
            raise PackageError(f"{file} of bank {bank.id!r} changed while it was being packed; export again")
        return content

    def name(self, bank: Bank, file: str) -> str:
        known = self._names.get((bank.id, file))
        if known:
            return known
        content = self._read(bank, file)
        path = PurePosixPath(file)
        stem = re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-")[:40]
        digest = _digest(content)
        name = (
            f"factdeck-{stem}-{digest}{path.suffix.lower()}"
            if stem
            else f"factdeck-{digest}{path.suffix.lower()}"
        )
        self._names[bank.id, file] = name
        self._places.setdefault(name, (bank, file))
        return name


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]
