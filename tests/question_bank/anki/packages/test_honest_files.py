"""What honest programs wrote is read as they meant it: column by column, in every format."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import genanki
import pytest

from question_bank import model as m
from question_bank.anki import ExportReport, ids
from question_bank.anki.packages.reader import read_package
from question_bank.anki.packages.values import STOCK, AnkiPackage
from tests.question_bank.anki.packages.conftest import PIXEL, SOUND, Exported
from tests.question_bank.anki.packages.making import SMALL, Honest, edited, zipped

WITH_PROGRESS = ("new.apkg", "old.apkg", "new.colpkg", "old.colpkg")
FORMATS = {"new": "anki21b", "old": "anki21"}


@pytest.fixture(scope="module")
def packages(exported: Exported, tmp_path_factory: pytest.TempPathFactory) -> dict[str, AnkiPackage]:
    """Every export of the real Anki, read with the limits that the traps are read with."""
    folder = tmp_path_factory.mktemp("packages")
    read = {}
    for name, content in exported.files.items():
        (folder / name).write_bytes(content)
        read[name] = read_package(folder / name, folder / f"{name}.work", SMALL)
    return read


@pytest.mark.parametrize("name", WITH_PROGRESS)
def test_notes_cards_and_the_log_are_what_the_collection_says(
    name: str, packages: dict[str, AnkiPackage], exported: Exported
) -> None:
    package = packages[name]
    notes = [
        (note.id, note.guid, note.type_id, note.changed_s, note.tags, note.fields) for note in package.notes
    ]
    assert notes == [(*row[:4], tuple(row[4].split()), tuple(row[5].split("\x1f"))) for row in exported.notes]
    cards = [tuple(getattr(card, column) for column in card.__slots__) for card in package.cards]
    assert [card[:-1] for card in cards] == [row[:-1] for row in exported.cards]
    assert [json.loads(card[-1]) for card in cards] == [json.loads(row[-1]) for row in exported.cards]
    log = [tuple(getattr(review, column) for column in review.__slots__) for review in package.reviews]
    assert log == exported.reviews
    assert len(log) == 4
    assert {card.queue for card in package.cards} >= {-3, -1, 0, 2}
    assert any(card.flags == 3 for card in package.cards)
    assert any(card.original_deck_id for card in package.cards)


@pytest.mark.parametrize("name", WITH_PROGRESS)
def test_note_types_and_decks_are_what_the_collection_says(
    name: str, packages: dict[str, AnkiPackage], exported: Exported
) -> None:
    package = packages[name]
    for own, real in zip(package.note_types, exported.types, strict=True):
        assert (own.id, own.name, own.cloze) == (real["id"], real["name"], real["type"] == 1)
        assert own.stock == STOCK[real["originalStockKind"]]
        assert list(own.fields) == [field["name"] for field in real["flds"]]
        templates = [(each.name, each.front, each.back, each.id) for each in own.templates]
        assert templates == [(each["name"], each["qfmt"], each["afmt"], each["id"]) for each in real["tmpls"]]
    assert {own.stock for own in package.note_types} == set(STOCK.values())
    assert [(deck.id, deck.name, deck.filtered) for deck in package.decks] == exported.decks
    assert "Geo::Rivers::Long" in {deck.name for deck in package.decks}


@pytest.mark.parametrize("name", WITH_PROGRESS)
def test_days_begin_when_the_collection_says(
    name: str, packages: dict[str, AnkiPackage], exported: Exported
) -> None:
    package = packages[name]
    assert package.created_s == exported.created_s
    assert package.minutes_west == exported.minutes_west
    # Anki writes the hour into whole collections only.
    assert package.rollover_hour == (exported.rollover_hour if package.whole_collection else None)


def test_a_package_says_what_it_is(packages: dict[str, AnkiPackage]) -> None:
    assert {name: package.format for name, package in packages.items()} == {
        name: FORMATS[name[:3]] for name in packages
    }
    assert {name for name, package in packages.items() if package.whole_collection} == {
        "new.colpkg",
        "old.colpkg",
    }


def test_pictures_and_sounds_come_by_their_content_and_drawings_stay(
    packages: dict[str, AnkiPackage],
) -> None:
    for package in packages.values():
        assert {each.name: each.file.read_bytes() for each in package.media} == {
            "pixel.gif": PIXEL,
            "señal.mp3": SOUND,
        }
        assert [each.file.suffix for each in package.media] == [".gif", ".mp3"]
        assert {len(each.file.stem) for each in package.media} == {64}
        assert all(each.size == each.file.stat().st_size for each in package.media)
        work = package.media[0].file.parent
        assert sorted(work.iterdir()) == sorted(each.file for each in package.media)
        ((name, reason),) = package.media_left
        assert name == "drawing.svg"
        assert "SVG" in reason


def test_without_progress_the_cards_are_new(packages: dict[str, AnkiPackage], exported: Exported) -> None:
    for name in ("new-plain.apkg", "old-plain.apkg"):
        package = packages[name]
        assert [note.fields for note in package.notes] == [
            tuple(row[5].split("\x1f")) for row in exported.notes
        ]
        assert {card.type for card in package.cards} == {0}
        assert package.reviews == ()


SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"


def test_scripts_in_every_name_and_field_are_text_and_never_a_file(honest: Honest, tmp_path: Path) -> None:
    """They are what a person wrote; whoever shows them makes them safe."""
    scripted = edited(
        honest.new["collection.anki21b"],
        ("UPDATE notes SET guid = id || ?1, tags = ' a' || replace(?1, ' ', '') || ' '", (SCRIPT,)),
        ("UPDATE notes SET flds = replace(flds, 'a', ?)", (SCRIPT,)),
        ("UPDATE notetypes SET name = id || ?", (SCRIPT,)),
        ("UPDATE fields SET name = ord || ?", (SCRIPT,)),
        ("UPDATE templates SET name = ord || ?", (SCRIPT,)),
        ("UPDATE decks SET name = id || ?", (SCRIPT,)),
    )
    named = json.dumps({"0": f"{SCRIPT.replace('/', '')}.gif"}).encode()
    old = {"collection.anki2": scripted, "media": named, "0": PIXEL}
    (tmp_path / "given.apkg").write_bytes(zipped(old))
    package = read_package(tmp_path / "given.apkg", tmp_path / "work", SMALL)
    assert all(SCRIPT in note.guid and "alert(1)" in note.tags[0] for note in package.notes)
    assert any(SCRIPT in field for note in package.notes for field in note.fields)
    for note_type in package.note_types:
        assert all(SCRIPT in name for name in (note_type.name, *note_type.fields))
    assert all(SCRIPT in deck.name for deck in package.decks)
    assert "<script>" in package.media[0].name
    assert all(re.fullmatch(r"[0-9a-f]{64}\.gif", file.name) for file in (tmp_path / "work").iterdir())


def test_what_genanki_writes_is_read(tmp_path: Path) -> None:
    model = genanki.Model(
        1607392319,
        "Simple",
        fields=[{"name": "Question"}, {"name": "Answer"}],
        templates=[{"name": "Card 1", "qfmt": "{{Question}}", "afmt": "{{Answer}}"}],
    )
    deck = genanki.Deck(2059400110, "Capitals")
    deck.add_note(genanki.Note(model=model, fields=["Argentina", "Buenos Aires"], tags=["south"]))
    picture = tmp_path / "flag.gif"
    picture.write_bytes(PIXEL)
    genanki.Package([deck], [str(picture)]).write_to_file(tmp_path / "given.apkg")
    package = read_package(tmp_path / "given.apkg", tmp_path / "work", SMALL)
    assert package.format == "anki2"
    (note,) = package.notes
    assert (note.fields, note.tags) == (("Argentina", "Buenos Aires"), ("south",))
    assert [note_type.fields for note_type in package.note_types] == [("Question", "Answer")]
    assert [deck.name for deck in package.decks if deck.id == 2059400110] == ["Capitals"]
    assert [each.file.read_bytes() for each in package.media] == [PIXEL]


def test_our_own_packages_are_read(
    water: m.Bank, nasty: m.Bank, pack: Callable[..., tuple[bytes, ExportReport]], tmp_path: Path
) -> None:
    content, report = pack(water, nasty)
    (tmp_path / "ours.apkg").write_bytes(content)
    package = read_package(tmp_path / "ours.apkg", tmp_path / "work")
    assert (len(package.notes), len(package.cards)) == (report.notes, report.cards)
    used = {note.type_id for note in package.notes}
    assert used == set(ids.NOTE_TYPE_IDS.values())
    by_type = {note_type.id: note_type for note_type in package.note_types}
    named = {
        dict(zip(by_type[note.type_id].fields, note.fields, strict=True))["ID"] for note in package.notes
    }
    expected = {
        f"{bank.id}/{question.first_id}"
        for bank in (water, nasty)
        for question in bank.questions
        if not question.draft
    }
    assert named == expected
    templates = {template.id for type_id in used for template in by_type[type_id].templates}
    assert templates == set(ids.TEMPLATE_IDS.values())


def test_what_zips_write_in_front_of_a_file_is_passed_over(
    honest: Honest, read_here: Callable[..., AnkiPackage]
) -> None:
    """Programs that do not know sizes beforehand leave room for long ones there."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in honest.old.items():
            with archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as member:
                member.write(data)
    read, expected = read_here(out.getvalue()), read_here(zipped(honest.old))
    assert (read.notes, read.cards, read.reviews) == (expected.notes, expected.cards, expected.reviews)
    assert [each.file.name for each in read.media] == [each.file.name for each in expected.media] != []
