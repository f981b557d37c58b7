"""Packages made by hand: a few notes of one note type, with the cards that Anki would make of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from question_bank.anki.packages.values import (
    AnkiCard,
    AnkiDeck,
    AnkiMedia,
    AnkiNote,
    AnkiNoteType,
    AnkiPackage,
    AnkiTemplate,
)
from question_bank.anki.taking.guessing import guess
from question_bank.anki.taking.knowing import Known
from question_bank.anki.taking.landing import as_imported
from question_bank.anki.taking.taking import take
from question_bank.anki.taking.values import CardMapping, Taking
from question_bank.formats import land
from question_bank.model import Bank
from question_bank.problems import Severity
from question_bank.reading import read_bank_texts
from question_bank.rules.check import check_rules

DECK = 7


def template(front: str, back: str, name: str = "Card 1") -> AnkiTemplate:
    return AnkiTemplate(name=name, front=front, back=back, id=None)


def note_type(
    *fields: str,
    templates: Sequence[AnkiTemplate] = (),
    cloze: bool = False,
    name: str = "Type",
    number: int = 1,
) -> AnkiNoteType:
    made = templates or (template(f"{{{{{fields[0]}}}}}", "".join(f"{{{{{each}}}}}" for each in fields[1:])),)
    return AnkiNoteType(id=number, name=name, cloze=cloze, fields=fields, templates=tuple(made), stock="")


BASIC = note_type("Front", "Back", name="Basic")
CLOZE = note_type(
    "Text",
    "Back Extra",
    templates=[template("{{cloze:Text}}", "{{cloze:Text}}<br>{{Back Extra}}")],
    cloze=True,
)


def package(
    of: AnkiNoteType | Sequence[AnkiNoteType],
    *notes: Sequence[str],
    deck: str = "Biology::Cells",
    tags: Sequence[str] = (),
    media: Mapping[str, Path] | None = None,
    media_left: Sequence[tuple[str, str]] = (),
    guid: Callable[[int], str] = "guid-{}".format,
    types: Sequence[int] = (),
) -> AnkiPackage:
    """Return a package; `types` names the note type of each note, else all are of the first."""
    note_types = [of] if isinstance(of, AnkiNoteType) else list(of)
    by_id = {each.id: each for each in note_types}
    made = [
        AnkiNote(
            id=1000 + index,
            guid=guid(index),
            type_id=types[index] if types else note_types[0].id,
            changed_s=1_700_000_000,
            tags=tuple(tags),
            fields=tuple(fields),
        )
        for index, fields in enumerate(notes)
    ]
    return AnkiPackage(
        format="anki21b",
        whole_collection=False,
        created_s=0,
        rollover_hour=4,
        minutes_west=0,
        note_types=tuple(note_types),
        notes=tuple(made),
        cards=tuple(
            card(note.id, number)
            for note in made
            for number in range(1 if by_id[note.type_id].cloze else len(by_id[note.type_id].templates))
        ),
        decks=(AnkiDeck(id=DECK, name=deck, filtered=False),),
        reviews=(),
        media=tuple(
            AnkiMedia(name=name, file=file, size=file.stat().st_size) for name, file in (media or {}).items()
        ),
        media_left=tuple(media_left),
    )


def card(note_id: int, number: int = 0, **columns: int) -> AnkiCard:
    zeros = dict.fromkeys(
        ("type", "queue", "due", "interval", "factor", "reps", "lapses", "left", "original_due", "flags"), 0
    )
    given = {"deck_id": DECK, "original_deck_id": 0, **zeros, **columns}
    return AnkiCard(id=note_id * 10 + number, note_id=note_id, ord=number, data="", **given)


def picture(folder: Path, content: bytes = b"a picture", ending: str = "png") -> Path:
    """Return a file as the reader of packages leaves it: named by its content."""
    file = folder / f"{hashlib.sha256(content).hexdigest()}.{ending}"
    file.write_bytes(content)
    return file


def taken(
    made: AnkiPackage, known: Known | None = None, mappings: Sequence[CardMapping] | None = None
) -> Taking:
    return take(
        made,
        guess(made) if mappings is None else mappings,
        language="en",
        known=known or Known(),
        file="deck.apkg",
    )


def landed(taking: Taking) -> Bank:
    """Return the bank that the questions make, held to pass its checks without an error."""
    landing = land(as_imported(taking), {}, None, "deck.apkg")
    reading = read_bank_texts(dict(landing.files), "")
    assert reading.problems == ()
    assert reading.bank is not None
    assert [each for each in check_rules(reading.bank) if each.severity is Severity.ERROR] == []
    return reading.bank
