"""Packages as Anki would have written them, built without a file."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from question_bank.anki.identity import note_guid, note_name
from question_bank.anki.ids import NOTE_TYPE_IDS
from question_bank.anki.packages.values import (
    AnkiCard,
    AnkiDeck,
    AnkiNote,
    AnkiNoteType,
    AnkiPackage,
    AnkiReview,
)
from question_bank.model import Kind

DAY_MS = 86_400_000
LEARNING, REVIEW, RELEARNING, FILTERED, MANUAL, RESCHEDULED = range(6)
AGAIN, HARD, GOOD, EASY = 1, 2, 3, 4
CREATED = datetime(2026, 1, 1, 4, tzinfo=UTC)  # 60 days before the tests' clock
FOREIGN_TYPE, FOREIGN_CLOZES = 77, 78
_TYPES = {
    "salt": Kind.FLASHCARD,
    "capitals": Kind.CLOZE,
    "vapour-origin": Kind.SINGLE_CHOICE,
    "river": Kind.SHORT_ANSWER,
}


def ms(when: datetime) -> int:
    return round(when.timestamp() * 1000)


def line(at_ms, ease=GOOD, interval=3, kind=REVIEW, factor=500, last_interval=0, taken_ms=4000):
    """A line of Anki's log, for no card yet."""
    return AnkiReview(
        id_ms=at_ms,
        card_id=0,
        ease=ease,
        interval=interval,
        last_interval=last_interval,
        factor=factor,
        taken_ms=taken_ms,
        kind=kind,
    )


def learning(at_ms, ease=GOOD, interval=3):
    return line(at_ms, ease, interval, LEARNING, 0)


def reset(at_ms):
    return line(at_ms, 0, 0, MANUAL, 0)


def due_set(at_ms, kind=MANUAL):
    return line(at_ms, 0, 5, kind, 2500)


class InAnki:
    """A collection: give it cards with their logs, then take the `package`."""

    def __init__(
        self, created: datetime = CREATED, rollover_hour: int | None = 4, minutes_west: int | None = 0
    ):
        self.created_s = ms(created) // 1000
        self.rollover_hour, self.minutes_west = rollover_hour, minutes_west
        self.notes: dict[str, AnkiNote] = {}
        self.types: dict[int, AnkiNoteType] = {}
        self.cards: list[AnkiCard] = []
        self.reviews: list[AnkiReview] = []

    def add(self, name: str, *lines: AnkiReview, place: int = 0, guid: str | None = None, **card) -> InAnki:
        """Give the question `name` of the bank `water` a card with these lines."""
        kind = _TYPES.get(name, Kind.FLASHCARD)
        type_id = card.pop("type_id", NOTE_TYPE_IDS[kind])
        fields = ("Prompt",) if type_id in (FOREIGN_TYPE, FOREIGN_CLOZES) else ("ID", "Prompt")
        self.types[type_id] = AnkiNoteType(
            id=type_id, name=kind.value, cloze=kind is Kind.CLOZE, fields=fields, templates=(), stock=""
        )
        known = f"{name}/{guid}"
        if known not in self.notes:
            values = {"ID": note_name("water", name), "Prompt": "?"}
            self.notes[known] = AnkiNote(
                id=1 + len(self.notes),
                guid=guid if guid is not None else note_guid("water", name),
                type_id=type_id,
                changed_s=0,
                tags=(),
                fields=tuple(values[field] for field in fields),
            )
        number = 100 + len(self.cards)
        columns = {
            "type": 2,
            "queue": 2,
            "due": 0,
            "original_due": 0,
            "original_deck_id": 0,
            "data": "",
        } | card
        self.cards.append(
            AnkiCard(
                id=number,
                note_id=self.notes[known].id,
                deck_id=1,
                ord=place,
                interval=0,
                factor=2500,
                reps=len(lines),
                lapses=0,
                left=0,
                flags=0,
                **columns,
            )
        )
        self.reviews += [_of_card(each, number) for each in lines]
        return self

    @property
    def package(self) -> AnkiPackage:
        return AnkiPackage(
            format="anki21b",
            whole_collection=False,
            created_s=self.created_s,
            rollover_hour=self.rollover_hour,
            minutes_west=self.minutes_west,
            note_types=tuple(self.types.values()),
            notes=tuple(self.notes.values()),
            cards=tuple(self.cards),
            decks=(AnkiDeck(id=1, name="Factdeck::Water", filtered=False),),
            reviews=tuple(sorted(self.reviews, key=lambda each: each.id_ms)),
            media=(),
            media_left=(),
        )


def memory(stability: float, difficulty: float) -> str:
    """What Anki keeps in a card's `data`."""
    return json.dumps({"s": stability, "d": difficulty})


def _of_card(each: AnkiReview, number: int) -> AnkiReview:
    values = {name: getattr(each, name) for name in AnkiReview.__dataclass_fields__}
    return AnkiReview(**(values | {"card_id": number}))
