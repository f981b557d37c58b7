"""A learner's progress on its way into the real Anki: what the package says is what Anki then has."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from anki.cards import Card
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

from question_bank import model as m
from question_bank.anki import CardOut, ExportOptions, PresetOut, Progress, ReviewOut, write_package
from quiz.memory.card import Rating
from quiz.memory.days import Moment
from quiz.memory.fsrs6 import DEFAULT_WEIGHTS, MemoryState, next_state

WEIGHTS = (*(round(weight * 1.01, 4) for weight in DEFAULT_WEIGHTS[:20]), 0.1542)
PRESET = PresetOut(
    name="Factdeck",
    weights=WEIGHTS,
    desired_retention=0.93,
    learning_steps_s=(60, 900),
    relearning_steps_s=(600,),
    maximum_interval_days=365,
    new_per_day=7,
    reviews_per_day=70,
)
NOW = datetime.now(UTC)
NOW_S = int(NOW.timestamp())
DAY_S = 86_400
DECK = "Factdeck::Where water goes"
ZONES = {"UTC": 0, "Asia/Tokyo": 540, "America/St_Johns": -210}


@dataclass(frozen=True)
class Told:
    """What a package said: the progress, and where each card's place in Anki is by question and part."""

    collection: Collection
    progress: Progress

    def card(self, first_id: str, part: int = 0) -> Card:
        cards = [self.collection.get_card(i) for i in self.collection.find_cards(f"ID:water/{first_id}")]
        (card,) = [card for card in cards if card.ord == max(part - 1, 0)]
        return card

    def cards(self) -> Iterator[tuple[CardOut, Card]]:
        for (_, first_id), held in self.progress.cards.items():
            for out in held:
                yield out, self.card(first_id, out.part)


def answered(answers: list[tuple[int, Rating]], offset_minutes: int, start_ms: int) -> dict[str, Any]:
    """Return what a card's columns and log say after answers so many days ago."""
    memory: MemoryState | None = None
    day, reviews = 0, []
    for number, (days_ago, rating) in enumerate(answers):
        at_s = NOW_S - days_ago * DAY_S - 600 + number * 60
        today = Moment(datetime.fromtimestamp(at_s, UTC), offset_minutes).day
        memory = next_state(memory, rating, today - day if day else 0, WEIGHTS)
        memory = MemoryState(round(memory.stability, 4), round(memory.difficulty, 3))
        kind = 0 if number == 0 else 1
        day = today
        reviews.append(
            ReviewOut(
                at_ms=at_s * 1000 + start_ms,
                rating=int(rating),
                interval=-60 if number == 0 else 3 * number,
                last_interval=reviews[-1].interval if reviews else 0,
                taken_ms=4321,
                kind=kind,
                difficulty=memory.difficulty,
            )
        )
    assert memory is not None
    return {
        "stability": memory.stability,
        "difficulty": memory.difficulty,
        "reviews": tuple(reviews),
        "reps": len(reviews),
        "last_review_s": reviews[-1].at_ms // 1000,
    }


