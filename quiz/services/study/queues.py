"""Today's queue: the few cards among which the next is picked, and what the rest of the day holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from quiz.memory.card import State
from quiz.memory.days import Moment, next_rollover
from quiz.memory.queue import (
    LEARN_AHEAD,
    Candidate,
    CardKey,
    Counts,
    Today,
    count,
    count_ahead,
    pick,
    pick_ahead,
)
from quiz.memory.scheduling import Settings
from quiz.services.study.kinship import facts_apart, with_facts
from quiz.services.study.planning import plan_of, reviews_today
from quiz.services.study.values import Mode
from quiz.store import cards, log
from quiz.store.cards import Scope
from quiz.store.learners import LearnerRow
from quiz.store.log import AnswerToday
from quiz.store.times import to_ms

AHEAD_DAYS = 7
AHEAD_NEW = 20  # what a learner without new cards a day gets who asks for more
UNLIMITED = 10**6
_AHEAD_MOST = 200
_LOOKED_AT = 250  # reviews among which the next is picked
_SPARE = 20
_PARTS = 4  # cards that wait for another day once one of their question or on their fact was answered
_CHOICE = 2  # so many times the new cards wanted are looked at besides, for such on different facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """`candidates` are those that may come today; `ahead` those of the next days, if they are asked for.

    `beyond` counts further reviews of today: of very many only the first are looked at.
    """

    candidates: tuple[Candidate, ...]
    ahead: tuple[Candidate, ...]
    today: Today
    beyond: int = 0

    def first(self) -> Candidate | None:
        """Return the card to show next."""
        chosen = pick(self.candidates, self.today)
        if self.ahead and (chosen is None or self._still_waits(chosen)):
            return pick_ahead((*self.candidates, *self.ahead), self.today)
        return chosen

    def counts(self) -> Counts:
        """Return what can be studied from now on without waiting; `ahead` is not counted."""
        seen = count(self.candidates, self.today, within=LEARN_AHEAD)
        more = min(self.beyond, max(self.today.reviews_left - seen.reviews, 0))
        return replace(seen, reviews=seen.reviews + more)

    def answers_left(self, settings: Settings) -> int:
        """Return how many answers the counted cards take if all of them are right."""
        counted = self.counts()
        steps = max(1, len(settings.learning_steps))
        in_steps = sorted(
            max(1, steps - one.card.step) if one.card.state is State.LEARNING else 1
            for one in self.candidates
            if one.card.state in (State.LEARNING, State.RELEARNING) and one.key not in self.today.skipped
        )
        ahead = count_ahead((*self.candidates, *self.ahead), self.today) if self.ahead else 0
        return counted.new * steps + sum(in_steps[: counted.learning]) + counted.reviews + ahead

    def _still_waits(self, chosen: Candidate) -> bool:
        return (
            chosen.card.state in (State.LEARNING, State.RELEARNING)
            and chosen.card.due_at is not None
            and chosen.card.due_at > self.today.now.at
        )


def queue_for(
    connection: Connection,
    learner: LearnerRow,
    scope: Scope,
    now: Moment,
    *,
    mode: Mode = Mode.SCHEDULED,
    session_id: str = "",
    skipped: frozenset[CardKey] = frozenset(),
) -> Queue:
    """Return the learner's queue as of `now`, daily limits applied unless they learn ahead.

    Nor do they apply to questions that the learner named, as whoever reads a text and says "test me" does.
    """
    answers = log.answers_on(connection, learner.id, now.day)
    today = _today(learner, now, answers, mode, session_id, skipped)
    if scope.question_ids:
        today = replace(today, new_left=UNLIMITED, reviews_left=UNLIMITED, named=True)
    steps = cards.cards_in_steps(connection, scope, to_ms(next_rollover(now)))
    # Whatever is skipped, or waits since a sibling was answered, must not use up the rows that are read.
    spare = _SPARE + len(skipped) + _PARTS * (len(answers) + len(steps))
    beyond = 0
    if mode is Mode.AHEAD or scope.question_ids:
        due = cards.due_reviews(connection, scope, now.day, to_ms(now.at), _AHEAD_MOST + spare)
    else:
        plan = plan_of(connection, learner, now, reviewed_of(answers))
        most = min(today.reviews_left, _LOOKED_AT) + spare
        due, beyond = reviews_today(connection, scope, plan, most)
        if plan.backlog:
            today = replace(today, new_left=0)
    most_new = today.new_left + _CHOICE * min(today.new_left, _AHEAD_MOST) + spare
    new = cards.new_cards(connection, scope, most_new) if today.new_left else []
    ahead = []
    if mode is Mode.AHEAD:
        days = (now.day, now.day + AHEAD_DAYS)
        ahead = cards.reviews_ahead(connection, scope, days, to_ms(now.at), _AHEAD_MOST)
    found = (*steps, *due, *new, *ahead)
    answered = {one.question_id for one in answers}
    facts = facts_apart(connection, scope, found, answered)
    apart = with_facts(found, facts)
    return Queue(
        candidates=apart[: len(found) - len(ahead)],
        ahead=apart[len(found) - len(ahead) :],
        today=replace(today, facts={key: facts[key] for key in answered if key in facts}),
        beyond=beyond,
    )


def reviewed_of(answers: Iterable[AnswerToday]) -> list[CardKey]:
    """Return the cards that were reviewed, one for each review that the daily limit counts."""
    return [(one.question_id, one.part) for one in answers if one.state_before == State.REVIEW]


def _today(
    learner: LearnerRow,
    now: Moment,
    answers: list[AnswerToday],
    mode: Mode,
    session_id: str,
    skipped: frozenset[CardKey],
) -> Today:
    new_left = learner.new_per_day - sum(one.state_before == State.NEW for one in answers)
    reviews_left = learner.reviews_per_day - len(reviewed_of(answers))
    if mode is Mode.AHEAD:
        here = sum(one.state_before == State.NEW and one.study_session_id == session_id for one in answers)
        new_left = (learner.new_per_day or AHEAD_NEW) - here
        reviews_left = UNLIMITED
    mine = [one for one in answers if one.study_session_id == session_id and one.number is not None]
    last = max(mine, key=lambda one: one.number or 0, default=None)
    return Today(
        now=now,
        new_left=max(new_left, 0),
        reviews_left=max(reviews_left, 0),
        answered=frozenset((one.question_id, one.part) for one in answers),
        previous=(last.question_id, last.part) if last else None,
        skipped=skipped,
    )
