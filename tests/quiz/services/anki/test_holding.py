"""Packages are kept for whoever brought them, for some hours, and read one at a time."""

from __future__ import annotations

import io
import threading
from datetime import timedelta

import pytest

from question_bank.anki.packages.values import Reason
from quiz.services import my_data, starting
from quiz.services.anki import holding, shelf
from quiz.services.anki.holding import (
    KEPT,
    NotHeldError,
    Purpose,
    RefusedPackageError,
    WhyNot,
    clean,
    get_held,
    hold,
    let_go,
)
from quiz.services.anki.shelf import BadPackageError, BusyReaderError, Shelf


@pytest.fixture
def bring(world):
    """Bring a package of these bytes."""

    def hold_it(content=b"a package", learner=1, name="deck.apkg", purpose=Purpose.QUESTIONS):
        key = "water" if purpose is Purpose.QUESTIONS else ""
        return hold(world.ctx, learner, io.BytesIO(content), name=name, purpose=purpose, bank_key=key)

    return hold_it


def folders(world):
    kept = world.ctx.instance / "anki-packages"
    return sorted(path.name for path in kept.iterdir()) if kept.exists() else []


def test_a_package_is_found_by_whoever_brought_it_for_what_it_was_brought_and_by_nobody_else(world, bring):
    held = bring(b"bytes", name=r"C:\Users\Kim\Biology.COLPKG")
    assert held.name == "Biology.COLPKG"
    assert held.package.name == "package.colpkg"
    found = get_held(world.ctx, 1, held.token, Purpose.QUESTIONS, "water")
    assert found == held
    assert found.package.read_bytes() == b"bytes"
    for learner, token, purpose, key in (
        (2, held.token, Purpose.QUESTIONS, "water"),
        (1, held.token, Purpose.REVIEWS, ""),
        (1, held.token, Purpose.QUESTIONS, "another"),
        (1, "x" * 22, Purpose.QUESTIONS, "water"),
        (1, "../1-" + held.token, Purpose.QUESTIONS, "water"),
    ):
        with pytest.raises(NotHeldError):
            get_held(world.ctx, learner, token, purpose, key)


def test_a_package_that_is_empty_or_too_large_leaves_nothing_behind(world, bring, monkeypatch):
    monkeypatch.setattr(holding, "LARGEST_PACKAGE", 10)
    for content, why in ((b"", WhyNot.EMPTY), (b"x" * 11, WhyNot.TOO_LARGE)):
        with pytest.raises(RefusedPackageError) as refused:
            bring(content)
        assert refused.value.why is why
    assert folders(world) == []
    assert bring(b"x" * 10).package.stat().st_size == 10


def test_a_disk_that_is_full_is_told_and_keeps_nothing(world, bring, monkeypatch):
    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(holding, "_write_head", full)
    with pytest.raises(RefusedPackageError, match="No space left"):
        bring()
    assert folders(world) == []


def test_nothing_outlives_its_time_whether_somebody_comes_by_or_factdeck_starts(world, bring):
    old = bring()
    (old.folder.parent / "1-interrupted").mkdir()
    world.clock.forward(seconds=KEPT.total_seconds() + 1)
    with pytest.raises(NotHeldError):
        get_held(world.ctx, 1, old.token, Purpose.QUESTIONS, "water")
    young = bring()
    assert f"1-{old.token}" not in folders(world)
    world.clock.forward(days=3650)
    starting.prepare(world.ctx)
    assert folders(world) == []
    assert not young.folder.exists()


def test_one_person_keeps_a_few_packages_and_never_costs_another_theirs(world, bring):
    hers = bring(learner=2)
    mine = []
    for _ in range(5):
        mine.append(bring())
        world.clock.now += timedelta(seconds=1)
    assert folders(world) == sorted([hers.folder.name, *(each.folder.name for each in mine[-3:])])
    let_go(world.ctx, hers)
    assert hers.folder.name not in folders(world)
    clean(world.ctx)
    assert len(folders(world)) == 3


def test_deleting_ones_data_lets_ones_packages_go_too(world, bring):
    mine, hers = bring(learner=1), bring(learner=2)
    my_data.delete_everything(world.ctx, 1)
    assert folders(world) == [hers.folder.name]
    assert not mine.folder.exists()


def test_while_one_package_is_read_others_hear_that_the_reader_is_busy(tmp_path, monkeypatch):
    begun, go_on = threading.Event(), threading.Event()

    def slow(package, work):
        begun.set()
        go_on.wait(10)
        raise BadPackageError(Reason.DAMAGED)

    monkeypatch.setattr(shelf, "read_package", slow)
    one = Shelf(wait_seconds=0.05)
    refused: list[Exception] = []

    def read():
        try:
            one.get("first", tmp_path / "a", tmp_path / "w")
        except BadPackageError as error:
            refused.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    assert begun.wait(10)
    with pytest.raises(BusyReaderError):
        one.get("second", tmp_path / "b", tmp_path / "w")
    go_on.set()
    reader.join(10)
    assert [type(each) for each in refused] == [BadPackageError]
    with pytest.raises(BadPackageError):  # the reader is free again after a refusal
        one.get("second", tmp_path / "b", tmp_path / "w")
