"""Memory after new parameters, against what Anki made of the same whole logs (golden/answers.json)."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from quiz.memory.card import NEW_CARD, Rating
from quiz.memory.days import ROLLOVER_HOUR, Moment
from quiz.memory.lines import LineKind, LogLine
from quiz.memory.replay import replay
from quiz.memory.scheduling import Settings, schedule

GOLDEN = json.loads((Path(__file__).parent / "golden" / "answers.json").read_text(encoding="utf-8"))
OFFSET = GOLDEN["record"]["zone_minutes"] + 60 * (ROLLOVER_HOUR - GOLDEN["record"]["rollover_hour"])


def lived_by_the_default_weights(answers):
    """Return a card's log as our default weights would have written it, at Anki's distances in days."""
    settings, card, lines = Settings(), NEW_CARD, []
    at = datetime(2026, 3, 2, 12, tzinfo=UTC)
    for number, answer in enumerate(answers):
        now = Moment(datetime.fromtimestamp(answer["answered_at"], UTC), OFFSET)
        then = Moment(now.at - timedelta(seconds=answer["gap_seconds"]), OFFSET)
        at += timedelta(days=now.day - then.day if number else 0)
        moment, rating = Moment(at), Rating(answer["rating"])
        card = schedule(card, rating, moment, settings, "seed")
        lines.append(LogLine.of(LineKind.ANSWER, number, rating, card, moment, settings))
    return lines, card, Moment(at + timedelta(days=3))


@pytest.mark.parametrize("card", GOLDEN["record"]["cards"])
def test_after_a_refit_memory_is_what_anki_makes_of_the_whole_log(card):
    weights = tuple(GOLDEN["settings"][card["settings"]]["weights"])
    lines, before, now = lived_by_the_default_weights(card["answers"])
    assert replay(lines) == before
    refit = LogLine(repetition=len(lines), kind=LineKind.REFIT, moment=now, day=now.day, weights=weights)
    after = replay([*lines, refit])
    anki = card["answers"][-1]["from_the_log"]
    assert after.stability == pytest.approx(anki["stability"], rel=1e-5, abs=1e-4)
    assert after.difficulty == pytest.approx(anki["difficulty"], rel=1e-5, abs=1e-3)
    assert (after.due_at, after.interval_days) == (before.due_at, before.interval_days)
