"""The real Anki in a process of its own, and the comparison of what it made of answers with what we make."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from quiz.memory.card import NEW_CARD, Card, Rating
from quiz.memory.days import ROLLOVER_HOUR, Moment, day_start
from quiz.memory.fsrs6 import next_state
from quiz.memory.fuzz import fraction
from quiz.memory.scheduling import Settings, preview

HERE = Path(__file__).parent
ONE_IN_STABILITY = 1.0001e-4
ONE_IN_DIFFICULTY = 1.0001e-3
SECONDS_ANKI_MAY_TAKE = 60
RELATIVE_TO_THE_LOG = 1e-5
_SEEDS = [str(number) for number in range(50_000)]
_OUTERMOST = (min(_SEEDS, key=fraction), max(_SEEDS, key=fraction))


@pytest.fixture(scope="session")
def tell_anki() -> Callable[..., Any]:
    """Give a plan to one of this folder's programs, which ask the real Anki, and return what it answers.

    Without `fuzz`, Anki's is switched off. Anki runs in a time zone where it is `local_hour` o'clock.
    """
    pytest.importorskip("anki", reason="the real Anki is not installed")

    def tell(program: str, plan: Any, *, fuzz: bool = False, local_hour: int = 12) -> Any:
        environment = {key: value for key, value in os.environ.items() if key != "ANKI_TEST_MODE"}
        environment["TZ"] = zone_where_it_is(local_hour)
        if not fuzz:
            environment["ANKI_TEST_MODE"] = "1"
        _let_the_hour_turn()
        done = subprocess.run(
            [sys.executable, str(HERE / program)],
            input=json.dumps(plan),
            capture_output=True,
            text=True,
            env=environment,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return tell


@pytest.fixture(scope="session")
def ask_anki(tell_anki: Callable[..., Any]) -> Callable[..., dict[str, Any]]:
    """Give a plan of answers to the real Anki and return its record."""
    return partial(tell_anki, "anki_answers.py")


@pytest.fixture(scope="session")
def zone() -> str:
    """The time zone that Anki runs in, by the name that a learner chooses it by."""
    return zone_where_it_is(12).replace("XYZ", "Etc/GMT+").replace("+-", "-")


@pytest.fixture(scope="session")
def differences() -> Callable[[dict[str, Any], list[dict[str, Any]]], list[str]]:
    """Return what differs between Anki's record and what we make of the same answers, in words."""

    def compare(record: dict[str, Any], settings: list[dict[str, Any]]) -> list[str]:
        offset = record["zone_minutes"] + 60 * (ROLLOVER_HOUR - record["rollover_hour"])
        return [
            difference
            for number, card in enumerate(record["cards"])
            for difference in _differences_of(
                card["answers"], _settings(settings[card["settings"]]), offset, f"card {number}"
            )
        ]

    return compare


@pytest.fixture(scope="session")
def log_differences() -> Callable[[dict[str, Any], list[dict[str, Any]]], list[str]]:
    """Return where Anki's state from a whole log and an unrounded replay of it differ, in words.

    Anki's card goes on from what it stored, rounded, and so does ours; both drift from the log by up to a
    thousandth. From the log Anki counts without rounding, so the formulas are followed here without it too.
    """

    def compare(record: dict[str, Any], settings: list[dict[str, Any]]) -> list[str]:
        offset = record["zone_minutes"] + 60 * (ROLLOVER_HOUR - record["rollover_hour"])
        return [
            difference
            for number, card in enumerate(record["cards"])
            for difference in _differences_from_log(
                card["answers"], tuple(settings[card["settings"]]["weights"]), offset, f"card {number}"
            )
        ]

    return compare


@pytest.fixture(scope="session")
def fuzz_differences() -> Callable[[dict[str, Any], list[dict[str, Any]]], list[str]]:
    """Return where an interval that Anki fuzzed, or one of ours, is outside the days we take for possible."""

    def compare(record: dict[str, Any], settings: list[dict[str, Any]]) -> list[str]:
        offset = record["zone_minutes"] + 60 * (ROLLOVER_HOUR - record["rollover_hour"])
        return [
            difference
            for number, card in enumerate(record["cards"])
            for difference in _fuzz_differences_of(
                card["answers"],
                replace(_settings(settings[card["settings"]]), fuzz=True),
                offset,
                f"card {number}",
            )
        ]

    return compare


def _let_the_hour_turn() -> None:
    """Wait while the hour is about to turn: gaps of whole hours would straddle the rollover meanwhile."""
    left = 3600 - time.time() % 3600
    if left < SECONDS_ANKI_MAY_TAKE:
        time.sleep(left + 2)


def zone_where_it_is(hour: int) -> str:
    """Without fuzz, Anki sets its clock back by two hours from 02:00 to 04:00: avoid these."""
    east = (hour - datetime.now(UTC).hour + 12) % 24 - 12
    return f"XYZ{-east}"  # POSIX counts hours west of Greenwich


def _settings(planned: dict[str, Any]) -> Settings:
    return Settings(
        weights=tuple(planned["weights"]),
        desired_retention=planned["desired_retention"],
        learning_steps=tuple(timedelta(minutes=step) for step in planned["learning_minutes"]),
        relearning_steps=tuple(timedelta(minutes=step) for step in planned["relearning_minutes"]),
        maximum_interval_days=planned["maximum_interval_days"],
        fuzz=False,
    )


