"""Logs of all sorts: what Anki makes of them, and what they make here."""

from __future__ import annotations

import random
import time
from datetime import UTC, datetime, timedelta

import pytest

from question_bank.anki.identity import note_guid
from question_bank.anki.packages.values import AnkiCard, AnkiNote, AnkiNoteType, AnkiPackage, AnkiReview
from quiz.memory.anki_history import AnkiAnswer, AnkiKind, read_history
from quiz.memory.card import Rating
from quiz.memory.days import Moment
from quiz.memory.fsrs6 import DEFAULT_WEIGHTS
from quiz.memory.lines import LineKind, LogLine
from quiz.memory.replay import memory_of
from quiz.services.anki import histories
from quiz.services.replays import replay_reviews

from .here import Here

CARDS = 400
DAY_MS = 86_400_000
GAPS_MS = (1, 1000, 600_000, 5 * 3_600_000, DAY_MS, 4 * DAY_MS, 30 * DAY_MS)
INTERVALS = (-600, -60, 0, 1, 3, 10, 50, 200)
FACTORS = (0, 0, 100, 333, 1100, 1101, 1300, 2000, 2500, 3000)


def random_line(chance: random.Random, at_ms: int) -> AnkiAnswer:
    """A line such as Anki writes, and some that only old versions and add-ons do."""
    kind = chance.choices(list(AnkiKind), weights=[5, 6, 3, 3, 2, 2])[0]
    by_hand = kind in (AnkiKind.MANUAL, AnkiKind.RESCHEDULED)
    return AnkiAnswer(
        id_ms=at_ms,
        ease=0 if by_hand else chance.choices(range(5), weights=[1, 3, 2, 8, 2])[0],
        interval=chance.choice(INTERVALS),
        factor=chance.choice(FACTORS),
        kind=kind,
    )


def random_log(chance: random.Random, now_ms: int) -> list[AnkiAnswer]:
    lines = []
    at_ms = now_ms - chance.randint(1, 900) * DAY_MS
    for _ in range(chance.randint(0, 10)):
        at_ms += chance.choice(GAPS_MS) + chance.randint(1, DAY_MS // 3) * chance.randint(0, 1)
        if at_ms < now_ms:
            lines.append(random_line(chance, at_ms))
    return lines


@pytest.fixture(scope="module")
def logs() -> list[list[AnkiAnswer]]:
    chance = random.Random(20110825)
    now_ms = int(time.time() * 1000)
    return [random_log(chance, now_ms) for _ in range(CARDS)]


@pytest.fixture(scope="module")
def in_anki(tell_anki, logs) -> list[list[float] | None]:
    columns = AnkiAnswer.__dataclass_fields__
    plan = [[{name: getattr(line, name) for name in columns} for line in lines] for lines in logs]
    return tell_anki("anki_log.py", {"weights": DEFAULT_WEIGHTS, "cards": plan})


def memory_from(lines, now_ms, offset_minutes):
    stretches = read_history(lines, now_ms).stretches
    counted = []
    for number, answer in enumerate(stretches[-1].answers if stretches else ()):
        moment = Moment(datetime.fromtimestamp(answer.id_ms / 1000, UTC), offset_minutes)
        counted.append(
            LogLine(
                repetition=number,
                kind=LineKind.IMPORT,
                moment=moment,
                day=moment.day,
                rating=Rating(answer.ease),
                interval_days=max(answer.interval, 0),
                factor=None if answer.kind == AnkiKind.LEARNING else answer.factor,
            )
        )
    return memory_of(counted, DEFAULT_WEIGHTS)


@pytest.mark.conformance
def test_the_same_lines_count_and_give_the_same_memory_as_in_anki(logs, in_anki, zone):
    offset = Here.offset_of(zone)
    now_ms = int(time.time() * 1000)
    ours = [memory_from(lines, now_ms, offset) for lines in logs]
    assert sum(each is None for each in in_anki) > 20
    assert [each is None for each in ours] == [each is None for each in in_anki]
    pairs = [(memory, anki) for memory, anki in zip(ours, in_anki, strict=True) if memory and anki]
    assert [memory.stability for memory, _ in pairs] == pytest.approx([s for _, (s, _) in pairs], rel=1e-4)
    assert [memory.difficulty for memory, _ in pairs] == pytest.approx([d for _, (_, d) in pairs], rel=1e-4)


@pytest.mark.conformance
def test_imported_cards_have_the_memory_that_anki_counts_from_the_same_log(
    logs, in_anki, zone, tmp_path, migrated
):
    here = Here(tmp_path, migrated, CARDS, zone, datetime.now(UTC) + timedelta(seconds=1))
    package = package_of(logs)
    report = histories.bring(here.ctx, here.learner, package)
    assert report.answers > CARDS
    found = here.cards()
    wrong = [
        (number, found[f"q{number}", 0], anki)
        for number, anki in enumerate(in_anki)
        if not is_near(found[f"q{number}", 0], anki)
    ]
    assert wrong == []
    assert replay_reviews(here.ctx).differences == ()
    assert not histories.bring(here.ctx, here.learner, package).changes


def is_near(card, anki):
    """Within 1e-4, and half of the last decimal that is kept: four of stability, three of difficulty."""
    if anki is None or card.stability is None:
        return anki is None and card.stability is None
    stability, difficulty = anki
    return (
        abs(card.stability - stability) <= 1e-4 * max(1, stability)
        and abs(card.difficulty - difficulty) <= 1e-4 * difficulty + 5e-4
    )


def package_of(logs: list[list[AnkiAnswer]]) -> AnkiPackage:
    note_type = AnkiNoteType(id=1, name="", cloze=False, fields=("ID",), templates=(), stock="")
    card = dict.fromkeys(AnkiCard.__dataclass_fields__, 0) | {"type": 2, "queue": 2, "data": ""}
    return AnkiPackage(
        format="anki21b",
        whole_collection=False,
        created_s=0,
        rollover_hour=4,
        minutes_west=None,
        note_types=(note_type,),
        notes=tuple(
            AnkiNote(
                id=number,
                guid=note_guid("small", f"q{number}"),
                type_id=1,
                changed_s=0,
                tags=(),
                fields=("",),
            )
            for number in range(len(logs))
        ),
        cards=tuple(AnkiCard(**(card | {"id": number, "note_id": number})) for number in range(len(logs))),
        decks=(),
        reviews=tuple(
            AnkiReview(
                card_id=number, **{name: getattr(line, name) for name in AnkiAnswer.__dataclass_fields__}
            )
            for number, lines in enumerate(logs)
            for line in lines
        ),
        media=(),
        media_left=(),
    )
