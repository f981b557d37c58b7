"""A study session with all that its journeys need: the learner, their time, their parameters."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from quiz.memory.days import Moment
from quiz.memory.queue import CardKey
from quiz.memory.scheduling import Settings
from quiz.services.aims import Aims, aims_of
from quiz.services.context import Context
from quiz.services.errors import NotFound
from quiz.services.learners import get_learner
from quiz.services.moments import moment_at, now_of
from quiz.services.study.values import CardRef, Mode
from quiz.store import banks, cards, sessions
from quiz.store.cards import CardRow, Scope
from quiz.store.learners import LearnerRow
from quiz.store.sessions import SessionRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Whose card is amended, when, and by which aims; `session_id` is None outside of a study session."""

    learner: LearnerRow
    now: Moment
    aims: Aims
    session_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """`now` is the moment of this request, `moved` that of the last thing done in the study session."""

    learner: LearnerRow
    session: SessionRow
    now: Moment
    moved: Moment
    aims: Aims

    @property
    def learner_id(self) -> int:
        return self.learner.id

    @property
    def mode(self) -> Mode:
        return Mode(self.session.mode)

    @property
    def author(self) -> Author:
        """Return what writes into the log that an answer counts otherwise."""
        return Author(learner=self.learner, now=self.now, aims=self.aims, session_id=self.session.id)

    @property
    def scope(self) -> Scope:
        return Scope(
            learner_id=self.learner.id,
            bank_ids=self.session.bank_ids,
            tags=self.session.tags,
            question_ids=self.session.question_ids,
        )

    def settings(self, bank_id: int) -> Settings:
        """Return what schedules a card of that bank now."""
        return self.aims.settings(bank_id, self.now.day)


def open_sitting(ctx: Context, connection: Connection, learner_id: int, session_id: str) -> Sitting:
    """Return the learner's study session as it is now; raises NotFound."""
    learner = get_learner(connection, learner_id)
    session = sessions.find_session(connection, learner_id, session_id)
    if session is None:
        raise NotFound(f"learner {learner_id} has no study session {session_id!r}")
    return Sitting(
        learner=learner,
        session=session,
        now=now_of(ctx, learner),
        moved=moment_at(session.moved_ms, learner),
        aims=aims_of(connection, learner),
    )


def get_card(connection: Connection, learner_id: int, card: CardRef) -> CardRow:
    """Return the learner's card; raises NotFound."""
    row = cards.find_card(connection, learner_id, card.question_id, card.part)
    if row is None:
        raise NotFound(f"learner {learner_id} has no card {card.question_id}.{card.part}")
    return row


def get_bank_id(connection: Connection, question_id: int) -> int:
    """Return the bank that holds the question; raises NotFound."""
    bank_id = banks.bank_of_question(connection, question_id)
    if bank_id is None:
        raise NotFound(f"there is no question {question_id}")
    return bank_id


def may_be_asked(connection: Connection, learner_id: int, key: CardKey) -> bool:
    """Return whether the card is neither suspended nor withdrawn from its bank."""
    return key in cards.askable(connection, learner_id, [key])


def shown_seed(sitting: Sitting, card: CardRef, repetition: int) -> str:
    """Return what shuffles the options of this showing: the same after a reload, another the next time."""
    owner = sitting.session.id if sitting.mode is Mode.PRACTICE else str(sitting.learner_id)
    return f"{owner}:{card.question_id}:{card.part}:{repetition}"


def fuzz_seed(learner_id: int, card: CardRef, reviews: int) -> str:
    """Return what chooses an interval's fuzz: the same for every rating of one answer."""
    return f"{learner_id}:{card.question_id}:{card.part}:{reviews}"
