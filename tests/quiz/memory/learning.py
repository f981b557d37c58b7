"""A learner who keeps one card step by step, as an application would, and a log of it beside."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from quiz.memory.card import NEW_CARD, Card, Rating, State
from quiz.memory.days import Moment, day_start
from quiz.memory.guessing import state_after
from quiz.memory.lines import LineKind, LogLine
from quiz.memory.replay import amended_line, source_of_interval
from quiz.memory.scheduling import Settings, schedule

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TUNED = Settings(
    weights=(*Settings().weights[:17], 0.7, 0.3, 0.1, 0.25), desired_retention=0.85, learning_steps=()
)
SETTINGS = [Settings(), Settings(fuzz=False), Settings(guess_correction=False), TUNED]
AGAIN, HARD, GOOD, EASY = Rating


@dataclass
class Learner:
    """Keeps a card as an application would: step by step, with a stack to undo from, and a log beside it."""

    at: datetime = START
    offset: int = 0
    settings: Settings = field(default_factory=Settings)
    card: Card = NEW_CARD
    lines: list[LogLine] = field(default_factory=list)
    done: list[tuple[int, Card, Moment]] = field(default_factory=list)
    ratings: dict[int, Rating | None] = field(default_factory=dict)
    refits: list[tuple[int, tuple[float, ...]]] = field(default_factory=list)
    guess_chance: float = 0.0
    guess_chances: dict[int, float] = field(default_factory=dict)
    lucks: dict[int, float] = field(default_factory=dict)

    @property
    def now(self) -> Moment:
        return Moment(self.at, self.offset)

    @property
    def following(self) -> int:
        return len(self.lines) + 1

    def seed(self, card: Card) -> str:
        return f"1:2:0:{card.reviews}"

    def line(self, kind: LineKind, **more) -> None:
        day = more.pop("day", self.now.day)
        self.lines.append(LogLine(repetition=self.following, kind=kind, moment=self.now, day=day, **more))

    def answer(self, rating: Rating, kind: LineKind = LineKind.ANSWER) -> None:
        before = self.card
        self.done.append((self.following, before, self.now))
        self.ratings[self.following] = rating
        self.note_luck(self.following, self.guess_chance)
        luck = {"guess_chance": self.guess_chance}
        self.card = schedule(before, rating, self.now, self.settings, self.seed(before), **luck)
        line = LogLine.of(kind, self.following, rating, self.card, self.now, self.settings, **luck)
        self.lines.append(line)

    def note_luck(self, repetition: int, guess_chance: float) -> None:
        self.guess_chances[repetition] = guess_chance
        self.lucks[repetition] = guess_chance if self.settings.guess_correction else 0.0

    def rerate(self, rating: Rating) -> None:
        if not self.done or self._last_kind() not in (LineKind.ANSWER, LineKind.IMPORT):
            return
        repetition, before, moment = self.done[-1]
        line = amended_line(
            self.lines, LineKind.RERATE, repetition, rating, self.now, self.settings, self.seed(before)
        )
        self.ratings[repetition] = rating
        guess_chance = self.guess_chances[repetition]
        self.note_luck(repetition, guess_chance)
        after = schedule(before, rating, moment, self.settings, self.seed(before), guess_chance=guess_chance)
        self.card = self.refitted_since(repetition, after)
        self.lines.append(line)

    def start_afresh(self, kind: LineKind) -> None:
        self.done.append((self.following, self.card, self.now))
        self.ratings[self.following] = None
        self.line(kind)
        self.card = NEW_CARD

    def undo(self) -> None:
        if self.done:
            repetition, before, _ = self.done.pop()
            self.card = self.refitted_since(repetition, before)
            self.line(LineKind.UNDO, amends=repetition)

    def refit(self) -> None:
        self.refits.append((self.following, self.settings.weights))
        self.line(LineKind.REFIT, weights=self.settings.weights)
        self.card = self.refitted_since(self.following - 1, self.card)

    def reschedule(self, days: int) -> None:
        if self.card.state is not State.REVIEW:
            return
        due_day = self.card.last_review_day + days
        due_at = day_start(due_day, self.offset)
        source = source_of_interval(self.lines)
        self.line(LineKind.RESCHEDULE, amends=source, interval_days=days, due_at=due_at)
        self.card = replace(self.card, interval_days=days, due_day=due_day, due_at=due_at)

    def refitted_since(self, repetition: int, card: Card) -> Card:
        """Give the card the memory that its answers make under the parameters fitted since."""
        refits = [weights for number, weights in self.refits if number >= repetition]
        answers = [
            (self.ratings[number], moment.day, self.lucks.get(number)) for number, _, moment in self.done
        ]
        while None in [rating for rating, _, _ in answers]:
            answers = answers[1:]
        if not refits or not answers:
            return card
        memory, last = None, 0
        for rating, day, luck in answers:
            memory = state_after(memory, rating, day - last, refits[-1], luck)
            last = day
        return replace(card, stability=memory.rounded().stability, difficulty=memory.rounded().difficulty)

    def _last_kind(self) -> LineKind:
        return self.lines[self.done[-1][0] - 1].kind
