"""A bank as a text to read: its facts with what the learner remembers of each today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from question_bank.model import Bank, Fact, Question, Source
from quiz.memory.card import State
from quiz.memory.days import Moment
from quiz.memory.queue import LEARN_AHEAD, Candidate, Today, coming
from quiz.memory.statistics import Known, known
from quiz.services.aims import aims_of
from quiz.services.banks import get_bank_of
from quiz.services.citations import Citation, citations_of_fact
from quiz.services.context import Context
from quiz.services.errors import NotFound
from quiz.services.learners import get_learner
from quiz.services.moments import now_of
from quiz.services.study.queues import UNLIMITED
from quiz.store import banks, cards, log, sessions
from quiz.store.banks import BankRow
from quiz.store.cards import Scope
from quiz.store.database import reading
from quiz.store.learners import LearnerRow


@dataclass(frozen=True, slots=True, kw_only=True)
class FactQuestion:
    """A question on a fact. `known` is of its cards that are not suspended.

    `due` and `new` are how many of them would be asked now by whoever wants to be tested on it.
    """

    id: int
    question: Question
    known: Known
    due: int
    new: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FactToRead:
    fact: Fact
    citations: tuple[Citation, ...]
    questions: tuple[FactQuestion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What is remembered of some facts. `recall` is the predicted share of right answers today.

    It is the mean over the cards studied so far, and None while there are none. `questions` are counted
    once, however many of the facts they ask about.
    """

    questions: int
    cards: int
    studied: int
    recall: float | None
    due: int
    new: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Briefing:
    """`text` is Markdown, "" if the bank has none; `facts` are all of the bank's, in its order.

    `installed` are the ids of the sources whose text is here to be quoted.
    """

    key: str
    title: str
    language: str
    text: str
    facts: tuple[FactToRead, ...]
    sources: tuple[Source, ...]
    installed: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What is needed to find a place in a bank's text."""

    text: str
    facts: tuple[Fact, ...]


def read(ctx: Context, learner_id: int, key: str) -> Briefing:
    """Return bank `key` to read, as the learner remembers it now; raises NotFound."""
    with reading(ctx.engine) as connection:
        learner = get_learner(connection, learner_id)
        row = get_bank_of(connection, learner_id, key)
        bank = ctx.library.bank(connection, row)
        questions = _questions(ctx, connection, learner, row)
    quotations = ctx.passages.of(row, bank)
    return Briefing(
        key=row.key,
        title=row.title,
        language=row.language,
        text=bank.briefing,
        facts=tuple(
            FactToRead(
                fact=fact,
                citations=citations_of_fact(fact, bank, quotations),
                questions=tuple(questions.get(fact.id, ())),
            )
            for fact in bank.facts
        ),
        sources=bank.sources,
        installed=frozenset(quotations.installed),
    )


def material(ctx: Context, learner_id: int, key: str) -> Material:
    """Return the text of bank `key` and its facts; raises NotFound."""
    with reading(ctx.engine) as connection:
        bank = _bank(ctx, connection, learner_id, key)
        return Material(text=bank.briefing, facts=bank.facts)


def facts_studied(ctx: Context, learner_id: int, session_id: str) -> tuple[str, Counter[str]]:
    """Return the bank whose text a study session began from, and how many of its questions each fact has.

    Raises NotFound for a study session that did not begin from a text.
    """
    with reading(ctx.engine) as connection:
        session = sessions.find_session(connection, learner_id, session_id)
        if session is None or not session.question_ids:
            raise NotFound(f"learner {learner_id} began no study session {session_id!r} from a text")
        named = banks.facts_of_questions(connection, session.question_ids)
        row = next(row for row in banks.banks_of(connection, learner_id) if row.id in session.bank_ids)
        return row.key, Counter(named)


def memory_of(facts: Iterable[FactToRead]) -> Memory:
    """Return what is remembered of these facts together."""
    asked = {question.id: question for fact in facts for question in fact.questions}.values()
    recalls = [(one.known.recall, one.known.learning + one.known.review) for one in asked]
    studied = sum(number for recall, number in recalls if recall is not None)
    return Memory(
        questions=len(asked),
        cards=sum(one.known.cards for one in asked),
        studied=studied,
        recall=sum(recall * number for recall, number in recalls if recall is not None) / studied
        if studied
        else None,
        due=sum(one.due for one in asked),
        new=sum(one.new for one in asked),
    )


def _bank(ctx: Context, connection: Connection, learner_id: int, key: str) -> Bank:
    return ctx.library.bank(connection, get_bank_of(connection, learner_id, key))


def _questions(
    ctx: Context, connection: Connection, learner: LearnerRow, row: BankRow
) -> Mapping[str, Sequence[FactQuestion]]:
    """Return the questions on each fact, in the bank's order."""
    ctx.library.load(connection, row)
    now = now_of(ctx, learner)
    weights = aims_of(connection, learner).parameters.weights
    candidates = cards.all_candidates(connection, Scope(learner_id=learner.id, bank_ids=(row.id,)))
    asked_now = _asked_now(connection, learner, now, candidates)
    own: dict[int, list[Candidate]] = {}
    for candidate in candidates:
        own.setdefault(candidate.question_id, []).append(candidate)
    found: dict[str, list[FactQuestion]] = {}
    for served in banks.served_questions(connection, row.id):
        question = ctx.library.question(connection, served.revision_id)
        states = asked_now.get(served.id, [])
        asked = FactQuestion(
            id=served.id,
            question=question,
            known=known((one.card for one in own.get(served.id, ())), now, weights),
            due=sum(state is not State.NEW for state in states),
            new=states.count(State.NEW),
        )
        for fact in dict.fromkeys(question.facts):
            found.setdefault(fact, []).append(asked)
    return found


def _asked_now(
    connection: Connection, learner: LearnerRow, now: Moment, candidates: Sequence[Candidate]
) -> Mapping[int, list[State]]:
    """Return the states of the cards that would come, by question, if the learner named all questions."""
    answers = log.answers_on(connection, learner.id, now.day)
    today = Today(
        now=now,
        new_left=UNLIMITED,
        reviews_left=UNLIMITED,
        answered=frozenset((one.question_id, one.part) for one in answers),
        named=True,
    )
    states: dict[int, list[State]] = {}
    for candidate in coming(candidates, today, within=LEARN_AHEAD):
        states.setdefault(candidate.question_id, []).append(candidate.card.state)
    return states
