"""A package that was damaged anywhere is read, or refused with a sentence; nothing else ever happens."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from question_bank.anki.packages.reader import read_package
from question_bank.anki.packages.values import AnkiPackage, BadPackageError, Reason
from tests.question_bank.anki.packages.making import SMALL, Honest, packed_new, zipped

ReadHere = Callable[..., AnkiPackage]
Damage = tuple[float, int]

# Where, as a part of the whole, and what with.
damages = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=12)
thorough = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


def damaged(data: bytes, where: list[Damage]) -> bytes:
    changed = bytearray(data)
    for part, byte in where:
        changed[int(part * len(changed))] = byte
    return bytes(changed)


def outcome(read: Callable[[], AnkiPackage]) -> AnkiPackage | BadPackageError:
    try:
        return read()
    except BadPackageError as error:
        return error


def is_read_or_refused(read: ReadHere, package: bytes) -> None:
    came_of_it = outcome(lambda: read(package, SMALL))
    if isinstance(came_of_it, BadPackageError):
        assert str(came_of_it).isprintable()
        assert came_of_it.reason is not Reason.BROKE
    else:
        types = {note_type.id: note_type for note_type in came_of_it.note_types}
        assert all(len(note.fields) == len(types[note.type_id].fields) for note in came_of_it.notes)


@given(damages)
@thorough
def test_a_file_damaged_anywhere_is_read_or_refused(
    honest: Honest, read_here: ReadHere, where: list[Damage]
) -> None:
    is_read_or_refused(read_here, damaged(zipped(honest.old), where))
    is_read_or_refused(read_here, damaged(packed_new(honest.new), where))


@given(st.sampled_from(["collection.anki21", "media", "meta"]), damages)
@thorough
def test_an_old_package_with_a_damaged_part_is_read_or_refused(
    honest: Honest, read_here: ReadHere, member: str, where: list[Damage]
) -> None:
    is_read_or_refused(read_here, zipped({**honest.old, member: damaged(honest.old[member], where)}))


@given(st.sampled_from(["collection.anki21b", "media", "meta"]), damages)
@thorough
def test_a_new_package_with_a_damaged_part_is_read_or_refused(
    honest: Honest, read_here: ReadHere, member: str, where: list[Damage]
) -> None:
    is_read_or_refused(read_here, packed_new({**honest.new, member: damaged(honest.new[member], where)}))


@pytest.mark.parametrize("seed", range(6))
def test_a_damaged_file_is_read_or_refused_by_a_process(seed: int, honest: Honest, tmp_path: Path) -> None:
    random = Random(seed)
    where = [(random.random(), random.randrange(256)) for _ in range(seed * 4 + 1)]
    data = damaged(honest.new["collection.anki21b"], where)
    (tmp_path / "given.apkg").write_bytes(packed_new({**honest.new, "collection.anki21b": data}))
    work = tmp_path / "work"
    came_of_it = outcome(lambda: read_package(tmp_path / "given.apkg", work, SMALL))
    if isinstance(came_of_it, BadPackageError):
        assert came_of_it.reason is not Reason.BROKE, str(came_of_it)
        assert not work.exists()
    else:
        assert sorted(work.iterdir()) == sorted(each.file for each in came_of_it.media)
