"""What a learner knows, as the values that travel to Anki: cards, their log and the parameters behind it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import groupby

from sqlalchemy import Connection

from question_bank.anki.schedule import CardOut, PresetOut, Progress, ReviewOut
from quiz.memory.anki_history import AnkiKind
from quiz.memory.beginnings import HIGHEST_DIFFICULTY_FACTOR
from quiz.memory.card import Card, State
from quiz.memory.fsrs6 import interval_for
from quiz.memory.fuzz import fuzzed
from quiz.memory.lines import LineKind, LogLine
from quiz.memory.queue import CardKey
from quiz.memory.replay import replay, replay_steps
from quiz.memory.scheduling import Settings
from quiz.services.aims import aims_of
from quiz.services.context import Context
from quiz.services.learners import get_learner
from quiz.services.moments import now_of
from quiz.store import anki_history, banks, cards, learners, log
from quiz.store.anki_history import NamedQuestion
from quiz.store.banks import BankRow
from quiz.store.cards import CardRow
from quiz.store.database import reading
from quiz.store.learners import LearnerRow
from quiz.store.log import log_line
from quiz.store.times import to_ms

PRESET = "Factdeck"
_SECOND = timedelta(seconds=1)
_KINDS = {
    State.NEW: AnkiKind.LEARNING,
    State.LEARNING: AnkiKind.LEARNING,
    State.REVIEW: AnkiKind.REVIEW,
    State.RELEARNING: AnkiKind.RELEARNING,
}
_Name = tuple[str, str]  # bank id and first id


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that travels, with the name of its card for the order of lines of one millisecond."""

    name: _Name
    key: CardKey
    place: int
    review: ReviewOut


def progress_of(ctx: Context, learner_id: int, bank_keys: Collection[str] = ()) -> Progress:
    """Return what the learner knows of these banks (permanent ids; none given: all); raises NotFound.

    Answers count as they stand now: a changed rating replaces the first one, and what was taken back is left
    out. A fresh start is an entry by hand, by which Anki knows a reset. No two lines have one time.
    """
    with reading(ctx.engine) as connection:
        learner = get_learner(connection, learner_id)
        now = now_of(ctx, learner)
        chosen = [
            bank for bank in banks.banks_of(connection, learner_id) if not bank_keys or bank.key in bank_keys
        ]
        settings = _settings(connection, learner, chosen)
        questions = {
            each.id: each
            for each in anki_history.named_questions(connection)
            if each.bank_id in {bank.id for bank in chosen}
        }
        rows = [row for row in cards.cards_of(connection, learner_id) if row.question_id in questions]
        logs = _logs(connection, learner_id, questions)
    return Progress(
        preset=_preset(learner, settings),
        today=now.day,
        offset_minutes=now.offset_minutes,
        cards=_cards(rows, questions, _reviews(logs, questions), settings),
    )


def _settings(connection: Connection, learner: LearnerRow, chosen: Sequence[BankRow]) -> Settings:
    """Return what schedules the learner's cards; Anki gets one desired retention for all that travels."""
    aims = aims_of(connection, learner)
    retentions = {aims.retention(bank.id) for bank in chosen}
    retention = retentions.pop() if len(retentions) == 1 else learner.desired_retention
    return replace(aims.parameters, desired_retention=retention)


