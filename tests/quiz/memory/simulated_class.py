"""A class of learners as item response theory has them: each answers by ability and by luck."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from quiz.memory.item_values import FirstAttempt, Item

OPTIONS = ("key", "one", "two", "three")


@dataclass(frozen=True)
class Made:
    """An item as it is drawn: `pull` is what each distractor draws of those who do not know.

    `keyed` is the option that the teacher took for right; `slope` is how much knowing depends on ability.
    """

    difficulty: float = 0.0
    slope: float = 1.2
    keyed: str = "key"
    pull: Mapping[str, float] | None = None


def knows(ability: float, made: Made) -> float:
    """Return the chance of knowing the answer (the logistic model of A. Birnbaum, 1968)."""
    return 1 / (1 + math.exp(-1.7 * made.slope * (ability - made.difficulty)))


def simulated(makes: Sequence[Made], learners: int, seed: int, answered: float = 1.0) -> list[Item]:
    """Return the items with the first attempts of a class of which each answers that share of the items."""
    draw = Random(seed)
    abilities = [draw.gauss(0, 1) for _ in range(learners)]
    items = []
    for number, made in enumerate(makes):
        attempts = []
        pull = made.pull or dict.fromkeys(OPTIONS[1:], 1.0)
        for learner, ability in enumerate(abilities):
            if draw.random() >= answered:
                continue
            known = draw.random() < knows(ability, made)
            weights = [0.6, *(pull.get(text, 0.0) for text in OPTIONS[1:])]
            chosen = "key" if known else draw.choices(OPTIONS, weights)[0]
            right = float(chosen == made.keyed)
            attempts.append(FirstAttempt(learner, right, (chosen,), None, frozenset(OPTIONS)))
        items.append(
            Item(
                key=(number, 0),
                kind="single_choice",
                keys=(made.keyed,),
                options=OPTIONS,
                guess_chance=0.25,
                attempts=tuple(attempts),
                answers=len(attempts),
            )
        )
    return items
