"""How well a learner did on other items, with which their answer to one item is compared.

What stands for "elsewhere" is the mean of how far each of a learner's other first attempts lies above its
item's facility: learners here do not answer the same items, and who happened to meet hard ones is not taken
for weak. Items that give each other's answers away say the same thing twice (W. M. Yen, Scaling performance
assessments: strategies for managing local item dependence, 1993): the other gaps of a question, and other
questions on a fact that it rests on, are no "elsewhere" for it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from quiz.memory.item_values import Item, ItemKey

FEWEST_ELSEWHERE = 5  # other first attempts of a learner whose answers are compared with them


@dataclass(frozen=True)
class Elsewhere:
    """The first attempts at all items of a bank: by item and learner, how far each lies above the mean.

    `sums` are these together with their number, by learner; `related` are the items that are no "elsewhere".
    """

    above: Mapping[ItemKey, Mapping[int, float]]
    sums: Mapping[int, tuple[float, int]]
    related: Mapping[ItemKey, tuple[ItemKey, ...]]

    def rest(self, item: Item) -> dict[int, float]:
        """Return how well each learner of `item` did on unrelated items, where there are enough to say."""
        found: dict[int, float] = {}
        left_out = [self.above[key] for key in self.related.get(item.key, ())]
        for learner, own in self.above.get(item.key, {}).items():
            total, count = self.sums[learner]
            total, count = total - own, count - 1
            for each in left_out:
                if learner in each:
                    total, count = total - each[learner], count - 1
            if count >= FEWEST_ELSEWHERE:
                # Rounded, so that learners who did equally well stay equal whatever the order of the sum.
                found[learner] = round(total / count, 9)
        return found


def elsewhere(items: Iterable[Item]) -> Elsewhere:
    """Return what every item's learners did on the others."""
    above: dict[ItemKey, dict[int, float]] = {}
    sums: dict[int, tuple[float, int]] = {}
    among = [item for item in items if item.attempts]
    for item in among:
        mean = math.fsum(each.fraction for each in item.attempts) / len(item.attempts)
        own = above[item.key] = {each.learner: each.fraction - mean for each in item.attempts}
        for learner, surplus in own.items():
            total, count = sums.get(learner, (0.0, 0))
            sums[learner] = total + surplus, count + 1
    return Elsewhere(above, sums, _related(among))


def _related(items: Iterable[Item]) -> dict[ItemKey, tuple[ItemKey, ...]]:
    """Return, by item, those of the same question or on a fact that it rests on too, itself left out."""
    sharing: dict[object, list[ItemKey]] = {}
    marks: dict[ItemKey, tuple[object, ...]] = {}
    for item in items:
        marks[item.key] = (item.key[0], *item.facts)
        for mark in marks[item.key]:
            sharing.setdefault(mark, []).append(item.key)
    return {
        key: tuple(dict.fromkeys(each for mark in own for each in sharing[mark] if each != key))
        for key, own in marks.items()
    }
