"""The review log, and every card again from it: the log is the truth, a stored card only a cache."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Self

from quiz.memory.card import NEW_CARD, Card, Rating
from quiz.memory.days import Moment
from quiz.memory.fsrs6 import DEFAULT_WEIGHTS
from quiz.memory.scheduling import Settings, advance, schedule


class LineKind(StrEnum):
    """What a line of the log says.

    RERATE (the learner's own word) and REGRADE (a dispute was granted) replace the rating and interval of
    the answer in line `amends`. UNDO voids line `amends`, whatever its kind, another UNDO included.
    RESET (the learner starts afresh) and EDITION (the author changed what is to be learnt) make the card new.
    IMPORT is an answer given elsewhere.
    """

    ANSWER = "answer"
    IMPORT = "import"
    RERATE = "rerate"
    REGRADE = "regrade"
    UNDO = "undo"
    RESET = "reset"
    EDITION = "edition"


_ANSWERS = frozenset({LineKind.ANSWER, LineKind.IMPORT})
_AMENDMENTS = frozenset({LineKind.RERATE, LineKind.REGRADE})
_FRESH_STARTS = frozenset({LineKind.RESET, LineKind.EDITION})


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """One line of one card's log. `repetition` numbers the card's lines upwards and is never used twice.

    `day` is the learner's day when the line was written: a later move of time zone changes no history.
    `interval_days` and `due_at` are what was given to the learner (0 days: the card stayed in its steps).
    Of a RERATE or REGRADE they are what replaces the answer's; its moment stays the answer's own.
    """

    repetition: int
    kind: LineKind
    moment: Moment
    day: int
    rating: Rating | None = None
    amends: int | None = None
    interval_days: int = 0
    due_at: datetime | None = None
    desired_retention: float = 0.90
    weights: tuple[float, ...] = DEFAULT_WEIGHTS

    def __post_init__(self) -> None:
        if self.kind in _ANSWERS | _AMENDMENTS and self.rating is None:
            raise ValueError(f"a line of kind {self.kind} needs a rating")
        if (self.amends is not None) != (self.kind in _AMENDMENTS or self.kind is LineKind.UNDO):
            raise ValueError(
                f"a line of kind {self.kind} has `amends` {self.amends}; only changes name a line"
            )
        if self.amends is not None and self.amends >= self.repetition:
            raise ValueError(f"line {self.repetition} amends line {self.amends}, which is not before it")

    @classmethod
    def of(
        cls,
        kind: LineKind,
        repetition: int,
        rating: Rating,
        after: Card,
        moment: Moment,
        settings: Settings,
        amends: int | None = None,
    ) -> Self:
        """Return the line that records that an answer made the card `after`."""
        return cls(
            repetition=repetition,
            kind=kind,
            moment=moment,
            day=moment.day,
            rating=rating,
            amends=amends,
            interval_days=after.interval_days,
            due_at=after.due_at,
            desired_retention=settings.desired_retention,
            weights=settings.weights,
        )


def replay(lines: Iterable[LogLine]) -> Card:
    """Return the card that the log makes: memory states computed anew, intervals taken as given."""
    card = NEW_CARD
    for line in effective(lines):
        card = _after(card, line)
    return card


def replay_steps(lines: Iterable[LogLine]) -> Iterator[tuple[Card, LogLine]]:
    """Yield each line that counts, in order, with the card as it stood before it."""
    card = NEW_CARD
    for line in effective(lines):
        yield card, line
        card = _after(card, line)


def effective(lines: Iterable[LogLine]) -> tuple[LogLine, ...]:
    """Return the answers and fresh starts that count, in order, with their latest rating and interval."""
    ordered = sorted(lines, key=lambda line: line.repetition)
    _check_references(ordered)
    voided = _voided(ordered)
    standing = [line for line in ordered if line.repetition not in voided]
    lines_by_repetition = {line.repetition: line for line in ordered}
    amended: dict[int, LogLine] = {}
    for line in standing:
        if line.kind in _AMENDMENTS:
            amended[_amended_answer(line, lines_by_repetition)] = line
    counting = (line for line in standing if line.kind in _ANSWERS | _FRESH_STARTS)
    return tuple(_with_amendment(line, amended.get(line.repetition)) for line in counting)


def card_before(lines: Iterable[LogLine], repetition: int) -> Card:
    """Return the card as it stood before the answer in line `repetition`, later amendments included."""
    counting = effective(lines)
    return replay(line for line in counting if line.repetition < repetition)


def amended_line(
    lines: Sequence[LogLine],
    kind: LineKind,
    amends: int,
    rating: Rating,
    now: Moment,
    settings: Settings,
    seed: str,
) -> LogLine:
    """Return the RERATE or REGRADE line, written `now`, that gives the answer in line `amends` a new rating.

    The answer is scheduled again at its own moment, from the card as it stood before it. ValueError if
    line `amends` is no answer, or was undone.
    """
    answer = next((line for line in effective(lines) if line.repetition == amends), None)
    if answer is None or answer.kind not in _ANSWERS:
        raise ValueError(f"line {amends} is not an answer that counts, so it has no rating to change")
    after = schedule(card_before(lines, amends), rating, answer.moment, settings, seed)
    following = max(line.repetition for line in lines) + 1
    return LogLine.of(kind, following, rating, after, now, settings, amends)


def _after(card: Card, line: LogLine) -> Card:
    if line.kind in _FRESH_STARTS or line.rating is None:
        return NEW_CARD
    return advance(card, line.rating, line.moment, line.day, line.weights, line.interval_days, line.due_at)


def _check_references(ordered: Sequence[LogLine]) -> None:
    known: dict[int, LogLine] = {}
    for line in ordered:
        if line.repetition in known:
            raise ValueError(f"two lines of the log have repetition {line.repetition}")
        if line.amends is not None and line.amends not in known:
            raise ValueError(f"line {line.repetition} amends line {line.amends}, which is not in the log")
        known[line.repetition] = line


def _voided(ordered: Sequence[LogLine]) -> set[int]:
    """Read the log from its end: an UNDO that was itself undone takes nothing back."""
    voided: set[int] = set()
    for line in reversed(ordered):
        if line.kind is LineKind.UNDO and line.amends is not None and line.repetition not in voided:
            voided.add(line.amends)
    return voided


def _amended_answer(line: LogLine, lines: Mapping[int, LogLine]) -> int:
    """Follow an amendment of an amendment back to the answer."""
    while line.amends is not None:
        line = lines[line.amends]
    if line.kind not in _ANSWERS:
        raise ValueError(f"line {line.repetition} has no rating to change")
    return line.repetition


def _with_amendment(line: LogLine, amendment: LogLine | None) -> LogLine:
    if amendment is None:
        return line
    return replace(
        line,
        rating=amendment.rating,
        interval_days=amendment.interval_days,
        due_at=amendment.due_at,
        desired_retention=amendment.desired_retention,
        weights=amendment.weights,
    )
