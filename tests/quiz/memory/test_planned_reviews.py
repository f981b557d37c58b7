"""Reviews that a plan has ordered or called, as the queue brings them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from quiz.memory.card import Card, Rating, State
from quiz.memory.days import Moment, day_start
from quiz.memory.queue import Candidate, Today, count, pick, pick_ahead
from quiz.memory.scheduling import DEFAULT_SETTINGS, schedule

NOW = Moment(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))


def candidate(question_id, due=0, ago=10, place=None, *, called=False) -> Candidate:
    card = Card(
        state=State.REVIEW,
        stability=10.0,
        difficulty=5.0,
        due_at=day_start(NOW.day + due, 0),
        due_day=NOW.day + due,
        interval_days=ago + max(due, 0),
        last_review_at=NOW.at - timedelta(days=ago),
        last_review_day=NOW.day - ago,
        reviews=3,
    )
    return Candidate(question_id=question_id, card=card, place=place, called=called)


def course(pool, today):
    """Answer everything rightly; return the questions in the order they came."""
    cards = {one.key: one for one in pool}
    came = []
    while (chosen := pick(cards.values(), today)) is not None:
        came.append(chosen.question_id)
        after = schedule(chosen.card, Rating.GOOD, today.now, DEFAULT_SETTINGS, "seed")
        cards[chosen.key] = replace(chosen, card=after, called=False)
        today = replace(
            today,
            answered=today.answered | {chosen.key},
            previous=chosen.key,
            reviews_left=today.reviews_left - 1,
        )
    return came


def test_what_has_a_place_comes_before_what_is_merely_forgotten():
    pool = [candidate(1, ago=60), candidate(2, place=1), candidate(3, place=0), candidate(4, ago=30)]
    assert course(pool, Today(now=NOW, new_left=0, reviews_left=9)) == [3, 2, 1, 4]


def test_a_called_card_comes_although_it_is_not_due_and_only_once():
    pool = [candidate(1, due=30), candidate(2, due=30, place=0, called=True)]
    assert course(pool, Today(now=NOW, new_left=0, reviews_left=9)) == [2]


def test_learning_ahead_does_not_need_to_be_called():
    chosen = pick_ahead([candidate(1, due=3)], Today(now=NOW, new_left=0, reviews_left=0))
    assert chosen is not None
    assert chosen.question_id == 1


PLACED = st.lists(
    st.tuples(st.integers(-9, 9), st.integers(1, 60), st.none() | st.integers(0, 5), st.booleans()),
    max_size=12,
).map(
    lambda found: [
        candidate(number, due, ago, place, called=called and place is not None)
        for number, (due, ago, place, called) in enumerate(found)
    ]
)


@given(PLACED, st.integers(0, 12))
def test_what_is_counted_comes_and_in_the_order_of_the_plan(pool, left):
    today = Today(now=NOW, new_left=0, reviews_left=left)
    came = course(pool, today)
    assert len(came) == count(pool, today).reviews
    wanted = [one for one in pool if one.called or (one.card.due_day or 0) <= NOW.day]
    assert len(came) == min(left, len(wanted))
    places = [one.place for number in came for one in pool if one.question_id == number]
    placed = [place for place in places if place is not None]
    assert places[: len(placed)] == sorted(placed)
