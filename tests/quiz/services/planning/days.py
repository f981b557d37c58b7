"""Cards on facts of their own, the memories they are given, and days that are lived through."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import text

from quiz.memory.days import Moment, day_start
from quiz.services import plans
from quiz.services.overview import overview
from quiz.services.study import CardShown
from quiz.store.times import to_ms

FACTS = "facts:\n" + "".join(
    f"  - id: fact-{number}\n    says: Card {number} exists.\n    evidence:\n"
    f'      - {{source: survey, paragraph: {number + 1}, from: "By far the largest", to: "from the sea"}}\n'
    for number in range(40)
)


def flashcards(count: int) -> list[str]:
    return [
        f"  - {{id: card-{number}, kind: flashcard, prompt: 'Card {number}?', answer: back, "
        f"facts: [fact-{number}], tags: [{'odd' if number % 2 else 'even'}]}}\n"
        for number in range(count)
    ]


def remember(world, *memories: tuple[float, int, int]) -> None:
    """Give the first cards a memory: stability, answered so many days ago, due in so many days."""
    with world.ctx.engine.begin() as connection:
        for question_id, (stability, ago, due) in enumerate(memories, start=1):
            connection.execute(
                text(
                    "UPDATE card SET state = 2, stability = :stability, difficulty = 5, reviews = 3, "
                    "interval_days = :interval, due_day = :due_day, due_ms = :due_ms, "
                    "last_review_day = :last, last_review_ms = :last_ms WHERE question_id = :id"
                ),
                {
                    "id": question_id,
                    "stability": stability,
                    "interval": ago + due,
                    "due_day": today(world) + due,
                    "due_ms": to_ms(day_start(today(world) + due, 0)),
                    "last": today(world) - ago,
                    "last_ms": to_ms(world.clock.now - timedelta(days=ago)),
                },
            )


def mixed(count: int) -> list[tuple[float, int, int]]:
    """Memories of all kinds, every other one due."""
    return [
        (2.0 + 3 * number, 5 + number % 11, number % 30 if number % 2 else -(number % 7))
        for number in range(count)
    ]


def today(world) -> int:
    return Moment(world.clock.now).day


def on_day(world, ahead: int) -> date:
    return (world.clock.now + timedelta(days=ahead)).date()


def set_exam(world, ahead: int) -> None:
    plans.save_exam(world.ctx, world.learner, "water", on_day(world, ahead))


def counts(world) -> tuple[int, int]:
    seen = overview(world.ctx, world.learner)
    return seen.due, seen.new


def live(world, days: int, forget: int = 0) -> None:
    """Study on each of so many days, forgetting each n-th answer."""
    answered = 0
    for _ in range(days):
        sitting = world.start()
        while isinstance(sitting.look(), CardShown):
            answered += 1
            sitting.answer(right=not forget or answered % forget != 0)
        world.clock.forward(days=1)
        world.clock.now = world.clock.now.replace(hour=10, minute=0, second=0)


def reviewed_on(world, day: int) -> list[dict]:
    return world.rows(
        "SELECT * FROM review WHERE day = :day AND state_before = 2 AND kind = 'answer' ORDER BY number",
        day=day,
    )
