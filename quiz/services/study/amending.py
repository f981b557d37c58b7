"""Saying otherwise: another rating for an answer, or the last answer taken back; each a line in the log."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Literal

from sqlalchemy import Connection

from question_bank.codec import from_plain, response_from_plain
from question_bank.model import Grade, Kind, SelfRatedResponse
from quiz.memory.balancing import NO_LOADS, Loads
from quiz.memory.card import Rating
from quiz.memory.lines import LineKind, LogLine
from quiz.memory.ratings import allowed, can_say_guessed
from quiz.memory.replay import amended_line, amendment_of, answers_that_count, card_before, effective, replay
from quiz.memory.scheduling import Settings
from quiz.services.aims import amending
from quiz.services.context import Context
from quiz.services.errors import NotFound, TooBusyError
from quiz.services.study.loads import loads_then
from quiz.services.study.practising import practice_of
from quiz.services.study.sittings import Author, Sitting, fuzz_seed, get_bank_id, get_card, open_sitting
from quiz.services.study.values import CardRef, Mode
from quiz.store import cards, disputes, learners, log, practice, sessions
from quiz.store.cards import CardRow
from quiz.store.database import writing
from quiz.store.log import ReviewRow
from quiz.store.practice import PracticeRow
from quiz.store.sessions import SessionRow
from quiz.store.times import to_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """A card's lines, as stored and as the memory core reads them."""

    rows: tuple[ReviewRow, ...]
    lines: tuple[LogLine, ...]

    def standing(self, repetition: int) -> LogLine | None:
        """Return the answer with its latest rating and interval; None if it was taken back."""
        return next((line for line in effective(self.lines) if line.repetition == repetition), None)

    def is_last(self, repetition: int) -> bool:
        """Return whether this answer is what the card rests on: no other that counts came after it.

        Parameters fitted since do not stand in the way: its memory is computed again without it.
        """
        answers = answers_that_count(self.lines)
        return bool(answers) and answers[-1].repetition == repetition

    def is_undoable(self, repetition: int) -> bool:
        """Return whether no later answer to the card stands: a fresh start since does not hold undo up."""
        standing = [line for line in effective(self.lines) if line.rating is not None]
        return bool(standing) and standing[-1].repetition == repetition

    def regrade(self, repetition: int) -> LogLine | None:
        """Return the line that grades this answer anew, mostly as right after all; None if there is none."""
        found = amendment_of(self.lines, repetition)
        return found if found is not None and found.kind is LineKind.REGRADE else None

    def is_self_rated(self, repetition: int) -> bool:
        """Return whether the learner looked at the answer and rated themselves, whatever the kind."""
        given = next((row.response for row in self.rows if row.repetition == repetition), None)
        return given is not None and isinstance(response_from_plain(json.loads(given)), SelfRatedResponse)


def history_of(connection: Connection, learner_id: int, card: CardRef) -> History:
    sets = learners.get_parameter_sets(connection, learner_id)
    rows = log.lines_of_card(connection, learner_id, card.question_id, card.part)
    return History(rows=tuple(rows), lines=tuple(log.log_line(row, sets) for row in rows))


def ratings_left(kind: Kind, grade: Grade, history: History, repetition: int) -> tuple[Rating, ...]:
    """Return the ratings the learner may still give the answer: none once the card moved on."""
    self_rated = history.is_self_rated(repetition)
    return allowed(kind, grade, self_rated=self_rated) if history.is_last(repetition) else ()


def guess_left(kind: Kind, grade: Grade, history: History, repetition: int) -> bool:
    standing = history.standing(repetition)
    known = standing is not None and standing.rating is not Rating.AGAIN
    self_rated = history.is_self_rated(repetition)
    return known and history.is_last(repetition) and can_say_guessed(kind, grade, self_rated=self_rated)


def rate(
    ctx: Context, learner_id: int, session_id: str, number: int, rating: Rating | Literal["guessed"]
) -> bool:
    """Say otherwise how well answer `number` was known; False if it can no longer be changed."""
    loads = loads_then(ctx, learner_id, session_id, number)
    with writing(ctx.engine) as connection:
        sitting = open_sitting(ctx, connection, learner_id, session_id)
        if sitting.mode is Mode.PRACTICE:
            return False
        answered = log.find_answer(connection, learner_id, session_id, number)
        if answered is None:
            raise NotFound(f"study session {session_id} has no answer {number}")
        history = history_of(connection, learner_id, CardRef(answered.question_id, answered.part))
        return _rate(ctx, connection, sitting, answered, history, rating, loads)


def undo(ctx: Context, learner_id: int, session_id: str) -> bool:
    """Take back the last answer, so that its card is current again; False if there is none to take back."""
    with writing(ctx.engine) as connection:
        sitting = open_sitting(ctx, connection, learner_id, session_id)
        if sitting.mode is Mode.PRACTICE:
            return _undo_practice(connection, sitting)
        last = _last_answer(connection, sitting)
        if last is None:
            return False
        card = CardRef(last.question_id, last.part)
        history = history_of(connection, learner_id, card)
        if not history.is_undoable(last.repetition):
            return False
        row = get_card(connection, learner_id, card)
        line = amendment(sitting.author, row, last, LineKind.UNDO)
        save_amendment(connection, row, line, history)
        _withdraw(connection, sitting, last)
        _go_back(connection, sitting.session, last)
        return True


