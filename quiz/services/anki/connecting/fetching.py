"""Reviews that were given in the running Anki come into the learner's log, like those of a package.

What AnkiConnect tells is put into the values of a package, so that `histories.py` decides what counts. The
log of a card is always taken whole, since what counts in it depends on its beginning; but only cards with
lines that are not known from the last time are looked at.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from question_bank.anki.fields import field_names
from question_bank.anki.forecast import search_of_bank
from question_bank.anki.packages.values import (
    AnkiCard,
    AnkiDeck,
    AnkiNote,
    AnkiNoteType,
    AnkiPackage,
    AnkiReview,
)
from question_bank.model import Kind
from quiz.memory.anki_history import AnkiAnswer, Left, read_history
from quiz.services.anki import histories
from quiz.services.anki.connecting.actions import (
    CardThere,
    NoteThere,
    cards_there,
    find_cards,
    notes_of_cards,
    reviews_of,
)
from quiz.services.anki.connecting.client import AnkiConnect
from quiz.services.anki.connecting.links import TRANSFER_SECONDS, new_link, one_at_a_time, opened, save_report
from quiz.services.anki.histories import HistoryReport
from quiz.services.banks import get_bank_of
from quiz.services.context import Context
from quiz.services.learners import get_learner
from quiz.services.moments import moment_at, now_of
from quiz.store import anki_links
from quiz.store.anki_links import LinkRow
from quiz.store.database import reading
from quiz.store.learners import LearnerRow
from quiz.store.times import to_ms

_MOST_TEMPLATES = 500  # Anki numbers the gaps of a text up to this
_SUSPENDED, _BURIED, _REVIEW = -1, -2, 2
_DECK = 1
_DAY_SECONDS = 86_400
_FARTHEST_DUE = 2**17  # days; Anki plans no further than 36,500
_CLOZE_TEXT = field_names(Kind.CLOZE)[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Logs:
    """`ours` are all cards of the bank in Anki; `lines` and `latest_ms` are those of their whole log."""

    ours: Collection[int]
    reviews: Mapping[int, Sequence[AnkiReview]]
    suspended: Collection[int]

    @property
    def lines(self) -> int:
        return sum(len(own) for own in self.reviews.values())

    @property
    def latest_ms(self) -> int | None:
        return max((line.id_ms for own in self.reviews.values() for line in own), default=None)

    def unknown(self, link: LinkRow) -> set[int]:
        """Return the cards with lines that were not there when the link was used last.

        Lines older than the latest of then come when another device syncs late: then all cards are looked at.
        """
        since = link.latest_ms
        if since is None:
            return set(self.reviews)
        known = sum(line.id_ms <= since for own in self.reviews.values() for line in own)
        if known != link.log_lines:
            return set(self.reviews)
        return {card for card, own in self.reviews.items() if any(line.id_ms > since for line in own)}


def fetch(
    ctx: Context, learner_id: int, key: str, profile: str | None, *, suspend: bool = True
) -> HistoryReport:
    """Bring the reviews of the bank's cards, in the running Anki with `profile` open, into the learner's log.

    With `suspend`, cards that are suspended there are suspended here. Raises NotFound, TooBusyError, and
    ConnectError if nothing was brought.
    """
    with reading(ctx.engine) as connection:
        row = get_bank_of(connection, learner_id, key)
        learner = get_learner(connection, learner_id)
        links = anki_links.links_of(connection, learner_id, row.id)
    with one_at_a_time():
        anki, found = opened(ctx, TRANSFER_SECONDS, profile)
        there = found.profile
        link = new_link(links, there, next((each.place for each in links if each.profile == there), ""))
        bank = search_of_bank(row.key)
        logs = _logs(anki, bank, suspend=suspend)
        wanted = logs.unknown(link) | set(logs.suspended)
        package = _package(ctx, anki, learner, bank, logs, wanted)
        report = histories.bring(ctx, learner_id, package, suspend=suspend)
        # What cannot be taken now may be another time, so that all is looked at again then.
        whole = not report.apart and Left.FUTURE not in report.left
        link = replace(link, latest_ms=logs.latest_ms if whole else None, log_lines=logs.lines)
        save_report(ctx, learner_id, row, link, "brought", _counts(report))
    return report


def _logs(anki: AnkiConnect, bank: str, *, suspend: bool) -> _Logs:
    ours = find_cards(anki, bank)
    suspended = find_cards(anki, f"{bank} is:suspended") if suspend else []
    return _Logs(ours=ours, reviews=reviews_of(anki, ours), suspended=suspended)


def _package(
    ctx: Context, anki: AnkiConnect, learner: LearnerRow, bank: str, logs: _Logs, wanted: Collection[int]
) -> AnkiPackage:
    """Return the wanted cards with their notes and logs as a package would have them."""
    notes = notes_of_cards(anki, wanted)
    cards = _cards(anki, bank, notes, logs, wanted)
    created_s, due = _dues(ctx, anki, learner, cards, logs)
    return AnkiPackage(
        format="AnkiConnect",
        whole_collection=False,
        created_s=created_s,
        rollover_hour=None,
        minutes_west=None,
        note_types=_note_types(notes),
        notes=tuple(_note(note) for note in notes),
        cards=tuple(replace(card, **due.get(card.id, {})) for card in cards),
        decks=(AnkiDeck(id=_DECK, name="Anki", filtered=False),),
        reviews=tuple(line for card in cards for line in logs.reviews.get(card.id, ())),
        media=(),
        media_left=(),
    )


def _note_types(notes: Sequence[NoteThere]) -> tuple[AnkiNoteType, ...]:
    return tuple(
        AnkiNoteType(
            id=note.id,
            name="",
            cloze=_CLOZE_TEXT in note.fields,
            fields=tuple(note.fields),
            templates=(),
            stock="",
        )
        for note in notes
    )


def _note(note: NoteThere) -> AnkiNote:
    """Return the note with a type of its own, since AnkiConnect tells no number of it, and no GUID."""
    return AnkiNote(
        id=note.id, guid="", type_id=note.id, changed_s=0, tags=(), fields=tuple(note.fields.values())
    )


def _cards(
    anki: AnkiConnect, bank: str, notes: Sequence[NoteThere], logs: _Logs, wanted: Collection[int]
) -> list[AnkiCard]:
    """Return the wanted cards, new to look at but for what searches tell of them."""
    note_of = {card: note.id for note in notes for card in note.cards if card in wanted}
    buried = set(find_cards(anki, f"{bank} is:buried")) if note_of else set()
    filtered = set(find_cards(anki, f"{bank} deck:filtered")) if note_of else set()
    suspended = set(logs.suspended)
    queues = {card: _SUSPENDED if card in suspended else _BURIED if card in buried else 0 for card in note_of}
    return [
        AnkiCard(
            id=card,
            note_id=note_of[card],
            deck_id=_DECK,
            original_deck_id=_DECK if card in filtered else 0,
            ord=place,
            type=0,
            queue=queues[card],
            due=0,
            interval=0,
            factor=0,
            reps=0,
            lapses=0,
            left=0,
            original_due=0,
            flags=0,
            data="",
        )
        for card, place in sorted(_places(anki, bank, set(note_of)).items())
    ]


def _places(anki: AnkiConnect, bank: str, cards: set[int]) -> dict[int, int]:
    """Return which card of its note each is, from 0. Anki tells by searches, without drawing the cards."""
    found: dict[int, int] = {}
    place = 0
    while len(found) < len(cards) and place < _MOST_TEMPLATES:
        here = cards & set(find_cards(anki, f"{bank} card:{place + 1}"))
        found |= dict.fromkeys(here, place)
        place += 1
    return found


def _dues(
    ctx: Context, anki: AnkiConnect, learner: LearnerRow, cards: Sequence[AnkiCard], logs: _Logs
) -> tuple[int, dict[int, dict[str, Any]]]:
    """Return the second from which due days count, and the due days of cards where one was set by hand."""
    now = now_of(ctx, learner)
    moved = {
        card.id for card in cards if not card.original_deck_id and _due_was_set(logs, card.id, to_ms(now.at))
    }
    there = cards_there(anki, moved)
    in_review = [card for card in there if card.type == _REVIEW and abs(card.due) < _FARTHEST_DUE]
    if not in_review:
        return to_ms(now.at) // 1000, {}
    day_zero = now.day - (in_review[0].due - _days_from_now(anki, in_review[0]))
    noon_s = day_zero * _DAY_SECONDS + _DAY_SECONDS // 2
    offset = moment_at(max(noon_s, 0) * 1000, learner).offset_minutes
    return noon_s - offset * 60, {card.id: {"type": _REVIEW, "due": card.due} for card in in_review}


def _due_was_set(logs: _Logs, card: int, now_ms: int) -> bool:
    lines = (
        AnkiAnswer(
            id_ms=each.id_ms, ease=each.ease, interval=each.interval, factor=each.factor, kind=each.kind
        )
        for each in logs.reviews.get(card, ())
    )
    return read_history(lines, now_ms).due_set is not None


def _days_from_now(anki: AnkiConnect, card: CardThere) -> int:
    """Return in how many of Anki's days the card is due; found by searching, since nothing tells it."""
    low, high = -_FARTHEST_DUE, _FARTHEST_DUE
    while low < high:
        middle = (low + high) // 2
        if find_cards(anki, f"cid:{card.id} prop:due<={middle}"):
            high = middle
        else:
            low = middle + 1
    return low


def _counts(report: HistoryReport) -> dict[str, Any]:
    counts = asdict(report)
    return {
        **{name: value for name, value in counts.items() if isinstance(value, int)},
        "left": sum(report.left.values()),
        "apart": sum(report.apart.values()),
    }
