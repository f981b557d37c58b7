"""The passages themselves, as far as the texts of a bank's sources are installed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from question_bank.evidence import EvidenceReport, check_evidence, is_plain_name
from question_bank.model import Bank
from quiz.services.source_texts import FOLDER, Installed, Shelves, file_name, find_text
from quiz.store.banks import BankRow

_NOT_CHECKED = EvidenceReport((), 0, 0, ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotations:
    """`installed` are the sources whose text is here; `texts` are by fact and place among its passages.

    `report` is what the check says of all passages; it judges no answers.
    """

    installed: Mapping[str, Installed] = field(default_factory=dict)
    texts: Mapping[tuple[str, int], str] = field(default_factory=dict)
    report: EvidenceReport = _NOT_CHECKED


NOTHING = Quotations()
_Version = tuple[str, tuple[tuple[str, str], ...]]


class Passages:
    """What was located once; it is located again when the bank or one of the texts has changed.

    `spare` is the folder for texts that cannot be kept in their bank's own.
    """

    def __init__(self, spare: Path | None = None) -> None:
        self._spare = spare
        self._known: dict[int, tuple[_Version, Quotations]] = {}

    def shelves(self, row: BankRow) -> Shelves:
        """Return where the bank's texts lie."""
        named = self._spare is not None and is_plain_name(row.key)
        return Shelves(
            own=Path(row.folder) / FOLDER, spare=self._spare / row.key if self._spare and named else None
        )

    def installed(self, row: BankRow, bank: Bank) -> dict[str, Installed]:
        """Return the texts that are here, by source id. One that cannot be read counts as not installed."""
        shelves = self.shelves(row)
        found = {source.id: find_text(shelves, file_name(bank, source)) for source in bank.sources}
        return {source_id: text for source_id, text in found.items() if text is not None}

    def of(self, row: BankRow, bank: Bank) -> Quotations:
        """Return what can be quoted, and what the check says of it."""
        installed = self.installed(row, bank)
        version = row.digest, tuple((source_id, text.digest) for source_id, text in installed.items())
        known = self._known.get(row.id)
        if known is None or known[0] != version:
            known = version, _locate(bank, installed)
            self._known[row.id] = known
        return known[1]


def _locate(bank: Bank, installed: Mapping[str, Installed]) -> Quotations:
    report = check_evidence(bank, {source_id: one.text for source_id, one in installed.items()})
    return Quotations(
        installed=installed,
        texts={(one.fact, one.index): one.stretch.text for one in report.located},
        report=report,
    )