def progress_at(offset_minutes: int) -> Progress:
    """A card in every state that there is."""
    today = Moment(NOW, offset_minutes).day

    def known(*answers: tuple[int, Rating]) -> dict[str, Any]:
        # All begin at one millisecond, so that their lines would clash.
        return answered(list(answers), offset_minutes, 5)

    good, again, easy = Rating.GOOD, Rating.AGAIN, Rating.EASY
    review = known((20, good), (18, good), (9, easy))
    cards = {
        "cycle": CardOut(part=0, state=2, due_day=today + 12, interval_days=21, **review),
        "lakes": CardOut(part=0, state=1, due_at_s=NOW_S + 45, **known((0, again))),
        "states": CardOut(part=0, state=1, step=1, due_at_s=NOW_S + 2 * DAY_S, **known((1, good))),
        "capital": CardOut(
            part=0, state=3, due_at_s=NOW_S + 60, interval_days=2, lapses=1, **known((9, good), (0, again))
        ),
        "volume": CardOut(
            part=0,
            state=2,
            due_day=today - 40,
            interval_days=4,
            suspended=True,
            **known((50, easy), (44, good)),
        ),
        "length": CardOut(part=0, state=0, suspended=True),
        "steps": CardOut(part=0, state=1, due_at_s=NOW_S + 30, suspended=True, **known((0, again))),
        "flood": CardOut(
            part=0,
            state=0,
            reviews=(
                *known((30, good), (20, good))["reviews"],
                ReviewOut(at_ms=NOW_S * 1000 - 7, rating=0, interval=0, last_interval=3, kind=4),
            ),
        ),
        "path": CardOut(part=2, state=2, due_day=today, interval_days=7, **known((8, easy), (7, good))),
    }
    return Progress(
        preset=PRESET,
        today=today,
        offset_minutes=offset_minutes,
        cards={("water", first_id): (card,) for first_id, card in cards.items()},
    )


def package_of(bank: m.Bank, progress: Progress | None, **options: Any) -> bytes:
    out = io.BytesIO()
    changed = NOW - timedelta(days=60)
    choice = ExportOptions(progress=progress, **options)
    write_package([bank], lambda bank, question: changed, lambda bank, file: b"GIF", out, choice)
    return out.getvalue()


def bring(collection: Collection, package: bytes, folder: Path, *, progress: bool = True) -> Any:
    path = folder / "deck.apkg"
    path.write_bytes(package)
    options = ImportAnkiPackageOptions(with_scheduling=progress, with_deck_configs=progress)
    return collection.import_anki_package(
        ImportAnkiPackageRequest(package_path=str(path), options=options)
    ).log


@pytest.fixture(scope="module", params=list(ZONES))
def told(
    request: pytest.FixtureRequest, water_for_all: m.Bank, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Told]:
    """A collection, in a zone of its own, that took in a package with progress."""
    folder = tmp_path_factory.mktemp("told")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", request.param)
        collection = Collection(str(folder / "learner.anki2"))
        collection.set_config("fsrs", True)
        progress = progress_at(ZONES[request.param])
        log = bring(collection, package_of(water_for_all, progress), folder)
        assert len(log.new) == sum(not question.draft for question in water_for_all.questions)
        yield Told(collection, progress)
        collection.close()


def test_every_state_is_among_the_cards(told: Told) -> None:
    assert {out.state for out, _ in told.cards()} == {0, 1, 2, 3}
    assert {out.suspended for out, _ in told.cards()} == {True, False}


def test_state_due_interval_and_counts_are_what_was_told(told: Told) -> None:
    today = told.progress.today
    for out, card in told.cards():
        assert (card.type, card.reps, card.lapses) == (out.state, out.reps, out.lapses)
        assert (card.queue == -1) == out.suspended
        assert card.ivl == out.interval_days
        if out.due_day is not None:
            assert card.due - told.collection.sched.today == out.due_day - today
    assert told.card("lakes").queue == 1
    assert told.card("lakes").due == NOW_S + 45
    assert told.card("states").queue == 3
    assert 1 <= told.card("states").due - told.collection.sched.today <= 3
    assert [told.card(name).left % 1000 for name in ("lakes", "states", "capital")] == [2, 1, 1]
    assert told.card("path", 1).type == 0


def test_memory_states_arrive_and_anki_computes_the_same_from_the_log(told: Told) -> None:
    seen = 0
    for out, card in told.cards():
        if out.stability is None or out.difficulty is None:
            assert card.memory_state is None
            continue
        seen += 1
        assert card.memory_state is not None
        assert card.memory_state.stability == pytest.approx(out.stability, abs=5e-5)
        assert card.memory_state.difficulty == pytest.approx(out.difficulty, abs=5e-4)
        assert card.desired_retention == pytest.approx(0.93)
        assert card.decay == pytest.approx(0.154, abs=1e-6)
        assert card.last_review_time == out.last_review_s
        computed = told.collection.compute_memory_state(card.id)
        assert computed.stability == pytest.approx(out.stability, rel=1e-3, abs=1e-4)
        assert computed.difficulty == pytest.approx(out.difficulty, abs=2e-3)
        assert computed.desired_retention == pytest.approx(0.93)
    assert seen == 7


