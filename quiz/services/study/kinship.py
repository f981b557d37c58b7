"""What a learner's cards are kept apart by: the facts they ask about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from quiz.memory.apart import cannot_be_parted
from quiz.memory.queue import Candidate
from quiz.store import facts
from quiz.store.cards import Scope
from quiz.store.facts import Fact

Facts = Mapping[int, frozenset[Fact]]


def facts_apart(
    connection: Connection, scope: Scope, candidates: Sequence[Candidate], answered: Collection[int] = ()
) -> Facts:
    """Return the facts of the candidates' questions and of those answered, by which cards are kept apart.

    A fact that so many cards of the scope ask about that no order could keep them apart is left out: a bank
    all on one fact is studied as it comes.
    """
    found = facts.facts_of(connection, (*(one.question_id for one in candidates), *answered))
    counted = Counter(fact for one in candidates for fact in found.get(one.question_id, ()))
    # Only what most of today's cards ask about can be what most of all cards do: others need no counting.
    suspects = {fact for fact, count in counted.items() if 2 * count > len(candidates)}
    if not suspects:
        return found
    total, cards = facts.cards_by_fact(connection, scope, suspects)
    hopeless = {fact for fact, count in cards.items() if cannot_be_parted(count, total)}
    return {question_id: own - hopeless for question_id, own in found.items()} if hopeless else found


def with_facts(candidates: Sequence[Candidate], known: Facts) -> tuple[Candidate, ...]:
    """Return the candidates, each with its facts."""
    return tuple(
        replace(one, facts=known[one.question_id]) if known.get(one.question_id) else one
        for one in candidates
    )
