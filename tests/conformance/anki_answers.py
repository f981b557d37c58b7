"""Answers given to the real Anki: a plan on stdin, what Anki made of it on stdout, both JSON.

A program of its own, since Anki reads `ANKI_TEST_MODE` (no fuzz) once per process. Anki's clock cannot be
moved; instead the card's past is: before each answer the stored time of its last review is set back by the
gap, which is all that FSRS in Anki looks at, and with it the lines of its log.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from anki.collection import Collection
from anki.scheduler.v3 import CardAnswer

RATINGS = ("again", "hard", "good", "easy")
REVIEW = 2
QUEUE_OF_STEPS_ENDING_ANOTHER_DAY = 3


def main() -> None:
    plan = json.load(sys.stdin)
    with tempfile.TemporaryDirectory() as folder:
        collection = Collection(str(Path(folder) / "collection.anki2"))
        collection.db.execute("pragma synchronous = off")  # nothing here need survive a crash
        try:
            json.dump(run(collection, plan), sys.stdout)
        finally:
            collection.close()


def run(collection: Collection, plan: dict[str, Any]) -> dict[str, Any]:
    if "fuzz" in plan:
        return {"fuzz": fuzz_ranges(collection, **plan["fuzz"])}
    collection.set_config("fsrs", True)
    if "fuzzed_choices" in plan:
        return {"choices": fuzzed_choices(collection, **plan["fuzzed_choices"])}
    collection.set_config("rollover", (time.localtime().tm_hour - plan["hours_into_day"]) % 24)
    decks = [make_deck(collection, settings) for settings in plan["settings"]]
    return {
        "rollover_hour": collection.get_config("rollover"),
        "zone_minutes": time.localtime().tm_gmtoff // 60,
        "cards": [
            {
                "settings": card["settings"],
                "answers": study(collection, decks[card["settings"]], card["answers"]),
            }
            for card in plan["cards"]
        ],
    }


def make_deck(collection: Collection, settings: dict[str, Any]) -> int:
    config = collection.decks.add_config(json.dumps(settings))
    config["fsrsParams6"] = settings["weights"]
    config["desiredRetention"] = settings["desired_retention"]
    config["new"]["delays"] = settings["learning_minutes"]
    config["lapse"]["delays"] = settings["relearning_minutes"]
    config["rev"]["maxIvl"] = settings["maximum_interval_days"]
    collection.decks.update_config(config)
    deck = collection.decks.get(collection.decks.id(f"deck {config['id']}"))
    collection.decks.set_config_id_for_deck_dict(deck, config["id"])
    return deck["id"]


def new_card(collection: Collection, deck: int) -> int:
    note = collection.new_note(collection.models.by_name("Basic"))
    note["Front"] = "front"
    collection.add_note(note, deck)
    return note.cards()[0].id


def study(collection: Collection, deck: int, answers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    card_id = new_card(collection, deck)
    given = []
    for planned in answers:
        told = answer(collection, card_id, planned)
        given.append({**told, "from_the_log": state_from_the_log(collection, card_id)})
    # Lines of the log are told apart by their time, and the next card's past may fall on this one's.
    collection.db.execute("delete from revlog where cid = ?", card_id)
    return given


def state_from_the_log(collection: Collection, card_id: int) -> dict[str, float]:
    """What Anki makes of the card's whole log, as it does after new parameters: no step is rounded."""
    state = collection.compute_memory_state(card_id)
    return {"stability": state.stability, "difficulty": state.difficulty}


