"""One card's log as statistics of questions read it: the first attempt, how many followed, what was recalled.

Half a million lines are read for one page, so memories are reckoned in ordinary floats, and a card counts as
in Review where the line says that it was. A test holds the predictions to those of the replay.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from quiz.memory.beginnings import begun_at
from quiz.memory.card import Rating, State
from quiz.memory.fsrs6 import Weights, forgetting_curve
from quiz.memory.fsrs6_plain import Memory, Plain
from quiz.memory.guessing import KNOWN_BEFORE_FIRST, knew_chance
from quiz.memory.item_values import Recall, Recalls
from quiz.memory.lines import AMENDMENTS, ANSWERS, FRESH_STARTS, LineKind
from quiz.memory.ordering import in_time_order
from quiz.memory.scheduling import Settings

_RATINGS = (None, *Rating)
_RECALL_AT_STABILITY = 0.9
_ENOUGH = 1e-6
_MOST_STEPS = 20


class CardLine(NamedTuple):
    """A line of one card's log; `response` and `grade` are as they are stored."""

    repetition: int
    kind: str
    amends: int | None
    revision_id: int
    rating: int | None
    guess_chance: float | None
    state_before: int
    day: int
    at_ms: int
    parameter_set_id: int
    response: str | None
    grade: str | None
    response_ms: int | None
    interval_days: int = 0
    factor: int | None = None

    @property
    def elsewhere(self) -> bool:
        """Whether it happened in another program, as in `lines.py`."""
        return self.factor is not None or self.kind == LineKind.IMPORT


@dataclass(frozen=True, slots=True)
class First:
    """The first answer to a card. `known` is by its rating, which is what counts if it was `regraded`."""

    revision_id: int
    at_ms: int
    response: str
    grade: str
    known: bool
    regraded: bool
    response_ms: int | None


@dataclass(frozen=True, slots=True)
class Model:
    """How memories are reckoned by one set of parameters."""

    plain: Plain
    guess_correction: bool

    @classmethod
    def of(cls, settings: Settings) -> Model:
        return cls(Plain(settings.weights), settings.guess_correction)


class Step(NamedTuple):
    """An answer as it counts now; without a rating parameters that changed, or a card begun `anew`.

    `guess_chance` is the chance of luck, `luck` as far as it is corrected. `reviewed` is whether it could
    prove something, and `right` what it proved. `begins` are interval and factor of an answer from elsewhere
    that stands for a lost beginning if nothing came before it.
    """

    plain: Plain
    rating: Rating | None = None
    day: int = 0
    guess_chance: float = 0.0
    luck: float = 0.0
    reviewed: bool = False
    right: bool = False
    anew: bool = False
    begins: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class CardRecord:
    """What a learner's log says of one card. `first` is None where it was answered elsewhere before.

    `recalls` are the reviews on later days that could be right or wrong, None where there were none.
    """

    first: First | None
    answers: int
    recalls: Recalls | None


def card_record(learner: int, lines: Sequence[CardLine], models: Mapping[int, Model]) -> CardRecord | None:
    """Return what lines in order, all of one edition, say; None where no answer stands."""
    standing, amended = _standing(lines)
    answers = [line for line in standing if line.kind in ANSWERS]
    if not answers:
        return None
    first = answers[0]
    recalls = list(_recalls(_steps(standing, amended, models))) if len(answers) > 1 else ()
    return CardRecord(
        first=_first(first, amended.get(first.repetition)) if first.kind == LineKind.ANSWER else None,
        answers=len(answers),
        recalls=Recalls.of(learner, recalls) if recalls else None,
    )


def recalls_of(lines: Sequence[CardLine], models: Mapping[int, Model]) -> list[Recall]:
    """Return each review that a record sums up, with the recall predicted before it."""
    standing, amended = _standing(lines)
    return list(_recalls(_steps(standing, amended, models)))


def _standing(lines: Sequence[CardLine]) -> tuple[Sequence[CardLine], dict[int, CardLine]]:
    voided = _voided(lines)
    standing = [line for line in lines if line.repetition not in voided] if voided else lines
    return in_time_order(standing, lambda line: line.at_ms), _amended(standing)


def _voided(lines: Sequence[CardLine]) -> set[int]:
    voided: set[int] = set()
    for line in reversed(lines):
        if line.kind == LineKind.UNDO and line.amends is not None and line.repetition not in voided:
            voided.add(line.amends)
    return voided


def _amended(standing: Iterable[CardLine]) -> dict[int, CardLine]:
    """Return, by answer, the line whose rating holds for it now."""
    found: dict[int, CardLine] = {}
    answer_of: dict[int, int] = {}
    for line in standing:
        if line.kind in AMENDMENTS and line.amends is not None:
            answer = answer_of.get(line.amends, line.amends)
            answer_of[line.repetition] = answer
            found[answer] = line
    return found


