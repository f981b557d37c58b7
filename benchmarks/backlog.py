"""Which reviews should come first when more are due than a day may bring?

    python -m benchmarks.backlog [--cards N] [--decks N] [--seed N]

Decks learnt at a desired retention of 0.90 lie untouched for some weeks; then so many reviews are done every
day, without new cards. Half of the learners remember as the scheduler's default parameters have it, half by
parameters of their own, which the scheduler does not know. Printed, per order: the days until no more than
a day's limit is due, the true mean recall over the whole deck in the 90 days after the break, and the
reviews and minutes those days take.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from statistics import fmean

from quiz.memory.backlog import worth
from quiz.memory.card import Rating
from quiz.memory.fsrs6 import DEFAULT_WEIGHTS, Weights
from quiz.memory.fsrs6_plain import Memory, Plain
from quiz.memory.outcomes import Pace

DAYS = 90
SCHEDULER = Plain(DEFAULT_WEIGHTS)
PACE = Pace()
SITUATIONS = ((45, 60), (120, 60), (45, 40))  # days of break, reviews a day


@dataclass(slots=True)
class Kept:
    """A card: what the scheduler believes, what is true, and its days."""

    believed: Memory
    true: Memory
    answered: int
    due: int


Order = Callable[[Kept, int], float]
ORDERS: dict[str, Order] = {
    "most forgotten": lambda card, day: SCHEDULER.recall(day - card.answered, card.believed[0]),
    "best remembered": lambda card, day: -SCHEDULER.recall(day - card.answered, card.believed[0]),
    "longest overdue": lambda card, _: card.due,
    "most stable": lambda card, _: -card.believed[0],
    "easiest": lambda card, _: card.believed[1],
    "most worth saving": lambda card, day: -worth(card.believed, day - card.answered, SCHEDULER),
}


@dataclass(frozen=True, slots=True)
class Result:
    gone_after: int
    recall: float
    reviews: int
    minutes: float


def answer(card: Kept, day: int, truth: Plain, draw: Random) -> bool:
    """Let the learner answer, and return whether they knew."""
    elapsed = day - card.answered
    believed = SCHEDULER.recall(elapsed, card.believed[0])
    true = truth.recall(elapsed, card.true[0])
    knew = draw.random() < true
    if knew:
        card.believed = SCHEDULER.passed(card.believed, believed, Rating.GOOD)
        card.true = truth.passed(card.true, true, Rating.GOOD)
    else:
        card.believed = SCHEDULER.forgotten(card.believed, believed)
        card.true = truth.forgotten(card.true, true)
    card.answered = day
    card.due = day + max(1, round(card.believed[0]))
    return knew


def learnt_deck(count: int, truth: Plain, draw: Random) -> list[Kept]:
    """Return cards begun on any of 200 days and reviewed on time up to day 0."""
    deck = []
    for _ in range(count):
        rating = draw.choices((Rating.AGAIN, Rating.GOOD), (0.3, 0.7))[0]
        begun = -draw.randint(1, 200)
        believed = SCHEDULER.first(rating)
        card = Kept(believed, truth.first(rating), begun, begun + max(1, round(believed[0])))
        while card.due <= 0:
            answer(card, card.due, truth, draw)
        deck.append(card)
    return deck


def live(deck: list[Kept], order: Order, rest: int, limit: int, truth: Plain, draw: Random) -> Result:
    """Study every day after a break of `rest` days."""
    gone, reviews, spent, recalls = DAYS, 0, 0.0, []
    for day in range(rest, rest + DAYS):
        due = [card for card in deck if card.due <= day]
        if len(due) <= limit:
            gone = min(gone, day - rest)
        due.sort(key=lambda card: order(card, day))
        for card in due[:limit]:
            reviews += 1
            spent += PACE.passed_ms if answer(card, day, truth, draw) else PACE.lapse_ms + PACE.step_ms
        recalls.append(fmean(truth.recall(day - card.answered, card.true[0]) for card in deck))
    return Result(gone, fmean(recalls), reviews, spent / 60_000)


def own_weights(draw: Random) -> Weights:
    """Return parameters of somebody who forgets at another pace and learns with another ease."""
    weights = list(DEFAULT_WEIGHTS)
    pace = draw.uniform(0.6, 1.5)
    weights[:4] = [min(max(weight * pace, 0.01), 90.0) for weight in weights[:4]]
    weights[8] += draw.uniform(-0.4, 0.4)
    weights[11] *= draw.uniform(0.7, 1.4)
    weights[20] *= draw.uniform(0.7, 1.6)
    return tuple(weights)


def measure(order: Order, cards: int, decks: int, rest: int, limit: int, seed: int) -> list[Result]:
    """Return a result for each of the decks; every order meets the same ones."""
    found = []
    for number in range(decks):
        draw = Random(f"{seed}:{number}")
        truth = Plain(DEFAULT_WEIGHTS if number % 2 else own_weights(draw))
        deck = learnt_deck(cards, truth, draw)
        found.append(live(deck, order, rest, limit, truth, draw))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cards", type=int, default=1500)
    parser.add_argument("--decks", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    for rest, limit in SITUATIONS:
        print(f"\n{given.cards} cards, a break of {rest} days, {limit} reviews a day")
        print(f"{'':18} {'gone after':>10} {'recall':>8} {'reviews':>8} {'minutes':>8}")
        for name, order in ORDERS.items():
            results = measure(order, given.cards, given.decks, rest, limit, given.seed)
            gone = fmean(each.gone_after for each in results)
            recall = fmean(each.recall for each in results)
            reviews = fmean(each.reviews for each in results)
            minutes = fmean(each.minutes for each in results)
            print(f"{name:18} {gone:10.1f} {recall:8.4f} {reviews:8.0f} {minutes:8.0f}")


if __name__ == "__main__":
    main()
