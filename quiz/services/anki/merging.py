"""One card's log here and its log in Anki become one: the lines that are to be added, and the card they make.

A line from Anki names itself in its seed ("anki:" and the number it has there), so that it is known again.
The learner's own answers that had travelled to Anki are known by the card and by their time, which is their
number there; a number that was taken already had moved by milliseconds.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from quiz.memory.anki_history import AnkiAnswer, AnkiHistory, AnkiKind, Left, read_history
from quiz.memory.card import Card
from quiz.memory.days import Moment, day_start
from quiz.memory.fsrs6 import MemoryState
from quiz.memory.lines import ANSWERS, FRESH_STARTS, LineKind, LogLine
from quiz.memory.replay import answers_that_count, memory_of, replay, replay_all, source_of_interval
from quiz.memory.scheduling import Settings, due_in_steps
from quiz.services.aims import Aims
from quiz.services.anki.recognising import Found
from quiz.services.moments import moment_at
from quiz.store.anki_history import RevisionTime
from quiz.store.cards import CardRow
from quiz.store.learners import LearnerRow
from quiz.store.log import ReviewRow, log_line
from quiz.store.times import to_ms

MOVED_AT_MOST_MS = 1_000
LONGEST_DAYS = 100_000  # what is longer would leave the calendar; Anki itself ends at 36,500
_LONGEST_MS = 24 * 60 * 60 * 1000
_DAY_SECONDS = 86_400
_AFRESH = ":afresh"
_HIGHEST_FACTOR = 100_000
_REVIEW = 2  # the type of an Anki card


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """Whose log it is, now; `day_zero` is the day, since 1970, that the package counts its due days from."""

    learner: LearnerRow
    now: Moment
    sets: Mapping[int, Settings]
    aims: Aims
    day_zero: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """`rows` are the lines to add, and `after` is the card with them; the counts are those of a report."""

    before: CardRow
    rows: tuple[ReviewRow, ...]
    after: Card
    answers: int
    resets: int
    afresh: int
    dues: int
    dues_left: int
    known: int
    left: Counter[Left]
    answered_on: tuple[int, ...]


def merge(
    to: Receiver,
    found: Found,
    before: CardRow,
    rows: Sequence[ReviewRow],
    revisions: Sequence[RevisionTime],
) -> Merged:
    """Return what the card's log in Anki adds to `rows`, its log here in the order of writing."""
    history = read_history(found.lines, to_ms(to.now.at))
    work = _Merging(to, found, before, list(rows), tuple(revisions))
    work.take(history)
    work.take_due(history)
    return work.merged(history)


