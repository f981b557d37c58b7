"""What is remembered of a package, so that the next one can be compared with it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence

from question_bank.anki.fields import field_names
from question_bank.anki.forecast import NoteRecord
from question_bank.anki.media import MediaFiles
from question_bank.anki.notes import Changed, Note, Notes
from question_bank.anki.options import EVERYTHING, ExportOptions
from question_bank.model import Bank


def note_records(
    banks: Sequence[Bank],
    changed: Changed,
    media: Callable[[Bank, str], bytes],
    options: ExportOptions = EVERYTHING,
) -> Iterator[NoteRecord]:
    """Return a record of each note that `write_package` writes for the same arguments, in the same order.

    Raises PackageError as it does.
    """
    return map(record_of, Notes(banks, changed, MediaFiles(media), options))


def record_of(note: Note) -> NoteRecord:
    # Where this Factdeck can be reached is nothing that the question says.
    fields = (text for name, text in zip(field_names(note.kind), note.fields, strict=True) if name != "Link")
    content = "\x1f".join((*fields, note.tags))
    return NoteRecord(
        guid=note.guid,
        name=note.name,
        changed_s=note.changed_s,
        deck=note.deck.name,
        note_type=note.type_id,
        content=hashlib.sha256(content.encode()).hexdigest()[:32],
    )
