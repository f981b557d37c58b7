"""Our package in the real Anki: imported with its progress, studied there, and exported in every format.

A plan on stdin, what Anki has of every card before and after on stdout, both JSON.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from anki.collection import (
    Collection,
    ExportAnkiPackageOptions,
    ImportAnkiPackageOptions,
    ImportAnkiPackageRequest,
)
from anki.scheduler.v3 import CardAnswer

REVIEW = 2
RATINGS = ("again", "hard", "good", "easy")


def main() -> None:
    plan = json.load(sys.stdin)
    folder = Path(plan["folder"])
    collection = Collection(str(folder / "collection.anki2"))
    collection.set_config("fsrs", True)  # a package does not switch it on
    take(collection, plan["package"])
    record = {"imported": cards_of(collection)}
    study(collection, random.Random(plan["seed"]), plan["answers"])
    record["studied"] = cards_of(collection)
    record["rollover_hour"] = collection.get_config("rollover")
    record["preset"] = preset_of(collection)
    export(collection, folder)
    json.dump(record, sys.stdout)


def take(collection: Collection, package: str) -> None:
    options = ImportAnkiPackageOptions(with_scheduling=True, with_deck_configs=True)
    collection.import_anki_package(ImportAnkiPackageRequest(package_path=package, options=options))


def export(collection: Collection, folder: Path) -> None:
    for name, legacy in (("new", False), ("old", True)):
        options = ExportAnkiPackageOptions(
            with_scheduling=True, with_deck_configs=True, with_media=True, legacy=legacy
        )
        collection.export_anki_package(out_path=str(folder / f"{name}.apkg"), options=options, limit=None)
    collection.export_collection_package(str(folder / "whole.colpkg"), include_media=True, legacy=False)


def preset_of(collection: Collection) -> dict[str, Any]:
    (deck,) = [each.id for each in collection.decks.all_names_and_ids() if each.name.startswith("Factdeck::")]
    config = collection.decks.config_dict_for_deck_id(deck)
    return {"name": config["name"], "weights": config["fsrsParams6"], "retention": config["desiredRetention"]}


def cards_of(collection: Collection) -> list[dict[str, Any]]:
    """Return every card with the name of its question, its memory and its log."""
    found = []
    for card_id in collection.find_cards("ID:_*"):
        card = collection.get_card(card_id)
        kind, queue, interval, due, data = collection.db.first(
            "select type, queue, ivl, case odid when 0 then due else odue end, data from cards where id = ?",
            card_id,
        )
        log = collection.db.all(
            "select id, ease, ivl, lastIvl, factor, time, type from revlog where cid = ? order by id", card_id
        )
        stored = json.loads(data or "{}")
        found.append(
            {
                "name": card.note()["ID"],
                "ord": card.ord,
                "type": kind,
                "queue": queue,
                "interval": interval,
                "due_in_days": due - collection.sched.today if kind == REVIEW else None,
                "memory": [stored["s"], stored["d"]] if "s" in stored else None,
                "log": log,
            }
        )
    return found


def study(collection: Collection, chance: random.Random, answers: int) -> None:
    """Answer cards as they come, and do to five of them what else can be done in Anki."""
    special = {
        "q0": lambda card_id: collection.sched.suspend_cards([card_id]),
        "q1": lambda card_id: collection.sched.bury_cards([card_id]),
        "q2": lambda card_id: collection.sched.schedule_cards_as_new([card_id]),
        "q3": lambda card_id: collection.sched.set_due_date([card_id], "9"),
        "q4": lambda card_id: cram(collection, card_id),
    }
    ordinary = [
        card_id
        for card_id in collection.find_cards("ID:_*")
        if name_of(collection, card_id) not in special and chance.random() < 0.8
    ]
    for _ in range(answers):
        answer(collection, chance.choice(ordinary), chance.choices(range(4), weights=[3, 2, 8, 2])[0])
    for name, act in special.items():
        (card_id,) = collection.find_cards(f"ID:small/{name}")
        act(card_id)
    (reset,) = collection.find_cards("ID:small/q2")
    answer(collection, reset, 2)


def name_of(collection: Collection, card_id: int) -> str:
    return collection.get_card(card_id).note()["ID"].removeprefix("small/")


def cram(collection: Collection, card_id: int) -> None:
    """Answer the card in a filtered deck that does not reschedule, and leave it there."""
    deck = collection.decks.get(collection.decks.new_filtered("cram"))
    deck["resched"] = False
    deck["terms"] = [[f"cid:{card_id}", 100, 0]]
    collection.decks.save(deck)
    collection.sched.rebuild_filtered_deck(deck["id"])
    answer(collection, card_id, 0)


def answer(collection: Collection, card_id: int, rating: int) -> None:
    time.sleep(0.002)  # lines of the log are told apart by their millisecond
    states = collection._backend.get_scheduling_states(card_id)
    new_state: Callable[[], Any] = getattr(states, RATINGS[rating])
    collection._backend.answer_card(
        CardAnswer(
            card_id=card_id,
            current_state=states.current,
            new_state=new_state,
            rating=rating,
            answered_at_millis=int(time.time() * 1000),
            milliseconds_taken=1234,
        )
    )


if __name__ == "__main__":
    main()
