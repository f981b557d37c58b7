"""What is asked of a running Anki, with answers that are checked: an answer of another shape is no answer.

Of a large collection questions are asked in pieces, since AnkiConnect reads a request in small bites.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from question_bank.anki.packages.values import AnkiReview
from quiz.services.anki.connecting.client import API_VERSION, AnkiConnect, ConnectError, Trouble, shown

NEEDED = (
    "cardsInfo",
    "cardsToNotes",
    "changeDeck",
    "findCards",
    "findNotes",
    "getReviewsOfCards",
    "importPackage",
    "notesInfo",
    "notesModTime",
)
MOST_PROFILE = 100  # characters
_MANY = 500
_FEW = 50  # of what comes with whole texts
_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class NoteThere:
    """A note as it is in Anki: its fields by name, and its cards."""

    id: int
    fields: dict[str, str]
    cards: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CardThere:
    """`due` is Anki's column: for a card in review a day, counted from when the collection was made."""

    id: int
    type: int
    due: int


@dataclass(frozen=True, slots=True)
class Opened:
    """`version` is that of AnkiConnect's interface; `profile` is "" where it does not tell."""

    version: int
    profile: str


def open_anki(anki: AnkiConnect) -> Opened:
    """Make sure that we may speak with Anki and that it has all we need; raises ConnectError."""
    permission = _object(anki.call("requestPermission"))
    if permission.get("permission") != "granted":
        raise ConnectError(Trouble.DENIED)
    wants_key = permission.get("requireApiKey", permission.get("requireApikey", False))
    if wants_key and not anki.setting.key:
        raise ConnectError(Trouble.KEY)
    version = _number(anki.call("version"))
    if version < API_VERSION:
        raise ConnectError(Trouble.OLD, str(version))
    known = _object(anki.call("apiReflect", scopes=["actions"], actions=[*NEEDED, "getActiveProfile"]))
    actions = {each for each in _list(known.get("actions")) if isinstance(each, str)}
    if missing := [each for each in NEEDED if each not in actions]:
        raise ConnectError(Trouble.OLD, ", ".join(missing))
    anki.call("findNotes", query="nid:1")  # an error, unless a collection is open
    profile = anki.call("getActiveProfile") if "getActiveProfile" in actions else ""
    return Opened(version, shown(profile)[:MOST_PROFILE] if isinstance(profile, str) else "")


def import_package(anki: AnkiConnect, path: Path) -> None:
    """Let Anki import the file; raises ConnectError."""
    try:
        done = anki.call("importPackage", path=path.resolve().as_posix())
    except ConnectError as error:
        if error.trouble is Trouble.REFUSED:
            raise ConnectError(Trouble.NO_IMPORT, error.detail) from error
        raise
    if done is not True:
        raise ConnectError(Trouble.NO_IMPORT)


def find_notes(anki: AnkiConnect, query: str) -> list[int]:
    return _ids(anki.call("findNotes", query=query))


def find_cards(anki: AnkiConnect, query: str) -> list[int]:
    return _ids(anki.call("findCards", query=query))


def change_deck(anki: AnkiConnect, cards: Sequence[int], deck: str) -> None:
    for some in _pieces(cards, _MANY):
        anki.call("changeDeck", cards=some, deck=deck)


def times_of_change(anki: AnkiConnect, notes: Sequence[int]) -> dict[int, int]:
    """Return when each of the notes was changed last, in epoch seconds."""
    found = {}
    for some in _pieces(notes, _MANY):
        for each in _list(anki.call("notesModTime", notes=some)):
            if told := _object(each):  # nothing is told of a note that is gone
                found[_number(told.get("noteId"))] = _number(told.get("mod"))
    return found


def notes_of_cards(anki: AnkiConnect, cards: Collection[int]) -> list[NoteThere]:
    ids = {
        note for some in _pieces(sorted(cards), _MANY) for note in _ids(anki.call("cardsToNotes", cards=some))
    }
    found = []
    for notes in _pieces(sorted(ids), _FEW):
        for each in _list(anki.call("notesInfo", notes=notes)):
            if told := _object(each):
                fields = {name: _text(_object(value)) for name, value in _object(told.get("fields")).items()}
                found.append(NoteThere(_number(told.get("noteId")), fields, tuple(_ids(told.get("cards")))))
    return found


def cards_there(anki: AnkiConnect, cards: Collection[int]) -> list[CardThere]:
    found = []
    for some in _pieces(sorted(cards), _FEW):
        for each in _list(anki.call("cardsInfo", cards=some)):
            if told := _object(each):
                numbers = (_number(told.get(name)) for name in ("cardId", "type", "due"))
                found.append(CardThere(*numbers))
    return found


def reviews_of(anki: AnkiConnect, cards: Sequence[int]) -> dict[int, list[AnkiReview]]:
    """Return the whole log of each card that has one."""
    found = {}
    for some in _pieces(cards, _MANY):
        told = _object(anki.call("getReviewsOfCards", cards=some))
        for card, lines in told.items():
            if not (card.isascii() and card.isdigit()):
                raise ConnectError(Trouble.STRANGE)
            if reviews := [_review(int(card), _object(line)) for line in _list(lines)]:
                found[int(card)] = reviews
    return found


def _review(card: int, line: dict[str, Any]) -> AnkiReview:
    return AnkiReview(
        id_ms=_number(line.get("id")),
        card_id=card,
        ease=_number(line.get("ease")),
        interval=_number(line.get("ivl")),
        last_interval=_number(line.get("lastIvl")),
        factor=_number(line.get("factor")),
        taken_ms=_number(line.get("time")),
        kind=_number(line.get("type")),
    )


def _pieces(items: Iterable[_Item], size: int) -> Iterator[list[_Item]]:
    whole = list(items)
    return (whole[start : start + size] for start in range(0, len(whole), size))


def _object(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ConnectError(Trouble.STRANGE)
    return value


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise ConnectError(Trouble.STRANGE)
    return value


def _number(value: object) -> int:
    """Return a number that a column of Anki's can hold."""
    if not isinstance(value, int) or isinstance(value, bool) or not -(2**63) <= value < 2**63:
        raise ConnectError(Trouble.STRANGE)
    return value


def _text(field: dict[str, Any]) -> str:
    value = field.get("value")
    if not isinstance(value, str):
        raise ConnectError(Trouble.STRANGE)
    return value


def _ids(value: object) -> list[int]:
    return [_number(each) for each in _list(value)]
