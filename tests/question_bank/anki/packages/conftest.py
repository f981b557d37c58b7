"""A real collection with everything that Anki's packages can hold, exported in every way that Anki knows."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import zstandard
from anki.collection import Collection, ExportAnkiPackageOptions
from anki.scheduler.v3 import CardAnswer

from question_bank.anki.packages.assembly import assembled
from question_bank.anki.packages.contents import messages
from question_bank.anki.packages.messages import MEDIA, lines, read
from question_bank.anki.packages.values import LIMITS, AnkiPackage, Limits
from tests.question_bank.anki.packages.making import Honest

# A picture of one grey pixel, and the beginning of a sound.
PIXEL = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x90\x90\x90\x00\x00\x00!\xf9\x04\x00\x00\x00\x00\x00,"
    b"\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)
SOUND = b"ID3\x03\x00\x00\x00\x00\x00\x00" + bytes(range(200))
OCCLUSION = "{{c1::image-occlusion:rect:left=.1:top=.1:width=.2:height=.2}}"
NOTE = "id, guid, mid, mod, tags, flds"
REVIEW = "id, cid, ease, ivl, lastIvl, factor, time, type"
CARD = "id, nid, did, odid, ord, type, queue, due, ivl, factor, reps, lapses, left, odue, flags, data"


@dataclass(frozen=True)
class Exported:
    """What the real Anki wrote, by file name, and what its collection said of itself then."""

    files: Mapping[str, bytes]
    notes: list[tuple[object, ...]]
    cards: list[tuple[object, ...]]
    reviews: list[tuple[object, ...]]
    types: list[dict[str, object]]
    decks: list[tuple[int, str, bool]]
    created_s: int
    rollover_hour: int
    minutes_west: int


@pytest.fixture(scope="session")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Exported:
    folder = tmp_path_factory.mktemp("exported")
    collection = Collection(str(folder / "collection.anki2"))
    _fill(collection)
    said = _said(collection)
    files = {}
    for legacy, age in ((False, "new"), (True, "old")):
        for name, progress in ((f"{age}.apkg", True), (f"{age}-plain.apkg", False)):
            options = ExportAnkiPackageOptions(
                with_scheduling=progress, with_deck_configs=progress, with_media=True, legacy=legacy
            )
            collection.export_anki_package(out_path=str(folder / name), options=options, limit=None)
            files[name] = (folder / name).read_bytes()
    for legacy, name in ((False, "new.colpkg"), (True, "old.colpkg")):
        collection.export_collection_package(str(folder / name), include_media=True, legacy=legacy)
        files[name] = (folder / name).read_bytes()
        collection.reopen()
    collection.close()
    return Exported(files, *said)


def _fill(collection: Collection) -> None:
    collection.media.write_data("pixel.gif", PIXEL)
    collection.media.write_data("señal.mp3", SOUND)
    collection.media.write_data("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    deck = collection.decks.id("Geo::Rivers::Long")
    for model in collection.models.all():
        note = collection.new_note(model)
        note.fields = [f"{model['name']} {number} <b>{name}</b>" for number, name in enumerate(note.keys())]
        if model["name"] == "Cloze":
            note.fields[0] = "{{c1::a}} {{c3::b}} <img src=drawing.svg> [sound:señal.mp3]"
        if model["name"] == "Image Occlusion":
            note.fields[:2] = [OCCLUSION, '<img src="pixel.gif">']
        note.tags = ["rivers::long", "über"]
        collection.add_note(note, deck)
    collection.decks.select(deck)
    for rating in (CardAnswer.EASY, CardAnswer.AGAIN, CardAnswer.GOOD, CardAnswer.EASY):
        queued = collection.sched.get_queued_cards(fetch_limit=1).cards[0]
        card = collection.get_card(queued.card.id)
        card.start_timer()
        answer = collection.sched.build_answer(card=card, states=queued.states, rating=rating)
        collection.sched.answer_card(answer)
    fresh = collection.find_cards("is:new")
    collection.sched.suspend_cards(fresh[:1])
    collection.sched.bury_cards(fresh[1:2], manual=True)
    collection.set_user_flag_for_cards(3, fresh[:1])
    filtered = collection.sched.get_or_create_filtered_deck(0)
    filtered.name = "Cram"
    filtered.config.search_terms[0].search = "is:new"
    collection.sched.add_or_update_filtered_deck(filtered)


def _said(collection: Collection) -> tuple[object, ...]:
    assert collection.db is not None
    rows = collection.db.all
    names = {deck.id: deck.name for deck in collection.decks.all_names_and_ids()}
    return (
        [tuple(row) for row in rows(f"select {NOTE} from notes order by id")],
        [tuple(row) for row in rows(f"select {CARD} from cards order by id")],
        [tuple(row) for row in rows(f"select {REVIEW} from revlog order by id")],
        sorted(collection.models.all(), key=lambda model: model["id"]),
        [(deck, names[deck], bool(collection.decks.is_filtered(deck))) for deck in sorted(names)],
        collection.crt,
        collection.conf["rollover"],
        collection.conf["creationOffset"],
    )


@pytest.fixture(scope="session")
def honest(exported: Exported) -> Honest:
    with zipfile.ZipFile(io.BytesIO(exported.files["old.apkg"])) as archive:
        old = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(io.BytesIO(exported.files["new.apkg"])) as archive:
        packed = {name: archive.read(name) for name in archive.namelist()}
    plain = ("meta", "collection.anki2")
    unzstd = zstandard.ZstdDecompressor().stream_reader
    return Honest(
        old, {name: data if name in plain else unzstd(data).read() for name, data in packed.items()}
    )


ReadHere = Callable[..., AnkiPackage]


@pytest.fixture
def read_here(tmp_path: Path) -> ReadHere:
    """Reads a package as the two processes do, but within this one, which is quicker."""

    def _read(package: bytes, limits: Limits = LIMITS, ending: str = "apkg") -> AnkiPackage:
        with TemporaryDirectory(dir=tmp_path) as folder:
            file, scratch = Path(folder) / f"given.{ending}", Path(folder) / "scratch"
            file.write_bytes(package)
            scratch.mkdir()
            said = read(lines(messages(file, scratch, limits)))
            return assembled(said, scratch / MEDIA, whole=ending == "colpkg", limits=limits)

    return _read