@dataclass(slots=True)
class _Merging:
    to: Receiver
    found: Found
    before: CardRow
    rows: list[ReviewRow]
    revisions: tuple[RevisionTime, ...]
    counts: Counter[str] = field(default_factory=Counter)
    answered_on: list[int] = field(default_factory=list)
    last_repetition: int | None = None  # the line here of Anki's last answer
    lines: list[LogLine] = field(default_factory=list)  # the rows as the memory core reads them
    after: Card | None = None  # with all of them; None until it is counted

    def __post_init__(self) -> None:
        self.lines = [log_line(row, self.to.sets) for row in self.rows]

    def take(self, history: AnkiHistory) -> None:
        """Add the answers and the fresh starts that are not here yet, in the order of their time."""
        stretches = history.stretches
        answers = _known(self.rows, ANSWERS, [line.id_ms for each in stretches for line in each.answers])
        resets = _known(self.rows, FRESH_STARTS, [each.reset.id_ms for each in stretches if each.reset])
        last_ms = 0
        for number, stretch in enumerate(stretches):
            if stretch.reset is not None and stretch.reset.id_ms in resets:
                self.counts["known"] += 1
            elif number:
                first_ms = stretch.answers[0].id_ms if stretch.answers else 0
                self._start_afresh(stretch.reset, first_ms, last_ms)
            for line in stretch.answers:
                known = answers.get(line.id_ms)
                self.last_repetition = self._answer(line) if known is None else known
                self.counts["known"] += known is not None
                last_ms = line.id_ms
        if self.counts["added"]:
            self._settle_memory(self._fill_states())

    def take_due(self, history: AnkiHistory) -> None:
        """Let a due date that was set in Anki after the last answer be the card's."""
        line = history.due_set
        if line is None:
            return
        seed = f"anki:{line.id_ms}"
        if any(row.kind == LineKind.RESCHEDULE and row.seed == seed for row in self.rows):
            self.counts["known"] += 1
            return
        answers = answers_that_count(self.lines)
        due_day = self._due_day()
        if not answers or answers[-1].repetition != self.last_repetition or due_day is None:
            self.counts["dues_left"] += 1
            return
        self.counts["dues"] += 1
        self.after = None
        days = min(max(due_day - answers[-1].day, 1), LONGEST_DAYS)
        moment = answers[-1].moment
        self._add(
            LineKind.RESCHEDULE,
            self.to.now,
            amends=source_of_interval(self.lines),
            interval_days=days,
            due_ms=to_ms(day_start(answers[-1].day + days, moment.offset_minutes)),
            seed=seed,
        )

    def merged(self, history: AnkiHistory) -> Merged:
        added = self.rows[len(self.rows) - self.counts["added"] :] if self.counts["added"] else []
        return Merged(
            before=self.before,
            rows=tuple(added),
            after=(self.after or replay(self.lines)) if added else self.before.card,
            answers=self.counts["answers"],
            resets=self.counts["resets"],
            afresh=self.counts["afresh"],
            dues=self.counts["dues"],
            dues_left=self.counts["dues_left"],
            known=self.counts["known"],
            left=history.left,
            answered_on=tuple(self.answered_on),
        )

    def _start_afresh(self, reset: AnkiAnswer | None, first_ms: int, last_ms: int) -> None:
        """Add the RESET between two stretches; without a reset of Anki's it comes just before the answer."""
        at_ms = reset.id_ms if reset else first_ms - 1
        if reset is None and any(
            row.kind in FRESH_STARTS and last_ms <= row.at_ms <= first_ms for row in self.rows
        ):
            return
        self.counts["resets" if reset else "afresh"] += 1
        seed = f"anki:{at_ms}" if reset else f"anki:{first_ms}{_AFRESH}"
        self._add(LineKind.RESET, moment_at(at_ms, self.to.learner), seed=seed, factor=0)

    def _answer(self, line: AnkiAnswer) -> int:
        """Add an answer that was given in Anki and return its number here."""
        moment = moment_at(line.id_ms, self.to.learner)
        days = min(max(line.interval, 0), LONGEST_DAYS)
        delay = timedelta(seconds=min(max(-line.interval, 0), LONGEST_DAYS * _DAY_SECONDS))
        due = day_start(moment.day + days, moment.offset_minutes) if days else due_in_steps(moment, delay)
        self.counts["answers"] += 1
        self.answered_on.append(moment.day)
        return self._add(
            LineKind.IMPORT,
            moment,
            rating=line.ease,
            guess_chance=0.0,
            interval_days=days,
            due_ms=to_ms(due),
            response_ms=min(max(line.taken_ms, 0), _LONGEST_MS),
            seed=f"anki:{line.id_ms}",
            factor=None if line.kind == AnkiKind.LEARNING else min(max(line.factor, 0), _HIGHEST_FACTOR),
        )

    def _add(self, kind: LineKind, moment: Moment, *, seed: str, **more: int | float | None) -> int:
        before = self.before
        at_ms = to_ms(moment.at)
        row = ReviewRow(
            learner_id=before.learner_id,
            question_id=before.question_id,
            part=before.part,
            repetition=before.version + self.counts["added"],
            kind=kind.value,
            revision_id=self._revision(at_ms),
            state_before=int(before.card.state),
            at_ms=at_ms,
            day=moment.day,
            offset_minutes=moment.offset_minutes,
            parameter_set_id=self.to.learner.parameter_set_id,
            desired_retention=self.to.aims.retention(self.found.bank_id),
            seed=seed,
        )
        row = replace(row, **more)  # type: ignore[arg-type]  # names and types are those above
        self.rows.append(row)
        self.lines.append(log_line(row, self.to.sets))
        self.counts["added"] += 1
        return row.repetition

    def _revision(self, at_ms: int) -> int:
        """Return the revision that was the newest then, or the first of all."""
        times = [each.created_ms for each in self.revisions]
        return self.revisions[max(bisect_right(times, at_ms) - 1, 0)].revision_id

    def _fill_states(self) -> Card:
        """Write into every new line the state in which it found the card, and return the card after all."""
        steps, after = replay_all(self.lines)
        states = {line.repetition: int(card.state) for card, line in steps}
        first = len(self.rows) - self.counts["added"]
        for place in range(first, len(self.rows)):
            row = self.rows[place]
            self.rows[place] = replace(row, state_before=states.get(row.repetition, row.state_before))
        return after

    def _settle_memory(self, after: Card) -> None:
        """Count the memory from the whole log, as Anki does with a log that it is given.

        What only goes on from what is here counts as if it had been answered here, step by step; and so does
        what Anki itself went on with, which its memory of the card shows.
        """
        self.after = after
        if self._goes_on():
            return
        whole = memory_of(answers_that_count(self.lines), self.to.aims.parameters.weights)
        if whole is None or after.stability is None or after.difficulty is None:
            return
        stepwise = MemoryState(after.stability, after.difficulty)
        if stepwise != whole.rounded() and stepwise != _memory_in_anki(self.found.card.data):
            self._add(LineKind.REFIT, self.to.now, seed="anki")
            kept = whole.rounded()
            self.after = replace(after, stability=kept.stability, difficulty=kept.difficulty)

    def _goes_on(self) -> bool:
        """Say whether the card had a memory, and everything that is new happened after all that was here."""
        first = len(self.lines) - self.counts["added"]
        known = self.lines[:first]
        latest = max((line.moment.at for line in known), default=None)
        return (
            latest is not None
            and bool(answers_that_count(known))
            and all(line.moment.at > latest for line in self.lines[first:])
        )

    def _due_day(self) -> int | None:
        """Return the day, since 1970, on which the card in Anki is due; None if it is not in review there."""
        card = self.found.card
        due = card.original_due if card.original_deck_id else card.due
        due_day = self.to.day_zero + due
        return due_day if card.type == _REVIEW and 0 <= due_day <= self.to.now.day + LONGEST_DAYS else None


