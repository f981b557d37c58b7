"""Banks as one .apkg: notes and decks in a database, then a zip that is the same for the same input."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from question_bank.anki.archive import write_archive
from question_bank.anki.collection import write_collection
from question_bank.anki.forecast import NoteRecord
from question_bank.anki.media import MediaFiles
from question_bank.anki.notes import Changed, Notes
from question_bank.anki.options import EVERYTHING, ExportOptions
from question_bank.anki.records import record_of
from question_bank.model import Bank


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What went into the package. Drafts are never shown to learners, so they stay behind.

    `reviews` counts the lines of the learner's log.
    """

    notes: int
    cards: int
    media: int
    drafts: int
    decks: tuple[str, ...]
    reviews: int = 0


def write_package(
    banks: Sequence[Bank],
    changed: Changed,
    media: Callable[[Bank, str], bytes],
    out: BinaryIO,
    options: ExportOptions = EVERYTHING,
    remember: Callable[[NoteRecord], None] | None = None,
) -> ExportReport:
    """Write the banks' questions as an Anki package to `out`.

    `changed` tells when a question's content last changed (an aware datetime): Anki updates a note only if
    this is later than its own copy. `media` reads a bank's file; it is asked once to name the file and once
    to pack it. `remember` is given what `note_records` would return, note by note. The same input gives the
    same bytes. Raises PackageError, before anything is written, for two notes that Anki could not tell apart;
    and later for a file that changed meanwhile.
    """
    images = MediaFiles(media)
    seen = (lambda note: remember(record_of(note))) if remember else None
    notes = Notes(banks, changed, images, options, seen)
    with TemporaryDirectory(prefix="factdeck-") as folder:
        collection = Path(folder) / "collection.anki2"
        written = write_collection(collection, notes, options.progress)
        write_archive(out, collection, images)
    return ExportReport(
        notes=written.notes,
        cards=written.cards,
        media=len(images.names),
        drafts=sum(question.draft for bank in banks for question in bank.questions),
        decks=notes.decks.filled,
        reviews=written.reviews,
    )
