"""What a package from Anki holds, as values, and why a file is refused."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from question_bank.anki.packages.refusals import BadPackageError, Reason

__all__ = [
    "LIMITS",
    "STOCK",
    "AnkiCard",
    "AnkiDeck",
    "AnkiMedia",
    "AnkiNote",
    "AnkiNoteType",
    "AnkiPackage",
    "AnkiReview",
    "AnkiTemplate",
    "BadPackageError",
    "Limits",
    "MediaLeft",
    "Reason",
]

MEBIBYTE = 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class AnkiTemplate:
    """One card of a note type; `front` and `back` are template texts as in the file, never to be shown."""

    name: str
    front: str
    back: str
    id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnkiNoteType:
    """`stock` names the note type of Anki's own that it began as, one of `STOCK`; "" if none."""

    id: int
    name: str
    cloze: bool
    fields: tuple[str, ...]
    templates: tuple[AnkiTemplate, ...]
    stock: str


# Anki's numbers for the note types that it ships.
STOCK = {
    1: "basic",
    2: "basic and reversed",
    3: "basic optional reversed",
    4: "basic typing",
    5: "cloze",
    6: "image occlusion",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AnkiNote:
    """`fields` are HTML as in the file, not made safe, as many as the type has; ids are epoch ms.

    `guid` is as in the file where it is the note's alone.
    """

    id: int
    guid: str
    type_id: int
    changed_s: int
    tags: tuple[str, ...]
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnkiCard:
    """Anki's columns as they are: `due` is a position, a day since `created_s` or an epoch second.

    `interval` is in days, negative in seconds; `factor` in thousandths; `left` as 1000 * today + remaining;
    `data` is JSON of Anki's own, not checked, "" if none.
    """

    id: int
    note_id: int
    deck_id: int
    original_deck_id: int
    ord: int
    type: int
    queue: int
    due: int
    interval: int
    factor: int
    reps: int
    lapses: int
    left: int
    original_due: int
    flags: int
    data: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnkiReview:
    """A line of Anki's log; intervals are in days, negative in seconds. Its card may be gone from Anki."""

    id_ms: int
    card_id: int
    ease: int
    interval: int
    last_interval: int
    factor: int
    taken_ms: int
    kind: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnkiDeck:
    """`name` is the whole path, "Parent::Child", whichever format it came in."""

    id: int
    name: str
    filtered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AnkiMedia:
    """`name` is what fields call it, `file` stands in the work folder as <sha256>.<ending by content>."""

    name: str
    file: Path
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnkiPackage:
    """Everything in it refers to what is there: notes to types, cards to notes and decks; ids are unique.

    `format` names the collection that was read: "anki2", "anki21" or "anki21b". `created_s` is the epoch
    second that days are counted from; `rollover_hour` and `minutes_west` are None where the file is silent.
    `media_left` are pairs of a name and the reason why that file was not taken (a `MediaLeft`).
    """

    format: str
    whole_collection: bool
    created_s: int
    rollover_hour: int | None
    minutes_west: int | None
    note_types: tuple[AnkiNoteType, ...]
    notes: tuple[AnkiNote, ...]
    cards: tuple[AnkiCard, ...]
    decks: tuple[AnkiDeck, ...]
    reviews: tuple[AnkiReview, ...]
    media: tuple[AnkiMedia, ...]
    media_left: tuple[tuple[str, str], ...]


class MediaLeft(StrEnum):
    """Why a media file stays behind, in words that can follow the file's name."""

    DRAWING = "is a drawing (SVG), which can hold scripts; save it as PNG"
    OTHER = "is neither a picture nor a sound of a known kind"
    MISSING = "is listed but not in the package"
    EMPTY = "is empty"
    TOO_LARGE = "is too large for one file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What an honest package stays within; the numbers were measured on honest and on hostile ones."""

    package_bytes: int = 256 * MEBIBYTE
    members: int = 20_000
    database_bytes: int = 512 * MEBIBYTE
    media_bytes: int = 64 * MEBIBYTE
    all_media_bytes: int = 1024 * MEBIBYTE
    ratio: int = 200
    ratio_from_bytes: int = MEBIBYTE  # what is shorter may repeat itself as often as it likes
    notes: int = 200_000
    cards: int = 500_000
    reviews: int = 1_000_000
    decks: int = 20_000
    note_types: int = 2_000
    note_type_fields: int = 200
    field_characters: int = 200_000
    note_characters: int = 2_000_000
    name_characters: int = 10_000  # of a deck with all above it, a note type, a field, a GUID
    template_characters: int = 2_000_000
    seconds: float = 30.0
    memory_bytes: int = 1024 * MEBIBYTE


LIMITS = Limits()