def undoable(connection: Connection, sitting: Sitting) -> bool:
    """Return whether `undo` would take an answer back."""
    if sitting.mode is Mode.PRACTICE:
        return practice_of(connection, sitting).last() is not None
    last = _last_answer(connection, sitting)
    if last is None:
        return False
    history = history_of(connection, sitting.learner_id, CardRef(last.question_id, last.part))
    return history.is_undoable(last.repetition)


def _rate(
    ctx: Context,
    connection: Connection,
    sitting: Sitting,
    answered: ReviewRow,
    history: History,
    rating: Rating | Literal["guessed"],
    loads: Loads,
) -> bool:
    kind = ctx.library.question(connection, answered.revision_id).kind
    grade = from_plain(json.loads(answered.grade or "null"), Grade)
    self_rated = history.is_self_rated(answered.repetition)
    if isinstance(rating, str):
        sayable, wanted = can_say_guessed(kind, grade, self_rated=self_rated), Rating.AGAIN
    else:
        sayable, wanted = rating in allowed(kind, grade, self_rated=self_rated), rating
    standing = history.standing(answered.repetition)
    if standing is None or not sayable:
        return False
    if standing.rating is wanted:
        return True  # said twice, or said what was recorded anyway
    if not history.is_last(answered.repetition) or history.regrade(answered.repetition):
        return False
    row = get_card(connection, sitting.learner_id, CardRef(answered.question_id, answered.part))
    save_amendment(
        connection,
        row,
        rating_line(connection, sitting.author, row, answered, history, LineKind.RERATE, wanted, loads),
        history,
    )
    return True


def rating_line(
    connection: Connection,
    author: Author,
    row: CardRow,
    answered: ReviewRow,
    history: History,
    kind: LineKind,
    wanted: Rating,
    loads: Loads = NO_LOADS,
) -> ReviewRow:
    """Return the line that schedules the answer again, at its own moment and by its own parameters."""
    sets = learners.get_parameter_sets(connection, author.learner.id)
    bank_id = get_bank_id(connection, row.question_id)
    settings = amending(answered, sets[answered.parameter_set_id], author.aims, bank_id)
    return line_by(author, row, answered, history, kind, wanted, settings, loads)


def line_by(
    author: Author,
    row: CardRow,
    answered: ReviewRow,
    history: History,
    kind: LineKind,
    wanted: Rating,
    settings: Settings,
    loads: Loads = NO_LOADS,
) -> ReviewRow:
    """Return the same line, by settings that are known already; nothing is read."""
    reviews = card_before(history.lines, answered.repetition).reviews
    seed = fuzz_seed(author.learner.id, CardRef(row.question_id, row.part), reviews)
    made = amended_line(
        history.lines, kind, answered.repetition, wanted, author.now, settings, seed, loads=loads
    )
    return replace(
        amendment(author, row, answered, kind),
        rating=int(wanted),
        interval_days=made.interval_days,
        due_ms=None if made.due_at is None else to_ms(made.due_at),
        parameter_set_id=answered.parameter_set_id,
        guess_chance=answered.guess_chance,
    )


def amendment(author: Author, row: CardRow, answered: ReviewRow, kind: LineKind) -> ReviewRow:
    return ReviewRow(
        learner_id=row.learner_id,
        question_id=row.question_id,
        part=row.part,
        repetition=row.version,
        kind=kind.value,
        amends=answered.repetition,
        revision_id=answered.revision_id,
        state_before=int(row.card.state),
        at_ms=to_ms(author.now.at),
        day=author.now.day,
        offset_minutes=author.now.offset_minutes,
        parameter_set_id=author.learner.parameter_set_id,
        desired_retention=answered.desired_retention,
        seed=answered.seed,
        study_session_id=author.session_id,
    )


def save_amendment(connection: Connection, row: CardRow, line: ReviewRow, history: History) -> None:
    """Append the line and save the card that the log makes with it."""
    sets = learners.get_parameter_sets(connection, row.learner_id)
    after = replay((*history.lines, log.log_line(line, sets)))
    if not cards.save_card(connection, row, after):
        raise TooBusyError(f"card {row.question_id}.{row.part} moved meanwhile")
    log.add_line(connection, line)


def _go_back(connection: Connection, session: SessionRow, answered: ReviewRow | PracticeRow) -> None:
    """Make the study session what it was before that answer: its card is the current one.

    What was skipped since is skipped no longer. Only this card is held fast: whatever comes after it is
    picked anew, as it was then.
    """
    later = sum(after >= (answered.number or 0) for after in session.skipped_after)
    kept = len(session.skipped) - later
    before = replace(
        session,
        skipped=session.skipped[:kept],
        skipped_after=session.skipped_after[: len(session.skipped_after) - later],
        pinned=((answered.question_id, answered.part),),
    )
    if not sessions.save_move(connection, before):
        raise TooBusyError(f"study session {session.id} moved meanwhile")


def _withdraw(connection: Connection, sitting: Sitting, answered: ReviewRow | PracticeRow) -> None:
    """An answer that was taken back is not disputed any longer."""
    dispute_id = disputes.right_id(sitting.session.id, answered.number or 0)
    disputes.save_status(connection, sitting.learner_id, dispute_id, disputes.WITHDRAWN)


def _last_answer(connection: Connection, sitting: Sitting) -> ReviewRow | None:
    return log.last_standing_answer(connection, sitting.learner_id, sitting.session.id)


def _undo_practice(connection: Connection, sitting: Sitting) -> bool:
    last = practice_of(connection, sitting).last()
    if last is None:
        return False
    practice.void_practice_answer(connection, last)
    _withdraw(connection, sitting, last)
    _go_back(connection, sitting.session, last)
    return True
