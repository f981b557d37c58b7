"""A collection in the real Anki that takes in one export after the other, and what was foretold of it."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

from question_bank import model as m
from question_bank.anki import ExportOptions, Forecast, NoteRecord, note_records, write_package

BEFORE = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@dataclass
class Learner:
    """A collection with an export in it; `previous` is what was remembered of that export."""

    collection: Collection
    folder: Path
    previous: list[NoteRecord]

    def bring(self, package: bytes, **options: Any) -> dict[str, set[str]]:
        """Import it, and return the names of the notes by what Anki says it did with them."""
        path = self.folder / "deck.apkg"
        path.write_bytes(package)
        request = ImportAnkiPackageRequest(
            package_path=str(path), options=ImportAnkiPackageOptions(**options)
        )
        log = self.collection.import_anki_package(request).log
        kinds = ("new", "updated", "duplicate", "conflicting")
        assert sum(len(getattr(log, kind)) for kind in kinds) == log.found_notes
        return {kind: {note.fields[0] for note in getattr(log, kind)} for kind in kinds}

    def note(self, first_id: str) -> Any:
        (note_id,) = self.collection.find_notes(f"ID:water/{first_id}")
        return self.collection.get_note(note_id)

    def found(self, found: tuple[str, ...]) -> set[str]:
        """Return the names of the notes that the searches find in Anki."""
        notes = [note for one in found for note in self.collection.find_notes(one)]
        assert len(notes) == len(set(notes))
        return {self.collection.get_note(note)["ID"] for note in notes}


def exported(
    bank: m.Bank, later: dict[str, timedelta] | None = None, options: ExportOptions | None = None
) -> tuple[bytes, list[NoteRecord]]:
    """Return the package and its records; `later` tells whose questions changed how much after the others."""

    def changed(bank: m.Bank, question: m.Question) -> datetime:
        return BEFORE + (later or {}).get(question.first_id, timedelta())

    out = io.BytesIO()
    arguments = ([bank], changed, lambda bank, file: b"GIF")
    records: list[NoteRecord] = []
    write_package(*arguments, out, options or ExportOptions(), records.append)
    assert records == list(note_records(*arguments, options or ExportOptions()))
    return out.getvalue(), records


def names(records: tuple[NoteRecord, ...]) -> set[str]:
    return {record.name for record in records}


def assert_foretold(told: Forecast, log: dict[str, set[str]]) -> None:
    assert names(told.new) == log["new"]
    assert names(told.changed) == log["updated"]
    assert names(told.unchanged) | names(told.held_back) == log["duplicate"]
    assert names(told.kind_changed) == log["conflicting"]


def altered(bank: m.Bank, first_id: str, **attributes: object) -> m.Bank:
    questions = [
        replace(question, **attributes) if question.first_id == first_id else question
        for question in bank.questions
    ]
    return replace(bank, questions=tuple(questions))