def _preset(learner: LearnerRow, settings: Settings) -> PresetOut:
    return PresetOut(
        name=PRESET,
        weights=settings.weights,
        desired_retention=settings.desired_retention,
        learning_steps_s=tuple(step // _SECOND for step in settings.learning_steps),
        relearning_steps_s=tuple(step // _SECOND for step in settings.relearning_steps),
        maximum_interval_days=settings.maximum_interval_days,
        new_per_day=learner.new_per_day,
        reviews_per_day=learner.reviews_per_day,
    )


def _logs(
    connection: Connection, learner_id: int, questions: Mapping[int, NamedQuestion]
) -> dict[CardKey, list[tuple[LogLine, int]]]:
    """Return each card's log with the time that every answer took."""
    sets = learners.get_parameter_sets(connection, learner_id)
    rows = (row for row in log.lines_of_learner(connection, learner_id) if row.question_id in questions)
    return {
        key: [(log_line(row, sets), row.response_ms or 0) for row in own]
        for key, own in groupby(rows, lambda row: (row.question_id, row.part))
    }


def _reviews(
    logs: Mapping[CardKey, Sequence[tuple[LogLine, int]]], questions: Mapping[int, NamedQuestion]
) -> dict[CardKey, tuple[ReviewOut, ...]]:
    """Return each card's lines; one whose millisecond is taken moves on to the next that is free."""
    lines = [
        _Line((questions[key[0]].bank, questions[key[0]].first_key), key, place, review)
        for key, own in logs.items()
        for place, review in enumerate(_reviews_of([line for line, _ in own], _taken(own)))
    ]
    lines.sort(key=lambda each: (each.review.at_ms, each.name, each.key[1], each.place))
    found: dict[CardKey, list[ReviewOut]] = {}
    last = 0
    for line in lines:
        last = max(line.review.at_ms, last + 1)
        found.setdefault(line.key, []).append(replace(line.review, at_ms=last))
    return {key: tuple(own) for key, own in found.items()}


def _taken(own: Sequence[tuple[LogLine, int]]) -> dict[int, int]:
    return {line.repetition: taken_ms for line, taken_ms in own}


def _reviews_of(lines: Sequence[LogLine], taken_ms: Mapping[int, int]) -> Iterator[ReviewOut]:
    steps = list(replay_steps(lines))
    afters = [*(before for before, _ in steps), replay(lines)][1:]
    last_interval = 0
    for (before, line), after in zip(steps, afters, strict=True):
        if line.kind is LineKind.REFIT:
            continue
        if line.rating is None:
            yield ReviewOut(
                at_ms=to_ms(line.moment.at),
                rating=0,
                interval=0,
                last_interval=last_interval,
                kind=AnkiKind.MANUAL,
            )
            last_interval = 0
            continue
        interval = _days(before, line) or _seconds(line)
        yield ReviewOut(
            at_ms=to_ms(line.moment.at),
            rating=int(line.rating),
            interval=interval,
            last_interval=last_interval,
            taken_ms=taken_ms.get(line.repetition, 0),
            kind=_kind(before, line),
            difficulty=_difficulty(before, line, after),
        )
        last_interval = interval


def _days(before: Card, line: LogLine) -> int:
    """Return the interval; of an answer that stands for a lost beginning the one that it gave at first."""
    return (line.given_days or line.interval_days) if _begins(before, line) else line.interval_days


def _seconds(line: LogLine) -> int:
    """Return how long the card waits in its steps, below zero as Anki has it."""
    return 0 if line.due_at is None else -max((line.due_at - line.moment.at) // _SECOND, 0)


def _kind(before: Card, line: LogLine) -> AnkiKind:
    return AnkiKind.REVIEW if _begins(before, line) else _KINDS[before.state]


def _begins(before: Card, line: LogLine) -> bool:
    """Say whether the answer stands for a lost beginning, which Anki must not take for a learning answer."""
    return line.factor is not None and before.stability is None and line.interval_days > 0


def _difficulty(before: Card, line: LogLine, after: Card) -> float:
    known = line.factor or 0
    if _begins(before, line) and 0 < known <= HIGHEST_DIFFICULTY_FACTOR:
        return (known - 99.5) / 1000 * 9 + 1  # half a thousandth more: it is cut off on its way
    return after.difficulty or 0.0


def _cards(
    rows: Sequence[CardRow],
    questions: Mapping[int, NamedQuestion],
    reviews: Mapping[CardKey, tuple[ReviewOut, ...]],
    settings: Settings,
) -> dict[_Name, tuple[CardOut, ...]]:
    found: dict[_Name, list[CardOut]] = {}
    for row in rows:
        own = reviews.get((row.question_id, row.part), ())
        if row.card.state is not State.NEW or row.suspended or own:
            question = questions[row.question_id]
            found.setdefault((question.bank, question.first_key), []).append(_card_out(row, own, settings))
    return {name: tuple(own) for name, own in found.items()}


def _card_out(row: CardRow, reviews: tuple[ReviewOut, ...], settings: Settings) -> CardOut:
    card = row.card
    in_steps = card.state in (State.LEARNING, State.RELEARNING)
    return CardOut(
        part=row.part,
        state=int(card.state),
        step=card.step,
        stability=card.stability,
        difficulty=card.difficulty,
        due_at_s=to_ms(card.due_at) // 1000 if in_steps and card.due_at is not None else None,
        due_day=card.due_day,
        interval_days=_after_steps(card, settings) if card.state is State.RELEARNING else card.interval_days,
        last_review_s=None if card.last_review_at is None else to_ms(card.last_review_at) // 1000,
        reps=card.reviews,
        lapses=card.lapses,
        suspended=row.suspended,
        reviews=reviews,
    )


def _after_steps(card: Card, settings: Settings) -> int:
    """Return the interval that follows a card's relearning steps."""
    exact = interval_for(card.stability or 0.0, settings.desired_retention, settings.weights)
    return fuzzed(exact, 1, settings.maximum_interval_days, None)
