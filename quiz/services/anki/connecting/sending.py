"""A bank goes straight into the running Anki: imported there, and cards moved whose question moved here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory

from question_bank.anki import Forecast, NoteRecord, forecast
from question_bank.anki.forecast import search_of_bank
from quiz.services.anki.connecting.actions import (
    change_deck,
    find_cards,
    find_notes,
    import_package,
    notes_of_cards,
    times_of_change,
)
from quiz.services.anki.connecting.client import AnkiConnect, ConnectError
from quiz.services.anki.connecting.links import (
    TRANSFER_SECONDS,
    new_link,
    one_at_a_time,
    opened,
    place_of,
    save_report,
)
from quiz.services.anki.exporting import Package, Parcel, desk_of, packed_for, remember
from quiz.services.anki.recording import Deed, record_deed
from quiz.services.anki.wishes import Wish
from quiz.services.banks import get_bank_of
from quiz.services.context import Context
from quiz.store import anki_links
from quiz.store.database import reading

_MOST_AT_ONCE = 1000  # notes in one search
_IN_FILTERED = "deck:filtered"
_SPECIAL = re.compile(r'[\\"*_]')


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What became of a package. `new`, `updated` and `same` count notes, seen in Anki before and after it.

    `moved` counts the cards that followed their question to another deck; `elsewhere` those that lie where
    the learner put them and stay there, `waiting` those that are in a filtered deck for now. `gone` counts
    the notes in Anki of questions that are no longer in the bank; `searches` find them there. `stopped` is
    the trouble that came after the import, "" if none.
    """

    notes: int
    new: int = 0
    updated: int = 0
    same: int = 0
    moved: int = 0
    elsewhere: int = 0
    waiting: int = 0
    gone: int = 0
    searches: tuple[str, ...] = ()
    stopped: str = ""
    detail: str = ""


def send(ctx: Context, learner_id: int, key: str, wish: Wish, profile: str | None) -> Sent:
    """Bring what the wish comes to into the running Anki, where `profile` is open (None: any).

    Raises NotFound, WishError, NoPackageError, and ConnectError if nothing arrived or that is not known.
    """
    with reading(ctx.engine) as connection:
        row = get_bank_of(connection, learner_id, key)
        links = anki_links.links_of(connection, learner_id, row.id)
    with one_at_a_time():
        anki, found = opened(ctx, TRANSFER_SECONDS, profile)
        there = found.profile
        desk = desk_of(ctx, learner_id, key, replace(wish, place=place_of(links, there, wish.place)))
        parcel = packed_for(ctx, learner_id, desk)
        with parcel.package.file:
            before = _times(anki, row.key)
            _hand_over(anki, parcel.package)
        remember(ctx, learner_id, parcel)
        sent = _followed_up(ctx, anki, learner_id, parcel, before)
        save_report(ctx, learner_id, row, new_link(links, there, desk.wish.place or ""), "sent", asdict(sent))
    return sent


def _hand_over(anki: AnkiConnect, package: Package) -> None:
    """Let Anki read the package from a file that only its owner can read, and that is gone afterwards."""
    with _private_file(package) as path:
        import_package(anki, path)


@contextmanager
def _private_file(package: Package) -> Iterator[Path]:
    # Windows removes no file that Anki still reads after it kept us waiting too long.
    with TemporaryDirectory(prefix="factdeck-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "factdeck.apkg"
        with path.open("xb") as file:
            copyfileobj(package.file, file)
        yield path


def _times(anki: AnkiConnect, bank: str) -> dict[int, int]:
    return times_of_change(anki, find_notes(anki, search_of_bank(bank)))


def _followed_up(
    ctx: Context, anki: AnkiConnect, learner_id: int, parcel: Parcel, before: dict[int, int]
) -> Sent:
    """Return what the import did, once its cards are where they belong; it counts whatever fails now."""
    sent = Sent(notes=len(parcel.records))
    foretold = forecast(parcel.desk.there, parcel.records, parcel.desk.material.guids)
    try:
        after = _times(anki, parcel.desk.material.row.key)
        new = len(after.keys() - before.keys())
        updated = sum(before[note] != after[note] for note in before.keys() & after.keys())
        same = max(sent.notes - new - updated, 0)
        sent = replace(sent, new=new, updated=updated, same=same)
        gone = sum(len(find_notes(anki, _named(notes))) for notes in _some(foretold.gone))
        sent = replace(sent, gone=gone, searches=foretold.search_gone if gone else ())
        for old, deck, notes in _moves(parcel, foretold):
            sent = _moved(ctx, anki, learner_id, parcel, sent, old, deck, notes)
    except ConnectError as error:
        return replace(sent, stopped=error.trouble, detail=error.detail)
    return sent


def _moves(parcel: Parcel, foretold: Forecast) -> Iterator[tuple[str, str, Sequence[NoteRecord]]]:
    """Yield the deck of the last package, the deck of this one, and notes that moved from it to this."""
    there = {record.guid: record.deck for record in parcel.desk.there}
    groups: dict[tuple[str, str], list[NoteRecord]] = {}
    for record in foretold.moved:
        groups.setdefault((there[record.guid], record.deck), []).append(record)
    for (old, deck), notes in groups.items():
        for some in _some(notes):
            yield old, deck, some


def _moved(
    ctx: Context,
    anki: AnkiConnect,
    learner_id: int,
    parcel: Parcel,
    sent: Sent,
    old: str,
    deck: str,
    notes: Sequence[NoteRecord],
) -> Sent:
    """Move the notes' cards that still lie in the deck of the last package, and remember which those were."""
    ours = _named(notes)
    cards = find_cards(anki, f"{ours} {_in_deck(old)} -{_IN_FILTERED}")
    if cards:
        change_deck(anki, cards, deck)
    left = find_cards(anki, f"{ours} -({_in_deck(deck)})")
    waiting = len(find_cards(anki, f"{ours} {_in_deck(old)} {_IN_FILTERED}")) if left else 0
    staying = {note.fields.get("ID", "") for note in notes_of_cards(anki, left)}
    row = parcel.desk.material.row
    if arrived := [note for note in notes if note.name not in staying]:
        record_deed(ctx, learner_id, row.key, Deed.MOVED, parcel.desk.wish.place or "", arrived)
    return replace(
        sent,
        moved=sent.moved + len(cards),
        waiting=sent.waiting + waiting,
        elsewhere=sent.elsewhere + len(left) - waiting,
    )


def _some(notes: Sequence[NoteRecord]) -> Iterator[Sequence[NoteRecord]]:
    return (notes[start : start + _MOST_AT_ONCE] for start in range(0, len(notes), _MOST_AT_ONCE))


def _named(notes: Iterable[NoteRecord]) -> str:
    """Return the search for exactly these notes, which Anki finds at once: alternatives take it minutes."""
    names = "|".join(re.escape(note.name).replace("\\-", "-") for note in notes)
    return f'"ID:re:^({names})$"'


def _in_deck(name: str) -> str:
    """Return the search for what lies in this deck itself, and in none below it."""
    term = _SPECIAL.sub(lambda sign: f"\\{sign[0]}", name)
    return f'"deck:{term}" -"deck:{term}::*"'
