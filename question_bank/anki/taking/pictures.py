"""A package's pictures by the names that fields call them, each under its new name in the bank."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from pathlib import Path
from urllib.parse import unquote

from question_bank.anki.packages.values import AnkiMedia
from question_bank.model import Media
from question_bank.reading.media import SHOWN_TYPES

_LONGEST_WORDS = 200
_NAMED_BY_A_PROGRAM = re.compile(
    r"(?:paste|img|image|screenshot|latex|tmp|rec|file)?[-_ ]*[0-9a-f-]{6,}|[0-9._-]+"
)


class Pictures:
    """Finds pictures; `used` holds those that were asked for, by path in the bank."""

    def __init__(self, media: Iterable[AnkiMedia]) -> None:
        self._files = {_folded(each.name): each for each in media}
        self.used: dict[str, Path] = {}

    def find(self, address: str, words: str) -> Media | None:
        """Return a picture that the package has and that a bank can show; None for any other."""
        found = self._files.get(_folded(address)) or self._files.get(_folded(unquote(address)))
        if found is None or found.file.suffix.lower().lstrip(".") not in SHOWN_TYPES:
            return None
        path = f"images/anki-{found.file.stem[:24]}{found.file.suffix.lower()}"
        self.used[path] = found.file
        # The file is named by its SHA-256, of which the first digits are what a bank knows it by.
        return Media(file=path, alt=alternative(words, found.name), digest=found.file.stem[:16])

    def names(self, shown: Collection[str]) -> tuple[str, ...]:
        """Return what the media are called, pictures and sounds, that are not among those shown (by path)."""
        used = {self.used[path] for path in shown if path in self.used}
        return tuple(each.name for each in self._files.values() if each.file not in used)


def alternative(words: str, name: str) -> str:
    """Return a text for a picture that brings none: what its file's name says, if a person named it."""
    said = " ".join(words.split())[:_LONGEST_WORDS]
    if said:
        return said
    stem = name.rpartition(".")[0] or name
    if _NAMED_BY_A_PROGRAM.fullmatch(stem.lower()):
        return "Picture"
    return " ".join(re.sub(r"[_-]+", " ", stem).split())[:_LONGEST_WORDS] or "Picture"


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name.strip())
