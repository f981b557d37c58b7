"""A learner takes a bank to Anki: the package is made, remembered, and kept nowhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from os import SEEK_END
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from question_bank.anki import ExportOptions, NoteRecord, PackageError, note_records, write_package
from quiz.services.anki.material import Material, material_of
from quiz.services.anki.progress import progress_of
from quiz.services.anki.recording import in_collection, record_export
from quiz.services.anki.wishes import Wish, settled
from quiz.services.banks import get_bank_of
from quiz.services.context import Context
from quiz.services.errors import NoPackageError, NotFound
from quiz.services.learners import get_learner
from quiz.services.moments import now_of
from quiz.store import anki
from quiz.store.database import reading, writing
from quiz.store.times import to_ms

IN_MEMORY = 8 * 1024 * 1024  # bytes; a larger package waits in a file that no folder lists


@dataclass(frozen=True, slots=True)
class Package:
    """`file` stands at its beginning; whoever closes it removes it. `size` is in bytes."""

    file: BinaryIO
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What a wish is weighed with: the bank, and what the collection it is for has of it.

    `places` are the names of the learner's collections, the one used last first.
    """

    material: Material
    wish: Wish
    rows: Sequence[anki.ExportRow]
    there: list[NoteRecord]

    @property
    def places(self) -> tuple[str, ...]:
        return places_of(self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A package that is not remembered yet, and the notes in it; whoever closes its file removes it."""

    desk: Desk
    records: list[NoteRecord]
    package: Package


def take_to_anki(ctx: Context, learner_id: int, key: str, wish: Wish) -> Package:
    """Return the learner's package of the bank, and remember it as taken.

    The same bank, wish and progress give the same bytes. Raises NotFound, WishError, NoPackageError.
    """
    parcel = packed_for(ctx, learner_id, desk_of(ctx, learner_id, key, wish))
    with ExitStack() as unless_remembered:
        unless_remembered.callback(parcel.package.file.close)
        remember(ctx, learner_id, parcel)
        unless_remembered.pop_all()
    return parcel.package


def packed_for(ctx: Context, learner_id: int, desk: Desk) -> Parcel:
    """Make the package that the desk's wish comes to; raises NotFound, WishError, NoPackageError."""
    options = desk.material.options(desk.wish)
    if desk.wish.progress:
        options = replace(options, progress=progress_of(ctx, learner_id, (desk.material.row.key,)))
    records: list[NoteRecord] = []
    package = _packed(desk.material, options, records.append)
    return Parcel(desk=desk, records=records, package=package)


def remember(ctx: Context, learner_id: int, parcel: Parcel) -> None:
    """Remember the package as taken; raises NotFound."""
    desk = parcel.desk
    with writing(ctx.engine) as connection:
        now_ms = to_ms(now_of(ctx, get_learner(connection, learner_id)).at)
        record_export(connection, learner_id, desk.material.row, desk.wish, parcel.records, now_ms)


def desk_of(ctx: Context, learner_id: int, key: str, wish: Wish) -> Desk:
    """Return what is needed to say what the wish comes to; raises NotFound, or WishError for its place."""
    with reading(ctx.engine) as connection:
        learner = get_learner(connection, learner_id)
        row = get_bank_of(connection, learner_id, key)
        if not row.digest:
            raise NotFound(f"no version of bank {key!r} can be served yet")
        material = material_of(ctx, connection, learner_id, row, now_of(ctx, learner))
        rows = anki.exports_of(connection, learner_id, row.id)
        named = settled(wish, place=next(iter(places_of(rows)), ""), progress=False)
        there = in_collection(connection, learner_id, rows, named.place or "")
    # Progress arrives with a note's first import, so that later packages need not carry it.
    wish = settled(wish, place=named.place or "", progress=bool(material.studied) and not there)
    return Desk(material=material, wish=wish, rows=rows, there=there)


def places_of(rows: Sequence[anki.ExportRow]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.place for row in reversed(rows)))


def records_of(material: Material, options: ExportOptions) -> list[NoteRecord]:
    """Return each note as it will leave; raises NoPackageError."""
    try:
        return list(note_records([material.bank], material.changed, material.media, options))
    except PackageError as error:
        raise NoPackageError(str(error)) from error


def _packed(material: Material, options: ExportOptions, remember: Callable[[NoteRecord], None]) -> Package:
    with ExitStack() as unless_whole:
        file = cast("BinaryIO", unless_whole.enter_context(SpooledTemporaryFile(IN_MEMORY)))
        try:
            write_package([material.bank], material.changed, material.media, file, options, remember)
        except PackageError as error:
            raise NoPackageError(str(error)) from error
        size = file.seek(0, SEEK_END)
        file.seek(0)
        unless_whole.pop_all()
    return Package(file, size)
