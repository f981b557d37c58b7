"""An answer: graded by the revision that was shown, scheduled, and saved in one short commit."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError

from question_bank.codec import to_plain
from question_bank.grading import grade, guess_chance
from question_bank.model import AskAgain, Grade, Question, Response, SelfRatedResponse
from quiz.memory.card import Card, Rating
from quiz.memory.lines import LineKind
from quiz.memory.ratings import allowed, rating_for
from quiz.memory.scheduling import Settings, schedule
from quiz.services.context import Context
from quiz.services.errors import NotFound, TooBusyError
from quiz.services.standing_keys import is_regraded, standing_question
from quiz.services.study.loads import loads_now
from quiz.services.study.practising import practice_of
from quiz.services.study.showing import revision_of
from quiz.services.study.sittings import (
    Sitting,
    fuzz_seed,
    get_bank_id,
    get_card,
    open_sitting,
    shown_seed,
)
from quiz.services.study.values import Answered, CardRef, Mode
from quiz.store import banks, cards, log, practice, repairs, sessions
from quiz.store.cards import CardRow
from quiz.store.database import reading, writing
from quiz.store.log import ReviewRow
from quiz.store.practice import PracticeRow
from quiz.store.sessions import SessionRow
from quiz.store.times import to_ms

_ATTEMPTS = 100
_LONGEST_MS = 24 * 60 * 60 * 1000
_FINAL = frozenset({LineKind.ANSWER, LineKind.EDITION, LineKind.RESET})


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """What the learner sent: the card as it was shown, and what they made of it."""

    session_id: str
    card: CardRef
    repetition: int
    revision_id: int
    response: Response
    response_ms: int | None
    rating: Rating | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Prepared:
    """All that one short write saves: the card, its line or practice answer, and the study session."""

    session: SessionRow
    before: CardRow | None = None
    after: Card | None = None
    line: ReviewRow | None = None
    practised: PracticeRow | None = None
    repairs: int | None = None  # so many repairs stood when it was graded


def answer(
    ctx: Context,
    learner_id: int,
    session_id: str,
    card: CardRef,
    repetition: int,
    revision_id: int,
    response: Response,
    *,
    response_ms: int | None,
    rating: Rating | None = None,
) -> Answered | AskAgain:
    """Grade by the revision shown and save the answer; the same (card, repetition) counts once."""
    submission = Submission(
        session_id=session_id,
        card=card,
        repetition=repetition,
        revision_id=revision_id,
        response=response,
        response_ms=None if response_ms is None else min(max(response_ms, 0), _LONGEST_MS),
        rating=rating,
    )
    for _ in range(_ATTEMPTS):
        with reading(ctx.engine) as connection:
            prepared = _prepare(ctx, connection, learner_id, submission)
        if not isinstance(prepared, _Prepared):
            return prepared
        if _save(ctx.engine, prepared):
            return Answered(prepared.session.answered, duplicate=False, session_id=session_id)
    raise TooBusyError(f"study session {session_id} moved during each of {_ATTEMPTS} attempts")


def _prepare(
    ctx: Context, connection: Connection, learner_id: int, submission: Submission
) -> _Prepared | Answered | AskAgain:
    """Read and compute everything, so that nothing is left to do while the write lock is held."""
    sitting = open_sitting(ctx, connection, learner_id, submission.session_id)
    before = get_card(connection, learner_id, submission.card)
    practising = sitting.mode is Mode.PRACTICE
    recorded = _practised if practising else _recorded
    known = recorded(connection, sitting, before, submission)
    if known is not None:
        return known
    question = revision_of(ctx, connection, submission.card, submission.revision_id)
    bank_id = get_bank_id(connection, submission.card.question_id)
    graded = _grade(ctx, connection, bank_id, question, submission)
    if isinstance(graded, AskAgain):
        return graded
    if practising:
        prepared = _prepare_practice(sitting, submission, graded)
    else:
        settings = sitting.settings(bank_id)
        prepared = _prepare_review(connection, sitting, settings, before, question, submission, graded)
    if not is_regraded(submission.response):
        return prepared
    return replace(prepared, repairs=repairs.count_standing(connection, submission.card.question_id))


def _recorded(
    connection: Connection, sitting: Sitting, before: CardRow, submission: Submission
) -> Answered | None:
    """Return the answer that this repetition of the card got already, or that the card moved on with."""
    if submission.repetition > before.version or submission.repetition < 0:
        raise NotFound(f"card {submission.card} was never shown as repetition {submission.repetition}")
    if submission.repetition == before.version:
        return None
    lines = log.lines_of_card(connection, before.learner_id, before.question_id, before.part)
    since = [line for line in lines if line.repetition >= submission.repetition]
    if not any(line.kind in _FINAL and line.factor is None for line in since):
        return None  # ratings were changed, answers taken back or brought from Anki since the card was shown
    answers = [line for line in lines if line.number is not None]
    later = [line for line in answers if line.repetition >= submission.repetition]
    return _as_duplicate((later or answers[-1:])[0] if answers else None, sitting)


def _as_duplicate(line: ReviewRow | None, sitting: Sitting) -> Answered:
    if line is None or line.number is None or line.study_session_id is None:
        raise NotFound(f"the card moved on without an answer in study session {sitting.session.id}")
    return Answered(line.number, duplicate=True, session_id=line.study_session_id)


def _practised(
    connection: Connection, sitting: Sitting, before: CardRow, submission: Submission
) -> Answered | None:
    key = (before.question_id, before.part)
    given = [
        row
        for row in practice_of(connection, sitting).answers
        if (row.question_id, row.part) == key and row.repetition >= submission.repetition
    ]
    if given:
        return Answered(given[0].number, duplicate=True, session_id=sitting.session.id)
    if key not in sitting.session.queue:
        raise NotFound(f"card {submission.card} is not in practice {sitting.session.id}")
    return None


def _grade(
    ctx: Context, connection: Connection, bank_id: int, question: Question, submission: Submission
) -> Grade | AskAgain:
    """Grade by the revision that was shown, with what was accepted since and without what was taken back."""
    bank = banks.get_bank(connection, bank_id)
    vocabulary, language = ctx.library.vocabulary(connection, bank), question.lang or bank.language
    part, response = submission.card.part, submission.response
    if is_regraded(response):
        shown = submission.card.question_id, submission.revision_id
        question = standing_question(connection, ctx.library, bank, *shown)
    return grade(question, response, vocabulary, language=language, part=part)


def _moved_on(sitting: Sitting, card: CardRef) -> SessionRow:
    """Return the study session after an answer; a card that was taken back is answered anew by it."""
    key = (card.question_id, card.part)
    session = sitting.session
    return replace(
        session,
        answered=session.answered + 1,
        pinned=tuple(one for one in session.pinned if one != key),
        moved_ms=to_ms(sitting.now.at),
    )


def _prepare_review(
    connection: Connection,
    sitting: Sitting,
    settings: Settings,
    before: CardRow,
    question: Question,
    submission: Submission,
    graded: Grade,
) -> _Prepared:
    self_rated = isinstance(submission.response, SelfRatedResponse)
    sayable = allowed(question.kind, graded, self_rated=self_rated)
    said = submission.rating
    rating = said if said is not None and said in sayable else rating_for(graded)
    luck = guess_chance(question)
    loads = loads_now(connection, sitting, before, settings, guess_chance=luck, rating=rating)
    seed = fuzz_seed(before.learner_id, submission.card, before.card.reviews)
    after = schedule(before.card, rating, sitting.now, settings, seed, guess_chance=luck, loads=loads)
    session = _moved_on(sitting, submission.card)
    line = ReviewRow(
        learner_id=before.learner_id,
        question_id=before.question_id,
        part=before.part,
        repetition=before.version,
        kind=LineKind.ANSWER.value,
        revision_id=submission.revision_id,
        response=_json(submission.response),
        grade=_json(graded),
        rating=int(rating),
        guess_chance=luck,
        state_before=int(before.card.state),
        at_ms=to_ms(sitting.now.at),
        day=sitting.now.day,
        offset_minutes=sitting.now.offset_minutes,
        parameter_set_id=sitting.learner.parameter_set_id,
        desired_retention=settings.desired_retention,
        interval_days=after.interval_days,
        due_ms=None if after.due_at is None else to_ms(after.due_at),
        seed=shown_seed(sitting, submission.card, submission.repetition),
        study_session_id=session.id,
        number=session.answered,
        response_ms=submission.response_ms,
    )
    return _Prepared(session=session, before=before, after=after, line=line)


def _prepare_practice(sitting: Sitting, submission: Submission, graded: Grade) -> _Prepared:
    session = _moved_on(sitting, submission.card)
    row = PracticeRow(
        learner_id=sitting.learner_id,
        study_session_id=session.id,
        question_id=submission.card.question_id,
        part=submission.card.part,
        repetition=submission.repetition,
        number=session.answered,
        revision_id=submission.revision_id,
        response=_json(submission.response),
        grade=_json(graded),
        fraction=graded.fraction,
        seed=shown_seed(sitting, submission.card, submission.repetition),
        at_ms=to_ms(sitting.now.at),
        response_ms=submission.response_ms,
    )
    return _Prepared(session=session, practised=row)


def _save(engine: Engine, prepared: _Prepared) -> bool:
    """Write it all or nothing; False if the card or the study session moved since they were read."""
    try:
        with writing(engine) as connection:
            saved = _write(connection, prepared)
            if not saved:
                connection.rollback()
    except IntegrityError:
        return False
    return saved


def _write(connection: Connection, prepared: _Prepared) -> bool:
    if not _is_still_wrong(connection, prepared):
        return False
    if prepared.line and prepared.before and prepared.after:
        if not cards.save_card(connection, prepared.before, prepared.after):
            return False
        log.add_line(connection, prepared.line)
    if prepared.practised:
        practice.add_practice_answer(connection, prepared.practised)
    return sessions.save_move(connection, prepared.session)


def _is_still_wrong(connection: Connection, prepared: _Prepared) -> bool:
    """Say whether no repair of the key began since the answer was graded, which may have missed it."""
    answered = prepared.line or prepared.practised
    if prepared.repairs is None or answered is None:
        return True
    return repairs.count_standing(connection, answered.question_id) == prepared.repairs


def _json(value: object) -> str:
    return json.dumps(to_plain(value), ensure_ascii=False)
