"""A package put together from what the reading process says; nothing that it says is believed unseen."""

from __future__ import annotations

import re
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence, Sized
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from question_bank.anki.packages.messages import Message, nonsense
from question_bank.anki.packages.refusals import BadPackageError, Reason
from question_bank.anki.packages.values import (
    AnkiCard,
    AnkiDeck,
    AnkiMedia,
    AnkiNote,
    AnkiNoteType,
    AnkiPackage,
    AnkiReview,
    AnkiTemplate,
    Limits,
)

_FILE = re.compile(r"[0-9a-f]{64}\.[a-z0-9]{3,4}")


class _Part(NamedTuple):
    """A kind of message: the types of its rows' columns, how many there may be, and what is made of them."""

    types: tuple[type, ...]
    most: int
    make: Callable[[Sequence[Any]], Iterable[object]]


def assembled(messages: Iterable[Message], folder: Path, *, whole: bool, limits: Limits) -> AnkiPackage:
    """Return the package; its media stand in the folder. Raises BadPackageError."""
    parts = _parts(folder, limits)
    made: dict[str, list[Any]] = {kind: [] for kind in parts}
    for kind, rows in messages:
        part = parts.get(kind)
        if part is None or not _fit(rows, part.types):
            raise nonsense()
        if len(made[kind]) + len(rows) > part.most:
            raise BadPackageError(Reason.TOO_MANY, f"more than {part.most:,}: {kind}")
        made[kind].extend(part.make(rows))
    if len(made["head"]) != 1:
        raise BadPackageError(Reason.BROKE, "what it said has no head")
    ending, created_s, rollover_hour, minutes_west = made["head"][0]
    package = AnkiPackage(
        format=ending,
        whole_collection=whole,
        created_s=created_s,
        rollover_hour=rollover_hour,
        minutes_west=minutes_west,
        note_types=tuple(made["type"]),
        notes=tuple(_told_apart(made["note"])),
        cards=tuple(made["card"]),
        decks=tuple(made["deck"]),
        reviews=tuple(made["review"]),
        media=tuple(made["media"]),
        media_left=tuple(made["left"]),
    )
    _check_references(package)
    return package


def _parts(folder: Path, limits: Limits) -> dict[str, _Part]:
    return {
        "head": _Part((str, int, list), 1, partial(map, _head)),
        "type": _Part((int, str, bool, list, list, str), limits.note_types, partial(map, _note_type)),
        "deck": _Part((int, str, bool), limits.decks, partial(map, _deck)),
        "note": _Part((int, str, int, int, list, list), limits.notes, partial(map, _note)),
        "card": _Part((*(int,) * 15, str), limits.cards, _cards),
        "review": _Part((int,) * 8, limits.reviews, _reviews),
        "media": _Part((str, str, int), limits.members, lambda rows: [_media(row, folder) for row in rows]),
        "left": _Part((str, str), limits.members, partial(map, tuple)),
    }


def _fit(rows: Sequence[Any], types: tuple[type, ...]) -> bool:
    """Return whether each row is a list of values of these types; column by column, since that is quick."""
    if set(map(type, rows)) != {list} or set(map(len, rows)) != {len(types)}:
        return not rows
    return [set(map(type, column)) for column in zip(*rows, strict=True)] == [{own} for own in types]


def _cards(rows: Sequence[Any]) -> list[AnkiCard]:
    return [
        AnkiCard(
            id=row[0],
            note_id=row[1],
            deck_id=row[2],
            original_deck_id=row[3],
            ord=row[4],
            type=row[5],
            queue=row[6],
            due=row[7],
            interval=row[8],
            factor=row[9],
            reps=row[10],
            lapses=row[11],
            left=row[12],
            original_due=row[13],
            flags=row[14],
            data=row[15],
        )
        for row in rows
    ]


def _reviews(rows: Sequence[Any]) -> list[AnkiReview]:
    return [
        AnkiReview(
            id_ms=row[0],
            card_id=row[1],
            ease=row[2],
            interval=row[3],
            last_interval=row[4],
            factor=row[5],
            taken_ms=row[6],
            kind=row[7],
        )
        for row in rows
    ]