def answer(collection: Collection, card_id: int, planned: dict[str, Any]) -> dict[str, Any]:
    gap = gap_seconds(collection, card_id, planned)
    set_past_back(collection, card_id, gap)
    states = collection._backend.get_scheduling_states(card_id)
    collection._backend.answer_card(
        CardAnswer(
            card_id=card_id,
            current_state=states.current,
            new_state=getattr(states, RATINGS[planned["rating"] - 1]),
            rating=planned["rating"] - 1,
            answered_at_millis=int(time.time() * 1000),
            milliseconds_taken=0,
        )
    )
    data, kind, interval, lapses, reviews, queue, due = collection.db.first(
        "select data, type, ivl, lapses, reps, queue, due from cards where id = ?", card_id
    )
    stored = json.loads(data)
    another_day = queue == QUEUE_OF_STEPS_ENDING_ANOTHER_DAY
    return {
        "gap_seconds": gap,
        "rating": planned["rating"],
        "answered_at": stored["lrt"],
        "stability": stored["s"],
        "difficulty": stored["d"],
        "state": kind,
        "interval_days": interval if kind == REVIEW else 0,
        "steps_end_in_days": due - collection.sched.today if another_day else 0,
        "lapses": lapses,
        "reviews": reviews,
        "choices": [choice(getattr(states, rating).normal) for rating in RATINGS],
    }


def gap_seconds(collection: Collection, card_id: int, planned: dict[str, Any]) -> int:
    """The plan names seconds, or a multiple of the interval that Anki gave (in steps: whole days).

    Times before 1970 are negative, and Anki no longer reads a log that holds one: no gap reaches that far.
    """
    if "gap_seconds" in planned:
        return planned["gap_seconds"]
    kind, interval = collection.db.first("select type, ivl from cards where id = ?", card_id)
    days = round(interval * planned["times"]) if kind == REVIEW else planned["days_in_steps"]
    log_begins = collection.db.scalar("select min(id) from revlog where cid = ?", card_id)
    return min(days, (log_begins or 0) // 86_400_000) * 86_400


def set_past_back(collection: Collection, card_id: int, seconds: int) -> None:
    data = json.loads(collection.db.scalar("select data from cards where id = ?", card_id))
    if "lrt" in data:
        data["lrt"] -= seconds
        collection.db.execute("update cards set data = ? where id = ?", json.dumps(data), card_id)
        collection.db.execute("update revlog set id = id - ? where cid = ?", seconds * 1000, card_id)


def choice(state: Any) -> dict[str, int]:
    """What a button offers: whole days, or seconds for a card in its steps."""
    if state.HasField("review"):
        return {"days": state.review.scheduled_days}
    steps = state.relearning.learning if state.HasField("relearning") else state.learning
    return {"seconds": steps.scheduled_secs}


def fuzz_ranges(collection: Collection, cards: int, intervals: list[int]) -> list[list[int]]:
    """For each interval the days that Anki's fuzz makes of it, over so many cards."""
    ids = [new_card(collection, 1) for _ in range(cards)]
    return [sorted({days + collection.fuzz_delta(card_id, days) for card_id in ids}) for days in intervals]


def fuzzed_choices(collection: Collection, cards: int, states: list[dict[str, Any]]) -> list[list[list[int]]]:
    """For each state of a review card, and each passing button, the days offered over so many cards."""
    ids = [new_card(collection, 1) for _ in range(cards)]
    for card_id in ids:
        answer(collection, card_id, {"rating": 4, "gap_seconds": 0})
    found = []
    for state in states:
        offered = [passing_days(collection, card_id, state) for card_id in ids]
        found.append([sorted(set(days)) for days in zip(*offered, strict=True)])
    return found


def passing_days(collection: Collection, card_id: int, state: dict[str, Any]) -> list[int]:
    data = json.loads(collection.db.scalar("select data from cards where id = ?", card_id))
    data |= {"s": state["stability"], "d": state["difficulty"]}
    data["lrt"] = int(time.time()) - state["gap_days"] * 86_400
    given = (json.dumps(data), state["interval_days"], card_id)
    collection.db.execute("update cards set data = ?, ivl = ? where id = ?", *given)
    states = collection._backend.get_scheduling_states(card_id)
    return [getattr(states, rating).normal.review.scheduled_days for rating in RATINGS[1:]]


if __name__ == "__main__":
    main()
