"""The passages themselves, as far as the texts of a bank's sources are installed in its `sources` folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from question_bank.evidence import check_evidence, find_sources
from question_bank.model import Bank
from quiz.store.banks import BankRow

_FOLDER = "sources"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotations:
    """`installed` are the sources whose text is here; `texts` are by fact and place among its passages."""

    installed: frozenset[str] = frozenset()
    texts: Mapping[tuple[str, int], str] = field(default_factory=dict)


NOTHING = Quotations()
_Version = tuple[str, tuple[tuple[int, int] | None, ...]]


class Passages:
    """What was located once; it is located again when the bank or one of the files has changed."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[_Version, Quotations]] = {}

    def of(self, row: BankRow, bank: Bank) -> Quotations:
        """Return what can be quoted. A text that cannot be read counts as not installed."""
        folder = Path(row.folder) / _FOLDER
        try:
            version = (row.digest, tuple(_version_of(folder, source.file) for source in bank.sources))
            known = self._known.get(row.id)
            if known is None or known[0] != version:
                known = version, _locate(bank, folder)
                self._known[row.id] = known
        except (OSError, ValueError):
            return NOTHING
        return known[1]


def _version_of(folder: Path, file: str) -> tuple[int, int] | None:
    path = folder / file
    if not file or not path.is_file():
        return None
    found = path.stat()
    return found.st_mtime_ns, found.st_size


def _locate(bank: Bank, folder: Path) -> Quotations:
    texts = find_sources(bank, folder)
    located = check_evidence(bank, texts).located if texts else ()
    return Quotations(
        installed=frozenset(texts), texts={(one.fact, one.index): one.stretch.text for one in located}
    )