def _differences_of(answers: list[dict[str, Any]], settings: Settings, offset: int, name: str) -> list[str]:
    """Follow one card; each answer continues from the state that Anki stored, as Anki's own next one does."""
    card = NEW_CARD
    found = []
    for number, answer in enumerate(answers, 1):
        now = _moment(answer["answered_at"], offset)
        card = _with_past_set_back(card, answer["gap_seconds"], offset)
        choices = preview(card, now, settings, "")
        after = choices[Rating(answer["rating"])]
        differing = [
            *_differences_in_state(after, answer, now, settings),
            *_differences_in_choices(list(choices.values()), answer["choices"], now, settings),
        ]
        found += [f"{name}, answer {number}: {difference}; before: {card}" for difference in differing]
        card = replace(after, stability=answer["stability"], difficulty=answer["difficulty"])
    return found


def _differences_from_log(
    answers: list[dict[str, Any]], weights: tuple[float, ...], offset: int, name: str
) -> list[str]:
    memory = None
    found = []
    for number, answer in enumerate(answers, 1):
        now = _moment(answer["answered_at"], offset)
        then = Moment(now.at - timedelta(seconds=answer["gap_seconds"]), offset)
        memory = next_state(memory, Rating(answer["rating"]), now.day - then.day, weights)
        found += [
            f"{name}, answer {number}: {part} is {ours}, from Anki's log {anki}"
            for part, anki in answer["from_the_log"].items()
            if abs((ours := getattr(memory, part)) - anki) > RELATIVE_TO_THE_LOG * anki
        ]
    return found


def _fuzz_differences_of(
    answers: list[dict[str, Any]], settings: Settings, offset: int, name: str
) -> list[str]:
    """Follow one card as Anki fuzzed it; one seed decides all buttons, so the outermost seeds bound them."""
    card = NEW_CARD
    found = []
    for number, answer in enumerate(answers, 1):
        now = _moment(answer["answered_at"], offset)
        card = _with_past_set_back(card, answer["gap_seconds"], offset)
        first, last, ours, again = (
            preview(card, now, settings, seed) for seed in (*_OUTERMOST, *[f"{name}:{number}"] * 2)
        )
        found += [f"{name}, answer {number}: twice asked, {ours} and {again}"] if ours != again else []
        for rating, choice in zip(Rating, answer["choices"], strict=True):
            days = range(first[rating].interval_days, last[rating].interval_days + 1)
            theirs = min(choice.get("days", 0), settings.maximum_interval_days)
            if theirs not in days or ours[rating].interval_days not in days:
                found.append(f"{name}, answer {number}: {rating.name} is {days}, in Anki {theirs}: {card}")
        if answer["interval_days"] > settings.maximum_interval_days:
            break  # Anki's next interval follows one that we never give
        given = {key: answer[key] for key in ("stability", "difficulty", "interval_days")}
        card = replace(preview(card, now, settings, "")[Rating(answer["rating"])], **given)
    return found


def _moment(seconds: int, offset: int) -> Moment:
    return Moment(datetime.fromtimestamp(seconds, UTC), offset)


def _with_past_set_back(card: Card, seconds: int, offset: int) -> Card:
    if card.last_review_at is None:
        return card
    past = Moment(card.last_review_at - timedelta(seconds=seconds), offset)
    return replace(card, last_review_at=past.at, last_review_day=past.day)


def _differences_in_state(after: Card, anki: dict[str, Any], now: Moment, settings: Settings) -> list[str]:
    near = {"stability": ONE_IN_STABILITY, "difficulty": ONE_IN_DIFFICULTY}
    found = [
        f"{name} is {getattr(after, name)}, in Anki {anki[name]}"
        for name, allowed in near.items()
        if abs(getattr(after, name) - anki[name]) > allowed
    ]
    # Anki lets a lapse without relearning steps exceed the maximum interval; we do not.
    interval = min(anki["interval_days"], settings.maximum_interval_days)
    expected = {"state": anki["state"], "lapses": anki["lapses"], "reviews": anki["reviews"]}
    expected |= {"interval_days": interval}
    found += [
        f"{name} is {getattr(after, name)}, in Anki {value}"
        for name, value in expected.items()
        if getattr(after, name) != value
    ]
    if anki["steps_end_in_days"]:
        days = Moment(after.due_at, now.offset_minutes).day - now.day
        found += [f"steps end in {days} days"] if days != anki["steps_end_in_days"] else []
    return found


def _differences_in_choices(
    cards: list[Card], choices: list[dict[str, int]], now: Moment, settings: Settings
) -> list[str]:
    """All four buttons, not only the one pressed."""
    found = []
    for rating, card, choice in zip(Rating, cards, choices, strict=True):
        if "days" in choice:
            days = min(choice["days"], settings.maximum_interval_days)
            due_at = day_start(now.day + days, now.offset_minutes)
            same = card.interval_days == days and card.due_at == due_at
        else:
            # Without steps Anki takes seconds from a 32-bit interval: the last one may differ.
            off = card.due_at - _end_of_step(now, choice["seconds"])
            same = card.interval_days == 0 and abs(off) <= timedelta(seconds=1)
        if not same:
            found.append(f"{rating.name} gives {card.interval_days} days, {card.due_at}, in Anki {choice}")
    return found


def _end_of_step(now: Moment, seconds: int) -> datetime:
    """A step that ends on another day ends when that day begins."""
    end = Moment(now.at + timedelta(seconds=seconds), now.offset_minutes)
    return end.at if end.day == now.day else day_start(end.day, now.offset_minutes)
