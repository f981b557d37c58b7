"""The images that travel in the package, named by their contents, so that no two ever clash in Anki."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import PurePosixPath

from question_bank.model import Bank


class MediaFiles:
    """Reads each image once, when a card first shows it; `contents` holds what was read, by name in Anki."""

    def __init__(self, read: Callable[[Bank, str], bytes]) -> None:
        self._read = read
        self._names: dict[tuple[str, str], str] = {}
        self.contents: dict[str, bytes] = {}

    def name(self, bank: Bank, file: str) -> str:
        known = self._names.get((bank.id, file))
        if known:
            return known
        content = self._read(bank, file)
        path = PurePosixPath(file)
        stem = re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-")[:40]
        digest = hashlib.sha256(content).hexdigest()[:16]
        name = (
            f"factdeck-{stem}-{digest}{path.suffix.lower()}"
            if stem
            else f"factdeck-{digest}{path.suffix.lower()}"
        )
        self._names[bank.id, file] = name
        self.contents[name] = content
        return name