def _known(rows: Sequence[ReviewRow], kinds: Collection[LineKind], numbers: Sequence[int]) -> dict[int, int]:
    """Return, by the number of a line in Anki, the repetition of the same line here; each is one line."""
    free = {row.repetition: row.at_ms for row in rows if row.kind in kinds}
    found = dict(_pairs(numbers, free, 0))
    taken = set(found.values())
    # What was put between two answers of Anki's has no number there that could have moved.
    movable = {
        row.repetition: row.at_ms
        for row in rows
        if row.repetition in free and row.repetition not in taken and not row.seed.endswith(_AFRESH)
    }
    return found | dict(_pairs([each for each in numbers if each not in found], movable, MOVED_AT_MOST_MS))


def _pairs(numbers: Sequence[int], free: Mapping[int, int], most: int) -> Iterator[tuple[int, int]]:
    """Yield pairs of a number in Anki and the earliest answer that is at most so many ms before it."""
    waiting = sorted(free.items(), key=lambda item: (item[1], item[0]))
    place = 0
    for number in sorted(numbers):
        while place < len(waiting) and waiting[place][1] < number - most:
            place += 1
        if place < len(waiting) and waiting[place][1] <= number:
            yield number, waiting[place][0]
            place += 1


def _memory_in_anki(data: str) -> MemoryState | None:
    """Return the memory that the card has in Anki, None if it has none."""
    try:
        known = json.loads(data or "{}")
        return MemoryState(float(known["s"]), float(known["d"]))
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        return None
