"""The review log, and every card again from it: the log is the truth, a stored card only a cache."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile

from quiz.memory.balancing import NO_LOADS, Loads
from quiz.memory.beginnings import begun_at
from quiz.memory.card import NEW_CARD, Card, Rating
from quiz.memory.days import Moment
from quiz.memory.fsrs6 import MemoryState, Weights
from quiz.memory.guessing import state_after
from quiz.memory.lines import AMENDMENTS, ANSWERS, COUNTING, FRESH_STARTS, LineKind, LogLine
from quiz.memory.ordering import in_time_order
from quiz.memory.scheduling import Settings, advance, schedule


def replay(lines: Iterable[LogLine]) -> Card:
    """Return the card that the log makes: memory states computed anew, intervals taken as given."""
    return _played(effective(lines))


def replay_steps(lines: Iterable[LogLine]) -> Iterator[tuple[Card, LogLine]]:
    """Yield each line that counts, in order, with the card as it stood before it."""
    for before, line, _ in _steps(effective(lines)):
        yield before, line


def replay_all(lines: Iterable[LogLine]) -> tuple[list[tuple[Card, LogLine]], Card]:
    """Return what `replay_steps` yields, and the card that `replay` returns, for the price of one."""
    steps = list(_steps(effective(lines)))
    return [(before, line) for before, line, _ in steps], steps[-1][2] if steps else NEW_CARD


def effective(lines: Iterable[LogLine]) -> tuple[LogLine, ...]:
    """Return the answers, fresh starts and REFITs that count, in order, each answer as it stands now.

    Its rating and interval are the latest that were given. The result is itself a log that means the same.
    What happened elsewhere is where its time puts it (`ordering.py`).
    """
    standing, given = _standing(lines)
    counting = [line for line in standing if line.kind in COUNTING]
    return tuple(_as_given(line, given.get(line.repetition, ())) for line in in_time_order(counting, _time))


def answers_that_count(lines: Iterable[LogLine]) -> tuple[LogLine, ...]:
    """Return the answers since the latest fresh start, in order: what the card's memory rests on."""
    answers: list[LogLine] = []
    for line in effective(lines):
        _note(answers, line)
    return tuple(answers)


def source_of_interval(lines: Iterable[LogLine]) -> int | None:
    """Return the line that gave the card its interval, which is what a RESCHEDULE names; None if none did."""
    known = tuple(lines)
    answers = answers_that_count(known)
    if not answers:
        return None
    _, given = _standing(known)
    amending = (line for line in given.get(answers[-1].repetition, ()) if line.kind in AMENDMENTS)
    return max((line.repetition for line in amending), default=answers[-1].repetition)


def amendment_of(lines: Iterable[LogLine], repetition: int) -> LogLine | None:
    """Return the change of rating that holds for that answer; None if it stands as it was given."""
    _, given = _standing(lines)
    changes = (line for line in given.get(repetition, ()) if line.kind in AMENDMENTS)
    return max(changes, key=lambda line: line.repetition, default=None)


def card_before(lines: Iterable[LogLine], repetition: int) -> Card:
    """Return the card as it stood before the answer in line `repetition`, later amendments included."""
    return _played(takewhile(lambda line: line.repetition != repetition, effective(lines)))


def memory_of(answers: Iterable[LogLine], weights: Weights) -> MemoryState | None:
    """Return the memory that these answers, one card's in order, give under `weights`.

    It is counted without rounding between answers, as Anki does when parameters change, and lucky guesses are
    corrected where they were when the answer was given. None without answers.
    """
    memory: MemoryState | None = None
    last_day = 0
    for line in answers:
        if line.rating is None:
            raise ValueError(f"line {line.repetition} is no answer, so no memory follows from it")
        memory = _begun(memory, line, weights) or state_after(
            memory, line.rating, line.day - last_day, weights, line.luck
        )
        last_day = line.day
    return memory


def amended_line(
    lines: Sequence[LogLine],
    kind: LineKind,
    amends: int,
    rating: Rating,
    now: Moment,
    settings: Settings,
    seed: str,
    *,
    loads: Loads = NO_LOADS,
) -> LogLine:
    """Return the RERATE or REGRADE line, written `now`, that gives the answer in line `amends` a new rating.

    The answer is scheduled again at its own moment, from the card as it stood before it. A rating that the
    answer had before gets the interval it had then, whatever is due now. ValueError if line `amends` is no
    answer, or was undone.
    """
    answer = next((line for line in effective(lines) if line.repetition == amends), None)
    if answer is None or answer.kind not in ANSWERS:
        raise ValueError(f"line {amends} is not an answer that counts, so it has no rating to change")
    before, luck = card_before(lines, amends), answer.guess_chance
    after = schedule(before, rating, answer.moment, settings, seed, guess_chance=luck, loads=loads)
    given = _given_before(lines, amends, rating, settings)
    if given is not None:
        after = replace(after, interval_days=given.interval_days, due_at=given.due_at)
    following = max(line.repetition for line in lines) + 1
    return LogLine.of(kind, following, rating, after, now, settings, amends, guess_chance=luck)


