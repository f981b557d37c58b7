from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from quiz.memory.exam_plan import FEWEST_LAST_DAYS, LastDays, last_days, reviews_on
from quiz.memory.fsrs6 import DEFAULT_WEIGHTS
from quiz.memory.fsrs6_plain import Plain
from quiz.memory.learnt import Learnt

PLAIN = Plain(DEFAULT_WEIGHTS)
GROWTH = PLAIN.growth(0.9)
EXAM = 100


def learnt(number=1, stability=10.0, last=80, due=90) -> Learnt:
    return Learnt((number, 0), stability, 5.0, last, due)


def plan(begins=93) -> LastDays:
    return LastDays(begins=begins, exam_day=EXAM, growth=GROWTH)


def test_the_last_days_are_a_week_or_as_many_as_all_cards_take_at_the_daily_limit():
    assert last_days(EXAM, 40, 200, GROWTH).begins == EXAM - FEWEST_LAST_DAYS
    assert last_days(EXAM, 1999, 200, GROWTH).begins == EXAM - 10
    assert last_days(EXAM, 9, 0, GROWTH).begins == EXAM - 9


def test_the_plan_holds_from_its_first_day_to_the_exam():
    held = [day for day in range(85, 110) if plan().hold(day)]
    assert held == list(range(93, 101))


def test_reviews_come_by_predicted_recall_on_the_day_of_the_exam():
    """Today the first card is better remembered; on the day of the exam it will be the other way round."""
    fresh_and_weak = learnt(1, stability=6.0, last=92, due=93)
    old_and_strong = learnt(2, stability=30.0, last=64, due=93)
    assert PLAIN.recall(1, 6.0) > PLAIN.recall(29, 30.0)
    assert PLAIN.recall(8, 6.0) < PLAIN.recall(36, 30.0)
    assert reviews_on([old_and_strong, fresh_and_weak], 93, plan()).order == ((1, 0), (2, 0))


def test_a_card_due_after_the_exam_is_called_before_it():
    beyond = learnt(due=EXAM + 300, stability=400.0)
    assert reviews_on([beyond], 93, plan()).called == {(1, 0)}


def test_a_card_reviewed_in_the_last_days_that_will_be_known_is_done_even_if_due():
    assert reviews_on([learnt(stability=40.0, last=94, due=99)], 99, plan()).order == ()
    weak = learnt(stability=4.0, last=94, due=98)
    assert PLAIN.recall(6, 4.0) < 0.9
    assert reviews_on([weak], 99, plan()).order == ((1, 0),)


def test_nothing_is_called_twice_on_a_day():
    forgotten_today = learnt(stability=0.5, last=99, due=100)
    assert reviews_on([forgotten_today], 99, plan()).order == ()
    assert reviews_on([forgotten_today], 100, plan()).order == ((1, 0),)


def test_cards_in_their_steps_are_neither_due_nor_called():
    assert reviews_on([learnt(due=None)], 95, plan()).order == ()


def test_what_was_given_beyond_a_date_that_moved_closer_is_called_again_unless_it_is_known():
    weak, strong = learnt(1, 3.0, last=95, due=120), learnt(2, 90.0, last=95, due=120)
    assert reviews_on([weak, strong], 99, plan()).called == {(1, 0)}


def test_what_is_not_known_surely_and_due_on_the_day_itself_is_called_before_it():
    on_the_day, before = learnt(1, 3.0, last=95, due=EXAM), learnt(2, 3.0, last=95, due=EXAM - 1)
    assert reviews_on([on_the_day, before], 98, plan()).called == {(1, 0)}


CARDS = st.lists(
    st.builds(
        lambda stability, last, wait: (stability, last, last + wait),
        st.floats(0.1, 900),
        st.integers(40, 92),
        st.integers(1, 400),
    ),
    max_size=40,
).map(lambda found: [learnt(number, *each) for number, each in enumerate(found)])


@given(CARDS, st.integers(93, 100), st.integers(0, 40))
def test_answering_takes_a_card_from_the_day_and_changes_nothing_else(cards, day, answered):
    begun = reviews_on(cards, day, plan())
    done = set(begun.order[:answered])
    now = [
        Learnt(one.key, one.stability * 3, 5.0, day, min(day + 9, EXAM)) if one.key in done else one
        for one in cards
    ]
    left = reviews_on(now, day, plan(), done)
    assert left.order == begun.order[answered:]
    assert left.called == begun.called - done


@given(CARDS, st.floats(0.5, 5))
def test_every_learnt_card_is_reviewed_in_the_last_days_whatever_the_answers_make_of_them(cards, factor):
    now, seen = {one.key: one for one in cards}, set()
    for day in range(93, 100):
        for key in reviews_on(now.values(), day, plan()).order:
            seen.add(key)
            stability = now[key].stability * factor
            due = day + min(max(round(stability), 1), max(EXAM - day - 1, 1))
            now[key] = Learnt(key, stability, 5.0, day, due)
    assert seen == {one.key for one in cards}


@given(st.integers(0, 60))
def test_cards_due_after_the_exam_are_spread_evenly_over_the_last_days(count):
    now = {number: learnt(number, 60.0 + number, due=200) for number in range(count)}
    shares = []
    for day in range(93, 100):
        order = reviews_on(now.values(), day, plan()).order
        shares.append(len(order))
        for number, _ in order:
            now[number] = learnt(number, 200.0, day, 99)
    assert sum(shares) == count
    assert max(shares) - min(shares) <= 1


@given(CARDS, st.integers(93, 100))
def test_what_comes_is_due_or_called_and_sorted_by_recall_on_the_day(cards, day):
    reviews = reviews_on(cards, day, plan())
    by_key = {one.key: one for one in cards}
    chances = [
        PLAIN.recall(EXAM - by_key[key].last_review_day, by_key[key].stability) for key in reviews.order
    ]
    assert all(before <= after + 1e-12 for before, after in pairwise(chances))
    assert set(reviews.order) - reviews.called == {one.key for one in cards if one.due_day <= day}
    assert all(by_key[key].due_day > day for key in reviews.called)
