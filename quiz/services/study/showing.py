"""The card to answer now, and the same card once more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import Connection

from question_bank.model import Cloze, Flashcard, Question
from quiz.memory.card import Rating, State
from quiz.memory.presenting import present
from quiz.memory.queue import CardKey
from quiz.memory.scheduling import preview
from quiz.services.citations import citations_of
from quiz.services.context import Context
from quiz.services.errors import NotFound
from quiz.services.study.amending import undoable
from quiz.services.study.loads import loads_now
from quiz.services.study.practising import Practice, practice_of
from quiz.services.study.queues import Queue, queue_for
from quiz.services.study.sittings import (
    Sitting,
    fuzz_seed,
    get_bank_id,
    get_card,
    may_be_asked,
    open_sitting,
    shown_seed,
)
from quiz.services.study.values import CardBack, CardRef, CardShown, Finished, Mode, Progress
from quiz.store import banks, log, notes
from quiz.store.cards import CardRow
from quiz.store.database import reading
from quiz.store.learners import LearnerRow


def current(ctx: Context, learner_id: int, session_id: str) -> CardShown | Finished:
    """Return the card to answer now; the same one until it is answered, skipped or suspended."""
    with reading(ctx.engine) as connection:
        sitting = open_sitting(ctx, connection, learner_id, session_id)
        key = next_key(connection, sitting)
        if key is None:
            return Finished(session_id)
        card = CardRef(*key)
        found = banks.find_current(connection, card.question_id, card.part)
        if found is None:
            raise RuntimeError(f"card {card} was picked although it is not served")
        return _card_shown(ctx, connection, sitting, card, None, found[0])


def shown(
    ctx: Context, learner_id: int, session_id: str, card: CardRef, repetition: int, revision_id: int
) -> CardShown:
    """Return exactly what was shown as that repetition of the card, for showing it once more."""
    with reading(ctx.engine) as connection:
        sitting = open_sitting(ctx, connection, learner_id, session_id)
        return _card_shown(ctx, connection, sitting, card, repetition, revision_id)


def revealed(
    ctx: Context, learner_id: int, session_id: str, card: CardRef, repetition: int, revision_id: int
) -> CardBack:
    """Return the same as `shown`, and the sources of its answer; for cards that are looked at."""
    with reading(ctx.engine) as connection:
        sitting = open_sitting(ctx, connection, learner_id, session_id)
        front = _card_shown(ctx, connection, sitting, card, repetition, revision_id)
        bank = banks.get_bank(connection, get_bank_id(connection, card.question_id))
        citations = citations_of(front.question, ctx.library.bank(connection, bank))
        note = notes.find_note(connection, learner_id, card.question_id)
        return CardBack(shown=front, citations=citations, note=note)


def next_key(connection: Connection, sitting: Sitting) -> CardKey | None:
    """Return the card that comes next in the study session; None if it is over for now.

    It is picked as of the last thing done, so that loading the page again shows the same card; only when
    there was none, or a new day began, it is picked as of now.
    """
    pinned = next(
        (key for key in sitting.session.pinned if may_be_asked(connection, sitting.learner_id, key)), None
    )
    if pinned is not None:
        return pinned
    if sitting.mode is Mode.PRACTICE:
        return practice_of(connection, sitting).next()
    moments = (sitting.moved, sitting.now) if sitting.moved.day == sitting.now.day else (sitting.now,)
    for moment in moments:
        chosen = session_queue(connection, sitting, now=moment is sitting.now).first()
        if chosen is not None:
            return chosen.key
    return None


def session_queue(connection: Connection, sitting: Sitting, *, now: bool) -> Queue:
    """Return the study session's queue as of now, or as of the last thing done in it."""
    return queue_for(
        connection,
        sitting.learner,
        sitting.scope,
        sitting.now if now else sitting.moved,
        mode=sitting.mode,
        session_id=sitting.session.id,
        skipped=frozenset(sitting.session.skipped),
    )


def progress_of(connection: Connection, sitting: Sitting) -> Progress:
    """Return how far the study session is; in practice cards are counted, else answers."""
    if sitting.mode is Mode.PRACTICE:
        practice = practice_of(connection, sitting)
        done = len(practice.right() & set(practice.queue))
        return Progress(done, done + len(practice.open_cards()))
    done = log.count_standing_answers(connection, sitting.learner_id, sitting.session.id)
    left = session_queue(connection, sitting, now=True).answers_left(sitting.aims.parameters)
    return Progress(done, done + left)


def is_self_rated(question: Question, learner: LearnerRow) -> bool:
    """Return whether the learner looks at the answer and rates it, instead of giving one."""
    return isinstance(question, Flashcard) or (isinstance(question, Cloze) and not learner.type_clozes)


def intervals_of(
    connection: Connection, sitting: Sitting, row: CardRow, bank_id: int
) -> Mapping[Rating, timedelta]:
    """Return when each rating would bring a self-rated card back; nothing in practice."""
    if sitting.mode is Mode.PRACTICE:
        return {}
    settings = sitting.settings(bank_id)
    seed = fuzz_seed(row.learner_id, CardRef(row.question_id, row.part), row.card.reviews)
    loads = loads_now(connection, sitting, row, settings)
    return {
        rating: timedelta(days=after.interval_days)
        if after.interval_days or after.due_at is None
        else after.due_at - sitting.now.at
        for rating, after in preview(row.card, sitting.now, settings, seed, loads=loads).items()
    }


def _card_shown(
    ctx: Context,
    connection: Connection,
    sitting: Sitting,
    card: CardRef,
    repetition: int | None,
    revision_id: int,
) -> CardShown:
    """Make what the page shows; without a `repetition`, that of the card's next answer."""
    row = get_card(connection, sitting.learner_id, card)
    question = revision_of(ctx, connection, card, revision_id)
    bank = banks.get_bank(connection, get_bank_id(connection, card.question_id))
    if repetition is None:
        repetition = _next_repetition(connection, sitting, row)
    progress = progress_of(connection, sitting)
    self_rated = is_self_rated(question, sitting.learner)
    return CardShown(
        session_id=sitting.session.id,
        mode=sitting.mode,
        card=card,
        repetition=repetition,
        revision_id=revision_id,
        question=question,
        part=card.part,
        presentation=present(question, card.part, shown_seed(sitting, card, repetition)),
        bank_key=bank.key,
        bank_title=bank.title,
        language=question.lang or bank.language,
        progress=Progress(progress.done, max(progress.total, progress.done + 1)),
        undoable=undoable(connection, sitting),
        is_new=row.card.state is State.NEW,
        self_rated=self_rated,
        intervals=intervals_of(connection, sitting, row, bank.id) if self_rated else {},
    )


def revision_of(ctx: Context, connection: Connection, card: CardRef, revision_id: int) -> Question:
    """Return the question as that revision has it; NotFound if the revision is another question's."""
    question_id, question = ctx.library.revision(connection, revision_id)
    if question_id != card.question_id:
        raise NotFound(f"revision {revision_id} is not one of question {card.question_id}")
    return question


def _next_repetition(connection: Connection, sitting: Sitting, row: CardRow) -> int:
    if sitting.mode is not Mode.PRACTICE:
        return row.version
    practice: Practice = practice_of(connection, sitting)
    return practice.repetition((row.question_id, row.part))
