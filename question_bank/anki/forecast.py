"""What importing a package will do in a collection that has the previous export, told before it is done."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRecord:
    """One note as it went, or will go, into a package.

    `name` is what its `ID` field says, `bank/first-id`. `changed_s` is its time of change in seconds since
    1970, `deck` the full name of its deck, `note_type` the id of its note type, `content` a digest of its
    fields and tags.
    """

    guid: str
    name: str
    changed_s: int
    deck: str
    note_type: int
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What becomes of each note. The groups up to `kind_changed` hold every note of the package once.

    `changed`: newer than last time. It replaces Anki's copy, with whatever was edited there before the
    question changed; only an edit that is later still is kept. `held_back`: other fields than last time, but
    no later time of change, so that Anki keeps its own copy. `kind_changed`: Anki refuses the note, since its
    copy is of another kind. `gone`: of the previous export, and not to be had any more; Anki keeps them.
    `moved`: of any group but the new ones, for another deck than last time; Anki leaves their cards where
    they are. `search_*` find them in Anki's browser: each is one search, several where one would be too long.
    """

    new: tuple[NoteRecord, ...]
    changed: tuple[NoteRecord, ...]
    unchanged: tuple[NoteRecord, ...]
    held_back: tuple[NoteRecord, ...]
    kind_changed: tuple[NoteRecord, ...]
    gone: tuple[NoteRecord, ...]
    moved: tuple[NoteRecord, ...]
    search_gone: tuple[str, ...]
    search_moved: tuple[str, ...]


def forecast(
    previous: Sequence[NoteRecord], now: Sequence[NoteRecord], still_there: Collection[str] = ()
) -> Forecast:
    """Return what importing `now` does where `previous` is, each group in the order given.

    `still_there` are GUIDs of questions that exist but were left out of this package by choice; they are not
    called gone.
    """
    before = {record.guid: record for record in previous}
    present = {record.guid for record in now} | set(still_there)
    groups: dict[str, list[NoteRecord]] = {}
    for record in now:
        groups.setdefault(_fate(before.get(record.guid), record), []).append(record)
    gone = tuple(record for record in before.values() if record.guid not in present)
    moved = tuple(
        record for record in now if (old := before.get(record.guid)) is not None and old.deck != record.deck
    )
    return Forecast(
        **{name: tuple(groups.get(name, ())) for name in _FATES},
        gone=gone,
        moved=moved,
        search_gone=searches(gone),
        search_moved=searches(moved),
    )


_FATES = ("new", "changed", "unchanged", "held_back", "kind_changed")
_MOST_IN_ONE_SEARCH = 200  # Anki's database takes less than a thousand
# What Anki's search takes for more than itself, even between quotes: wildcards, and what it reads as syntax.
_SPECIAL = re.compile(r'[\\"*_:]')


def _fate(before: NoteRecord | None, record: NoteRecord) -> str:
    if before is None:
        return "new"
    if before.note_type != record.note_type:
        return "kind_changed"
    if record.changed_s > before.changed_s:
        return "changed"
    return "unchanged" if record.content == before.content else "held_back"


def searches(records: Sequence[NoteRecord]) -> tuple[str, ...]:
    """Return what finds exactly these notes in Anki's browser."""
    names = [_term(record.name) for record in records]
    return tuple(
        " OR ".join(names[start : start + _MOST_IN_ONE_SEARCH])
        for start in range(0, len(names), _MOST_IN_ONE_SEARCH)
    )


def search_of_bank(bank_id: str) -> str:
    """Return what finds every note of the bank in Anki, whatever became of its question."""
    return f'"ID:{_escaped(bank_id)}/*"'


def _term(name: str) -> str:
    return f'"ID:{_escaped(name)}"'


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda sign: f"\\{sign[0]}", text)