def _given_before(
    lines: Iterable[LogLine], amends: int, rating: Rating, settings: Settings
) -> LogLine | None:
    """Return a line that gave this answer that rating by the same settings, if its interval may still be."""
    return next(
        (
            line
            for line in lines
            if (line.repetition == amends or (line.amends == amends and line.kind in AMENDMENTS))
            and line.rating is rating
            and line.weights == settings.weights
            and line.desired_retention == settings.desired_retention
            and line.guess_correction == settings.guess_correction
            and 0 < line.interval_days <= settings.maximum_interval_days
        ),
        None,
    )


def _time(line: LogLine) -> float:
    return line.moment.at.timestamp()


def _played(counting: Iterable[LogLine]) -> Card:
    card = NEW_CARD
    for _, _, card in _steps(counting):  # noqa: B007  the last one is wanted
        pass
    return card


def _steps(counting: Iterable[LogLine]) -> Iterator[tuple[Card, LogLine, Card]]:
    """Yield each line with the card before and after it."""
    after = NEW_CARD
    answers: list[LogLine] = []
    for line in counting:
        before, after = after, _after(after, line, answers)
        _note(answers, line)
        yield before, line, after


def _note(answers: list[LogLine], line: LogLine) -> None:
    """Add the line to the answers that the card's memory rests on, or let it end them."""
    if line.kind in FRESH_STARTS:
        answers.clear()
    elif line.kind in ANSWERS:
        answers.append(line)


def _after(card: Card, line: LogLine, answers: Sequence[LogLine]) -> Card:
    """Return the card after a line that counts; `answers` are those that its memory rests on so far."""
    if line.kind is LineKind.REFIT:
        return _refitted(card, answers, line.weights)
    if line.kind in FRESH_STARTS or line.rating is None:
        return NEW_CARD
    given = line.interval_days, line.due_at
    begun = _begun(card.stability, line, line.weights)
    return advance(card, line.rating, line.moment, line.day, line.weights, *given, line.luck, begun)


def _begun(known: object | None, line: LogLine, weights: Weights) -> MemoryState | None:
    """Return the memory after an answer from elsewhere whose past is lost; None where one was `known`."""
    days = line.interval_days if line.given_days is None else line.given_days
    if known is not None or line.factor is None or days < 1:
        return None
    return begun_at(days, line.factor, weights)


def _refitted(card: Card, answers: Iterable[LogLine], weights: Weights) -> Card:
    memory = memory_of(answers, weights)
    if memory is None:
        return card
    kept = memory.rounded()
    return replace(card, stability=kept.stability, difficulty=kept.difficulty)


def _standing(lines: Iterable[LogLine]) -> tuple[list[LogLine], dict[int, list[LogLine]]]:
    """Return the lines that were not taken back, in order, and by answer those that change what it gave.

    A RESCHEDULE is among them only while the interval it replaced counts.
    """
    ordered = sorted(lines, key=lambda line: line.repetition)
    _check_references(ordered)
    voided = _voided(ordered)
    standing = [line for line in ordered if line.repetition not in voided]
    lines_by_repetition = {line.repetition: line for line in ordered}
    given: dict[int, list[LogLine]] = {}
    sources: dict[int, int] = {}
    for line in standing:
        if line.kind not in AMENDMENTS | {LineKind.RESCHEDULE}:
            continue
        answer = _amended_answer(line, lines_by_repetition)
        if line.kind in AMENDMENTS:
            sources[answer] = line.repetition
        if line.kind in AMENDMENTS or line.amends == sources.get(answer, answer):
            given.setdefault(answer, []).append(line)
    return standing, given


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
    if line.kind not in ANSWERS:
        raise ValueError(f"line {line.repetition} has no rating to change")
    return line.repetition


def _as_given(line: LogLine, changes: Sequence[LogLine]) -> LogLine:
    """Return the answer with its latest rating and interval."""
    if changes and line.factor is not None and line.given_days is None:
        line = replace(line, given_days=line.interval_days)
    for change in changes:
        line = replace(line, interval_days=change.interval_days, due_at=change.due_at)
        if change.kind in AMENDMENTS:
            line = replace(
                line,
                rating=change.rating,
                desired_retention=change.desired_retention,
                weights=change.weights,
                guess_correction=change.guess_correction,
            )
    return line
