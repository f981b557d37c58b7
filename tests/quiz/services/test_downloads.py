import io
import zipfile

import pytest

from quiz.services import downloads
from quiz.services.errors import NotFound


def test_a_package_is_the_same_bytes_each_time_and_holds_the_banks_notes(world):
    first = downloads.anki_package(world.ctx, ("water",))
    world.clock.forward(days=9)
    assert downloads.anki_package(world.ctx, ("water",)) == first
    assert "collection.anki2" in zipfile.ZipFile(io.BytesIO(first)).namelist()


def test_a_package_follows_what_is_served_not_what_is_broken(world, pieces):
    first = downloads.anki_package(world.ctx, ("water",))
    world.sync(pieces["origin"].replace("distractors:", "distracters:"))
    assert downloads.anki_package(world.ctx, ("water",)) == first


def test_there_is_no_package_of_a_bank_that_is_not_there(world):
    with pytest.raises(NotFound):
        downloads.anki_package(world.ctx, ("water", "fire"))
