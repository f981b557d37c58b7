from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from quiz.memory.card import NEW_CARD, Card, Rating, State
from quiz.memory.days import Moment, day_start
from quiz.memory.queue import Candidate, Today, count, pick, pick_ahead, practice_order
from quiz.memory.scheduling import DEFAULT_SETTINGS, retrievability, schedule

NOW = Moment(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))


def review(last=10, stability=10.0, due=0) -> Card:
    """A review card last seen so many days ago and due in so many."""
    return Card(
        state=State.REVIEW,
        stability=stability,
        difficulty=5.0,
        due_at=day_start(NOW.day + due, 0),
        due_day=NOW.day + due,
        interval_days=last + due,
        last_review_at=NOW.at - timedelta(days=last),
        last_review_day=NOW.day - last,
        reviews=3,
    )


def learning(minutes=0.0, state=State.LEARNING) -> Card:
    """A card whose step ends in so many minutes."""
    return Card(
        state=state,
        stability=1.0,
        difficulty=5.0,
        due_at=NOW.at + timedelta(minutes=minutes),
        last_review_at=NOW.at - timedelta(minutes=10),
        last_review_day=NOW.day,
        reviews=1,
    )


def candidate(question_id, card=NEW_CARD, part=0, **more) -> Candidate:
    return Candidate(question_id=question_id, part=part, card=card, position=question_id, **more)


def today(**more) -> Today:
    return Today(**{"now": NOW, "new_left": 20, "reviews_left": 200, **more})


def picked(*candidates, **more):
    chosen = pick(candidates, today(**more))
    return chosen and chosen.key


def test_steps_that_are_over_come_first_then_reviews_then_new_cards_then_steps_about_to_end():
    cards = [candidate(4, learning(15)), candidate(3), candidate(2, review()), candidate(1, learning(-5))]
    order = []
    while cards:
        order.append(picked(*cards)[0])
        cards = [one for one in cards if one.question_id not in order]
    assert order == [1, 2, 3, 4]


def test_of_two_steps_the_one_that_ended_earlier_comes_first():
    assert picked(candidate(1, learning(-1)), candidate(2, learning(-9))) == (2, 0)


def test_the_most_forgotten_review_comes_first():
    long_known = candidate(1, review(last=100, stability=200.0))
    fresh = candidate(2, review(last=3, stability=1.0))
    assert retrievability(fresh.card, NOW) < retrievability(long_known.card, NOW)
    assert picked(long_known, fresh) == (2, 0)


def test_a_step_that_ends_in_more_than_twenty_minutes_is_waited_for():
    assert picked(candidate(1, learning(20))) == (1, 0)
    assert picked(candidate(1, learning(21))) is None


def test_a_review_is_not_due_before_its_day():
    assert picked(candidate(1, review(due=1))) is None
    assert picked(candidate(1, review(due=0))) == (1, 0)
    assert picked(candidate(1, review(due=-3))) == (1, 0)


def test_new_cards_come_by_position_and_then_by_part():
    first = Candidate(question_id=9, part=2, card=NEW_CARD, position=1)
    assert picked(candidate(5), first, replace(first, part=1)) == (9, 1)


def test_limits_hold_back_reviews_and_new_cards_but_never_steps():
    cards = [candidate(1), candidate(2, review()), candidate(3, learning(10))]
    assert picked(*cards, reviews_left=0) == (1, 0)
    assert picked(*cards, reviews_left=0, new_left=0) == (3, 0)


def test_a_limit_that_was_lowered_below_what_was_done_counts_as_reached():
    assert picked(candidate(1), candidate(2, review()), new_left=-3, reviews_left=-1) is None
    assert count([candidate(1), candidate(2, review())], today(new_left=-3, reviews_left=-1)).due == 0


def test_siblings_never_follow_each_other_while_anything_else_is_left():
    sibling, other = candidate(1, learning(-9), part=2), candidate(2, learning(10))
    assert picked(sibling, other, previous=(1, 1)) == (2, 0)
    assert picked(sibling, previous=(1, 1)) == (1, 2)


def test_the_same_card_may_come_again_at_once_when_nothing_else_is_left():
    assert picked(candidate(1, learning(1)), previous=(1, 0)) == (1, 0)


def test_a_new_card_or_review_waits_for_another_day_once_its_sibling_was_answered():
    siblings = [candidate(1, part=2), candidate(1, review(), part=3)]
    assert picked(*siblings, answered=frozenset({(1, 1)})) is None
    assert picked(*siblings, answered=frozenset({(2, 1)})) == (1, 3)


def test_a_card_answered_today_that_is_due_again_is_no_sibling_of_itself():
    assert picked(candidate(1, review(), part=1), answered=frozenset({(1, 1)})) == (1, 1)


def test_a_sibling_waits_while_the_other_is_in_its_steps():
    assert picked(candidate(1, learning(30), part=1), candidate(1, part=2)) is None


def test_a_step_that_ends_on_another_day_holds_no_sibling_back():
    tomorrow = learning(24 * 60)
    assert picked(candidate(1, tomorrow, part=1), candidate(1, part=2)) == (1, 2)
    assert count([candidate(1, tomorrow)], today()).learning == 0


