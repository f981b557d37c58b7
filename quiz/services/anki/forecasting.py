"""The page on which a learner takes a bank to Anki: what can be chosen, and what its import will do there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection

from question_bank.anki import Forecast, NoteRecord, forecast
from question_bank.anki.forecast import searches
from question_bank.model import Question
from quiz.services.anki.exporting import Desk, desk_of, records_of
from quiz.services.anki.recording import Deed, Former, formers_of, record_deed
from quiz.services.anki.wishes import Standing, Wish, WishError
from quiz.services.context import Context
from quiz.services.errors import NoPackageError
from quiz.store import anki
from quiz.store.database import reading
from quiz.store.times import from_ms

MOST_LISTED = 50  # notes of a group; the rest is counted


class Fate(StrEnum):
    """What an import does with notes; those first where an edit made in Anki may be lost or wanted."""

    CHANGED = "changed"
    KIND_CHANGED = "kind changed"
    MOVED = "moved"
    GONE = "gone"
    HELD_BACK = "held back"
    NEW = "new"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldNote:
    """`question` is as the bank has or last had it, None if it never did; Anki has it in `deck_there`."""

    first_id: str
    question: Question | None
    changed_at: datetime
    deck: str
    deck_there: str


@dataclass(frozen=True, slots=True)
class Search:
    """What finds notes in Anki's browser; `deck` is where they belong, "" where that does not matter."""

    text: str
    deck: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """`notes` are the first of `count`; `searches` find them all, those that moved deck by deck."""

    fate: Fate
    count: int
    notes: tuple[ToldNote, ...]
    searches: tuple[Search, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What importing the package does. `there` counts the bank's notes that the collection has."""

    notes: int
    decks: tuple[str, ...]
    there: int
    groups: tuple[Group, ...]

    def group(self, fate: Fate) -> Group:
        return next(each for each in self.groups if each.fate is fate)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakingPage:
    """`standings` count questions, those without any left out unless chosen; `studied` cards.

    `places` are names of collections, the one used last first.
    `told` is None where there can be no package: `error` says what is wrong with the wish, or `trouble` with
    the bank.
    """

    key: str
    title: str
    language: str
    questions: int
    tags: tuple[tuple[str, int], ...]
    standings: tuple[tuple[Standing, int], ...]
    studied: int
    wish: Wish
    places: tuple[str, ...]
    formers: tuple[Former, ...]
    told: Told | None = None
    error: WishError | None = None
    trouble: str = ""


def taking_page(ctx: Context, learner_id: int, key: str, wish: Wish) -> TakingPage:
    """Return what the page says of this wish; raises NotFound."""
    error: WishError | None = None
    try:
        desk = desk_of(ctx, learner_id, key, wish)
    except WishError as found:
        error, desk = found, desk_of(ctx, learner_id, key, replace(wish, place=None))
    told, trouble = None, ""
    try:
        told = None if error else _told(ctx, desk)
    except WishError as found:
        error = found
    except NoPackageError as found:
        trouble = str(found)
    material = desk.material
    counts = [(each, len(material.standings.get(each, ()))) for each in Standing]
    return TakingPage(
        key=material.row.key,
        title=material.row.title,
        language=material.row.language,
        questions=len(material.questions),
        tags=material.tags,
        standings=tuple((each, count) for each, count in counts if count or each in wish.standings),
        studied=material.studied,
        wish=desk.wish,
        places=desk.places,
        formers=formers_of(desk.rows),
        told=told,
        error=error,
        trouble=trouble,
    )


def did_in_anki(ctx: Context, learner_id: int, key: str, wish: Wish, deed: Deed) -> int:
    """Remember that the learner moved or deleted in Anki what the page told them to; return how many.

    Raises NotFound, WishError, NoPackageError.
    """
    desk = desk_of(ctx, learner_id, key, wish)
    told = _foretold(desk, records_of(desk.material, desk.material.options(desk.wish)))
    notes = told.moved if deed is Deed.MOVED else told.gone
    if notes:
        record_deed(ctx, learner_id, key, deed, desk.wish.place or "", notes)
    return len(notes)


def _told(ctx: Context, desk: Desk) -> Told:
    records = records_of(desk.material, desk.material.options(desk.wish))
    told = _foretold(desk, records)
    with reading(ctx.engine) as connection:
        tell = _teller(ctx, connection, desk, told)
        return Told(
            notes=len(records),
            decks=tuple(dict.fromkeys(record.deck for record in records)),
            there=len(desk.there),
            groups=(
                _group(Fate.CHANGED, told.changed, tell, _searches(told.changed)),
                _group(Fate.KIND_CHANGED, told.kind_changed, tell, _searches(told.kind_changed)),
                _group(Fate.MOVED, told.moved, tell, _by_deck(told.moved)),
                _group(Fate.GONE, told.gone, tell, _searches(told.gone)),
                _group(Fate.HELD_BACK, told.held_back, tell, _searches(told.held_back)),
                _group(Fate.NEW, told.new, tell),
                _group(Fate.UNCHANGED, told.unchanged, tell),
            ),
        )


def _foretold(desk: Desk, records: Sequence[NoteRecord]) -> Forecast:
    return forecast(desk.there, records, desk.material.guids)


def _group(
    fate: Fate,
    records: Sequence[NoteRecord],
    tell: Callable[[NoteRecord], ToldNote],
    found_by: tuple[Search, ...] = (),
) -> Group:
    listed = tuple(tell(record) for record in records[:MOST_LISTED])
    return Group(fate=fate, count=len(records), notes=listed, searches=found_by)


def _searches(records: Sequence[NoteRecord], deck: str = "") -> tuple[Search, ...]:
    return tuple(Search(found, deck) for found in searches(records))


def _by_deck(records: Sequence[NoteRecord]) -> tuple[Search, ...]:
    """Return a search for each deck: Anki moves what is selected into one."""
    decks: dict[str, list[NoteRecord]] = {}
    for record in records:
        decks.setdefault(record.deck, []).append(record)
    return tuple(search for deck, own in decks.items() for search in _searches(own, deck))


def _teller(
    ctx: Context, connection: Connection, desk: Desk, told: Forecast
) -> Callable[[NoteRecord], ToldNote]:
    """Return what makes a note's line of it; questions that the bank lost are read as they last were."""
    questions = {question.first_id: question for question in desk.material.bank.questions}
    lost = [_first_id(record) for record in told.gone[:MOST_LISTED]]
    unknown = [first_id for first_id in lost if first_id not in questions]
    revisions = anki.latest_revisions(connection, desk.material.row.id, unknown)
    for first_id, revision_id in revisions.items():
        questions[first_id] = ctx.library.question(connection, revision_id)
    there = {record.guid: record.deck for record in desk.there}

    def tell(record: NoteRecord) -> ToldNote:
        first_id = _first_id(record)
        return ToldNote(
            first_id=first_id,
            question=questions.get(first_id),
            changed_at=from_ms(record.changed_s * 1000),
            deck=record.deck,
            deck_there=there.get(record.guid, ""),
        )

    return tell


def _first_id(record: NoteRecord) -> str:
    return record.name.partition("/")[2]
