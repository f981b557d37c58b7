"""Packages that the real Anki wrote: a deck of its own note types, and our bank after some days there."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from anki.collection import (
    Collection,
    ExportAnkiPackageOptions,
    ImportAnkiPackageOptions,
    ImportAnkiPackageRequest,
)
from anki.import_export_pb2 import ExportLimit
from anki.scheduler.v3 import CardAnswer

from question_bank.anki import write_package
from question_bank.reading import read_bank

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
NOTES: tuple[tuple[str, Mapping[str, str]], ...] = (
    ("Basic", {"Front": "What is <b>ATP</b>?", "Back": "Energy<script>alert('back')</script>"}),
    ("Basic", {"Front": 'See <img src="heart map.png" onerror="alert(1)">', "Back": "A heart"}),
    ("Basic", {"Front": "[sound:dog.mp3]", "Back": "A dog"}),
    ("Basic", {"Front": "Where is DNA?", "Back": "In the nucleus"}),
    ("Basic", {"Front": "What is <b>ATP</b>?", "Back": "Energy"}),
    ("Basic (type in the answer)", {"Front": "Two and two?", "Back": "Four"}),
    ("Cloze", {"Text": "{{c1::Rain}} falls {{c2::down::where?}}", "Back Extra": "always"}),
)
ANSWERED = 4


def foreign_deck(folder: Path) -> Path:
    """Return a deck as a person might have made it in Anki."""
    collection = Collection(str(folder / "foreign.anki2"))
    (folder / "heart map.png").write_bytes(PIXEL)
    collection.media.add_file(str(folder / "heart map.png"))
    deck = collection.decks.id("Biology::Cells")
    for name, fields in NOTES:
        note = collection.new_note(collection.models.by_name(name))
        for field, html in fields.items():
            note[field] = html
        collection.add_note(note, deck)
    return _exported(collection, folder / "biology.apkg")


def our_bank_back(folder: Path, bank_folder: Path) -> Path:
    """Return our bank after it was edited and studied in Anki, with one card suspended there."""
    bank = read_bank(bank_folder).bank
    assert bank is not None
    out = folder / "out.apkg"
    write_package([bank], lambda _bank, _question: datetime(2026, 1, 1, tzinfo=UTC), lambda *_: b"", out)
    collection = Collection(str(folder / "ours.anki2"))
    collection.set_config("fsrs", True)  # a package does not switch it on
    options = ImportAnkiPackageOptions(with_scheduling=True)
    collection.import_anki_package(ImportAnkiPackageRequest(package_path=str(out), options=options))
    _edit(
        collection, "water/q-flashcard", Prompt="What is <i>dew</i>, really?", Answer="Water out of the air"
    )
    _edit(collection, "water/q-number", Answer="12,340")
    deck = next(each.id for each in collection.decks.all_names_and_ids() if each.name.startswith("Factdeck"))
    collection.decks.select(deck)
    for _ in range(ANSWERED):
        queued = collection.sched.get_queued_cards(fetch_limit=1).cards[0]
        card = collection.get_card(queued.card.id)
        card.start_timer()
        answer = collection.sched.build_answer(card=card, states=queued.states, rating=CardAnswer.GOOD)
        collection.sched.answer_card(answer)
    (last,) = collection.find_cards("ID:water/q-true-false")
    collection.sched.suspend_cards([last])
    return _exported(collection, folder / "back.apkg")


def _edit(collection: Collection, name: str, **fields: str) -> None:
    (note_id,) = collection.find_notes(f"ID:{name}")
    note = collection.get_note(note_id)
    for field, html in fields.items():
        note[field] = html
    collection.update_note(note)


def _exported(collection: Collection, path: Path) -> Path:
    options = ExportAnkiPackageOptions(with_scheduling=True, with_media=True, legacy=False)
    limit = ExportLimit()
    limit.whole_collection.SetInParent()
    collection.export_anki_package(out_path=str(path), options=options, limit=limit)
    collection.close()
    return path