def _first(line: CardLine, amended: CardLine | None) -> First:
    rating = (amended or line).rating
    regrade = amended if amended is not None and amended.kind == LineKind.REGRADE else None
    return First(
        revision_id=line.revision_id,
        at_ms=line.at_ms,
        response=line.response or "",
        grade=(regrade.grade if regrade else None) or line.grade or "",
        known=rating is not None and rating != Rating.AGAIN,
        regraded=regrade is not None and regrade.grade is None,
        response_ms=line.response_ms,
    )


def _steps(
    standing: Iterable[CardLine], amended: Mapping[int, CardLine], models: Mapping[int, Model]
) -> Iterator[Step]:
    for line in standing:
        plain, corrects = models[line.parameter_set_id].plain, models[line.parameter_set_id].guess_correction
        if line.kind in ANSWERS and line.rating is not None:
            rating = (amended[line.repetition].rating if line.repetition in amended else None) or line.rating
            chance = line.guess_chance or 0.0
            yield Step(
                plain=plain,
                rating=_RATINGS[rating],
                day=line.day,
                guess_chance=chance,
                luck=chance if corrects else 0.0,
                reviewed=line.state_before == State.REVIEW and chance < 1,
                # Right by luck, as the learner says, is right all the same: luck is taken off once.
                right=rating > Rating.AGAIN or (chance > 0 and line.rating > Rating.AGAIN),
                begins=_beginning(line),
            )
        elif line.kind == LineKind.REFIT or line.kind in FRESH_STARTS:
            yield Step(plain=plain, anew=line.kind != LineKind.REFIT)


def _beginning(line: CardLine) -> tuple[int, int] | None:
    return None if line.factor is None or line.interval_days < 1 else (line.interval_days, line.factor)


def _recalls(steps: Iterable[Step]) -> Iterator[Recall]:
    given: list[Step] = []
    memory: Memory | None = None
    for step in steps:
        if step.anew:
            memory = None
            given.clear()
        elif step.rating is None:
            memory = _memory_of(given, step.plain)
        else:
            days = step.day - given[-1].day if given else 0
            if step.reviewed and memory is not None and days > 0:
                chance = step.plain.recall(days, memory[0])
                yield Recall(chance, step.right, step.guess_chance)
            memory = _next(memory, step, step.rating, days, step.plain)
            given.append(step)


def _memory_of(given: Iterable[Step], plain: Plain) -> Memory | None:
    memory: Memory | None = None
    last = 0
    for step in given:
        if step.rating is not None:
            memory = _next(memory, step, step.rating, step.day - last, plain)
        last = step.day
    return memory


def _next(before: Memory | None, step: Step, rating: Rating, days: int, plain: Plain) -> Memory:
    """Return the memory after an answer."""
    if before is None and step.begins is not None:
        begun = begun_at(*step.begins, plain.weights)
        return begun.stability, begun.difficulty
    return _after(before, rating, step.luck, days, plain)


def _after(before: Memory | None, rating: Rating, luck: float, days: int, plain: Plain) -> Memory:
    """Return what `guessing.state_after` does."""
    lucky = luck > 0 and rating is not Rating.AGAIN
    if before is None:
        first = plain.first(rating)
        if not lucky:
            return first
        return _mixed(first, plain.first(Rating.AGAIN), knew_chance(KNOWN_BEFORE_FIRST, luck), plain.weights)
    if days <= 0:
        return plain.same_day(before, rating)
    recall = plain.recall(days, before[0])
    if rating is Rating.AGAIN:
        return plain.forgotten(before, recall)
    passed = plain.passed(before, recall, rating)
    if not lucky:
        return passed
    return _mixed(passed, plain.forgotten(before, recall), knew_chance(recall, luck), plain.weights)


def _mixed(one: Memory, other: Memory, chance: float, weights: Weights) -> Memory:
    """Return what `guessing.mixed` does, by Newton's method from the left, which never oversteps."""
    factor, decay = forgetting_curve(weights)
    days = min(one[0], other[0])
    for _ in range(_MOST_STEPS):
        first, second = 1 + factor * days / one[0], 1 + factor * days / other[0]
        r1, r2 = chance * first**decay, (1 - chance) * second**decay
        surplus = r1 + r2 - _RECALL_AT_STABILITY
        if surplus <= _ENOUGH:
            break
        slope = decay * factor * (r1 / (first * one[0]) + r2 / (second * other[0]))
        days -= surplus / slope
    return days, chance * one[1] + (1 - chance) * other[1]
