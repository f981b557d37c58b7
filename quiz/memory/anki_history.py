"""Which lines of a card's log in Anki count, by Anki's own rules for FSRS.

Anki reads the log from its end. The memory begins with the latest run of learning answers; cramming (in a
filtered deck without rescheduling) is as if it were not there, any other line ends the run. What came before
is forgotten. Without a learning answer it begins after the latest reset, or with the log: then its beginning
is lost, and the first answer that gave days (`beginnings.py`) stands for it.

These rules were found out by giving logs to the real Anki; `tests/conformance` compares them again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

_BUTTONS = 4


class AnkiKind(IntEnum):
    """Anki's types of lines."""

    LEARNING = 0
    REVIEW = 1
    RELEARNING = 2
    FILTERED = 3
    MANUAL = 4
    RESCHEDULED = 5


class Left(StrEnum):
    """Why a line is no answer that counts."""

    CRAMMED = "crammed"  # answered in a filtered deck that does not reschedule
    BY_HAND = "by_hand"  # a due date was set, which is no answer
    RESCHEDULED = "rescheduled"  # Anki moved the due date
    UNRATED = "unrated"  # no button was pressed
    NOTHING_TO_RESET = "nothing_to_reset"
    NO_BEGINNING = "no_beginning"  # the log begins in the middle of relearning
    FUTURE = "future"  # by a clock that was ahead
    IMPOSSIBLE = "impossible"  # before 1970, or a button that Anki does not have


@dataclass(frozen=True, slots=True, kw_only=True)
class AnkiAnswer:
    """A line of one card's log in Anki; intervals are in days, negative in seconds."""

    id_ms: int
    ease: int
    interval: int
    last_interval: int = 0
    factor: int = 0
    taken_ms: int = 0
    kind: int = AnkiKind.REVIEW

    @property
    def rated(self) -> bool:
        return self.ease > 0

    @property
    def crammed(self) -> bool:
        return self.kind == AnkiKind.FILTERED and self.factor == 0

    @property
    def resets(self) -> bool:
        return self.kind == AnkiKind.MANUAL and self.factor == 0


@dataclass(frozen=True, slots=True)
class Stretch:
    """Answers that one memory rests on. `reset` is the line that ended the one before it, if it was reset."""

    answers: tuple[AnkiAnswer, ...]
    reset: AnkiAnswer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnkiHistory:
    """One card's log as it counts: the card was learnt afresh at each of the `stretches`, which are in order.

    A stretch without answers is a reset after which none came.
    """

    stretches: tuple[Stretch, ...] = ()
    left: Counter[Left] = field(default_factory=Counter)
    due_set: AnkiAnswer | None = None  # moved the due date after the last answer


def read_history(lines: Iterable[AnkiAnswer], now_ms: int) -> AnkiHistory:
    """Return what one card's lines mean; each of them is in a stretch, `due_set`, or counted in `left`."""
    left: Counter[Left] = Counter()
    entries = []
    for line in sorted(lines, key=lambda line: line.id_ms):
        reason = _unusable(line, now_ms)
        if reason is None:
            entries.append(line)
        else:
            left[reason] += 1
    due_set = _due_set(entries)
    left.update(_no_answer(line) for line in entries if not _counts(line) and line is not due_set)
    stretches = _stretches(entries)
    for stretch in stretches:
        if stretch.reset is not None:
            left[Left.NOTHING_TO_RESET] -= 1
    known = [_with_beginning(stretch) for stretch in stretches]
    left[Left.NO_BEGINNING] = _answers_of(stretches) - _answers_of(known)
    return AnkiHistory(stretches=_reset_from_something(known, left), left=+left, due_set=due_set)


def _unusable(line: AnkiAnswer, now_ms: int) -> Left | None:
    if line.id_ms <= 0 or not 0 <= line.ease <= _BUTTONS:
        return Left.IMPOSSIBLE
    return Left.FUTURE if line.id_ms > now_ms else None


def _counts(line: AnkiAnswer) -> bool:
    return line.rated and not line.crammed


def _no_answer(line: AnkiAnswer) -> Left:
    """Say why a line is no answer; resets are all taken for idle until they are found to end something."""
    if line.crammed:
        return Left.CRAMMED
    if line.resets:
        return Left.NOTHING_TO_RESET
    if line.kind == AnkiKind.MANUAL:
        return Left.BY_HAND
    return Left.RESCHEDULED if line.kind == AnkiKind.RESCHEDULED else Left.UNRATED


def _due_set(entries: Sequence[AnkiAnswer]) -> AnkiAnswer | None:
    """Return the latest line that moved the due date, unless an answer or a reset came after it."""
    for line in reversed(entries):
        if _counts(line) or line.resets:
            return None
        if line.kind in (AnkiKind.MANUAL, AnkiKind.RESCHEDULED) and not line.rated:
            return line
    return None


def _stretches(entries: Sequence[AnkiAnswer]) -> list[Stretch]:
    """Return the stretches of a log, found as Anki finds the latest, again and again from the end."""
    found: list[Stretch] = []
    while entries:
        start = _beginning(entries)
        if start is None:
            start = len(entries)
        answers = tuple(line for line in entries[start:] if _counts(line))
        before = [number for number in range(start) if _counts(entries[number])]
        end = before[-1] + 1 if before else 0
        resets = [line for line in entries[end:] if line.resets and line not in answers]
        found.append(Stretch(answers, resets[0] if resets and before else None))
        entries = entries[:end]
    return [each for each in reversed(found) if each.answers or each.reset]


def _beginning(entries: Sequence[AnkiAnswer]) -> int | None:
    """Return the place of the answer that the latest memory begins with; None if there is no memory."""
    rated = learning = None
    for number in reversed(range(len(entries))):
        line = entries[number]
        if line.crammed:
            continue
        if line.rated:
            rated = number
        if line.rated and line.kind == AnkiKind.LEARNING:
            learning = number
        elif learning is not None or line.resets:
            break
    return rated if learning is None else learning


def _with_beginning(stretch: Stretch) -> Stretch:
    """Leave out what comes before the first answer that can stand for a lost beginning."""
    answers = stretch.answers
    if answers and answers[0].kind != AnkiKind.LEARNING:
        first = next((place for place, line in enumerate(answers) if line.interval > 0), len(answers))
        answers = answers[first:]
    return Stretch(answers, stretch.reset)


def _reset_from_something(stretches: Iterable[Stretch], left: Counter[Left]) -> tuple[Stretch, ...]:
    """Drop the resets before the first answer that is left."""
    kept: list[Stretch] = []
    for stretch in stretches:
        reset = stretch.reset if kept else None
        left[Left.NOTHING_TO_RESET] += stretch.reset is not reset
        if stretch.answers or reset is not None:
            kept.append(Stretch(stretch.answers, reset))
    return tuple(kept)


def _answers_of(stretches: Iterable[Stretch]) -> int:
    return sum(len(stretch.answers) for stretch in stretches)
