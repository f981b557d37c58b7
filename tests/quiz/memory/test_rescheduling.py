from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from quiz.memory.card import NEW_CARD, Card, State
from quiz.memory.fsrs6 import DEFAULT_WEIGHTS, interval_for
from quiz.memory.fuzz import fuzz_range
from quiz.memory.rescheduling import SPREAD_DAYS, Placed, due_days
from quiz.memory.scheduling import Settings

TODAY = 20_000


def placed(number, stability, since, interval, last_day=None, retention=0.9):
    last = TODAY - since
    card = Card(
        state=State.REVIEW,
        stability=stability,
        difficulty=5.0,
        last_review_day=last,
        interval_days=interval,
        due_day=last + interval,
        reviews=3,
    )
    settings = Settings(desired_retention=retention)
    return Placed(key=(number, 0), card=card, settings=settings, seed=str(number), last_day=last_day)


@st.composite
def decks(draw):
    exam = draw(st.none() | st.integers(TODAY, TODAY + 60))
    cards = draw(
        st.lists(
            st.tuples(st.floats(0.1, 900), st.integers(0, 300), st.integers(1, 900), st.floats(0.8, 0.95)),
            max_size=40,
        )
    )
    return [
        placed(number, stability, since, interval, exam, retention)
        for number, (stability, since, interval, retention) in enumerate(cards)
    ]


def moved(deck):
    days = due_days(deck, TODAY)
    return [
        replace(each, card=replace(each.card, due_day=days.get(each.key, each.card.due_day))) for each in deck
    ]


@given(decks())
def test_no_card_moves_into_the_past_or_past_its_last_day(deck):
    for key, day in due_days(deck, TODAY).items():
        assert day >= TODAY
        assert deck[key[0]].last_day is None or day <= deck[key[0]].last_day


@given(decks())
def test_the_same_again_moves_nothing(deck):
    assert due_days(moved(deck), TODAY) == {}


@given(decks(), st.integers(1, 9))
def test_without_an_exam_the_same_moves_nothing_on_later_days_either(deck, later):
    assert due_days(moved([replace(each, last_day=None) for each in deck]), TODAY + later) == {}


@given(decks())
def test_a_card_comes_when_its_recall_falls_to_the_target_or_else_within_a_week(deck):
    for key, day in due_days(deck, TODAY).items():
        each = deck[key[0]]
        exact = interval_for(each.card.stability, each.settings.desired_retention, DEFAULT_WEIGHTS)
        first, last = fuzz_range(exact, 1, 36_500)
        wanted = range(each.card.last_review_day + first, each.card.last_review_day + last + 1)
        assert day in wanted or day < TODAY + SPREAD_DAYS or day == each.last_day


def test_late_cards_are_spread_over_a_week_the_most_forgotten_first():
    deck = [placed(number, 5.0 + number, 100, 300) for number in range(14)]
    days = due_days(deck, TODAY)
    assert [days[(number, 0)] - TODAY for number in range(14)] == [number // 2 for number in range(14)]


def test_what_comes_within_the_week_anyway_stays_there():
    assert due_days([placed(1, 5.0, 100, 100 + SPREAD_DAYS - 1), placed(2, 5.0, 100, 30)], TODAY) == {}


def test_what_is_due_exactly_a_week_ahead_and_should_have_come_before_comes_today():
    assert due_days([placed(1, 5.0, 100, 100 + SPREAD_DAYS)], TODAY) == {(1, 0): TODAY}


def test_new_cards_and_cards_in_their_steps_have_no_day_to_move_to():
    learning = replace(placed(1, 5.0, 100, 300).card, state=State.LEARNING, due_day=None)
    deck = [replace(placed(1, 5.0, 100, 300), card=card) for card in (NEW_CARD, learning)]
    assert due_days(deck, TODAY) == {}