def test_the_log_is_line_by_line_what_was_told(told: Told) -> None:
    ids = set()
    for out, card in told.cards():
        found = told.collection.db.all(
            "select id, ease, ivl, lastIvl, factor, time, type from revlog where cid = ? order by id", card.id
        )
        assert [tuple(row[1:4]) + tuple(row[5:]) for row in found] == [
            (each.rating, each.interval, each.last_interval, each.taken_ms, each.kind) for each in out.reviews
        ]
        for row, each in zip(found, out.reviews, strict=True):
            # Lines of one millisecond moved on to the next that was free.
            assert 0 <= row[0] - each.at_ms < 20
            assert row[4] == (int(((each.difficulty - 1) / 9 + 0.1) * 1000) if each.difficulty else 0)
            ids.add(row[0])
    assert len(ids) == sum(len(out.reviews) for out, _ in told.cards())


def test_the_decks_get_one_preset_with_the_learners_parameters(told: Told) -> None:
    preset = told.collection.decks.config_dict_for_deck_id(told.collection.decks.id(DECK))
    assert preset["name"] == "Factdeck"
    assert preset["fsrsParams6"] == pytest.approx(WEIGHTS, abs=1e-6)
    assert preset["desiredRetention"] == pytest.approx(0.93)
    assert (preset["new"]["delays"], preset["lapse"]["delays"]) == ([1.0, 15.0], [10.0])
    assert (preset["new"]["perDay"], preset["rev"]["perDay"], preset["rev"]["maxIvl"]) == (7, 70, 365)
    root = told.collection.decks.config_dict_for_deck_id(told.collection.decks.id("Factdeck"))
    assert root["id"] == preset["id"]
    assert told.collection.decks.config_dict_for_deck_id(1)["name"] == "Default"


def test_anki_finds_nothing_to_mend_and_asks_the_due_cards(told: Told) -> None:
    assert told.collection.fix_integrity() == ("Database rebuilt and optimized.", True)
    told.collection.decks.select(told.collection.decks.id(DECK))
    assert told.collection.sched.counts()[1:] == (2, 1), "two in steps today, and one due"


def test_progress_comes_with_the_first_import_only(
    water_for_all: m.Bank, tmp_path: Path, collection: Collection
) -> None:
    package = package_of(water_for_all, progress_at(0))
    bring(collection, package, tmp_path, progress=False)
    assert collection.db.all("select distinct type, reps from cards") == [[0, 0]]
    assert collection.db.scalar("select count() from revlog") == 0
    log = bring(collection, package, tmp_path)
    assert not log.new
    assert collection.db.scalar("select max(type) from cards") == 0
    assert collection.db.scalar("select count() from revlog") == 0


def test_importing_progress_twice_adds_nothing(
    water_for_all: m.Bank, tmp_path: Path, collection: Collection
) -> None:
    package = package_of(water_for_all, progress_at(0))
    bring(collection, package, tmp_path)
    query = "select id, type, queue, due, ivl, reps, data from cards order by id"
    cards, lines = collection.db.all(query), collection.db.all("select * from revlog order by id")
    bring(collection, package, tmp_path)
    assert collection.db.all(query) == cards
    assert collection.db.all("select * from revlog order by id") == lines
    assert lines


def test_the_same_progress_gives_the_same_bytes(water_for_all: m.Bank) -> None:
    progress = progress_at(540)
    turned = replace(progress, cards=dict(reversed(progress.cards.items())))
    assert package_of(water_for_all, progress) == package_of(water_for_all, turned)
    assert package_of(water_for_all, progress) != package_of(water_for_all, None)