def test_learning_ahead_takes_the_most_forgotten_card_that_was_not_answered_today():
    cards = [
        candidate(1, review(last=1, stability=20.0, due=19)),
        candidate(2, review(last=5, stability=20.0, due=15)),
        candidate(3, review(last=9, stability=20.0, due=11)),
        candidate(4),
    ]
    assert pick_ahead(cards, today(reviews_left=0)).key == (3, 0)
    assert pick_ahead(cards, today(answered=frozenset({(3, 0)}))).key == (2, 0)
    assert pick_ahead(cards[3:], today()) is None


def test_a_card_that_slipped_while_learning_ahead_comes_back_in_its_steps():
    slipped = candidate(1, learning(5, State.RELEARNING))
    assert pick_ahead([slipped], today(answered=frozenset({(1, 0)}))).key == (1, 0)


def test_an_empty_day_counts_nothing():
    assert count([], today()).due == count([], today()).new == 0


CARDS = st.one_of(
    st.just(NEW_CARD),
    st.builds(review, last=st.integers(1, 60), stability=st.floats(0.1, 500), due=st.integers(-9, 3)),
    st.builds(learning, st.integers(-60, 0), st.sampled_from([State.LEARNING, State.RELEARNING])),
)
POOLS = st.dictionaries(
    st.tuples(st.integers(1, 8), st.integers(0, 3)), st.tuples(CARDS, st.booleans()), max_size=14
).map(
    lambda pool: [
        candidate(question_id, card, part, suspended=suspended)
        for (question_id, part), (card, suspended) in pool.items()
    ]
)
SKIPPED = st.frozensets(st.tuples(st.integers(1, 8), st.integers(0, 3)), max_size=4)
LIMITS = {"new_left": st.integers(-1, 5), "reviews_left": st.integers(-1, 5)}


def study(pool, start, ratings):
    """Study until the queue is empty or no rating is left; return what was picked and what remains."""
    cards = {one.key: one for one in pool}
    seen = []
    for rating in ratings:
        chosen = pick(cards.values(), start)
        if chosen is None:
            break
        seen.append((chosen, start, list(cards.values())))
        after = schedule(chosen.card, rating, start.now, DEFAULT_SETTINGS, "seed")
        cards[chosen.key] = replace(chosen, card=after)
        start = replace(
            start,
            now=Moment(start.now.at + timedelta(seconds=20)),
            answered=start.answered | {chosen.key},
            previous=chosen.key,
            new_left=start.new_left - (chosen.card.state is State.NEW),
            reviews_left=start.reviews_left - (chosen.card.state is State.REVIEW),
        )
    return seen, list(cards.values()), start


@given(POOLS, SKIPPED, st.lists(st.sampled_from(Rating), max_size=40), st.builds(today, **LIMITS))
@settings(deadline=None)
def test_a_day_of_study_keeps_its_limits_and_shows_nothing_it_must_not(pool, skipped, ratings, start):
    start = replace(start, skipped=skipped)
    seen, _, _ = study(pool, start, ratings)
    assert all(one.key not in skipped and not one.suspended for one, _, _ in seen)
    kinds = [one.card.state for one, _, _ in seen]
    assert kinds.count(State.NEW) <= max(start.new_left, 0)
    assert kinds.count(State.REVIEW) <= max(start.reviews_left, 0)
    for chosen, then, cards in seen:
        if then.previous and chosen.question_id == then.previous[0] and chosen.key != then.previous:
            others = [
                one for one in cards if one.question_id != chosen.question_id or one.key == then.previous
            ]
            assert pick(others, then) is None


@given(POOLS, st.builds(today, **LIMITS))
@settings(deadline=None)
def test_the_count_is_what_a_day_without_slips_takes(pool, start):
    counts = count(pool, start)
    seen, rest, end = study(pool, start, [Rating.EASY] * 40)
    kinds = [one.card.state for one, _, _ in seen]
    assert kinds.count(State.NEW) == counts.new
    assert kinds.count(State.REVIEW) == counts.reviews
    assert len(seen) == counts.new + counts.due
    assert (count(rest, end).due, count(rest, end).new) == (0, 0)


@given(POOLS, st.text(max_size=6))
def test_practice_shows_every_card_once_but_the_suspended(pool, seed):
    order = practice_order(pool, seed)
    assert sorted(one.key for one in order) == sorted(one.key for one in pool if not one.suspended)
    assert order == practice_order(list(reversed(pool)), seed)


@given(POOLS, st.text(max_size=6))
def test_siblings_meet_in_practice_only_if_they_outnumber_the_rest(pool, seed):
    order = practice_order(pool, seed)
    questions = [one.question_id for one in order]
    met = any(questions[place] == questions[place + 1] for place in range(len(questions) - 1))
    crowd = max((questions.count(one) for one in questions), default=0)
    assert met == (crowd > len(questions) - crowd + 1)


def test_another_seed_practises_in_another_order():
    pool = [candidate(number) for number in range(12)]
    assert practice_order(pool, "one") != practice_order(pool, "two")
