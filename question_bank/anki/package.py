"""Banks as one .apkg: notes and decks through genanki, then a zip that is the same for the same input."""

from __future__ import annotations

import itertools
import json
import re
import sqlite3
import zipfile
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

import genanki

from question_bank.anki.escaping import clean
from question_bank.anki.fields import note_fields
from question_bank.anki.identity import deck_id, deck_names, note_guid
from question_bank.anki.ids import NOTE_TYPES_CHANGED, ROOT_DECK_ID
from question_bank.anki.media import MediaFiles
from question_bank.anki.note_types import NoteType, note_types
from question_bank.anki.options import EVERYTHING, ExportOptions
from question_bank.markup import plain_text
from question_bank.model import Bank, Kind, Question
from question_bank.model.texts import parts, prompt_text

ROOT_DECK = "Factdeck"
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_REGULAR_FILE = 0o100644 << 16


class PackageError(ValueError):
    """The banks cannot be one package; the message says which questions are in the way."""


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What went into the package. Drafts are never shown to learners, so they stay behind."""

    notes: int
    cards: int
    media: int
    drafts: int
    decks: tuple[str, ...]


class _Note(genanki.Note):  # type: ignore[misc]  # genanki ships no types
    """A genanki note that knows when its question changed and which cards it has."""

    changed_at: int
    card_numbers: tuple[int, ...]

    @property
    def cards(self) -> list[genanki.Card]:
        return [genanki.Card(number) for number in self.card_numbers]

    def write_to_db(self, cursor: sqlite3.Cursor, timestamp: float, deck: int, ids: Any) -> None:
        # Anki keeps the newer copy of a note. With the time of export every export would overwrite what
        # learners edited; with the time of the question's last change only a changed question arrives.
        del timestamp
        super().write_to_db(cursor, self.changed_at, deck, ids)

    def _check_invalid_html_tags_in_fields(self) -> None:
        """Nothing: our fields are escaped; genanki's search is quadratic and warns of `x < 3 and y > 4`."""


def write_package(
    banks: Sequence[Bank],
    changed: Callable[[Bank, Question], datetime],
    media: Callable[[Bank, str], bytes],
    out: BinaryIO,
    options: ExportOptions = EVERYTHING,
) -> ExportReport:
    """Write the banks' questions as an Anki package to `out`.

    `changed` tells when a question's content last changed (an aware datetime): Anki updates a note only if
    this is later than its own copy. `media` reads a bank's file. The same input gives the same bytes.
    Raises PackageError, before anything is written, for two notes that Anki could not tell apart.
    """
    questions = [
        (bank, question) for bank in banks for question in bank.questions if options.takes(bank, question)
    ]
    _refuse_twins(questions)
    images = MediaFiles(media)
    decks = _decks(banks, changed, images, options)
    notes = [note for deck in decks for note in deck.notes]
    collection = _collection(decks, first_id=_first_id(notes))
    _write_zip(out, collection, images.contents)
    return ExportReport(
        notes=len(notes),
        cards=sum(len(note.card_numbers) for note in notes),
        media=len(images.contents),
        drafts=sum(question.draft for bank in banks for question in bank.questions),
        decks=tuple(deck.name for deck in decks if deck.notes),
    )


def _decks(
    banks: Sequence[Bank],
    changed: Callable[[Bank, Question], datetime],
    images: MediaFiles,
    options: ExportOptions,
) -> list[genanki.Deck]:
    types = note_types()
    decks = [genanki.Deck(ROOT_DECK_ID, ROOT_DECK, "Question banks that show their sources.")]
    positions = itertools.count(1)
    for bank, name in zip(banks, deck_names(banks), strict=True):
        deck = genanki.Deck(deck_id(bank.id), name, clean(bank.description))
        for question in bank.questions:
            if options.takes(bank, question):
                note = _note(bank, question, types[question.kind], images)
                note.changed_at = _seconds(changed(bank, question), question)
                note.due = next(positions)
                deck.add_note(note)
        if deck.notes:
            decks.append(deck)
    return decks


def _note(bank: Bank, question: Question, note_type: NoteType, images: MediaFiles) -> _Note:
    fields = note_fields(bank, question, lambda file: images.name(bank, file))
    note = _Note(
        model=note_type,
        fields=list(fields.values()),
        sort_field=clean(plain_text(prompt_text(question))),
        tags=_tags(question),
        guid=note_guid(bank.id, question.first_id),
    )
    numbers = parts(question)
    note.card_numbers = tuple(number - 1 for number in numbers) if question.kind is Kind.CLOZE else numbers
    return note


def _tags(question: Question) -> list[str]:
    """Return the tags as Anki can hold them: separated by spaces, so without any inside."""
    tags = (re.sub(r"\s+", "_", clean(tag).strip()) for tag in question.tags)
    return sorted({tag for tag in tags if tag})


def _seconds(changed: datetime, question: Question) -> int:
    if changed.tzinfo is None:
        raise PackageError(f"the change of question {question.id!r} has no time zone; give an aware datetime")
    return int(changed.timestamp())


def _refuse_twins(questions: Sequence[tuple[Bank, Question]]) -> None:
    seen: dict[tuple[str, str], Question] = {}
    for bank, question in questions:
        twin = seen.get((bank.id, question.first_id))
        if twin:
            raise PackageError(
                f"questions {twin.id!r} and {question.id!r} of bank {bank.id!r} both began as "
                f"{question.first_id!r}, so Anki would take them for one note; change one's `was`"
            )
        seen[bank.id, question.first_id] = question


def _first_id(notes: Sequence[_Note]) -> int:
    """Return the first note id. Anki shows it as the note's creation, in milliseconds."""
    newest = max((note.changed_at for note in notes), default=int(NOTE_TYPES_CHANGED.timestamp()))
    return max(newest, 1) * 1000


def _collection(decks: list[genanki.Deck], first_id: int) -> bytes:
    """Return the database of Anki's oldest package format; built in memory, so no file can be left behind."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("PRAGMA temp_store = MEMORY")
        genanki.Package(decks).write_to_db(
            connection.cursor(), NOTE_TYPES_CHANGED.timestamp(), itertools.count(first_id)
        )
        connection.commit()
        connection.execute("VACUUM")
        return connection.serialize()


def _write_zip(out: BinaryIO, collection: bytes, images: dict[str, bytes]) -> None:
    names = sorted(images)
    index = json.dumps({str(number): name for number, name in enumerate(names)}, sort_keys=True)
    members = {"collection.anki2": collection, "media": index.encode()}
    members |= {str(number): images[name] for number, name in enumerate(names)}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(members):
            entry = zipfile.ZipInfo(name, _ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # zipfile would note the system it runs on
            entry.external_attr = _REGULAR_FILE
            archive.writestr(entry, members[name])
