"""Which cards of a package from Anki are cards of ours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from question_bank.anki.identity import note_guid, note_name
from question_bank.anki.ids import NOTE_TYPE_IDS
from question_bank.anki.packages.values import AnkiCard, AnkiNote, AnkiNoteType, AnkiPackage, AnkiReview
from question_bank.anki.taking.knowing import end_of, places_of
from quiz.memory.anki_history import AnkiAnswer
from quiz.memory.queue import CardKey
from quiz.services.anki.history_values import Apart
from quiz.store.anki_history import NamedQuestion

_NAME_FIELD = "ID"
_OUR_TYPES = frozenset(NOTE_TYPE_IDS.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A card of ours in Anki, with its log there."""

    key: CardKey
    bank_id: int
    card: AnkiCard
    lines: tuple[AnkiAnswer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """`apart` counts the cards that are not in `found`, by reason, and `apart_lines` their lines."""

    found: tuple[Found, ...]
    apart: Mapping[Apart, int]
    apart_lines: int
    deleted_lines: int


def recognise(
    package: AnkiPackage,
    questions: Iterable[NamedQuestion],
    cards: Collection[CardKey],
    bank_ids: Collection[int],
) -> Recognised:
    """Find the learner's `cards` in the package; `bank_ids` are the banks that they learn with.

    A note is ours by its GUID, which comes from permanent ids, or by what its `ID` field says. One that was
    imported is known by the end of its questions' ids, which is made of its GUID.
    """
    questions = tuple(questions)
    by_end = _by_end(questions)
    lines: dict[int, list[AnkiAnswer]] = {}
    for review in package.reviews:
        lines.setdefault(review.card_id, []).append(_line(review))
    types = {each.id: each for each in package.note_types}
    ours = _ours(package.notes, types, questions)
    notes = {each.id: each for each in package.notes}
    found: list[Found] = []
    apart: Counter[Apart] = Counter()
    apart_lines = 0
    for card in package.cards:
        own = tuple(lines.pop(card.id, ()))
        note_type = types[notes[card.note_id].type_id]
        placed = _place(card, note_type, ours[card.note_id], cards, bank_ids)
        if placed in {Apart.FOREIGN, Apart.UNKNOWN}:
            places = places_of(notes[card.note_id].guid, card.ord, cloze=note_type.cloze)
            placed = _imported(places, by_end, cards, bank_ids) or placed
        if isinstance(placed, Apart):
            apart[placed] += 1
            apart_lines += len(own)
        else:
            key, bank_id = placed
            found.append(Found(key=key, bank_id=bank_id, card=card, lines=own))
    found.sort(key=lambda each: each.key)
    return Recognised(
        found=tuple(found),
        apart=apart,
        apart_lines=apart_lines,
        deleted_lines=sum(len(own) for own in lines.values()),
    )


def _place(
    card: AnkiCard,
    note_type: AnkiNoteType,
    question: NamedQuestion | Apart,
    cards: Collection[CardKey],
    bank_ids: Collection[int],
) -> tuple[CardKey, int] | Apart:
    if isinstance(question, Apart):
        return question
    key = (question.id, card.ord + 1 if note_type.cloze else card.ord)
    if question.bank_id not in bank_ids:
        return Apart.NOT_LEARNT
    return (key, question.bank_id) if key in cards else Apart.NO_CARD


def _imported(
    places: Iterable[tuple[str, int]],
    by_end: Mapping[str, Sequence[NamedQuestion]],
    cards: Collection[CardKey],
    bank_ids: Collection[int],
) -> tuple[CardKey, int] | Apart | None:
    """Return the card that an import made of a foreign one, None if there was no such import."""
    reason: Apart | None = None
    for end, part in places:
        for question in by_end.get(end, ()):
            key = (question.id, part)
            if key in cards and question.bank_id in bank_ids:
                return key, question.bank_id
            reason = Apart.NO_CARD if question.bank_id in bank_ids else reason or Apart.NOT_LEARNT
    return reason


def _by_end(questions: Sequence[NamedQuestion]) -> dict[str, list[NamedQuestion]]:
    """Return the questions by the ends of their ids that tell of the note they were imported from."""
    found: dict[str, list[NamedQuestion]] = {}
    for question in questions:
        for end in {end_of(question.key), end_of(question.first_key)} - {""}:
            found.setdefault(end, []).append(question)
    return found


def _ours(
    notes: Sequence[AnkiNote], types: Mapping[int, AnkiNoteType], questions: Sequence[NamedQuestion]
) -> dict[int, NamedQuestion | Apart]:
    """Return by note the question it shows, one note for each."""
    by_guid = {note_guid(each.bank, each.first_key): each for each in questions}
    by_name = {note_name(each.bank, each.key): each for each in questions}
    by_name |= {note_name(each.bank, each.first_key): each for each in questions}
    ours: dict[int, NamedQuestion | Apart] = {}
    taken: set[int] = set()
    for note in sorted(notes, key=lambda note: (note.guid not in by_guid, note.id)):
        question = by_guid.get(note.guid) or by_name.get(_name_in(note, types[note.type_id]))
        if question is None:
            ours[note.id] = Apart.UNKNOWN if note.type_id in _OUR_TYPES else Apart.FOREIGN
        elif question.id in taken:
            ours[note.id] = Apart.TWIN
        else:
            ours[note.id] = question
            taken.add(question.id)
    return ours


def _name_in(note: AnkiNote, note_type: AnkiNoteType) -> str:
    if _NAME_FIELD not in note_type.fields:
        return ""
    place = note_type.fields.index(_NAME_FIELD)
    return note.fields[place].strip() if place < len(note.fields) else ""


def _line(review: AnkiReview) -> AnkiAnswer:
    return AnkiAnswer(
        id_ms=review.id_ms,
        ease=review.ease,
        interval=review.interval,
        last_interval=review.last_interval,
        factor=review.factor,
        taken_ms=review.taken_ms,
        kind=review.kind,
    )
