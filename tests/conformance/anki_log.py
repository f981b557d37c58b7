"""Logs given to the real Anki: a plan on stdin, the memory that it makes of each on stdout, both JSON."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from anki.collection import Collection

COLUMNS = ("id_ms", "ease", "interval", "last_interval", "factor", "taken_ms", "kind")


def main() -> None:
    plan = json.load(sys.stdin)
    with tempfile.TemporaryDirectory() as folder:
        collection = Collection(str(Path(folder) / "collection.anki2"))
        collection.db.execute("pragma synchronous = off")  # nothing here need survive a crash
        try:
            collection.set_config("fsrs", True)
            config = collection.decks.get_config(1)
            config["fsrsParams6"] = plan["weights"]
            collection.decks.update_config(config)
            json.dump([memory_of(collection, lines) for lines in plan["cards"]], sys.stdout)
        finally:
            collection.close()


def memory_of(collection: Collection, lines: list[dict[str, Any]]) -> list[float] | None:
    """Return stability and difficulty; None where Anki finds no memory in the log."""
    note = collection.new_note(collection.models.by_name("Basic"))
    note["Front"] = "front"
    collection.add_note(note, 1)
    card_id = note.cards()[0].id
    collection.db.execute(
        "update cards set type = 2, queue = 2, ivl = 10, factor = 2500 where id = ?", card_id
    )
    for line in lines:
        number, *rest = (line[name] for name in COLUMNS)
        collection.db.execute(
            "insert into revlog values (?, ?, -1, ?, ?, ?, ?, ?, ?)", number, card_id, *rest
        )
    state = collection.compute_memory_state(card_id)
    # Lines of the log are told apart by their time, and the next card's may be the same.
    collection.db.execute("delete from revlog where cid = ?", card_id)
    return [state.stability, state.difficulty] if state.stability else None


if __name__ == "__main__":
    main()