def _head(row: list[Any]) -> tuple[str, int, int | None, int | None]:
    match row:
        case [
            str() as ending,
            int() as created_s,
            [int() | None as hour, int() | None as minutes_west],
        ]:
            return ending, created_s, hour, minutes_west
    raise nonsense()


def _note_type(row: list[Any]) -> AnkiNoteType:
    type_id, name, cloze, fields, templates, stock = row
    return AnkiNoteType(
        id=type_id,
        name=name,
        cloze=cloze,
        fields=_texts(fields),
        templates=tuple(map(_template, templates)),
        stock=stock,
    )


def _template(row: object) -> AnkiTemplate:
    match row:
        case [str() as name, str() as front, str() as back, int() | None as own]:
            return AnkiTemplate(name=name, front=front, back=back, id=own)
    raise nonsense()


def _deck(row: list[Any]) -> AnkiDeck:
    return AnkiDeck(id=row[0], name=row[1], filtered=row[2])


def _note(row: list[Any]) -> AnkiNote:
    note_id, guid, type_id, changed_s, tags, fields = row
    return AnkiNote(
        id=note_id, guid=guid, type_id=type_id, changed_s=changed_s, tags=_texts(tags), fields=_texts(fields)
    )


def _told_apart(notes: Iterable[AnkiNote]) -> Iterator[AnkiNote]:
    """Yield the notes, those without a GUID and all but the first of one GUID with one made from their id.

    Anki makes no such notes, other programs do; each would pass for an edited copy of the one before it.
    """
    seen = {""}
    for note in notes:
        yield note if note.guid not in seen else replace(note, guid=f"{note.guid}#{note.id}")
        seen.add(note.guid)


def _texts(values: list[Any]) -> tuple[str, ...]:
    if not all(type(value) is str for value in values):
        raise nonsense()
    return tuple(values)


def _media(row: list[Any], folder: Path) -> AnkiMedia:
    """Return the file, which is a plain one in the folder, called as only its content can be."""
    name, file, size = row
    if not _FILE.fullmatch(file):
        raise BadPackageError(Reason.BROKE, "it named a file that it cannot have made")
    try:
        found = (folder / file).lstat()
    except OSError as error:
        raise BadPackageError(Reason.BROKE, "it named a file that it did not make") from error
    if not stat.S_ISREG(found.st_mode) or found.st_size != size:
        raise BadPackageError(Reason.BROKE, "it named a file that it did not make")
    return AnkiMedia(name=name, file=folder / file, size=size)


def _check_references(package: AnkiPackage) -> None:
    """Refuse ids that come twice, and names of what is not there."""
    types = {note_type.id: note_type for note_type in package.note_types}
    notes = {note.id: note for note in package.notes}
    decks = {deck.id for deck in package.decks}
    _once("note type", package.note_types, types)
    _once("deck", package.decks, decks)
    _once("note", package.notes, notes)
    _once("card", package.cards, {card.id for card in package.cards})
    _once("review", package.reviews, {review.id_ms for review in package.reviews})
    for note in package.notes:
        own = types.get(note.type_id)
        if own is None:
            raise BadPackageError(Reason.DOES_NOT_FIT, f"note {note.id} has no note type")
        if len(own.fields) != len(note.fields):
            fields = f"has other fields ({len(note.fields)}) than its type {own.name!r} ({len(own.fields)})"
            raise BadPackageError(Reason.DOES_NOT_FIT, f"note {note.id} {fields}")
    for card in package.cards:
        if card.note_id not in notes or card.deck_id not in decks:
            missing = "note" if card.note_id not in notes else "deck"
            raise BadPackageError(Reason.DOES_NOT_FIT, f"card {card.id} has no {missing}")
        own = types[notes[card.note_id].type_id]
        if card.ord < 0 or (not own.cloze and card.ord >= len(own.templates)):
            raise BadPackageError(Reason.DOES_NOT_FIT, f"card {card.id} has no template")


def _once(what: str, values: Sized, ids: Sized) -> None:
    if len(values) != len(ids):
        raise BadPackageError(Reason.DOES_NOT_FIT, f"two of one id: {what}")
